/** Journals as this version's operations understand them. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { FailureError, type Failure } from '../../model/failure';
import type { Journal } from '../journal/journalSchema';
import { discardJournal, type KeptCopy } from '../journal/operations';
import { readJournal } from '../journal/reading';
import { unusable } from '../journal/unusable';
import type { Clock, JournalStorage } from '../ports';
import type { Plan } from '../plan/plan';
import { isOperationKind, kinds } from './kinds';
import type { AnyPlan } from './table';

export interface JournaledOperation {
  readonly plan: AnyPlan;
  readonly journal: Journal;
}

/** Rejects with FailureError when there is no journal of the operation, or it can't be understood. */
export async function readOperation(
  storage: JournalStorage,
  operationId: string,
): Promise<JournaledOperation> {
  const read = await readJournal(storage, operationId);
  if (read?.ok !== true) throw new FailureError(unusable(read?.message));
  const plan = understood(read.journal.plan);
  if (plan === undefined) throw new FailureError(unusable(otherVersion));
  return { plan, journal: read.journal };
}

export const otherVersion = t('Another version of the extension wrote the journal of this operation.');

/** A plan of which only the form is known, e.g. from a journal; undefined if this version has no such operation. */
export function understood(plan: Plan): AnyPlan | undefined {
  const { kind, spec } = plan.purpose;
  if (!isOperationKind(kind)) return undefined;
  const parsed = v.safeParse(kinds[kind].schema, spec);
  // Kind and spec belong together: the schema is the kind's own.
  return parsed.success ? ({ ...plan, purpose: { kind, spec: parsed.output } } as AnyPlan) : undefined;
}

/** See `discardJournal`. */
export function discardOperation(
  storage: JournalStorage,
  clock: Clock,
  operationId: string,
  owner: string,
): Promise<KeptCopy | Failure | undefined> {
  return discardJournal(storage, clock, operationId, owner, ({ plan }) => understood(plan) !== undefined);
}
