import { randomUUID } from 'node:crypto';
import { ArmError, networkError } from './errors';
import { parseArmId } from './armId';
import type { Clock } from './clock';
import {
  beginHeaders,
  operationUrls,
  pollAnswer,
  resultAnswer,
  type Habit,
  type OperationUrls,
} from './habits';
import type { Latency, LatencyEntry } from './latency';
import type { ArmAnswer } from './provider';

export interface OperationStart {
  /** Whose manners the answers and polls have. */
  readonly habit: Habit;
  readonly latency: LatencyEntry;
  /** Id of the resource that is written or deleted; it is always held. */
  readonly target: string;
  readonly verb: 'create' | 'update' | 'delete';
  /** As Azure's error texts name it, e.g. `PutSubnetOperation`. */
  readonly name: string;
  /** Region in the poll URL; `global` if left out. */
  readonly location?: string;
  /** Ids that nobody else may write until this ends, besides the target. */
  readonly holds?: readonly string[];
  /** What is true once the time has passed. Throwing an ArmError makes the operation end as `Failed`. */
  readonly effect: () => void;
  /** Called when the effect failed: to leave the resource as Azure would. */
  readonly failed?: (error: ArmError) => void;
  /** What the `Location` URL answers after success; by default 200 without a body. */
  readonly result?: () => ArmAnswer;
}

export interface Operation extends OperationStart {
  readonly guid: string;
  readonly dueAt: number;
  readonly apiVersion: string;
  readonly urls: OperationUrls;
  state: 'InProgress' | 'Succeeded' | 'Failed';
  error?: ArmError;
}

/** Finished operations are remembered so that late polls still find them; Azure forgets them after days. */
const REMEMBERED = 5000;

/**
 * Long-running operations without timers: an operation has a due time, and `settle` (called before every request)
 * applies what has become due. So a test that sets the latency scale to 0 sees every effect in its next request.
 */
export class Operations {
  private running: Operation[] = [];
  private readonly byPath = new Map<string, Operation>();

  constructor(
    private readonly clock: Clock,
    readonly latency: Latency,
    private readonly onDefect: (defect: unknown) => void = (defect) => {
      console.error(defect);
    },
  ) {}

  /** Starts an operation; the answer carries the headers that the provider's clients poll by. */
  start(request: { origin: string; apiVersion: string }, options: OperationStart): Record<string, string> {
    const guid = randomUUID();
    const urls = operationUrls(options, guid);
    const operation: Operation = {
      ...options,
      guid,
      urls,
      dueAt: this.clock.now() + this.latency.milliseconds(options.latency),
      apiVersion: request.apiVersion,
      state: 'InProgress',
    };
    this.running.push(operation);
    this.remember(operation);
    return beginHeaders(operation, request.origin, this.latency);
  }

  /** Applies the effects of all operations that are due, in the order in which they fell due. */
  settle(): void {
    for (;;) {
      const now = this.clock.now();
      const due = this.running
        .filter((operation) => operation.dueAt <= now)
        .sort((a, b) => a.dueAt - b.dueAt);
      const [next] = due;
      if (next === undefined) return;
      this.finish(next);
    }
  }

  /** Ends everything that runs, whatever the clock says: for seeding. */
  settleAll(): void {
    while (this.running.length > 0) {
      const [next] = [...this.running].sort((a, b) => a.dueAt - b.dueAt);
      if (next !== undefined) this.finish(next);
    }
  }

  clear(): void {
    this.running = [];
    this.byPath.clear();
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

  private finish(operation: Operation): void {
    this.running = this.running.filter((other) => other !== operation);
    try {
      operation.effect();
      operation.state = 'Succeeded';
    } catch (thrown) {
      const error = this.asArmError(thrown);
      operation.state = 'Failed';
      operation.error = error;
      operation.failed?.(error);
    }
  }

  private asArmError(thrown: unknown): ArmError {
    if (thrown instanceof ArmError) return thrown;
    this.onDefect(thrown);
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
