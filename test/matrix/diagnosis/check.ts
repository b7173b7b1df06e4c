/** Several causes at once: what is found first is what a pull meets first, and only what is there is found. */
import { startEmulator } from '../../../emulator/src/server';
import { partOf } from '../../contract/support/agreement';
import { azureAt } from '../../contract/support/azure';
import { causes, privatePair, type Cause } from '../../contract/support/causes';
import {
  allRepaired,
  diagnosed,
  restore,
  saved,
  type Diagnosed,
  type Repaired,
} from '../../contract/support/diagnosing';

export interface Checked {
  readonly combinations: number;
  /** The second cause can't be set up any more once the first is there. */
  readonly impossible: number;
  readonly found: number;
  /** All that was offered was carried out, round after round, and the pair pulls. */
  readonly repaired: number;
  /** The most rounds that took. */
  readonly rounds: number;
  /** Something is left, all of which says what somebody else has to do. */
  readonly left: number;
  /** A line each. */
  readonly wrong: readonly string[];
}

const parts = ['nodes', 'name', 'way', 'door', 'identity'] as const;

/**
 * What two causes come to together, where neither shows as it does by itself: with no name that leads to an endpoint, other
 * things decide.
 */
const together: Readonly<Record<string, readonly string[]>> = {
  // Without a link of the zone, nobody asks it; without an endpoint, the name isn't private.
  'name.zoneNotLinked': [
    'name.recordMissing',
    'name.recordWrong',
    'name.zoneGroupMissing',
    'name.linkedToOtherZone',
  ],
  'name.registryNotInZone': ['name.zoneGroupMissing', 'name.recordMissing'],
  // An endpoint out of reach is none that nodes would use.
  'name.zoneGroupMissing': ['name.recordMissing', 'name.recordOfOtherEndpoint'],
  // An endpoint that is taken away takes the records of another one with it.
  'name.recordMissing': ['name.recordOfOtherEndpoint', 'door.publicOff', 'door.notApproved'],
  'name.recordWrong': ['door.publicOff', 'door.notApproved'],
  'way.peeringMissing': ['way.peeringOneSided', 'way.peeringDisconnected', 'name.recordOfOtherEndpoint'],
  'way.peeringOneSided': ['way.peeringDisconnected', 'way.peeringMissing'],
};

/** `count` combinations of two or three causes of the private pair, always the same for a seed. */
export async function checkDiagnosis(count: number, seed: number): Promise<Checked> {
  const emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
  try {
    const azure = azureAt(emulator.url);
    const before = saved(emulator);
    const wrong: string[] = [];
    const counts = { combinations: 0, impossible: 0, found: 0, repaired: 0, rounds: 0, left: 0 };
    for (const combination of combinations(count, seed)) {
      restore(emulator, before);
      const result = await diagnosed(emulator, azure, combination).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'AssertionError') return undefined;
        throw error;
      });
      if (result === undefined) {
        counts.impossible += 1;
        continue;
      }
      counts.combinations += 1;
      const all = await allRepaired(emulator, azure, result.pair);
      const problem = problemOf(result, combination) ?? unfinished(all);
      if (problem !== undefined) wrong.push(`${result.title}: ${problem}`);
      else counts.found += 1;
      counts.rounds = Math.max(counts.rounds, all.rounds);
      if (all.pulls) counts.repaired += 1;
      else counts.left += 1;
    }
    return { ...counts, wrong };
  } finally {
    await emulator.close();
  }
}

function problemOf(
  { oracle, diagnosis, broken, repaired }: Diagnosed,
  all: readonly Cause[],
): string | undefined {
  const [first] = diagnosis.findings.filter(({ hops }) => hops.length > 0);
  if (oracle.length === 0)
    return broken.length === 0 ? undefined : `broken, and the oracle pulls: ${broken.join()}`;
  if (first === undefined) return `nothing found, and the oracle: ${oracle.join()}`;
  const part = parts.find((each) => oracle.includes(each));
  const [hop] = first.hops;
  if (first.severity === 'broken' && hop !== undefined && partOf[hop] !== part) {
    return `${first.rule} at ${partOf[hop]} first, and the oracle: ${oracle.join()}`;
  }
  const rules = all.flatMap((cause) => cause.rules);
  const allowed = new Set([
    ...rules,
    ...Object.entries(together).flatMap(([rule, of]) =>
      of.some((each) => rules.includes(each)) ? [rule] : [],
    ),
  ]);
  const strange = broken.filter((rule) => !allowed.has(rule));
  if (strange.length > 0) return `found ${strange.join()}, which nobody made (${rules.join()})`;
  if (repaired !== undefined && repaired.obstacles.length > 0)
    return `can't be repaired: ${repaired.obstacles.join()}`;
  if (repaired?.left.includes(first.rule) === true) return `${first.rule} is still there after its repair`;
  if (repaired?.pulls === false && repaired.left.length === 0)
    return 'clean after the repair, and the oracle fails';
  return undefined;
}

/** Nothing more is offered: either the pair pulls and is clean, or everything left says who has to do what. */
function unfinished({ obstacles, pulls, findings }: Repaired): string | undefined {
  if (obstacles.length > 0) return `an offered repair can't be done: ${obstacles.join()}`;
  if (pulls)
    return findings.length === 0 ? undefined : `pulls, and ${findings.map(({ rule }) => rule).join()}`;
  const silent = findings.filter(({ instructions }) => instructions === undefined);
  if (silent.length > 0) return `left without a word: ${silent.map(({ rule }) => rule).join()}`;
  const offered = findings.filter(({ repair }) => repair !== undefined);
  if (offered.length > 0) return `doesn't come to an end: ${offered.map(({ rule }) => rule).join()}`;
  return findings.length > 0 ? undefined : "doesn't pull, and nothing is found";
}

function* combinations(count: number, seed: number): Generator<readonly Cause[]> {
  const own = causes.filter(
    ({ pair = privatePair }) =>
      pair.clusterId === privatePair.clusterId && pair.registryId === privatePair.registryId,
  );
  const next = random(seed);
  for (let index = 0; index < count; index += 1) {
    const size = next() < 0.6 ? 2 : 3;
    const chosen = new Set<Cause>();
    while (chosen.size < size) chosen.add(own[Math.floor(next() * own.length)]!);
    yield [...chosen];
  }
}

/** Mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
