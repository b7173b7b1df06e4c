/** Compares what a journal says with what is there, before an operation goes on. */
import { t } from '@vscode/l10n';
import { idKey } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { Resumption } from '../applying/run';
import type { Journal, JournalStep } from '../journal/journalSchema';
import { claimedSince, type Records } from '../journal/records';
import { guardDifference } from '../plan/guarding';
import { differenceTo, differenceToUpdate } from '../plan/matching';
import type { Fact } from '../observed/observed';
import type { Step } from '../plan/plan';
import { standingOf, stateIn } from '../plan/standing';
import type { ResourceReader } from '../ports';

export interface Verified extends Resumption {
  /** What is not as the operation left it; then it must not go on. */
  readonly changes: readonly Change[];
}

export interface Change {
  readonly resourceId: string;
  /** What it is, and what has become of it, in a sentence. */
  readonly words: string;
}

/**
 * Reads every resource of the plan; `records` are those of the computer's journals. Rejects with FailureError when nothing can be said (not signed
 * in, aborted).
 */
export async function verify(
  { operationId, plan, steps: recorded }: Pick<Journal, 'operationId' | 'plan' | 'steps'>,
  reader: ResourceReader,
  records: Records,
  signal: AbortSignal,
): Promise<Verified> {
  const verdicts = await Promise.all(
    lastWords(plan.steps, recorded).map(async (step) => {
      const fact = await reader.read(step.resourceId, signal);
      const begun = recorded[step.id];
      const claim = begun === undefined ? undefined : claimedSince(step, operationId, begun, records);
      return { step, ...verdictOf(step, begun, fact, claim) };
    }),
  );
  const doneNow = verdicts.filter(({ done }) => done).map(({ step }) => step.id);
  // Of several steps on one resource only the last one that was begun can be seen; those before it were done.
  const looked = new Set(verdicts.map(({ step }) => step.id));
  const before = plan.steps.filter(({ id }) => !looked.has(id) && recorded[id]?.state === 'done');
  const done = new Set([...doneNow, ...before.map(({ id }) => id)]);
  const tokens = plan.steps.flatMap(({ id }) => {
    const token = recorded[id]?.resumeToken;
    return token === undefined || done.has(id) ? [] : [[id, token] as const];
  });
  return { done, tokens: new Map(tokens), changes: verdicts.flatMap(({ change }) => change ?? []) };
}

/** For each resource the step whose work is to be seen: the last one that was begun, else the first one of all. */
function lastWords(steps: readonly Step[], recorded: Journal['steps']): Step[] {
  const byResource = new Map<string, Step>();
  for (const step of steps) {
    const key = idKey(step.resourceId);
    if (!byResource.has(key) || recorded[step.id] !== undefined) byResource.set(key, step);
  }
  return [...byResource.values()];
}

interface Verdict {
  readonly done: boolean;
  readonly change?: Change;
}

/** `claim` says why it isn't the operation's any more. */
function verdictOf(
  step: Step,
  recorded: JournalStep | undefined,
  fact: Fact<JsonObject>,
  claim: string | undefined,
): Verdict {
  const changed = (what: string): Verdict => ({
    done: false,
    change: { resourceId: step.resourceId, words: `${step.title}: ${what}` },
  });
  if (fact.state === 'unreadable') return changed(t`it can’t be read now. ${fact.reason}`);
  const actual = fact.state === 'known' ? fact.value : undefined;
  if (step.action === 'reuse') {
    return actual === undefined ? changed(t('it existed and no longer exists.')) : { done: false };
  }
  if (step.action === 'delete') {
    const wasDone = recorded?.state === 'done';
    if (actual !== undefined && wasDone) return changed(t('it was deleted and exists again.'));
    return { done: actual === undefined && recorded !== undefined };
  }
  if (actual === undefined) return whenAbsent(step, recorded, changed);
  if (step.action === 'create' && recorded?.nothingMade !== true && claim !== undefined) {
    return changed(`${claim}.`);
  }
  const difference = differenceToSent(step, actual);
  if (recorded?.state === 'done') {
    const other = differenceTo(recorded.identity ?? {}, actual);
    if (other !== undefined) return changed(t`it was created again by others: ${other}.`);
    return difference === undefined ? { done: true } : changed(t`it has changed since then: ${difference}.`);
  }
  // Sent, and Azure is through with it: sending it again could only undo what others added since.
  if (difference === undefined) {
    const isSent = recorded !== undefined && recorded.nothingMade !== true;
    return { done: isSent && standingOf(stateIn(actual)) === 'ready' };
  }
  if (step.action === 'create') return changed(t`something else exists: ${difference}.`);
  // Whether an update hasn't been made yet.
  const isAsBefore = guardDifference(step, actual) === undefined;
  return isAsBefore ? { done: false } : changed(t`it has changed since then: ${difference}.`);
}

/** Of an update all that it sets counts, of what was created what was sent for it. */
function differenceToSent({ kind, action, request }: Step, actual: JsonObject): string | undefined {
  if (request === undefined) return undefined;
  return action === 'update' ? differenceToUpdate(kind, request, actual) : differenceTo(request.body, actual);
}

function whenAbsent(
  step: Step,
  recorded: JournalStep | undefined,
  changed: (what: string) => Verdict,
): Verdict {
  if (step.action !== 'create') return changed(t('it no longer exists.'));
  // Azure may have said that the same role was assigned already, under another name: then it says so again.
  if (recorded?.state === 'done' && step.kind !== 'roleAssignment')
    return changed(t('it was created and no longer exists.'));
  return { done: false };
}
