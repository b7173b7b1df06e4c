/** Kills a process at a request, has another one resume, and compares with what an undisturbed run leaves. */
import { differences } from '../../support/estateState';
import type { KillPoint, RequestName } from '../process/job';
import type { Disturbed } from './disturbed';
import { World } from './world';

export interface Undisturbed {
  readonly requests: readonly RequestName[];
  readonly state: ReadonlyMap<string, string>;
  readonly seen: string;
}

export interface CrashCase {
  readonly operation: Disturbed;
  readonly request: RequestName;
  readonly at: KillPoint;
  /** Whether the process that resumes has the resume tokens that the journal kept. */
  readonly tokens: boolean;
}

/** More than a lease lasts. */
const lease = 120_000;

const runs = new WeakMap<Disturbed, Promise<Undisturbed>>();

/** Run once for an operation. */
export function undisturbed(operation: Disturbed): Promise<Undisturbed> {
  const run = runs.get(operation) ?? runUndisturbed(operation);
  runs.set(operation, run);
  return run;
}

async function runUndisturbed(operation: Disturbed): Promise<Undisturbed> {
  const world = await World.start(operation.made);
  try {
    const answer = await world.perform(operation.work);
    if (answer.outcome !== 'done') throw new Error(`Undisturbed, it ended as ${JSON.stringify(answer)}`);
    const state = world.state();
    return { requests: answer.requests, state, seen: operation.seen(world) };
  } finally {
    await world.close();
  }
}

/** Every request of the undisturbed run, killed at every point, resumed with and without tokens. */
export function crashCases(operation: Disturbed, { requests }: Undisturbed): CrashCase[] {
  const points: readonly KillPoint[] = ['unsent', 'unanswered', 'unrecorded'];
  return requests.flatMap((request) =>
    points.flatMap((at) => [true, false].map((tokens) => ({ operation, request, at, tokens }))),
  );
}

export function titleOf({ operation, request, at, tokens }: CrashCase): string {
  return `${operation.name}: ${request.name} #${request.nth} ${at}, resumed ${tokens ? 'with' : 'without'} tokens`;
}

/** What is wrong afterwards; empty if the end is that of the undisturbed run. */
export async function crash(testCase: CrashCase, expected: Undisturbed): Promise<string[]> {
  const { operation, request, at, tokens } = testCase;
  const world = await World.start(operation.made);
  try {
    const killed = await world.run(operation.work, { kill: { ...request, at } });
    if (killed !== undefined) return ['It was not killed: the request was never made.'];
    if (!tokens) await world.forgetTokens(operation.operationId);
    const { operationId } = operation;
    const answer = await world.perform({ kind: 'resume', operationId }, lease);
    if (answer.outcome !== 'done') {
      return [`Resumed, it ended as ${answer.outcome}: ${JSON.stringify(answer.failures)}`];
    }
    const wrong = differences(expected.state, world.state());
    const seen = operation.seen(world);
    return [
      ...wrong,
      ...(seen === expected.seen ? [] : [`The oracle says ${seen} instead of ${expected.seen}`]),
    ];
  } finally {
    await world.close();
  }
}
