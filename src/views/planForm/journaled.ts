/** What a form reads of the journals of its operations. */
import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import {
  type AnyPlan,
  canBeUndone,
  closedIn,
  type Journal,
  readJournal,
  reasonNotToResume,
  recordedOperations,
  understood,
} from '../../provisioning';
import type { FormDeps } from './formDeps';
import type { FormKind, FormTypes } from './formKind';
import { nothingOffered } from './formState';
import type { OffersView } from './protocol';

/** What can be done with an operation that may have been interrupted; `isOwn`: one of the form's own. */
export async function offersFor(
  deps: FormDeps,
  operationId: string,
  isOwn: (plan: AnyPlan) => boolean,
): Promise<OffersView> {
  const journal = await journalAsClosed(deps, operationId);
  if (journal === undefined) return nothingOffered;
  const plan = understood(journal.plan);
  const mayGoOn = plan !== undefined && isOwn(plan) && reasonNotToResume(journal) === undefined;
  const rollBack = mayGoOn && canBeUndone(plan.purpose.kind) && Object.keys(journal.steps).length > 0;
  return { resume: mayGoOn, rollBack, journal: true };
}

/** Why an operation has come to its end, which may have been elsewhere; undefined for one that may be gone on with. */
export async function endOfOperation(deps: FormDeps, operationId: string): Promise<Failure | undefined> {
  const journal = await journalAsClosed(deps, operationId);
  return journal && reasonNotToResume(journal);
}

/** As it is by what all journals say, as the history and the tree show it; undefined where it can't be used. */
async function journalAsClosed(
  { journal: storage, clock }: FormDeps,
  operationId: string,
): Promise<Journal | undefined> {
  const read = await readJournal(storage, operationId);
  if (read?.ok !== true) return undefined;
  return (await closedIn(storage, clock.now()))(read.journal);
}

/** Whether an operation was begun and its window is gone, or seems to be. */
export async function isUnfinished({ journal }: FormDeps, operationId: string): Promise<boolean> {
  const read = await readJournal(journal, operationId);
  return read?.ok === true && read.journal.finished === undefined;
}

/** What to say of operations for the same that are open: undefined for none, or where that can't be told now. */
export async function noticeOfOpen<T extends FormTypes>(
  { journal, clock, owner, origin }: FormDeps,
  kind: FormKind<T>,
): Promise<string | undefined> {
  const recorded = await recordedOperations(journal, clock.now(), origin?.()).catch(() => undefined);
  const [open] = [
    ...(recorded?.running ?? []),
    ...(recorded?.interrupted ?? []),
    ...(recorded?.stopped ?? []),
  ]
    .filter(({ plan: written }) => {
      const plan = understood(written);
      return plan !== undefined && kind.isOwn(plan) && kind.concerns(plan);
    })
    .toSorted((a, b) => b.startedAt - a.startedAt);
  if (open === undefined) return undefined;
  const { title, finished, lease, steps, plan } = open;
  if (recorded?.running.includes(open) === true) {
    const where = lease.owner === owner ? t('in this window') : t('in another window');
    return t`“${title}” is running ${where}. Wait until it ends. A new plan would repeat its changes.`;
  }
  const ends = { failed: t('failed'), cancelled: t('was canceled') } as const;
  const result = finished?.result;
  const end = result === 'failed' || result === 'cancelled' ? ends[result] : t('was interrupted');
  const done = Object.values(steps).filter(({ state }) => state === 'done').length;
  const all = plan.steps.filter(({ action }) => action !== 'reuse').length;
  return t`“${title}” ${end} with ${done} of ${all} steps done. Preview continues from there, and applying the plan completes that operation. To undo it instead, use Roll Back… in the tree.`;
}
