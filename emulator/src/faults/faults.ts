import * as v from 'valibot';
import { callerOf, type Caller, type Directory } from '../arm/caller';
import { same } from '../arm/json';
import type { Clock } from '../arm/clock';
import { ArmError } from '../arm/errors';
import type { Disturbance } from '../arm/operation';
import { isOperationPath } from '../arm/operations';
import type { RequestFaults } from '../arm/provider';
import type { RawRequest } from '../arm/router';
import type { Estate } from '../estate';
import { matches } from '../providers/authorization/access';
import { rateLimited } from '../providers/resourceGraph/errors';
import { errorOf } from './answers';
import { faultSchema, LASTING, WRITES, type Fault, type FaultKind, type FaultRequest } from './fault';
import { GraphLag } from './graphLag';
import { GraphQuota, type QuotaLeft } from './graphQuota';

/** A fault that was added. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  /** Matching requests so far, and those of them that it hit. */
  readonly seen: number;
  readonly hits: number;
}

interface Entry {
  readonly id: string;
  readonly fault: Fault;
  readonly lag?: GraphLag;
  readonly quota?: GraphQuota;
  seen: number;
  hits: number;
}

/** What the faults make of one request. */
export interface Plan {
  /** Kinds that hit; those of operations and rights are added while the request is handled. */
  readonly injected: FaultKind[];
  readonly delayMilliseconds: number;
  /** Answers in place of Resource Manager. */
  readonly error?: ArmError;
  readonly reset?: 'before' | 'after';
  readonly faults: RequestFaults;
}

const GRAPH = /\/providers\/Microsoft\.ResourceGraph\/resources$/i;

/** The faults that are switched on, and what they do to requests. */
export class Faults {
  private entries: Entry[] = [];
  private next = 1;

  constructor(
    private readonly estate: Estate,
    private readonly clock: Clock,
    private readonly directory: Directory,
  ) {}

  /** Switches a fault on; throws where it makes no sense. */
  add(request: FaultRequest): { readonly id: string; readonly remove: () => void } {
    const fault = v.parse(faultSchema, request);
    const id = `fault-${this.next++}`;
    const lag = fault.kind === 'graph-lag' ? new GraphLag(this.estate, this.clock, fault.seconds) : undefined;
    const quota =
      fault.kind === 'graph-quota' ? new GraphQuota(this.clock, fault.queries, fault.seconds) : undefined;
    this.entries.push({
      id,
      fault,
      ...(lag === undefined ? {} : { lag }),
      ...(quota === undefined ? {} : { quota }),
      seen: 0,
      hits: 0,
    });
    this.watch();
    return { id, remove: () => void this.remove(id) };
  }

  list(): ActiveFault[] {
    return this.entries.map(({ id, fault, seen, hits }) => ({ id, fault, seen, hits }));
  }

  remove(id: string): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.id !== id);
    this.watch();
    return this.entries.length < before;
  }

  clear(): void {
    this.entries = [];
    this.watch();
  }

  /** Looks which faults a request meets; to be asked once for each. */
  plan(raw: RawRequest): Plan {
    const [path = ''] = raw.url.split('?');
    const caller = this.entries.length === 0 ? undefined : this.callerOf(raw);
    const meeting = this.entries.filter((entry) => !isOver(entry) && isFor(entry.fault, raw, path, caller));
    const injected: FaultKind[] = [];
    const hit = (entry: Entry): boolean => {
      if (!takes(entry)) return false;
      injected.push(entry.fault.kind);
      return true;
    };
    let delayMilliseconds = 0;
    let reset: Plan['reset'];
    let error: ArmError | undefined;
    let graph: Estate | undefined;
    let graphBytes: number | undefined;
    let graphQuota: QuotaLeft | undefined;
    for (const entry of meeting) {
      const { fault } = entry;
      if (isAskedLater(fault.kind)) continue;
      if (entry.quota !== undefined) {
        const user = caller?.objectId ?? '';
        graphQuota = entry.quota.take(user);
        if (graphQuota === undefined && hit(entry)) {
          error ??= rateLimited(entry.quota.resetsAfter(user), this.clock.now());
        }
        continue;
      }
      if (!hit(entry)) continue;
      if (fault.kind === 'latency') delayMilliseconds += fault.milliseconds;
      else if (fault.kind === 'graph-lag') graph = entry.lag?.view();
      else if (fault.kind === 'graph-limit') graphBytes = Math.min(fault.bytes, graphBytes ?? fault.bytes);
      else if (fault.kind === 'reset-before') reset = 'before';
      else if (fault.kind === 'reset-after') reset ??= 'after';
      else
        error ??= errorOf(fault, {
          path,
          method: raw.method,
          directory: this.directory,
          now: this.clock.now(),
        });
    }
    const rights = meeting.filter(({ fault }) => fault.kind === 'permission-removed');
    const operations = meeting.filter(({ fault }) => fault.kind.startsWith('operation-'));
    return {
      injected,
      delayMilliseconds,
      ...(error === undefined ? {} : { error }),
      ...(reset === undefined ? {} : { reset }),
      faults: {
        ...(graph === undefined ? {} : { graph }),
        ...(graphBytes === undefined ? {} : { graphBytes }),
        ...(graphQuota === undefined ? {} : { graphQuota }),
        ...(rights.length === 0
          ? {}
          : { denies: (action) => rights.some((it) => removes(it, action) && hit(it)) }),
        ...(operations.length === 0 ? {} : { disturb: () => disturbance(operations.filter(hit)) }),
      },
    };
  }

  private callerOf(raw: RawRequest): Caller | undefined {
    try {
      return callerOf(raw.headers['authorization'], this.directory, this.clock.now());
    } catch {
      return undefined;
    }
  }

  private watch(): void {
    const lags = this.entries.flatMap((entry) => entry.lag ?? []);
    this.estate.onChange =
      lags.length === 0
        ? undefined
        : (id, resource) => {
            for (const lag of lags) lag.record(id, resource);
          };
  }
}

