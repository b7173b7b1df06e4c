import { realClock, type Clock } from './arm/clock';
import { emptyDirectory, type Directory } from './arm/caller';
import { Latency } from './arm/latency';
import { Operations } from './arm/operations';
import type { ArmAnswer } from './arm/provider';
import { ArmRouter } from './arm/router';
import { Estate } from './estate';
import { authorizer, readablePart } from './providers/authorization/authorizer';
import { checkLinkedScopes } from './providers/authorization/linkedScopes';
import { checkLocks } from './providers/authorization/locks';
import { resourceTypes } from './providers/index';
import { checkPolicies } from './providers/policy/policies';
import { checkQuotas } from './providers/quotas';

export interface CoreOptions {
  readonly clock?: Clock;
  readonly latencyScale?: number;
  readonly pageSize?: number;
  readonly onDefect?: (defect: unknown) => void;
}

/** The emulated Azure without its HTTP front: state, time and the router. Scenarios are replayed through `send`. */
export class Core {
  readonly estate = new Estate();
  readonly directory: Directory = emptyDirectory();
  readonly latency: Latency;
  readonly operations: Operations;
  readonly router: ArmRouter;

  constructor(options: CoreOptions = {}) {
    const clock = options.clock ?? realClock;
    this.latency = new Latency(options.latencyScale ?? 0);
    this.operations = new Operations(
      clock,
      this.latency,
      options.onDefect === undefined ? {} : { onDefect: options.onDefect },
    );
    this.router = new ArmRouter({
      types: resourceTypes,
      estate: this.estate,
      operations: this.operations,
      clock,
      directory: this.directory,
      authorize: authorizer(this.estate),
      readable: readablePart(this.estate),
      guards: [checkLinkedScopes, checkLocks, checkPolicies, checkQuotas],
      ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
      ...(options.onDefect === undefined ? {} : { onDefect: options.onDefect }),
    });
  }

  /** One request through the router, as the scenario's default principal. */
  send(method: string, path: string, apiVersion: string, body?: unknown): ArmAnswer {
    return this.router.handle({
      method,
      url: `${encodeURI(path)}?api-version=${apiVersion}`,
      headers: { authorization: 'Bearer scenario', 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
      origin: 'http://127.0.0.1',
    });
  }

  /** Back to an Azure in which nothing exists. */
  clear(): void {
    this.operations.clear();
    this.estate.clear();
    Object.assign(this.directory, emptyDirectory());
  }
}
