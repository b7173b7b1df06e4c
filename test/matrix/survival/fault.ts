/** Disturbs an operation with a fault of Azure's, and looks whether it comes to the same end: by itself, or resumed. */
import type { FaultRequest } from '../../../emulator/src/faults/fault';
import { systemClock } from '../../../src/platform/clock';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import { readJournal } from '../../../src/provisioning/journal/journal';
import { leaseMilliseconds } from '../../../src/provisioning/journal/lease';
import type { Clock } from '../../../src/provisioning/ports';
import { differences } from '../../support/estateState';
import type { RequestName } from '../process/job';
import { perform } from '../process/perform';
import type { Undisturbed } from './crash';
import type { Disturbed } from './disturbed';
import { World } from './world';

export interface FaultCase {
  readonly operation: Disturbed;
  readonly request: RequestName;
  readonly fault: FaultRequest;
}

export type Verdict =
  /** The request is none that the fault is for. */
  'notMet' | 'converged' | 'stoppedAndResumed' | { readonly wrong: readonly string[] };

/** Every kind that requests to Resource Manager can meet; Resource Graph's lag is none of an operation's. */
const faults: readonly FaultRequest[] = [
  { kind: 'latency', milliseconds: 50 },
  { kind: 'throttled', retryAfter: 0 },
  { kind: 'throttled', retryAfter: null },
  { kind: 'server-error', status: 500 },
  { kind: 'server-error', status: 503, retryAfter: 0 },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'operation-slow', seconds: 0.05 },
  { kind: 'operation-failed' },
  { kind: 'operation-failed', code: 'RetryableError' },
  { kind: 'operation-canceled' },
  { kind: 'another-operation' },
  { kind: 'referenced-not-provisioned' },
  { kind: 'retryable-error', retryAfter: 0 },
  { kind: 'expired-token' },
  { kind: 'claims-challenge' },
  { kind: 'expired-operation' },
  { kind: 'permission-removed', actions: ['*'] },
  { kind: 'policy-denied' },
  { kind: 'locked' },
];

/** Each fault at each request, once as an accident and once for as long as the operation runs. */
export function faultCases(operation: Disturbed, { requests }: Undisturbed): FaultCase[] {
  return requests.flatMap((request) => {
    const [method = '', path = ''] = request.name.split(' ');
    const at = { method: method as 'GET', path, nth: request.nth };
    return faults.flatMap((fault): FaultCase[] =>
      ([1, 'always'] as const).map((times) => ({
        operation,
        request,
        fault: { ...fault, match: { ...at, times } },
      })),
    );
  });
}

export function faultTitle({ operation, request, fault: { match, ...fault } }: FaultCase): string {
  return `${operation.name}: ${request.name} #${request.nth} meets ${JSON.stringify(fault)} ${match?.times ?? ''}`;
}

/** Waits between tries are cut to a thousandth; the heartbeat isn't one. */
const hasty: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    systemClock.sleep(milliseconds === leaseMilliseconds / 3 ? milliseconds : milliseconds / 1000, signal),
};

export async function disturb({ operation, fault }: FaultCase, expected: Undisturbed): Promise<Verdict> {
  const world = await World.start(operation.made);
  try {
    const ports = { writer: world.azure, reader: world.azure, journal: world.journal, clock: hasty };
    world.emulator.faults.add(fault);
    const outcome = await perform(operation.work, ports);
    const met = world.emulator.faults.list().some(({ hits }) => hits > 0);
    world.emulator.faults.clear();
    if (outcome.kind === 'done') {
      const wrong = differences(expected.state, world.state());
      return wrong.length > 0 ? { wrong } : met ? 'converged' : 'notMet';
    }
    const badEnd = [...failureProblems(outcome), ...(await journalProblems(world, operation.operationId))];
    if (badEnd.length > 0) return { wrong: badEnd };
    const resumed = await perform({ kind: 'resume', operationId: operation.operationId }, ports);
    if (resumed.kind !== 'done') return { wrong: [`Resumed, it ended as ${JSON.stringify(resumed)}`] };
    const wrong = differences(expected.state, world.state());
    return wrong.length > 0 ? { wrong } : 'stoppedAndResumed';
  } finally {
    await world.close();
  }
}

function failureProblems(outcome: Outcome): string[] {
  if (outcome.kind !== 'failed') return [`It ended as ${outcome.kind}`];
  return outcome.failures.flatMap(({ code, kind, message, nextAction }) =>
    kind === 'defect' || code === '' || message === '' || nextAction === ''
      ? [`A failure without a code, words or a next action: ${code} (${kind}): ${message} ${nextAction}`]
      : [],
  );
}

async function journalProblems(world: World, operationId: string): Promise<string[]> {
  const read = await readJournal(world.journal, operationId);
  if (!read?.ok) return [`The journal: ${read?.message ?? 'missing'}`];
  const result = read.journal.finished?.result;
  return result === 'failed' ? [] : [`The journal says ${result ?? 'unfinished'}`];
}