/** Whether a fault takes its next matching request, by `nth` and `times`. */
function takes(entry: Entry): boolean {
  if (isOver(entry)) return false;
  entry.seen += 1;
  if (entry.seen < (entry.fault.match.nth ?? 1)) return false;
  entry.hits += 1;
  return true;
}

function isOver({ fault, hits }: Entry): boolean {
  const times = fault.match.times ?? (LASTING.includes(fault.kind) ? 'always' : 1);
  return times !== 'always' && hits >= times;
}

/** Faults of operations and rights count only where an operation starts or a right is asked for. */
function isAskedLater(kind: FaultKind): boolean {
  return kind === 'permission-removed' || kind.startsWith('operation-');
}

function isFor(fault: Fault, raw: RawRequest, path: string, caller: Caller | undefined): boolean {
  const { method, path: pattern, caller: wanted } = fault.match;
  const methods = method === undefined ? methodsOf(fault) : [method].flat();
  if (methods?.includes(raw.method) === false) return false;
  if (wanted !== undefined && wanted.toLowerCase() !== caller?.objectId.toLowerCase()) return false;
  if (fault.kind === 'claims-challenge' && !isChallenged(fault, caller)) return false;
  if (fault.kind.startsWith('graph-') && !GRAPH.test(path)) return false;
  if (fault.kind === 'expired-operation' && !isOperationPath(path)) return false;
  if (pattern === undefined) return true;
  return matches(pattern.startsWith('/') ? pattern : `*${pattern}`, path);
}

/** Whether a token lacks what its directory asks for; one that can't be read is refused for that. */
function isChallenged(
  { context, tenant }: Extract<Fault, { kind: 'claims-challenge' }>,
  caller: Caller | undefined,
): boolean {
  if (caller === undefined || caller.contexts?.includes(context) === true) return false;
  return tenant === undefined || same(caller.tenantId, tenant);
}

/** Methods that make sense for a fault, where nothing else is asked for. */
function methodsOf(fault: Fault): readonly string[] | undefined {
  if (fault.kind === 'policy-denied') return ['PUT', 'PATCH'];
  if (fault.kind === 'locked') return fault.level === 'ReadOnly' ? WRITES : ['DELETE'];
  if (fault.kind === 'expired-operation') return ['GET'];
  const isConflict = ['another-operation', 'referenced-not-provisioned', 'retryable-error'].includes(
    fault.kind,
  );
  return isConflict || fault.kind.startsWith('operation-') ? WRITES : undefined;
}

function removes({ fault }: Entry, action: string): boolean {
  return fault.kind === 'permission-removed' && fault.actions.some((pattern) => matches(pattern, action));
}

function disturbance(entries: readonly Entry[]): Disturbance {
  const faults = entries.map(({ fault }) => fault);
  const extraSeconds = faults.reduce(
    (sum, fault) => sum + (fault.kind === 'operation-slow' ? fault.seconds : 0),
    0,
  );
  const ending = faults.find(({ kind }) => kind === 'operation-failed' || kind === 'operation-canceled');
  if (ending?.kind !== 'operation-failed' && ending?.kind !== 'operation-canceled') return { extraSeconds };
  const isCanceled = ending.kind === 'operation-canceled';
  // Where an operation's end is told by `Location`, a 5xx would be taken for trouble with the poll itself.
  const code = ending.code ?? (isCanceled ? 'Canceled' : 'InternalServerError');
  const message = ending.message ?? (isCanceled ? 'The operation was canceled.' : 'An error occurred.');
  return {
    extraSeconds,
    end: {
      state: isCanceled ? 'Canceled' : 'Failed',
      error: new ArmError(ending.status ?? 409, code, message),
    },
  };
}
