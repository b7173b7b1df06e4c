/**
 * The last look before anything is written, whatever it is and at whichever try: what others did since the plan was made
 * must be neither overwritten nor lost. It says what is to be sent, made from what is there then.
 */
import { t } from '@vscode/l10n';
import { idKey, nameOf } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { JsonObject } from '../../model/json';
import type { Fact } from '../observed/observed';
import { guardDifference } from '../plan/guarding';
import { withLists } from '../plan/lists';
import { differenceTo, differenceToAll, differenceToUpdate } from '../plan/matching';
import { operationOfResource } from '../plan/ownership';
import type { Step, StepKind, StepRequest } from '../plan/plan';
import { pullersOf } from '../plan/pullers';
import { standingOf, stateIn } from '../plan/standing';
import type { ResourceReader } from '../ports';

export type LastLook =
  | { readonly kind: 'send'; readonly request: StepRequest }
  /** An earlier try of the same step did it, or there is nothing left to delete. */
  | { readonly kind: 'done'; readonly resource: JsonObject | undefined }
  /** It can't be sent, or not yet. */
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface Looking {
  readonly reader: ResourceReader;
  readonly signal: AbortSignal;
  readonly operationId: string;
  /** Something may have come of an earlier try, in this window or in another one. */
  readonly mayBeMade: boolean;
}

/** Reads what a step is about, once. Rejects with FailureError when nothing can be said (not signed in, aborted). */
export async function lastLook(step: Step, request: StepRequest, looking: Looking): Promise<LastLook> {
  const fact = await looking.reader.read(step.resourceId, looking.signal);
  if (fact.state === 'unreadable') return unreadable(step, t('can’t be read'), fact);
  const actual = fact.state === 'known' ? fact.value : undefined;
  switch (step.action) {
    case 'create':
      return beforeCreation(step, request, actual, looking);
    case 'update':
      return beforeUpdate(step, request, actual, looking);
    case 'delete':
      return beforeDeletion(step, request, actual, looking);
    case 'reuse':
      throw new RangeError(`Step ${step.id} writes nothing`);
  }
}

/** Only where nothing is: Azure's PUT would replace what somebody else has made in the meantime. */
function beforeCreation(
  step: Step,
  request: StepRequest,
  actual: JsonObject | undefined,
  { operationId, mayBeMade }: Looking,
): LastLook {
  if (actual === undefined) return send(step.kind, request, undefined);
  // Where Azure keeps a mark it tells; else what may have come of an earlier try is taken for it if it is the same.
  const own = idKey(operationId);
  const isMarked = operationOfResource(request.body) === own;
  const isOwn = isMarked ? operationOfResource(actual) === own : mayBeMade;
  const difference = differenceTo(request.body, actual);
  if (!isOwn) {
    return refused(step, 'guard.exists', t('now exists, but this operation didn’t create it.'));
  }
  if (difference !== undefined) {
    return refused(step, 'guard.changed', t`was changed by others after it was created: ${difference}.`);
  }
  const state = stateIn(actual);
  const standing = standingOf(state);
  if (standing === 'ready') return { kind: 'done', resource: actual };
  if (standing !== 'failed') return atWork(step, state);
  // Azure wants what has failed sent again, and that replaces lists into which others may have put something.
  const more = differenceToAll(request.body, actual);
  return more === undefined
    ? send(step.kind, request, actual)
    : refused(step, 'guard.changed', t`is in the state ${state}, and contains resources of others: ${more}.`);
}

function beforeUpdate(
  step: Step,
  request: StepRequest,
  actual: JsonObject | undefined,
  { mayBeMade }: Looking,
): LastLook {
  // Sent all the same, it would make again what somebody has deleted.
  if (actual === undefined) return refused(step, 'guard.gone', t('no longer exists.'));
  const difference = guardDifference(step, actual);
  if (difference === undefined) return send(step.kind, withLists(step.kind, request, actual), actual);
  if (!mayBeMade || differenceToUpdate(step.kind, request, actual) !== undefined) {
    return refused(step, 'guard.changed', t`has changed since the plan was created: ${difference}.`);
  }
  const state = stateIn(actual);
  return standingOf(state) === 'ready' ? { kind: 'done', resource: actual } : atWork(step, state);
}

