import { randomUUID } from 'node:crypto';
import type { ArmAnswer } from './answer';
import { ArmError, networkError } from './errors';
import { parseArmId } from './armId';
import type { Clock } from './clock';
import { beginHeaders, operationUrls, pollAnswer, resultAnswer } from './habits';
import type { Latency } from './latency';
import type { Disturbance, Operation, OperationStart } from './operation';

export interface OperationsOptions {
  readonly onDefect?: (defect: unknown) => void;
  /** Called when an operation has not succeeded, after its own `failed`. */
  readonly onFailed?: (operation: Operation) => void;
  /** What happens again and again by itself, and so has no end to wait for; the next of it, if it is due by then. */
  readonly recurring?: (until: number) => { readonly dueAt: number; readonly run: () => void } | undefined;
}

interface Event {
  readonly dueAt: number;
  readonly run: () => void;
  readonly operation?: Operation;
  readonly end?: Disturbance['end'] | undefined;
}

/** Finished operations are remembered so that late polls still find them; Azure forgets them after days. */
const REMEMBERED = 5000;

/**
 * Long-running operations without timers: an operation has a due time, and `settle` (called before every request)
 * applies what has become due. So a test that sets the latency scale to 0 sees every effect in its next request.
 */
export class Operations {
  private running: Operation[] = [];
  private events: Event[] = [];
  private readonly byPath = new Map<string, Operation>();
  /** Asked at every start, while a request is handled that a fault may disturb. */
  disturb: (() => Disturbance | undefined) | undefined;

  constructor(
    private readonly clock: Clock,
    readonly latency: Latency,
    private readonly options: OperationsOptions = {},
  ) {}

  /** Starts an operation; the answer carries the headers that the provider's clients poll by. */
  start(request: { origin: string; apiVersion: string }, options: OperationStart): Record<string, string> {
    const guid = randomUUID();
    const urls = operationUrls(options, guid);
    const disturbance = this.disturb?.();
    const duration = this.latency.milliseconds(options.latency) + (disturbance?.extraSeconds ?? 0) * 1000;
    const operation: Operation = {
      ...options,
      guid,
      urls,
      dueAt: this.clock.now() + duration,
      apiVersion: request.apiVersion,
      state: 'InProgress',
    };
    const end = disturbance?.end;
    const run = (): void => {
      this.finish(operation, end);
    };
    this.running.push(operation);
    this.events.push({ dueAt: operation.dueAt, run, operation, end });
    this.remember(operation);
    return beginHeaders(operation, request.origin, this.latency);
  }

  /** Something that happens by itself after a time, such as a role becoming effective. */
  later(milliseconds: number, run: () => void): void {
    this.events.push({ dueAt: this.clock.now() + milliseconds, run });
  }

  /** Applies the effects of all operations that are due, in the order in which they fell due. */
  settle(): void {
    while (this.next(this.clock.now()));
  }

  /** Ends everything that runs, whatever the clock says: for seeding. */
  settleAll(): void {
    while (this.next(Number.POSITIVE_INFINITY));
  }

  /** When the last of what is under way will have happened. */
  lastDue(): number {
    return Math.max(this.clock.now(), ...this.events.map((event) => event.dueAt));
  }

  private next(until: number): boolean {
    const due = this.events.filter((event) => event.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt);
    const [event] = due;
    const recurring = Number.isFinite(until) ? this.options.recurring?.(until) : undefined;
    if (recurring !== undefined && (event === undefined || recurring.dueAt < event.dueAt)) {
      recurring.run();
      return true;
    }
    if (event === undefined) return false;
    this.events = this.events.filter((other) => other !== event);
    event.run();
    return true;
  }

  clear(): void {
    this.running = [];
    this.events = [];
    this.byPath.clear();
  }

  /**
   * Lets everything that is under way have its effects on the estate, and says how each operation would end, while it
   * goes on all the same: for snapshots, whose maker puts the estate back.
   */
  rehearse(): Operation[] {
    const ended = this.events.toSorted((a, b) => a.dueAt - b.dueAt).flatMap((event) => this.rehearsed(event));
    const known = new Set(this.byPath.values());
    return [...[...known].filter((operation) => operation.state !== 'InProgress'), ...ended];
  }

