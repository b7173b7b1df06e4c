/** Operations as the page that lists them shows them. */
import { t } from '@vscode/l10n';
import type { KnownOperation, Operation, UnreadableOperation } from '../../platform/operations';
import { isRollBackOf, type Journal } from '../../provisioning';
import { allowedOf } from './allowed';
import type { ChangeView, EntryView } from './protocol';

/** `journals` are by the id of the operation; `formatTime` takes milliseconds since the epoch. */
export function entriesOf(
  operations: readonly Operation[],
  journals: ReadonlyMap<string, Journal>,
  formatTime: (at: number) => string,
): readonly EntryView[] {
  const startOf = (one: Operation) => (one.state === 'unreadable' ? -1 : one.startedAt);
  return operations
    .toSorted((a, b) => startOf(b) - startOf(a))
    .map((operation) =>
      operation.state === 'unreadable' ? unreadable(operation) : known(operation, journals, formatTime),
    );
}

function unreadable(operation: UnreadableOperation): EntryView {
  const { operationId, message, nextAction } = operation;
  return {
    operationId,
    title: t`Operation ${operationId}`,
    started: '',
    took: undefined,
    by: undefined,
    look: 'warning',
    end: operation.reason === 'setAside' ? t('Can’t be used') : t('Can’t be checked now'),
    why: `${message} ${nextAction}`,
    changes: [],
    actions: allowedOf(operation),
  };
}

function known(
  operation: KnownOperation,
  journals: ReadonlyMap<string, Journal>,
  formatTime: (at: number) => string,
): EntryView {
  const { operationId, title, startedAt } = operation;
  const journal = journals.get(operationId);
  // Also an Unlink undoes a link, and a new link an Unlink.
  const undoing = operation.result === 'rolledBack' ? journals.get(journal?.finished?.by ?? '') : undefined;
  const { at: finishedAt, by } = journal?.finished ?? {};
  const completing = operation.result === 'done' ? journals.get(by ?? '') : undefined;
  return {
    operationId,
    title,
    started: formatTime(startedAt),
    // What was rolled back or discarded ended long before, and so did what another one completed.
    took:
      operation.result === 'done' && finishedAt !== undefined && completing === undefined
        ? duration(finishedAt - startedAt)
        : undefined,
    by: journal?.by,
    ...endOf(operation),
    ...(undoing && undoneWords(undoing)),
    ...(journal && partlyUndoneWords(journal, journals)),
    ...(completing && { why: t`“${completing.title}” completed it.` }),
    changes: journal === undefined ? [] : changesOf(journal),
    actions: allowedOf(operation),
  };
}

type UndoneWords = Partial<Pick<EntryView, 'look' | 'end' | 'why'>>;

function undoneWords(undoing: Journal): UndoneWords {
  const { title, plan, steps } = undoing;
  if (plan.purpose.kind !== 'rollBack') return { end: t('Undone'), why: t`“${title}” undid it.` };
  if (cameToItsEnd(undoing)) return {};
  const hasBegun = Object.values(steps).some(({ state }) => state === 'done');
  return {
    look: 'warning',
    end: hasBegun ? t('Partly rolled back') : t('Not rolled back'),
    why: t`“${title}” isn’t complete.`,
  };
}

/** By roll backs of which none is for the rest: the last one was discarded half-way, or was for a part of it. */
function partlyUndoneWords(
  journal: Journal,
  journals: ReadonlyMap<string, Journal>,
): UndoneWords | undefined {
  const { finished } = journal;
  if (finished?.result !== 'done') return undefined;
  const undoing = [...journals.values()]
    .filter((other) => isRollBackOf(other, journal))
    .filter(({ steps }) => Object.values(steps).some(({ state, at }) => state === 'done' && at > finished.at))
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .at(-1);
  if (undoing === undefined) return undefined;
  const { title } = undoing;
  return {
    look: 'warning',
    end: t('Partly rolled back'),
    why: cameToItsEnd(undoing) ? t`“${title}” didn’t include all changes.` : t`“${title}” isn’t complete.`,
  };
}

/** Also one that came to it before somebody made again what it had deleted. */
function cameToItsEnd({ plan, steps, finished }: Journal): boolean {
  if (finished?.result !== 'rolledBack') return finished?.result === 'done';
  return plan.steps.every(({ id, action }) => action === 'reuse' || steps[id]?.state === 'done');
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 60 ? t`${seconds} s` : t`${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function endOf({
  state,
  result,
  stepsDone,
  stepsTotal,
  why = '',
}: KnownOperation): Pick<EntryView, 'look' | 'end' | 'why'> {
  const steps =
    stepsTotal === 1
      ? t`${stepsDone} of ${stepsTotal} step done.`
      : t`${stepsDone} of ${stepsTotal} steps done.`;
  if (state === 'running') return { look: 'running', end: t('Running'), why: steps };
  if (state === 'interrupted') {
    return { look: 'warning', end: t('Interrupted'), why: t`The window that ran it was closed. ${steps}` };
  }
  switch (result) {
    case 'failed':
      return { look: 'failed', end: t('Failed'), why: `${steps} ${why}`.trim() };
    case 'cancelled':
      return { look: 'notStarted', end: t('Canceled'), why: steps };
    case 'rolledBack':
      return { look: 'notStarted', end: t('Rolled back'), why: '' };
    case 'discarded':
      return { look: 'notStarted', end: t('Discarded'), why: steps };
    case 'done':
    case undefined:
      return { look: 'done', end: t('Succeeded'), why: '' };
    default:
      return unreachable(result);
  }
}

const verbs = { create: t('Created'), update: t('Changed'), delete: t('Deleted') } as const;

function changesOf({ plan, steps }: Journal): readonly ChangeView[] {
  return plan.steps.flatMap(({ id, action, title, resourceId }) =>
    action === 'reuse' || steps[id]?.state !== 'done' ? [] : [{ verb: verbs[action], title, resourceId }],
  );
}

function unreachable(result: never): never {
  throw new Error(`Unknown result ${JSON.stringify(result)}`);
}
