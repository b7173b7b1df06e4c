/**
 * Somebody else acts on what an operation of ours writes: between the plan and Apply, between our earlier steps and the
 * last look, and while the operation lies interrupted. Nothing of theirs may be lost, and whoever pulled goes on pulling
 * unless a hazard that was shown and agreed to named them.
 */
import { FailureError } from '../../../src/model/failure';
import { idKey, nameOf } from '../../../src/model/armId';
import { systemClock } from '../../../src/platform/clock';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import { prepare } from '../../../src/provisioning/operations/prepare';
import {
  prepareResume,
  resumeOperation,
  type ResumePorts,
} from '../../../src/provisioning/operations/resume';
import { run } from '../../../src/provisioning/operations/run';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import { changedSince } from '../../../src/provisioning/plan/changedSince';
import type { Step } from '../../../src/provisioning/plan/plan';
import type { Azure } from '../../../src/provisioning/ports';
import { contoso } from '../../contract/support/contoso';
import type { Disturbed } from '../survival/disturbed';
import { pullers, pulls, type Puller } from '../pullers';
import { never, World } from '../survival/world';
import { act, actNames, type ActName, type Done } from './acts';

const moments = ['beforeApply', 'beforeLook', 'interrupted'] as const;
type Moment = (typeof moments)[number];

export interface StrangerCase {
  readonly operation: Disturbed;
  readonly step: Step;
  readonly act: ActName;
  readonly moment: Moment;
}

export type Verdict =
  /** The act makes no sense there, or Azure refuses it to them. */
  'notMet' | 'done' | 'stopped' | { readonly wrong: readonly string[] };

function planOf({ work }: Disturbed): AnyPlan {
  if (work.kind === 'resume') throw new Error('An operation begins with a plan.');
  return work.plan;
}

/** Every act on what every write is about, at every moment. */
export function strangerCases(operation: Disturbed): StrangerCase[] {
  const writes = planOf(operation).steps.filter(({ action }) => action !== 'reuse');
  return writes.flatMap((step) =>
    actNames.flatMap((name) => moments.map((moment) => ({ operation, step, act: name, moment }))),
  );
}

export function strangerTitle({ operation, step, act: name, moment }: StrangerCase): string {
  return `${operation.name}: ${step.id}, somebody else: ${name}, ${moment}`;
}

/** Waits between tries are cut to a thousandth. */
const hasty = {
  ...systemClock,
  sleep: (milliseconds: number, signal?: AbortSignal) =>
    systemClock.sleep(milliseconds === 20_000 ? milliseconds : milliseconds / 1000, signal),
};

export async function meet(testCase: StrangerCase): Promise<Verdict> {
  const world = await World.start(testCase.operation.made);
  try {
    return await meetIn(world, testCase);
  } finally {
    await world.close();
  }
}

async function meetIn(world: World, { operation, step, act: name, moment }: StrangerCase): Promise<Verdict> {
  const { core } = world.emulator;
  const shown = planOf(operation);
  let done: Done | undefined;
  let pulled: readonly Puller[] = [];
  const stranger = () => {
    core.operations.settle();
    done = act(name, core, step);
    if (done !== undefined) pulled = pullers(core.estate);
  };
  const agreed = new Set(shown.hazards.flatMap(({ affected }) => affected));
  const outcome = await ((): Promise<Outcome | 'replanned'> => {
    switch (moment) {
      case 'beforeApply':
        stranger();
        return applyAsAWindowDoes(world, shown);
      case 'beforeLook':
        return run(
          shown,
          portsOf(world, beforeLookAt(world.azure, step, stranger)),
          never,
          ignore,
          idsOf(shown),
        );
      case 'interrupted':
        return interruptedAndResumed(world, shown, step, stranger, agreed);
    }
  })();
  if (done === undefined) return 'notMet';
  const wrong = [
    ...(await stillMay(world, shown)),
    ...[done.lost(core)].flatMap((what) => what ?? []),
    ...lostPulls(world, pulled, agreed, shown),
    ...endProblems(outcome),
  ];
  if (wrong.length > 0) return { wrong };
  return outcome !== 'replanned' && outcome.kind === 'done' ? 'done' : 'stopped';
}

const ignore = () => undefined;

function idsOf({ hazards }: AnyPlan): string[] {
  return hazards.map(({ id }) => id);
}

function portsOf({ journal }: World, azure: Azure): ResumePorts {
  return { writer: azure, reader: azure, journal, clock: hasty };
}

/** Plans once more before anything is written, as every window does; a difference is shown, and nothing is written. */
async function applyAsAWindowDoes(world: World, shown: AnyPlan): Promise<Outcome | 'replanned'> {
  const { kind, spec } = shown.purpose;
  const wish = { kind, spec, operationId: shown.operationId } as Parameters<typeof prepare>[0];
  const { plan } = await prepare(wish, { azure: world.azure, journal: world.journal }, never);
  if (changedSince(shown, plan).length > 0) return 'replanned';
  return run(plan as AnyPlan, portsOf(world, world.azure), never, ignore, idsOf(shown));
}

