import type { ArmResource } from '../../../emulator/src/estate';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import type { Azure } from '../../../src/provisioning/ports';
import { compareInventory, compareObserved, type Comparison } from '../../contract/support/agreement';
import { azureAt, inventoryOf } from '../../contract/support/azure';
import { subscriptionIds } from '../../contract/support/contoso';
import { pair, takings, type Taking } from '../../contract/support/takings';

export interface Agreement {
  readonly estates: number;
  readonly agree: number;
  /** Of these the model doesn't say whether the pair pulls. */
  readonly unknown: number;
  /** What contradicts the oracle, in a line each. */
  readonly wrong: readonly string[];
}

/** `every`: of the pairs of takings only each so many-th is tried; single ones all are. */
export async function checkAgreement(every = 1): Promise<Agreement> {
  const emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
  try {
    const azure = azureAt(emulator.url);
    const before = emulator.core.estate.all().map((resource) => structuredClone(resource));
    const wrong: string[] = [];
    const counts = { estates: 0, agree: 0, unknown: 0 };
    for (const taken of combinations(every)) {
      restore(emulator, before);
      for (const { take } of taken) take(emulator.core.estate);
      const found = await compared(emulator, azure);
      const contradictions = found.flatMap(({ pair: which, contradiction }) =>
        contradiction === undefined ? [] : [`${which}: ${contradiction}`],
      );
      counts.estates += 1;
      if (contradictions.length > 0) {
        wrong.push(`${taken.map(({ title }) => title).join(' and ')}: ${contradictions.join('; ')}`);
      } else if (found[0]?.reach.state === 'unknown') counts.unknown += 1;
      else counts.agree += 1;
    }
    return { ...counts, wrong };
  } finally {
    await emulator.close();
  }
}

/** Nothing taken, each by itself, and two at once. */
export function* combinations(every: number): Generator<readonly Taking[]> {
  yield [];
  for (const one of takings) yield [one];
  let index = 0;
  for (const [at, one] of takings.entries()) {
    for (const other of takings.slice(at + 1)) {
      if (index % every === 0) yield [one, other];
      index += 1;
    }
  }
}

function restore({ core: { estate } }: Emulator, before: readonly ArmResource[]): void {
  estate.clear();
  for (const resource of before) estate.put(structuredClone(resource));
}

/** The pair with all facts first, then every pair with those of the tree. */
async function compared(emulator: Emulator, azure: Azure): Promise<Comparison[]> {
  const observed = await compareObserved(emulator, azure, pair.registryId, pair.clusterId);
  return [observed, ...compareInventory(emulator, await inventoryOf(azure, subscriptionIds))];
}
