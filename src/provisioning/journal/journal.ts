/**
 * The write-ahead record of an operation: what is about to be written stands in it before the request goes out, what
 * came of it after. A running operation holds a lease, renewed while its window lives.
 */
import type { Failure } from '../../model/failure';
import { parseJournal, type Journal, type JournalStep } from './journalSchema';
import type { Plan } from '../plan';
import type { Clock, JournalStorage } from '../ports';
import { holdsToken } from './tokenGuard';

export const leaseMilliseconds = 60_000;
const heartbeatMilliseconds = leaseMilliseconds / 3;

/** Writes one operation's journal. Its methods never reject: they resolve to what went wrong, if anything did. */
export class JournalWriter {
  #lastWrite: Promise<Failure | undefined> = Promise.resolve(undefined);
  #queued: Promise<Failure | undefined> | undefined;
  readonly #stop = new AbortController();

  private constructor(
    private readonly storage: JournalStorage,
    private readonly clock: Clock,
    private journal: Journal,
  ) {}

  /** Begins the journal; a failure when another window holds the operation's lease, or nothing can be stored. */
  static async open(
    storage: JournalStorage,
    clock: Clock,
    begin: { readonly plan: Plan; readonly acknowledged: readonly string[]; readonly owner: string },
  ): Promise<JournalWriter | Failure> {
    const { plan, acknowledged, owner } = begin;
    const now = clock.now();
    const earlier = await holder(storage, plan.operationId, now);
    if (earlier !== undefined && earlier !== owner) {
      return {
        code: 'operation.runsElsewhere',
        kind: 'conflict',
        message: 'This operation is running in another window.',
        nextAction: 'Watch it there, or wait a minute if that window is gone.',
      };
    }
    const writer = new JournalWriter(storage, clock, {
      schemaVersion: 1,
      operationId: plan.operationId,
      startedAt: now,
      plan,
      acknowledged: [...acknowledged],
      lease: { owner, expires: now + leaseMilliseconds },
      steps: {},
    });
    const failure = await writer.#save();
    if (failure) return failure;
    void writer.#beat();
    return writer;
  }

  /** Resolves when the step's state is on disk. */
  record(stepId: string, step: JournalStep): Promise<Failure | undefined> {
    this.journal = { ...this.journal, steps: { ...this.journal.steps, [stepId]: step } };
    return this.#save();
  }

  /** Ends the lease. */
  async finish(result: 'done' | 'failed' | 'cancelled'): Promise<Failure | undefined> {
    this.#stop.abort();
    const at = this.clock.now();
    const { owner } = this.journal.lease;
    this.journal = { ...this.journal, lease: { owner, expires: at }, finished: { at, result } };
    return this.#save();
  }

  async #beat(): Promise<void> {
    for (;;) {
      await this.clock.sleep(heartbeatMilliseconds, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      const { owner } = this.journal.lease;
      this.journal = { ...this.journal, lease: { owner, expires: this.clock.now() + leaseMilliseconds } };
      // A missed heartbeat is made up for by the next write, or shows as an expired lease.
      await this.#save();
    }
  }

  /** One write at a time; changes that come while one runs go into the next, together. */
  #save(): Promise<Failure | undefined> {
    this.#queued ??= this.#lastWrite = this.#lastWrite.then(() => {
      this.#queued = undefined;
      return this.#write();
    });
    return this.#queued;
  }

  async #write(): Promise<Failure | undefined> {
    const text = JSON.stringify(this.journal);
    if (holdsToken(text)) {
      return unwritable(
        'It would hold something that looks like an access token.',
        'Check tags and names for it.',
      );
    }
    try {
      await this.storage.write(this.journal.operationId, text);
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return unwritable(why, 'Check space and rights of the extension’s storage, then apply again.');
    }
  }
}

function unwritable(why: string, nextAction: string): Failure {
  return {
    code: 'journal.unwritable',
    kind: 'user',
    message: `The journal can't be written: ${why}`,
    nextAction,
  };
}

/** Owner of a lease that still holds. */
async function holder(
  storage: JournalStorage,
  operationId: string,
  now: number,
): Promise<string | undefined> {
  const text = await storage.read(operationId).catch(() => undefined);
  const parsed = text === undefined ? undefined : parseJournal(text);
  if (!parsed?.ok || parsed.journal.finished || parsed.journal.lease.expires <= now) return undefined;
  return parsed.journal.lease.owner;
}

export interface Operations {
  /** Not finished, and nobody is at it any more: to be offered as Resume, Roll back, Discard. */
  readonly interrupted: readonly Journal[];
  /** Not finished, and some window (maybe this one) is at it. */
  readonly running: readonly Journal[];
  /** Files that can't be understood, with the reason; they are left as they are. */
  readonly setAside: readonly { readonly operationId: string; readonly message: string }[];
}

/** What the journals in the storage say; rejects only if the storage can't be listed. */
export async function unfinishedOperations(storage: JournalStorage, now: number): Promise<Operations> {
  const interrupted: Journal[] = [];
  const running: Journal[] = [];
  const setAside: { operationId: string; message: string }[] = [];
  for (const operationId of await storage.list()) {
    const read = await readJournal(storage, operationId);
    if (read === undefined) continue;
    if (!read.ok) setAside.push({ operationId, message: read.message });
    else if (!read.journal.finished)
      (read.journal.lease.expires > now ? running : interrupted).push(read.journal);
  }
  return { interrupted, running, setAside };
}

async function readJournal(storage: JournalStorage, operationId: string) {
  try {
    const text = await storage.read(operationId);
    return text === undefined ? undefined : parseJournal(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The journal can't be read: ${why}` } as const;
  }
}
