/** Runs many walks, each with a seed of its own, and counts. */
import fc from 'fast-check';
import { anyWalk, type Walk } from './model';
import { walked } from './walk';

export interface Counts {
  readonly walks: number;
  readonly commands: number;
  readonly compared: number;
  /** What the oracle contradicts, in a line each, with the seed that leads to it. */
  readonly wrong: readonly string[];
}

/** The walk that a seed leads to. */
function walkOf(seed: number): Walk {
  const [walk] = fc.sample(anyWalk, { seed, numRuns: 1 });
  if (walk === undefined) throw new Error('There is always a walk.');
  return walk;
}

/** Seeds count up from the given one, so that each walk can be gone again alone. */
export async function checkWalks(walks: number, seed: number): Promise<Counts> {
  const counts = { walks: 0, commands: 0, compared: 0 };
  const wrong: string[] = [];
  for (let own = seed; own < seed + walks; own += 1) {
    const found = await walked(walkOf(own));
    counts.walks += 1;
    counts.commands += found.commands;
    counts.compared += found.compared;
    wrong.push(...found.wrong.map((line) => `WALKS=1 WALKS_SEED=${own}: ${line}`));
  }
  return { ...counts, wrong };
}

/** `WALKS_SEED` of the environment, else the given one, or a new one. */
export function seedOf(environment: NodeJS.ProcessEnv, otherwise?: number): number {
  const wanted = Number(environment['WALKS_SEED'] ?? Number.NaN);
  return Number.isInteger(wanted) ? wanted : (otherwise ?? Math.floor(Math.random() * 0x7fffffff));
}
