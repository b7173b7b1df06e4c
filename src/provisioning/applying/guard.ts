/** The last look before something is deleted or put back: what others did meanwhile must not be lost. */
import { idKey } from '../../model/armId';
import type { Failure } from '../../model/failure';
import { differenceTo, matches } from '../plan/matching';
import type { Guard, Step } from '../plan/plan';
import type { ResourceReader } from '../ports';

export type GuardVerdict =
  | { readonly kind: 'holds' }
  /** An earlier try of the same step changed it: only its answer got lost. */
  | { readonly kind: 'made' }
  /** It is gone already. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** Reads what the guard is about. Rejects with FailureError when nothing can be said (not signed in, aborted). */
export async function checkGuard(
  step: Step,
  guard: Guard,
  reader: ResourceReader,
  signal: AbortSignal,
  isRetry = false,
): Promise<GuardVerdict> {
  const fact = await reader.read(step.resourceId, signal);
  if (fact.state === 'absent') {
    // Putting values back would make anew what somebody has deleted.
    return step.action === 'update' ? refused(step, 'guard.gone', 'is gone.') : { kind: 'absent' };
  }
  if (fact.state === 'unreadable') return refused(step, 'guard.unreadable', `can't be read: ${fact.reason}`);
  const difference = differenceTo(guard.expected, fact.value);
  if (difference !== undefined) {
    const isMade = isRetry && step.action === 'update' && matches(step.request?.body ?? {}, fact.value);
    if (isMade) return { kind: 'made' };
    return refused(step, 'guard.changed', `has changed since the plan was made: ${difference}.`);
  }
  if (guard.contents === undefined) return { kind: 'holds' };
  const contents = await reader.contents(step.resourceId, signal);
  if (contents.state === 'unreadable') {
    return refused(
      step,
      'guard.unreadable',
      `may hold something: its contents can't be read. ${contents.reason}`,
    );
  }
  const allowed = new Set(guard.contents.allowed.map(idKey));
  const foreign = contents.state === 'known' ? contents.value.filter((id) => !allowed.has(idKey(id))) : [];
  if (foreign.length === 0) return { kind: 'holds' };
  return refused(
    step,
    'guard.foreignContents',
    `holds something that this operation didn't make: ${foreign.join(', ')}.`,
  );
}

function refused(step: Step, code: string, what: string): GuardVerdict {
  const failure: Failure = {
    code,
    kind: 'conflict',
    message: `“${step.title}” was left alone: it ${what}`,
    nextAction: 'Look at it, then plan anew: what is still there to be done is shown then.',
    resourceId: step.resourceId,
  };
  return { kind: 'refused', failure };
}
