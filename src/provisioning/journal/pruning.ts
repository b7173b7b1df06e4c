/** Which journals nothing rests on any more: those of operations that ended long ago. */
import { idKey } from '../../model/armId';
import type { JournalStorage } from '../ports';
import type { Journal } from './journalSchema';
import { closed, isRollBackOf, leftSomething } from './closing';
import { createdBy } from './operations';
import { readAllJournals } from './reading';

const day = 24 * 3_600_000;

/** How long an operation that has ended can be looked up in any case. */
export const keptForDays = 90;

/** So many of those that ended last are kept, however long ago that was. */
export const keptAtLeast = 20;

/**
 * Removes journals of operations that ended more than 90 days ago and of which nothing is left to be done, undone or proved. A
 * journal stays as long as its operation can be resumed or rolled back, or as it says that this extension made something that isn't known
 * to be gone: for peerings and subnets nothing else says it. `undoable` says of a kind of operation whether it can be rolled back. Gives how many were removed; an operation that somebody went on
 * with meanwhile keeps its journal. Rejects only if the storage can't be listed or changed.
 */
export async function pruneJournals(
  storage: JournalStorage,
  now: number,
  undoable: (kind: string) => boolean,
): Promise<number> {
  const found = [...(await readAllJournals(storage))].flatMap(([, read]) => (read.ok ? [read] : []));
  const all = closed(
    found.map(({ journal }) => journal),
    now,
  );
  const old = new Set(
    endedLongAgo(all, now)
      .filter((journal) => !isNeeded(journal, all, undoable))
      .map(({ operationId }) => operationId),
  );
  const going = found.filter(({ journal }) => old.has(journal.operationId));
  for (const { journal, version } of going) await storage.remove(journal.operationId, version);
  return going.length;
}

function endedLongAgo(all: readonly Journal[], now: number): readonly Journal[] {
  const endOf = ({ finished }: Journal) => finished?.at ?? Infinity;
  return all
    .filter(({ finished }) => finished !== undefined)
    .toSorted((a, b) => endOf(b) - endOf(a))
    .slice(keptAtLeast)
    .filter((journal) => endOf(journal) < now - keptForDays * day);
}

function isNeeded(journal: Journal, all: readonly Journal[], undoable: (kind: string) => boolean): boolean {
  if (leftSomething(journal)) return true;
  const mayBeRolledBack =
    undoable(journal.plan.purpose.kind) &&
    Object.keys(journal.steps).length > 0 &&
    journal.finished?.result !== 'rolledBack';
  const proves = createdBy(journal).some((id) => !isGone(id, journal, all));
  return mayBeRolledBack || proves || all.some((other) => restsOn(other, journal));
}

/** Deleted by the roll back of the operation, by itself or with what it was in. */
function isGone(id: string, { finished }: Journal, all: readonly Journal[]): boolean {
  const by = all.find(({ operationId }) => operationId === finished?.by);
  if (by?.finished?.result !== 'done') return false;
  const key = idKey(id);
  return by.plan.steps
    .filter((step) => step.action === 'delete' && by.steps[step.id]?.state === 'done')
    .map(({ resourceId }) => idKey(resourceId))
    .some((gone) => key === gone || key.startsWith(`${gone}/`));
}

/** Without the one, the other would be taken for something else than it is. */
function restsOn(other: Journal, journal: Journal): boolean {
  return other !== journal && (other.finished?.by === journal.operationId || isRollBackOf(journal, other));
}
