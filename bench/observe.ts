/** What it costs to read a pair: requests in all, and how many of them have to be waited for one after another. */
import { randomUUID } from 'node:crypto';
import { readDiagnoses } from '../src/diagnosis/read';
import { addTwin } from '../test/contract/support/additions';
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

/** A diagnosis of the sample estate's linked pair, or of its registry and as many clusters like that one. */
export async function measureDiagnosis(clusters: number): Promise<ObserveFigures> {
  const linking = await Linking.start();
  try {
    const [registryId, like] = [contoso('coreRegistry'), contoso('shopCluster')];
    const { core, url } = linking.emulator;
    const twins = Array.from({ length: clusters - 1 }, (_, index) =>
      addTwin(core, like, randomUUID(), `aks-twin-${index}`),
    );
    const pairs = [like, ...twins].map((clusterId) => ({ registryId, clusterId }));
    const { requests, rounds } = await askedBy(url, (azure) => readDiagnoses(pairs, azure, never), {
      requestsAtOnce: 1000,
    });
    return { requests: requests.length, rounds };
  } finally {
    await linking.close();
  }
}
