/**
 * The write-ahead record of an operation: what is about to be written stands in it before the request goes out, what
 * came of it after. A running operation holds a lease, renewed while its window lives. Each text is stored only in
 * place of the one before, so a window that was asleep for longer than its lease finds out that another one went on.
 */
import { t } from '@vscode/l10n';
import { isFailureError, type Failure } from '../../model/failure';
import { holdsToken } from '../../model/secrets';
import type { Plan } from '../plan/plan';
import type { Clock, JournalStorage } from '../ports';
import { parseJournal, type Journal, type JournalStep } from './journalSchema';
import { heartbeatMilliseconds, holds, leaseOf } from './lease';
import { failureOf, readJournal } from './reading';

export { readJournal } from './reading';

export type Result = NonNullable<Journal['finished']>['result'];

/** Writes one operation's journal. Its methods never reject: they resolve to what went wrong, if anything did. */
export class JournalWriter {
  #lastWrite: Promise<Failure | undefined> = Promise.resolve(undefined);
  #queued: Promise<Failure | undefined> | undefined;
  readonly #stop = new AbortController();
  readonly #lost = new AbortController();

  private constructor(
    private readonly storage: JournalStorage,
    private readonly clock: Clock,
    private journal: Journal,
    private version: number,
  ) {}

  /** Begins the journal of a new operation; a failure when there is one already, or nothing can be stored. */
  static async open(
    storage: JournalStorage,
    clock: Clock,
    begin: {
      readonly plan: Plan;
      readonly title: string;
      readonly acknowledged: readonly string[];
      readonly owner: string;
      readonly origin?: string | undefined;
    },
  ): Promise<JournalWriter | Failure> {
    const { plan, title, acknowledged, owner, origin } = begin;
    const now = clock.now();
    const by = plan.preflight?.caller;
    const journal: Journal = {
      schemaVersion: 1,
      operationId: plan.operationId,
      title,
      startedAt: now,
      ...(origin !== undefined && { origin }),
      ...(by === undefined ? {} : { by }),
      plan,
      acknowledged: [...acknowledged],
      lease: leaseOf(owner, now),
      steps: {},
    };
    return JournalWriter.#start(storage, clock, journal, 0);
  }

  /**
   * Takes an operation over that nobody is at any more; of several windows that try, one succeeds. A failure when its
   * lease still holds, its journal is missing or can't be understood, or `look` has a reason against it; else `look` gives the
   * journal to go on with.
   */
  static async takeOver(
    storage: JournalStorage,
    clock: Clock,
    operationId: string,
    owner: string,
    look: (journal: Journal) => Journal | Failure = (journal) => journal,
  ): Promise<JournalWriter | Failure> {
    const read = await readJournal(storage, operationId);
    if (read === undefined) return missing;
    if (!read.ok) return failureOf(read);
    const now = clock.now();
    const found = look(read.journal);
    if ('code' in found) return found;
    const { finished, ...open } = found;
    if (finished === undefined && holds(open.lease, now)) return runsElsewhere;
    const journal = { ...open, lease: leaseOf(owner, now) };
    return JournalWriter.#start(storage, clock, journal, read.version);
  }

  static async #start(
    storage: JournalStorage,
    clock: Clock,
    journal: Journal,
    version: number,
  ): Promise<JournalWriter | Failure> {
    const writer = new JournalWriter(storage, clock, journal, version);
    const problem = await writer.#save();
    if (problem) return problem.code === takenOver.code ? runsElsewhere : problem;
    void writer.#beat();
    return writer;
  }

  get content(): Journal {
    return this.journal;
  }

  /** Aborted when another window has taken the operation over: then nothing more may be sent from here. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Adds hazards that the user has agreed to since. */
  acknowledge(ids: readonly string[]): Promise<Failure | undefined> {
    const acknowledged = [...new Set([...this.journal.acknowledged, ...ids])];
    this.journal = { ...this.journal, acknowledged };
    return this.#save();
  }

  /** Resolves when the step's state is on disk. */
  record(stepId: string, step: JournalStep): Promise<Failure | undefined> {
    this.journal = { ...this.#alive(), steps: { ...this.journal.steps, [stepId]: step } };
    return this.#save();
  }

  /** Ends the lease and says how the operation ended; `by` is the operation that has taken this one's place. */
  async finish(result: Result, by?: string): Promise<Failure | undefined> {
    const at = this.clock.now();
    return this.#end({ finished: { at, result, ...(by === undefined ? {} : { by }) } });
  }

  /** Ends the lease and nothing else: the operation stays as unfinished as it was. */
  async release(): Promise<Failure | undefined> {
    return this.#end({});
  }

  async #end(change: Partial<Journal>): Promise<Failure | undefined> {
    this.#stop.abort();
    const { owner } = this.journal.lease;
    this.journal = { ...this.journal, lease: { owner, expires: this.clock.now() }, ...change };
    return this.#save();
  }

  async #beat(): Promise<void> {
    for (;;) {
      await this.clock.sleep(heartbeatMilliseconds, this.#stop.signal);
      if (this.#stop.signal.aborted || this.lost.aborted) return;
      this.journal = this.#alive();
      // A missed heartbeat is made up for by the next write, or shows as an expired lease.
      await this.#save();
    }
  }

  /** Every write is a sign of life. */
  #alive(): Journal {
    return { ...this.journal, lease: leaseOf(this.journal.lease.owner, this.clock.now()) };
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
    if (this.lost.aborted) return takenOver;
    try {
      const text = JSON.stringify(this.journal);
      const obstacle = this.#obstacleTo(text);
      if (obstacle) return obstacle;
      if (await this.storage.replace(this.journal.operationId, this.version, text)) {
        this.version += 1;
        return undefined;
      }
      this.#lost.abort();
      return takenOver;
    } catch (error) {
      // The keys of journals can't be had, and say themselves what to do.
      if (isFailureError(error)) return error.failure;
      const why = error instanceof Error ? error.message : String(error);
      return unwritable(
        why,
        t('Check disk space and permissions of the extension’s storage, then apply again.'),
      );
    }
  }

  #obstacleTo(text: string): Failure | undefined {
    if (holdsToken(text)) {
      return unwritable(
        t('It would contain something that looks like an access token.'),
        t('Check the tags and names.'),
      );
    }
    if (this.version > 0) return undefined;
    // What couldn't be read back couldn't be gone on with: nothing is begun then.
    const parsed = parseJournal(text);
    return parsed.ok
      ? undefined
      : unwritable(parsed.message, t('Report this problem. The plan is unexpected.'));
  }
}

const runsElsewhere: Failure = {
  code: 'operation.runsElsewhere',
  kind: 'conflict',
  message: t('This operation is running in another window.'),
  nextAction: t('View it there, or wait a minute if that window was closed.'),
};

const takenOver: Failure = {
  code: 'operation.takenOver',
  kind: 'conflict',
  message: t('Another window took over this operation, because this window didn’t respond for a minute.'),
  nextAction: t('View it there.'),
};

const missing: Failure = {
  code: 'journal.missing',
  kind: 'user',
  message: t('This operation has no journal.'),
  nextAction: t('See the tree for what remains to be done.'),
};

function unwritable(why: string, nextAction: string): Failure {
  return {
    code: 'journal.unwritable',
    kind: 'user',
    message: t`The journal can’t be written: ${why}`,
    nextAction,
  };
}