  private rehearsed({ operation, run, end }: Event): Operation[] {
    if (operation === undefined) {
      run();
      return [];
    }
    const copy = { ...operation };
    this.end(copy, end);
    return [copy];
  }

  /** Takes over operations that ended before the emulator was started, so that their URLs can still be polled. */
  restore(operations: readonly Operation[]): void {
    for (const operation of operations) this.remember(operation);
  }

  /** Answers a poll; `undefined`: the path is none of an operation's. */
  poll(path: string, origin: string): ArmAnswer | undefined {
    const operation = this.byPath.get(path.toLowerCase());
    if (operation === undefined) return undefined;
    return operation.urls.status?.toLowerCase() === path.toLowerCase()
      ? pollAnswer(operation, origin, this.latency)
      : resultAnswer(operation, origin, this.latency);
  }

  /** The running operation that holds the resource, if any. */
  holding(id: string): Operation | undefined {
    const wanted = id.toLowerCase();
    return this.running.find((operation) =>
      [operation.target, ...(operation.holds ?? [])].some((held) => held.toLowerCase() === wanted),
    );
  }

  /**
   * Refuses a write on what another operation holds: 409 `AnotherOperationInProgress` where the very same resource
   * is being written, else 429 `RetryableErrorDueToAnotherOperation` (documented for the network provider).
   */
  refuseIfHeld(target: string, ...others: readonly string[]): void {
    for (const id of [target, ...others]) {
      const operation = this.holding(id);
      if (operation === undefined) continue;
      if (operation.target.toLowerCase() === target.toLowerCase()) throw anotherOperation(operation);
      throw new ArmError(
        429,
        'RetryableErrorDueToAnotherOperation',
        `Operation ${operation.name} (${operation.guid}) is updating resource ${id}. The call can be retried later.`,
        { details: [], headers: this.latency.retryAfter() },
      );
    }
  }

  /** Refuses a write that refers to a resource which is being updated: 409 `ReferencedResourceNotProvisioned`. */
  refuseIfUpdating(reference: string, by: string): void {
    const operation = this.holding(reference);
    if (operation === undefined) return;
    throw networkError(
      409,
      'ReferencedResourceNotProvisioned',
      `Cannot proceed with operation because resource ${reference} used by resource ${by} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is ${operation.name}.`,
    );
  }

  private finish(operation: Operation, end: Disturbance['end']): void {
    this.running = this.running.filter((other) => other !== operation);
    this.end(operation, end);
  }

  private end(operation: Operation, end: Disturbance['end']): void {
    try {
      if (end !== undefined) throw end.error;
      operation.effect();
      operation.state = 'Succeeded';
    } catch (thrown) {
      const error = this.asArmError(thrown);
      operation.state = end?.state ?? 'Failed';
      operation.error = error;
      operation.failed?.(error);
      this.options.onFailed?.(operation);
    }
  }

  private asArmError(thrown: unknown): ArmError {
    if (thrown instanceof ArmError) return thrown;
    (this.options.onDefect ?? console.error)(thrown);
    return new ArmError(500, 'InternalServerError', 'An error occurred.');
  }

  private remember(operation: Operation): void {
    for (const path of [operation.urls.status, operation.urls.result]) {
      if (path !== undefined) this.byPath.set(path.toLowerCase(), operation);
    }
    for (const [path, old] of this.byPath) {
      if (this.byPath.size <= REMEMBERED) break;
      if (old.state !== 'InProgress') this.byPath.delete(path);
    }
  }
}

function anotherOperation(operation: Operation): ArmError {
  const url = operation.urls.status ?? operation.urls.result ?? '';
  return new ArmError(
    409,
    'AnotherOperationInProgress',
    `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${url}?api-version=${operation.apiVersion}.`,
    { details: [] },
  );
}

/** Whether a path looks like one to poll; used to say that an operation is no longer known. */
export function isOperationPath(path: string): boolean {
  const type = parseArmId(path)?.type ?? '';
  return /\/(operations|operation(Status(es)?|Results)|privateDnsOperation(Statuses|Results))$/i.test(type);
}