/** Calls somebody just before the step's own last look at its thing. */
function beforeLookAt(azure: Azure, { resourceId }: Step, stranger: () => void): Azure {
  let met = false;
  return {
    ...bound(azure),
    read: (id, signal) => {
      if (!met && idKey(id) === idKey(resourceId)) {
        met = true;
        stranger();
      }
      return azure.read(id, signal);
    },
  };
}

async function interruptedAndResumed(
  world: World,
  shown: AnyPlan,
  step: Step,
  stranger: () => void,
  agreed: Set<string>,
): Promise<Outcome> {
  const gone = new AbortController();
  const dying: Azure = {
    ...bound(world.azure),
    write: (id, request, progress, signal) => {
      if (idKey(id) !== idKey(step.resourceId)) return world.azure.write(id, request, progress, signal);
      gone.abort();
      const failure = {
        code: 'cancelled',
        kind: 'cancelled',
        message: 'Gone.',
        nextAction: 'Resume.',
      } as const;
      return Promise.resolve({ ok: false, failure });
    },
  };
  const first = await run(shown, portsOf(world, dying), gone.signal, ignore, idsOf(shown));
  if (first.kind === 'done' || first.kind === 'refused') return first;
  stranger();
  const ports = portsOf(world, world.azure);
  const left = await prepareResume(
    shown.operationId,
    { azure: world.azure, journal: world.journal },
    never,
  ).catch((error: unknown) => {
    if (error instanceof FailureError) return undefined;
    throw error;
  });
  // The user reads what is left, and agrees to what is at stake.
  for (const { affected } of left?.hazards ?? []) for (const one of affected) agreed.add(one);
  return resumeOperation(shown.operationId, ports, never, ignore, left === undefined ? [] : idsOf(left));
}

/** The port's methods belong to an object of their own. */
function bound(azure: Azure): Azure {
  return new Proxy(azure, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    ownKeys: () => memberNames(azure),
    getOwnPropertyDescriptor: (target, member) => ({
      configurable: true,
      enumerable: true,
      value: Reflect.get(target, member, target) as unknown,
    }),
  });
}

function memberNames(azure: object): string[] {
  const own = Object.keys(azure);
  const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(azure) as object);
  return [...new Set([...own, ...inherited])].filter((name) => name !== 'constructor');
}

function lostPulls(
  { emulator }: World,
  before: readonly Puller[],
  agreed: ReadonlySet<string>,
  plan: AnyPlan,
): string[] {
  emulator.core.operations.settle();
  const meant = meantToStop(plan);
  return before
    .filter(({ clusterId }) => emulator.estate.get(clusterId) !== undefined && !meant.has(idKey(clusterId)))
    .filter((puller) => !pulls(emulator.estate, puller))
    .filter(({ clusterId }) => ![...agreed].some((name) => name.includes(nameOf(clusterId))))
    .map(({ clusterId, image }) => `${nameOf(clusterId)} no longer pulls ${image}, and no hazard named it`);
}

/** Whoever the operation is about: taking a pair apart takes its pull away. */
function meantToStop({ purpose, steps }: AnyPlan): Set<string> {
  const ids = [
    ...(purpose.kind === 'unlink' || purpose.kind === 'detach' ? [purpose.spec.clusterId] : []),
    ...(purpose.kind === 'rollBack' ? [contoso('shopUsCluster')] : []),
    ...steps.flatMap(({ clusterIds }) => clusterIds),
  ];
  return new Set(ids.map(idKey));
}

function endProblems(outcome: Outcome | 'replanned'): string[] {
  if (outcome === 'replanned' || outcome.kind === 'done') return [];
  const failures =
    outcome.kind === 'refused' ? [outcome.failure] : outcome.kind === 'failed' ? outcome.failures : [];
  if (failures.length === 0) return [`It ended as ${outcome.kind} without a failure`];
  return failures.flatMap(({ code, kind, message, nextAction }) =>
    kind === 'defect' || code === '' || message === '' || nextAction === ''
      ? [`A failure without a code, words or a next action: ${code} (${kind}): ${message} ${nextAction}`]
      : [],
  );
}

/** The same can be planned once more, whatever has happened. */
async function stillMay(world: World, { purpose }: AnyPlan): Promise<string[]> {
  const wish = { ...purpose, operationId: crypto.randomUUID() } as Parameters<typeof prepare>[0];
  try {
    await prepare(wish, { azure: world.azure, journal: world.journal }, never);
    return [];
  } catch (error) {
    return [`It can't be planned again: ${error instanceof Error ? error.message : String(error)}`];
  }
}
