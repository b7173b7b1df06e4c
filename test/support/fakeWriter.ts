/** A writer that takes the time a test says, answers what it says, and remembers what it was asked for. */
import { idKey } from '../../src/model/armId';
import type { Failure } from '../../src/model/failure';
import type { JsonObject } from '../../src/model/json';
import type { Fact } from '../../src/provisioning/observed/observed';
import { together } from '../../src/provisioning/plan/guarding';
import type { Step, StepRequest } from '../../src/provisioning/plan/plan';
import type {
  AzureWriter,
  Clock,
  JournalStorage,
  ResourceReader,
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

/** It can be read, too: there is what was written with success, and what a test puts there. */
export class FakeWriter implements AzureWriter, ResourceReader {
  readonly sent: Sent[] = [];
  /** By key of the id. */
  readonly there = new Map<string, JsonObject>();

  constructor(
    private readonly clock: Clock,
    /** The answer to the nth request (from 1) for a resource. */
    private readonly answer: (resourceId: string, attempt: number) => Answer = () => ({}),
  ) {}

  /** Puts there what the steps expect to find, as they were planned. */
  expecting(steps: readonly Step[]): this {
    for (const { resourceId, guard } of steps) {
      if (guard === undefined) continue;
      this.there.set(idKey(resourceId), together(guard.expected, guard.unchanged?.settings ?? {}));
    }
    return this;
  }

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
    if (outcome.ok && request.method === 'DELETE') this.there.delete(idKey(resourceId));
    else if (outcome.ok) this.there.set(idKey(resourceId), request.body);
    return outcome;
  }

  read(resourceId: string): Promise<Fact<JsonObject>> {
    const value = this.there.get(idKey(resourceId));
    return Promise.resolve(value === undefined ? { state: 'absent' } : { state: 'known', value });
  }

  contents(): Promise<Fact<readonly string[]>> {
    return Promise.resolve({ state: 'known', value: [] });
  }

  assignments(): ReturnType<ResourceReader['assignments']> {
    return Promise.resolve({ state: 'known', value: [] });
  }

  locks(): ReturnType<ResourceReader['locks']> {
    return Promise.resolve({ state: 'known', value: [] });
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

/** Both halves of an Azure in which nothing is and nothing goes wrong. */
export function fakeAzure(clock: Clock): { readonly writer: FakeWriter; readonly reader: FakeWriter } {
  const writer = new FakeWriter(clock);
  return { writer, reader: writer };
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
