/** What a form reads of the journals of its operations. */
import {
  type AnyPlan,
  prepare,
  readJournal,
  type RollBackPlan,
  type RollBackSpec,
  understood,
} from '../../provisioning';
import type { FormDeps } from './formDeps';
import { nothingOffered } from './formState';
import type { OffersView } from './protocol';

/** The plan that undoes an operation, from its journal and what is there now; throws FailureError without a journal. */
export async function planUndo(
  { azure, journal }: FormDeps,
  spec: RollBackSpec,
  operationId: string,
  signal: AbortSignal,
): Promise<RollBackPlan> {
  const world = { azure: await azure(), journal };
  return (await prepare({ kind: 'rollBack', spec, operationId }, world, signal)).plan;
}

/** What can be done with an operation that may have been interrupted; `isOwn`: one of the form's own. */
export async function offersFor(
  deps: FormDeps,
  operationId: string,
  isOwn: (plan: AnyPlan) => boolean,
): Promise<OffersView> {
  const read = await readJournal(deps.journal, operationId);
  if (read?.ok !== true) return nothingOffered;
  const { finished, steps } = read.journal;
  const plan = understood(read.journal.plan);
  const open = finished === undefined || finished.result === 'failed' || finished.result === 'cancelled';
  const mayGoOn = plan !== undefined && isOwn(plan) && open;
  return { resume: mayGoOn, rollBack: mayGoOn && Object.keys(steps).length > 0, journal: true };
}
