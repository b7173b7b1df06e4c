/** Runs the property over many estates and counts. */
import fc from 'fast-check';
import { checkEstate } from './check';
import { anyEstate } from './model';

export interface Counts {
  readonly estates: number;
  readonly solved: number;
  readonly blocked: number;
  /** Steps written that stayed, and steps rolled back. */
  readonly writes: number;
  readonly undone: number;
  /** Parts deleted by unlinking. */
  readonly unlinked: number;
  /** Pairs of which the model's answer was compared with the oracle's, and those of which it has none. */
  readonly pairs: number;
  readonly unknown: number;
}

/** Throws with the smallest estate that it finds failing, and with the seed that leads there. */
export async function checkEstates(numRuns: number, seed: number): Promise<Counts> {
  const counts = {
    estates: 0,
    solved: 0,
    blocked: 0,
    writes: 0,
    undone: 0,
    unlinked: 0,
    pairs: 0,
    unknown: 0,
  };
  const property = fc.asyncProperty(anyEstate, async (model) => {
    const { result, writes, undone, unlinked, agreeing } = await checkEstate(model);
    counts.estates += 1;
    counts[result] += 1;
    counts.writes += writes;
    counts.undone += undone;
    counts.unlinked += unlinked;
    for (const { pairs, unknown } of agreeing) {
      counts.pairs += pairs;
      counts.unknown += unknown;
    }
  });
  await fc.assert(property, { numRuns, seed });
  return counts;
}

/** `ESTATES_SEED` of the environment, else the given one, or a new one. */
export function seedOf(environment: NodeJS.ProcessEnv, otherwise?: number): number {
  const wanted = Number(environment['ESTATES_SEED'] ?? Number.NaN);
  return Number.isInteger(wanted) ? wanted : (otherwise ?? Math.floor(Math.random() * 0x7fffffff));
}
