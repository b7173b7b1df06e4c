/** What it costs to read a pair: requests in all, and how many of them have to be waited for one after another. */
import { never } from '../test/contract/support/azure';
import { contoso } from '../test/contract/support/contoso';
import { Linking } from '../test/contract/support/linking';
import { askedBy } from '../test/contract/support/rounds';

export interface ObserveFigures {
  readonly requests: number;
  readonly rounds: number;
}

/** `observe` of a pair of the sample estate. */
export async function measureObserve(
  registry: Parameters<typeof contoso>[0],
  cluster: Parameters<typeof contoso>[0],
): Promise<ObserveFigures> {
  const linking = await Linking.start();
  try {
    const pair = { registryId: contoso(registry), clusterIds: [contoso(cluster)] };
    const { requests, rounds } = await askedBy(linking.emulator.url, (azure) => azure.observe(pair, never));
    return { requests: requests.length, rounds };
  } finally {
    await linking.close();
  }
}
