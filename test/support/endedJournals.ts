/** Journals of operations that have ended, long ago by default. */
import type { Journal } from '../../src/provisioning/journal/journalSchema';
import { keptAtLeast, keptForDays } from '../../src/provisioning/journal/pruning';
import type { Plan, Step } from '../../src/provisioning/plan/plan';
import type { JournalStorage } from '../../src/provisioning/ports';
import { MemoryStorage } from './fakeWriter';
import { ids } from './observed';
import { planOf, step } from './steps';

export const day = 24 * 3_600_000;
export const now = 1000 * day;
export const longAgo = now - (keptForDays + 10) * day;

const unlinking = { registryId: ids.registry, clusterId: ids.cluster, ticked: [] };
type Result = NonNullable<Journal['finished']>['result'];

export interface Ended {
  readonly purpose?: 'link' | 'unlink' | 'detach';
  readonly result?: Result;
  readonly at?: number;
  readonly steps?: readonly Step[];
  /** Whether they were begun; done unless it says otherwise. */
  readonly begun?: 'done' | 'failed' | false;
  readonly by?: string;
  readonly title?: string;
}

/** The journal of an operation that ended. */
export function journalOf(operationId: string, ended: Ended = {}): Journal {
  const { purpose = 'link', result = 'done', at = longAgo, steps = [step('a')], begun = 'done', by } = ended;
  const link = planOf(steps, { operationId });
  const plan: Plan = purpose === 'link' ? link : { ...link, purpose: { kind: purpose, spec: unlinking } };
  const recorded = begun === false ? [] : steps;
  return {
    schemaVersion: 1,
    operationId,
    title: ended.title ?? `Operation ${operationId}`,
    startedAt: at - 1000,
    plan,
    acknowledged: [],
    lease: { owner: 'w', expires: at },
    steps: Object.fromEntries(
      recorded.map(({ id }) => [id, { state: begun === 'failed' ? 'failed' : 'done', at, attempt: 1 }]),
    ),
    finished: { at, result, ...(by === undefined ? {} : { by }) },
  };
}

/** The roll back of an operation, which deleted what is named. */
export function rollBackOf(
  undone: string,
  operationId: string,
  deleted: readonly Step[],
  changes: Ended = {},
): Journal {
  const steps = deleted.map((one) => ({
    ...one,
    action: 'delete' as const,
    undo: { kind: 'nothing' } as const,
  }));
  const journal = journalOf(operationId, { ...changes, steps, purpose: 'unlink' });
  const purpose = { kind: 'rollBack', spec: { operationId: undone, title: undone } } as const;
  return { ...journal, plan: { ...journal.plan, purpose } };
}

/** A roll back that made something again. */
export function remade(operationId: string): Journal {
  const { plan, ...journal } = rollBackOf('other', operationId, []);
  const steps = { again: { state: 'done', at: longAgo, attempt: 1 } } as const;
  return { ...journal, plan: { ...plan, steps: [step('again')] }, steps };
}

/** As it was before it ended. */
export function openOf(journal: Journal): Journal {
  return JSON.parse(JSON.stringify({ ...journal, finished: undefined })) as Journal;
}

export const deleting = { purpose: 'unlink', steps: [step('gone', { action: 'delete' })] } as const;

/** A storage with the given journals. */
export async function stored(journals: readonly Journal[], storage: JournalStorage = new MemoryStorage()) {
  for (const journal of journals) await storage.replace(journal.operationId, 0, JSON.stringify(journal));
  return storage;
}

/** More than are kept in any case, so that what is long ago may go. */
export const recent = Array.from({ length: keptAtLeast }, (_, index) =>
  journalOf(`recent-${index}`, {
    ...deleting,
    steps: [step(`recent-${index}`, { action: 'delete' })],
    at: now - day,
  }),
);
