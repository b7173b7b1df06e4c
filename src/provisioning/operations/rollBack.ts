/** Undoes what another operation did, from its journal. */
import { t } from '@vscode/l10n';
import { FailureError, type Failure } from '../../model/failure';
import type { ApplyPorts } from '../applying/run';
import { closedIn } from '../journal/closing';
import { JournalWriter, readJournal } from '../journal/journal';
import type { Journal } from '../journal/journalSchema';
import { unusable } from '../journal/unusable';
import type { RollBackSpec } from '../plan/rollBackSpec';
import type { Plan } from '../plan/plan';
import { observeRollBack } from '../teardown/rollback/observeRollBack';
import { cantBeUndone, planRollBack, rollBackChoices } from '../teardown/rollback/planRollBack';
import { kinds } from './kinds';
import { operation } from './operation';

export const rollBack = operation({
  ...kinds.rollBack,
  title: ({ title }: RollBackSpec) => t`Roll back: ${title}`,
  registryId: () => undefined,
  async observe({ operationId }, { azure, journal: storage, undoable }, signal) {
    const read = await readJournal(storage, operationId);
    if (read?.ok !== true) throw new FailureError(unusable(read?.message));
    const { journal } = read;
    if (!undoable(journal.plan.purpose.kind)) return { journal, present: undefined };
    return { journal, present: await observeRollBack(journal, { azure, journal: storage }, signal) };
  },
  plan: (spec, { journal, present }, operationId) =>
    present === undefined
      ? cantBeUndone(spec, operationId)
      : planRollBack(journal, present, operationId, spec.spared),
  choosing: {
    choices: (_, { journal, present }) => (present === undefined ? [] : rollBackChoices(journal, present)),
    chosen: ({ operationId, title }, _, spared) => ({
      operationId,
      title,
      ...(spared.length === 0 ? {} : { spared }),
    }),
  },
  begin: settle,
});

/**
 * From the moment that a roll back has a journal of its own, that one says what is left to do: the operation that it
 * undoes is ended, so that nobody resumes it. A failure when a window is at the other operation, or the journal can't be
 * written.
 */
async function settle(
  { operationId: undone }: RollBackSpec,
  plan: Plan,
  { journal: storage, clock, owner = plan.operationId }: ApplyPorts,
): Promise<Failure | undefined> {
  const read = await readJournal(storage, undone);
  if (!read?.ok) return undefined;
  // It stays so while another one is at it, or has undone it all.
  const isUndone = (journal: Journal) => journal.finished?.result === 'rolledBack';
  const asClosed = await closedIn(storage, clock.now());
  if (isUndone(read.journal) && isUndone(asClosed(read.journal))) return undefined;
  const journal = await JournalWriter.takeOver(storage, clock, undone, owner);
  return journal instanceof JournalWriter ? journal.finish('rolledBack', plan.operationId) : journal;
}