async function beforeDeletion(
  step: Step,
  request: StepRequest,
  actual: JsonObject | undefined,
  { reader, signal }: Looking,
): Promise<LastLook> {
  if (actual === undefined) return { kind: 'done', resource: undefined };
  const difference = guardDifference(step, actual);
  if (difference !== undefined) {
    return refused(step, 'guard.changed', t`has changed since the plan was created: ${difference}.`);
  }
  const newcomer = await sinceThen(step, { reader, signal });
  if (newcomer !== undefined) return newcomer;
  if (step.guard?.contents === undefined) return send(step.kind, request, actual);
  const contents = await reader.contents(step.resourceId, signal);
  if (contents.state === 'unreadable') {
    return unreadable(step, t('may have contents, which can’t be read'), contents);
  }
  const allowed = new Set(step.guard.contents.allowed.map(idKey));
  const foreign = contents.state === 'known' ? contents.value.filter((id) => !allowed.has(idKey(id))) : [];
  if (foreign.length === 0) return send(step.kind, request, actual);
  const what = t`contains resources that this operation didn’t create: ${foreign.join(', ')}.`;
  return refused(step, 'guard.foreignContents', what);
}

/** Whoever has got a role on a registry since may pull over what is to be deleted. */
async function sinceThen(
  step: Step,
  { reader, signal }: Pick<Looking, 'reader' | 'signal'>,
): Promise<LastLook | undefined> {
  for (const { registryId, assignments } of step.guard?.pullers ?? []) {
    const fact = await reader.assignments(registryId, signal);
    const name = nameOf(registryId);
    if (fact.state === 'unreadable') {
      return unreadable(
        step,
        t`may be needed by others, because the role assignments on ${name} can’t be read`,
        fact,
      );
    }
    const before = new Set(assignments);
    const added = fact.state === 'known' ? pullersOf(fact.value).filter((id) => !before.has(id)) : [];
    if (added.length > 0) {
      return refused(
        step,
        'guard.inUse',
        t`may be needed by others, because role assignments on ${name} were added since then.`,
      );
    }
  }
  return undefined;
}

/**
 * Private DNS honours conditions (arm-privatedns documents If-None-Match and If-Match), so that nobody gets in between
 * look and request there. For networks and registries none is documented.
 */
const conditional: readonly StepKind[] = ['zone', 'zoneLink'];

function send(kind: StepKind, request: StepRequest, actual: JsonObject | undefined): LastLook {
  if (!conditional.includes(kind)) return { kind: 'send', request };
  if (actual === undefined) return { kind: 'send', request: { ...request, onlyIf: { absent: true } } };
  const { etag } = actual;
  if (typeof etag !== 'string') return { kind: 'send', request };
  return { kind: 'send', request: { ...request, onlyIf: { etag } } };
}

/** Azure is still busy with an earlier try of this step; the table of retries says how long that is waited for. */
function atWork(step: Step, state: string): LastLook {
  const failure: Failure = {
    code: 'guard.atWork',
    kind: 'transient',
    message: t`Azure is still processing “${step.title}” (${state}).`,
    nextAction: t('Wait until it finishes, then resume the operation.'),
    resourceId: step.resourceId,
  };
  return { kind: 'refused', failure };
}

function unreadable(
  step: Step,
  what: string,
  { reason, isTransient }: Extract<Fact<unknown>, { state: 'unreadable' }>,
): LastLook {
  const look = refused(step, 'guard.unreadable', `${what}. ${reason}`);
  if (isTransient !== true || look.kind !== 'refused') return look;
  return { ...look, failure: { ...look.failure, kind: 'transient' } };
}

function refused(step: Step, code: string, what: string): LastLook {
  const failure: Failure = {
    code,
    kind: 'conflict',
    message: t`“${step.title}” wasn’t changed, because it ${what}`,
    nextAction: t('Check the resource, then preview again to see the remaining steps.'),
    resourceId: step.resourceId,
  };
  return { kind: 'refused', failure };
}
