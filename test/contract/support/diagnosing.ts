/** The diagnosis of a pair, laid beside the emulator's oracle, and its repairs, carried out. */
import { randomUUID } from 'node:crypto';
import { partsOf } from '../../../emulator/src/oracle/parts';
import type { ArmResource } from '../../../emulator/src/estate';
import type { Emulator } from '../../../emulator/src/server';
import { ArmClient } from '../../../emulator/test/armClient';
import { firstBroken } from '../../../src/diagnosis/diagnose';
import type { Diagnosis, Finding, Repair } from '../../../src/diagnosis/finding';
import { readDiagnosis } from '../../../src/diagnosis/read';
import { prepare } from '../../../src/provisioning/operations/prepare';
import type { Azure } from '../../../src/provisioning/ports';
import { never } from './azure';
import { privatePair, type Cause, type Pair } from './causes';
import { Linking } from './linking';

/** What came of a cause, or of several at once. */
export interface Diagnosed {
  readonly title: string;
  /** Parts of the pull that the oracle finds broken, of any pool, `nodes` where none runs. */
  readonly oracle: readonly string[];
  readonly diagnosis: Diagnosis;
  /** Rules of severity broken, in their order. */
  readonly broken: readonly string[];
  /** Those that no cause stands for. */
  readonly wrong: readonly string[];
  /** Undefined where the first broken thing has no repair by an operation. */
  readonly repaired: Repaired | undefined;
  readonly pair: Pair;
}

export interface Repaired {
  /** What kept it from being done. */
  readonly obstacles: readonly string[];
  /** The oracle says so. */
  readonly pulls: boolean;
  /** Rules of what was still found to be broken afterwards. */
  readonly left: readonly string[];
  /** The same, whole. */
  readonly findings: readonly Finding[];
}

/** Sets causes up one after the other, diagnoses, and carries the repair of the first broken thing out. */
export async function diagnosed(emulator: Emulator, azure: Azure, all: readonly Cause[]): Promise<Diagnosed> {
  const [{ pair = privatePair } = { pair: privatePair }] = all;
  for (const { setUp } of all) {
    await setUp(new ArmClient(emulator.url));
    emulator.core.operations.settle();
  }
  const diagnosis = await readDiagnosis(pair, azure, never);
  const found = diagnosis.findings.filter(({ severity }) => severity === 'broken');
  const broken = found.map(({ rule }) => rule);
  const expected = new Set(all.flatMap(({ rules }) => rules));
  const oracle = brokenParts(emulator, pair);
  const repair = firstBroken(diagnosis)?.repair;
  return {
    title: all.map(({ title }) => title).join(' and '),
    pair,
    oracle,
    diagnosis,
    broken,
    wrong: broken.filter((rule) => !expected.has(rule)),
    repaired: repair && (await carriedOut(emulator, azure, repair, pair)),
  };
}

/** More than any sequence of repairs takes that comes to an end. */
const mostRounds = 6;

/** Carries out everything that a diagnosis offers, looks again, and goes on until nothing more is offered. */
export async function allRepaired(
  emulator: Emulator,
  azure: Azure,
  pair: Pair,
): Promise<Repaired & { readonly rounds: number }> {
  let done: Repaired = { obstacles: [], pulls: false, left: [], findings: [] };
  for (let rounds = 0; ; rounds += 1) {
    const { findings } = await readDiagnosis(pair, azure, never);
    const broken = findings.filter(({ severity }) => severity === 'broken');
    const left = { left: broken.map(({ rule }) => rule), findings: broken };
    // An approval first: a link may wait for it.
    const [repair] = broken
      .flatMap(({ repair: offered }) => offered ?? [])
      .toSorted((one, other) => one.kind.localeCompare(other.kind));
    const pulls = brokenParts(emulator, pair).length === 0;
    if (repair === undefined || rounds === mostRounds || done.obstacles.length > 0)
      return { ...done, ...left, pulls, rounds };
    done = await carriedOut(emulator, azure, repair, pair);
  }
}

async function carriedOut(emulator: Emulator, azure: Azure, repair: Repair, pair: Pair): Promise<Repaired> {
  const linking = Linking.over(emulator);
  const wish = { ...repair, operationId: randomUUID() };
  const world = { azure, journal: linking.journal };
  const { plan } =
    wish.kind === 'link' ? await prepare(wish, world, never) : await prepare(wish, world, never);
  const obstacles = plan.blockers.map(({ code }) => code);
  if (obstacles.length === 0) {
    const outcome = await linking.apply(plan);
    if (outcome.kind !== 'done') obstacles.push(JSON.stringify(outcome));
    emulator.core.operations.settle();
  }
  const after = await readDiagnosis(pair, azure, never);
  const findings = after.findings.filter(({ severity }) => severity === 'broken');
  const left = findings.map(({ rule }) => rule);
  return { obstacles, pulls: brokenParts(emulator, pair).length === 0, left, findings };
}

export function brokenParts({ estate }: Emulator, pair: Pair): readonly string[] {
  const pools = partsOf(estate, pair);
  if (pools.every(({ verdict }) => verdict === 'NoNodes')) return ['nodes'];
  return [...new Set(pools.flatMap(({ broken }) => broken ?? []))];
}

export function saved({ core }: Emulator): readonly ArmResource[] {
  return core.estate.all().map((resource) => structuredClone(resource));
}

export function restore({ core: { estate } }: Emulator, before: readonly ArmResource[]): void {
  estate.clear();
  for (const resource of before) estate.put(structuredClone(resource));
}
