/** What the journals on this computer say of who made what. */
import { t } from '@vscode/l10n';
import { idKey, isAtOrBelow } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import { keepsMark } from '../plan/ownership';
import type { Step } from '../plan/plan';
import type { JournalStorage } from '../ports';
import type { Journal, JournalStep } from './journalSchema';
import { readAllJournals } from './reading';

/** Something that an operation made. */
export interface Made {
  readonly operationId: string;
  /** Of the operation. */
  readonly title: string;
  /** As it was sent. */
  readonly sent: JsonObject;
  /** What tells it from a later one of its name; undefined where Azure gave nothing of the kind, or it wasn't heard. */
  readonly identity: JsonObject | undefined;
}

export interface Records {
  /** By key of the id: made by an operation whose journal is here, the last one to do so, and not deleted by one since. */
  readonly made: ReadonlyMap<string, Made>;
  /** By key of the id: when an operation deleted it last. */
  readonly deleted: ReadonlyMap<string, number>;
  /** Ids of the operations whose journals are here, in lower case. */
  readonly operations: ReadonlySet<string>;
}

/** Takes readable journals; those that can't be read prove nothing. */
export function recordsOf(journals: readonly Journal[]): Records {
  const begun = journals.flatMap(({ operationId, title, plan, steps }) =>
    plan.steps.flatMap((step) => {
      const recorded = steps[step.id];
      return recorded === undefined ? [] : [{ operationId, title, step, recorded }];
    }),
  );
  const made = new Map<string, Made>();
  const deleted = new Map<string, number>();
  for (const { operationId, title, step, recorded } of begun.toSorted(
    (a, b) => a.recorded.at - b.recorded.at,
  )) {
    const key = idKey(step.resourceId);
    const isDone = recorded.state === 'done';
    if (step.action === 'delete' && isDone) {
      deleted.set(key, recorded.at);
      // What is in it goes with it.
      for (const other of made.keys()) if (other === key || other.startsWith(`${key}/`)) made.delete(other);
    }
    if (step.action !== 'create' || recorded.nothingMade) continue;
    // Of what was left half-way the mark tells, where there is one.
    if (!isDone && !keepsMark(step.kind)) continue;
    made.set(key, { operationId, title, sent: step.request?.body ?? {}, identity: recorded.identity });
  }
  return { made, deleted, operations: new Set(journals.map(({ operationId }) => idKey(operationId))) };
}

/** What the journals of a storage say. Rejects only if it can't be listed. */
export async function recordsIn(storage: JournalStorage): Promise<Records> {
  const journals = await readAllJournals(storage);
  return recordsOf([...journals.values()].flatMap((read) => (read.ok ? [read.journal] : [])));
}

/**
 * Why something that an operation made isn't that one's any more, in words; undefined where it may be. Another operation may
 * have deleted it since, or have made it: two journals never both say that they made a thing. Where Azure keeps a mark, that
 * tells it as well.
 */
export function claimedSince(
  { kind, resourceId }: Pick<Step, 'kind' | 'resourceId'>,
  operationId: string,
  { at }: Pick<JournalStep, 'at'>,
  { made, deleted }: Pick<Records, 'made' | 'deleted'>,
): string | undefined {
  const key = idKey(resourceId);
  const maker = made.get(key);
  if (maker?.operationId === operationId) return undefined;
  if (maker !== undefined) return t`“${maker.title}” created it`;
  const isDeleted = [...deleted].some(([gone, then]) => then > at && isAtOrBelow(key, gone));
  return isDeleted && !keepsMark(kind)
    ? t('another operation deleted it, and it was created again since then')
    : undefined;
}
