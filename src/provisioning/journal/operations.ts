/** What the journals in a storage say, for the tree and for what is offered when VS Code starts. */
import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import type { Clock, JournalStorage } from '../ports';
import { closed, leftSomething } from './closing';
import { JournalWriter } from './journal';
import type { Journal } from './journalSchema';
import { holds } from './lease';
import { failureOf, readAllJournals, readJournal, type UnusableJournal } from './reading';

export interface Operations {
  /** Not finished, and nobody is at it any more: to be offered as Resume, Roll back, Discard. */
  readonly interrupted: readonly Journal[];
  /** Not finished, and some window (maybe this one) is at it. */
  readonly running: readonly Journal[];
  /** Failed or cancelled with something written, and not seen to since: the same is offered. */
  readonly stopped: readonly Journal[];
  /** Also those whose rest another operation did, or that others undid: `finished.by` names it. */
  readonly ended: readonly Journal[];
  /** Journals that must not be used, with the reason; they are left as they are until somebody discards them. */
  readonly setAside: readonly Unusable[];
  /** Journals of which nobody can tell now whether they can be used. */
  readonly unchecked: readonly Unusable[];
}

type Unusable = Pick<UnusableJournal, 'message' | 'nextAction'> & { readonly operationId: string };

/** Removes the journals of a Resource Manager that is gone for good. Rejects only if the storage can't be listed or written. */
export async function forgetOperationsOf(storage: JournalStorage, origin: string): Promise<void> {
  for (const [operationId, read] of await readAllJournals(storage))
    if (read.ok && read.journal.origin === origin) await storage.remove(operationId);
}

/**
 * With `origin` those of that Resource Manager, and those of which nobody knows it. Rejects only if the storage can't be
 * listed.
 */
export async function recordedOperations(
  storage: JournalStorage,
  now: number,
  origin?: string,
): Promise<Operations> {
  const found = [...(await readAllJournals(storage))].filter(
    ([, read]) => !read.ok || origin === undefined || (read.journal.origin ?? origin) === origin,
  );
  const journals = closed(
    found.flatMap(([, read]) => (read.ok ? [read.journal] : [])),
    now,
  );
  const unusable = (state: UnusableJournal['state']): Unusable[] =>
    found.flatMap(([operationId, read]) =>
      read.ok || read.state !== state
        ? []
        : [{ operationId, message: read.message, nextAction: read.nextAction }],
    );
  const open = journals.filter(({ finished }) => finished === undefined);
  const finished = journals.filter((journal) => journal.finished !== undefined);
  return {
    interrupted: open.filter(({ lease }) => !holds(lease, now)),
    running: open.filter(({ lease }) => holds(lease, now)),
    stopped: finished.filter(leftSomething),
    ended: finished.filter((journal) => !leftSomething(journal)),
    setAside: unusable('setAside'),
    unchecked: unusable('unchecked'),
  };
}

/** Ids of what the operation made, as its journal says: that it is this extension's follows from it where Azure keeps no mark. */
export function createdBy({ plan, steps }: Journal): readonly string[] {
  return plan.steps
    .filter(({ id, action }) => action === 'create' && steps[id]?.state === 'done')
    .map(({ resourceId }) => resourceId);
}

/**
 * Ends what a window holds as it goes: from now on its operations are interrupted, and whoever resumes them needn't wait
 * for a lease to run out. Nothing more is sent from that window, because its next record comes too late. Rejects only if
 * the storage can't be listed or written.
 */
export async function releaseLeases(storage: JournalStorage, clock: Clock, owner: string): Promise<void> {
  const journals = await readAllJournals(storage);
  const held = [...journals].filter(([, read]) => read.ok && isHeldBy(read.journal, owner));
  await Promise.all(held.map(([operationId]) => releaseLease(storage, clock, operationId, owner)));
}

function isHeldBy({ finished, lease }: Journal, owner: string): boolean {
  return finished === undefined && lease.owner === owner;
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
    if (!isHeldBy(journal, owner)) return;
    const text = JSON.stringify({ ...journal, lease: { owner, expires: clock.now() } });
    // Else the window has written once more in between.
    if (await storage.replace(operationId, version, text)) return;
  }
}

/** Where a copy of a journal is kept that nothing can be done with, as the user can find it. */
export interface KeptCopy {
  readonly keptAt: string;
}

function isAtWork({ finished, lease }: Journal, clock: Clock): boolean {
  return finished === undefined && holds(lease, clock.now());
}

/**
 * Takes an operation off the list without changing anything in Azure. The journal stays, and so does what it tells of; one
 * that is set aside, or that this version doesn't understand, is moved away, and the copy's place is the answer. A failure when a window is at the operation, or when
 * nobody can tell now whether the journal can be used.
 */
export async function discardJournal(
  storage: JournalStorage,
  clock: Clock,
  operationId: string,
  owner: string,
  understands: (journal: Journal) => boolean,
): Promise<KeptCopy | Failure | undefined> {
  const read = await readJournal(storage, operationId);
  if (read?.ok === false) {
    if (read.state === 'unchecked' || read.stored === undefined) return failureOf(read);
    return moveAway(storage, operationId, read.stored.version);
  }
  // Who wrote it may go on with it from the copy, which nothing of this version is written into.
  if (read !== undefined && !isAtWork(read.journal, clock) && !understands(read.journal)) {
    return moveAway(storage, operationId, read.version);
  }
  const journal = await JournalWriter.takeOver(storage, clock, operationId, owner);
  return journal instanceof JournalWriter ? journal.finish('discarded') : journal;
}

async function moveAway(
  storage: JournalStorage,
  operationId: string,
  version: number,
): Promise<KeptCopy | Failure | undefined> {
  try {
    const keptAt = await storage.setAside(operationId, version);
    return keptAt === undefined ? undefined : { keptAt };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      code: 'journal.unmovable',
      kind: 'user',
      message: t`The journal can’t be moved away: ${why}`,
      nextAction: t('Check disk space and permissions of the extension’s storage, then discard it again.'),
    };
  }
}
