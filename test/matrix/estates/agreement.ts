/** What the model says of an estate's pairs, with all facts and with the tree's, beside what the oracle says. */
import assert from 'node:assert/strict';
import type { Emulator } from '../../../emulator/src/server';
import { compareInventory, compareObserved } from '../../contract/support/agreement';
import { inventoryOf } from '../../contract/support/azure';
import type { EstateLinking } from './linking';
import { subscriptions } from './world';

export interface Agreeing {
  /** Pairs that were compared, and those of them of which the model doesn't say whether they pull. */
  readonly pairs: number;
  readonly unknown: number;
}

/** Throws AssertionError where they contradict each other. */
export async function checkAgreement(
  emulator: Emulator,
  { azure, estate }: EstateLinking,
): Promise<Agreeing> {
  const observed = await Promise.all(
    estate.targets.map(({ id }) => compareObserved(emulator, azure, estate.registryId, id)),
  );
  const inTree = compareInventory(emulator, await inventoryOf(azure, subscriptions));
  const all = [...observed, ...inTree];
  assert.deepEqual(
    all.flatMap(({ contradiction, pair }) =>
      contradiction === undefined ? [] : `${pair}: ${contradiction}`,
    ),
    [],
  );
  return { pairs: all.length, unknown: all.filter(({ reach }) => reach.state === 'unknown').length };
}
