/** What the journals in a storage say, for the tree and for what is offered when VS Code starts. */
import type { Failure } from '../../model/failure';
import type { Clock, JournalStorage } from '../ports';
import { JournalWriter, readJournal } from './journal';
import type { Journal } from './journalSchema';
import { holds } from './lease';

export interface Operations {
  /** Not finished, and nobody is at it any more: to be offered as Resume, Roll back, Discard. */
  readonly interrupted: readonly Journal[];
  /** Not finished, and some window (maybe this one) is at it. */
  readonly running: readonly Journal[];
  /** Failed or cancelled with something written, and not seen to since: the same is offered. */
  readonly stopped: readonly Journal[];
  readonly ended: readonly Journal[];
  /** Files that can't be understood, with the reason; they are left as they are. */
  readonly setAside: readonly { readonly operationId: string; readonly message: string }[];
}

/** Rejects only if the storage can't be listed. */
export async function recordedOperations(storage: JournalStorage, now: number): Promise<Operations> {
  const setAside: { operationId: string; message: string }[] = [];
  const journals: Journal[] = [];
  const operationIds = await storage.list();
  const found = await Promise.all(operationIds.map((id) => readJournal(storage, id)));
  for (const [index, operationId] of operationIds.entries()) {
    const read = found[index];
    if (read?.ok) journals.push(read.journal);
    else if (read !== undefined) setAside.push({ operationId, message: read.message });
  }
  const open = journals.filter(({ finished }) => finished === undefined);
  const isStopped = (journal: Journal) => leftSomething(journal) && !doneSince(journal, journals);
  const finished = journals.filter((journal) => journal.finished !== undefined);
  return {
    interrupted: open.filter(({ lease }) => !holds(lease, now)),
    running: open.filter(({ lease }) => holds(lease, now)),
    stopped: finished.filter(isStopped),
    ended: finished.filter((journal) => !isStopped(journal)),
    setAside,
  };
}

/** Ended half-way: something was sent, or may have been. */
function leftSomething({ finished, steps }: Journal): boolean {
  return (finished?.result === 'failed' || finished?.result === 'cancelled') && Object.keys(steps).length > 0;
}

/** A later operation of the same purpose came to its end, and has done what this one left. */
function doneSince({ title, startedAt }: Journal, all: readonly Journal[]): boolean {
  return all.some(
    (other) => other.title === title && other.startedAt > startedAt && other.finished?.result === 'done',
  );
}

/**
 * Ends what a window holds as it goes: from now on its operations are interrupted, and whoever resumes them needn't wait
 * for a lease to run out. Nothing more is sent from that window, because its next record comes too late. Rejects only if
 * the storage can't be listed or written.
 */
export async function releaseLeases(storage: JournalStorage, clock: Clock, owner: string): Promise<void> {
  const ids = await storage.list();
  await Promise.all(ids.map((operationId) => releaseLease(storage, clock, operationId, owner)));
}

async function releaseLease(
  storage: JournalStorage,
  clock: Clock,
  operationId: string,
  owner: string,
): Promise<void> {
  for (;;) {
    const read = await readJournal(storage, operationId);
    if (read?.ok !== true) return;
    const { journal, version } = read;
    if (journal.finished !== undefined || journal.lease.owner !== owner) return;
    const text = JSON.stringify({ ...journal, lease: { owner, expires: clock.now() } });
    // Else the window has written once more in between.
    if (await storage.replace(operationId, version, text)) return;
  }
}

/**
 * Takes an operation off the list without changing anything in Azure. The journal stays, and so does what it tells of.
 * A failure when a window is at it.
 */
export async function discardOperation(
  storage: JournalStorage,
  clock: Clock,
  operationId: string,
  owner: string,
): Promise<Failure | undefined> {
  const read = await readJournal(storage, operationId);
  if (read !== undefined && !read.ok) {
    await storage.remove(operationId);
    return undefined;
  }
  const journal = await JournalWriter.takeOver(storage, clock, operationId, owner);
  return journal instanceof JournalWriter ? journal.finish('discarded') : journal;
}
