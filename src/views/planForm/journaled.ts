/** What a form reads of the journals of its operations. */
import { FailureError } from '../../model/failure';
import type { AnyPlan, RollBackPlan } from '../../provisioning/plan/anyPlan';
import { readJournal } from '../../provisioning/journal/journal';
import type { Journal } from '../../provisioning/journal/journalSchema';
import { withRights } from '../../provisioning/preflight/preflight';
import { observeRollBack } from '../../provisioning/teardown/rollback/observeRollBack';
import { planRollBack } from '../../provisioning/teardown/rollback/planRollBack';
import type { FormDeps } from './formDeps';
import { nothingOffered } from './formState';
import type { OffersView } from './protocol';

/** Throws FailureError when there is none, or it can't be understood. */
export async function journalOf({ journal: storage }: FormDeps, operationId: string): Promise<Journal> {
  const read = await readJournal(storage, operationId);
  if (read?.ok === true) return read.journal;
  throw new FailureError({
    code: 'form.noJournal',
    kind: 'user',
    message: read?.message ?? 'Nothing was recorded of this operation: it had not begun.',
    nextAction: 'Look again: the plan shows what is left to do.',
  });
}

/** The plan that undoes an operation, from its journal and what is there now; throws FailureError without a journal. */
export async function planUndo(
  deps: FormDeps,
  undone: string,
  operationId: string,
  signal: AbortSignal,
): Promise<RollBackPlan> {
  const journal = await journalOf(deps, undone);
  const azure = await deps.azure();
  const present = await observeRollBack(journal, azure, signal);
  signal.throwIfAborted();
  return withRights(planRollBack(journal, present, operationId), azure, signal);
}

/** What can be done with an operation that may have been interrupted; `isOwn`: one of the form's own. */
export async function offersFor(
  deps: FormDeps,
  operationId: string,
  isOwn: (plan: AnyPlan) => boolean,
): Promise<OffersView> {
  const read = await readJournal(deps.journal, operationId);
  if (read?.ok !== true) return nothingOffered;
  const { finished, plan, steps } = read.journal;
  const open = finished === undefined || finished.result === 'failed' || finished.result === 'cancelled';
  const mayGoOn = isOwn(plan) && open;
  return { resume: mayGoOn, rollBack: mayGoOn && Object.keys(steps).length > 0, journal: true };
}
