/** What is tried again, and after how long: the one table for all steps. */
import type { Failure } from '../../model/failure';
import type { StepAction } from '../plan/plan';

interface Rule {
  readonly applies: (code: string, failure: Failure, action: StepAction) => boolean;
  /** Seconds before the second try, the third, …; after the last one the failure stands. */
  readonly delays: readonly number[];
}

/** Somebody writes to the same or a referenced resource: that takes as long as Azure takes for a resource. */
const busy = new Set([
  'AnotherOperationInProgress',
  'ReferencedResourceNotProvisioned',
  'RetryableError',
  'RetryableErrorDueToAnotherOperation',
]);

/** Azure still sees what was deleted a moment ago; a zone's links and a subnet's interfaces go with a delay. */
const stillInUse = new Set(['CannotDeleteResource', 'InUseSubnetCannotBeDeleted', 'NestedResourcesExist']);

const table: readonly Rule[] = [
  // Azure is still busy with the step's own earlier try, for as long as it takes to make a registry or an endpoint.
  { applies: (code) => code === 'guard.atWork', delays: [1, 2, 5, 10, 20, 30, 60, 60] },
  // Somebody wrote between the look and the request, or between two tries of it: what they wrote has to be looked at.
  { applies: (code) => code === 'PreconditionFailed' || code === 'lookAgain', delays: [0, 1, 2] },
  { applies: (code) => busy.has(code), delays: [2, 5, 10, 20, 30, 30] },
  // Every assignment says what its principal is, with which Azure takes one that hasn't reached all of the directory
  // yet (aka.ms/docs-principaltype): what it still doesn't know is mostly a wrong id, and somebody waits to hear that.
  { applies: (code) => code === 'PrincipalNotFound', delays: [5, 10, 15] },
  { applies: (code, _, action) => action === 'delete' && stillInUse.has(code), delays: [5, 10, 20, 30] },
  // Azure no longer knows how a write went: the same one again does no harm.
  { applies: (code) => code === 'operationForgotten', delays: [0, 1] },
  // Throttled, overloaded or not reached, after the client has tried a few times within seconds.
  { applies: (_, { kind }) => kind === 'transient', delays: [5, 15, 30] },
];

/**
 * Takes what went wrong at a try (1 is the first) and a number from 0 to 1; gives the seconds to wait before the next
 * one, undefined if there is none. Delays vary by a quarter, so that several windows don't come back at once.
 */
export function retryDelay(
  failure: Failure,
  attempt: number,
  action: StepAction,
  random: number,
): number | undefined {
  const code = azureCode(failure);
  const rule = table.find(({ applies }) => applies(code, failure, action));
  const delay = rule?.delays[attempt - 1];
  return delay === undefined ? undefined : delay * (0.75 + random / 2);
}

/** Azure's own code, or the part of ours that stands for it. */
export function azureCode(failure: Failure): string {
  return failure.azure?.code ?? failure.code.replace(/^azure\./, '');
}
