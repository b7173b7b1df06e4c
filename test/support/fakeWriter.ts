/** A writer that takes the time a test says, answers what it says, and remembers what it was asked for. */
import type { Failure } from '../../src/model/failure';
import type { StepRequest } from '../../src/provisioning/plan/plan';
import type {
  AzureWriter,
  Clock,
  JournalStorage,
  ListedJournal,
  StoredJournal,
  WriteOutcome,
  WriteProgress,
} from '../../src/provisioning/ports';

export interface Sent {
  readonly resourceId: string;
  readonly request: StepRequest;
  readonly from: number;
  to: number;
}

export interface Answer {
  readonly seconds?: number;
  readonly outcome?: WriteOutcome;
  readonly resumeToken?: string;
  readonly throws?: Error;
  /** The writer doesn't listen to the signal. */
  readonly deaf?: boolean;
}

export class FakeWriter implements AzureWriter {
  readonly sent: Sent[] = [];

  constructor(
    private readonly clock: Clock,
    /** The answer to the nth request (from 1) for a resource. */
    private readonly answer: (resourceId: string, attempt: number) => Answer = () => ({}),
  ) {}

  async write(
    resourceId: string,
    request: StepRequest,
    progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    const entry: Sent = { resourceId, request, from: this.clock.now(), to: Infinity };
    this.sent.push(entry);
    const attempt = this.sent.filter((other) => other.resourceId === resourceId).length;
    const {
      seconds = 1,
      outcome = { ok: true },
      resumeToken,
      throws,
      deaf,
    } = this.answer(resourceId, attempt);
    await progress.accepted(resumeToken);
    await this.clock.sleep(seconds * 1000, deaf ? undefined : signal);
    entry.to = this.clock.now();
    if (throws) throw throws;
    if (signal.aborted && !deaf) return { ok: false, failure: failure('cancelled', 'cancelled') };
    return outcome;
  }

  /** Takes the time and gives the outcome that sending would; what was asked for is in `resumed`. */
  readonly resumed: { readonly resourceId: string; readonly resumeToken: string }[] = [];

  async resume(
    resourceId: string,
    _request: StepRequest,
    resumeToken: string,
    _progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    this.resumed.push({ resourceId, resumeToken });
    const { seconds = 1, outcome = { ok: true } } = this.answer(resourceId, 0);
    await this.clock.sleep(seconds * 1000, signal);
    return outcome;
  }
}

export function failure(code: string, kind: Failure['kind'] = 'conflict'): Failure {
  return {
    code: `azure.${code}`,
    kind,
    message: `Azure said ${code}.`,
    nextAction: 'Try again.',
    azure: { code, message: code, status: 409 },
  };
}

export function failing(code: string): WriteOutcome {
  return { ok: false, failure: failure(code) };
}

export class MemoryStorage implements JournalStorage {
  readonly files = new Map<string, string>();
  readonly versions = new Map<string, number>();
  /** Copies of what was set aside, by their places. */
  readonly aside = new Map<string, string>();
  /** Every text written, in order. */
  readonly history: string[] = [];
  /** Makes the writes fail for which it is true. */
  refuse: (text: string) => boolean = () => false;

  read(operationId: string): Promise<StoredJournal | undefined> {
    const text = this.files.get(operationId);
    const version = this.versions.get(operationId) ?? 0;
    return Promise.resolve(text === undefined ? undefined : { text, version });
  }

  replace(operationId: string, version: number, text: string): Promise<boolean> {
    if (this.refuse(text)) return Promise.reject(new Error('disk full'));
    if ((this.versions.get(operationId) ?? 0) !== version) return Promise.resolve(false);
    this.files.set(operationId, text);
    this.versions.set(operationId, version + 1);
    this.history.push(text);
    return Promise.resolve(true);
  }

  remove(operationId: string, version = Infinity): Promise<void> {
    if ((this.versions.get(operationId) ?? 0) > version) return Promise.resolve();
    this.files.delete(operationId);
    this.versions.delete(operationId);
    return Promise.resolve();
  }

  async setAside(operationId: string, version: number): Promise<string | undefined> {
    const text = this.files.get(operationId);
    await this.remove(operationId, version);
    if (text === undefined || this.files.has(operationId)) return undefined;
    this.aside.set(`aside/${operationId}`, text);
    return `aside/${operationId}`;
  }

  list(): Promise<readonly ListedJournal[]> {
    return Promise.resolve([...this.files].map(([operationId, stamp]) => ({ operationId, stamp })));
  }
}
