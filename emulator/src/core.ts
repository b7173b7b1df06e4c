import type { ArmAnswer } from './arm/answer';
import { realClock, type Clock } from './arm/clock';
import { emptyDirectory, type Directory } from './arm/caller';
import type { Cloud } from './arm/clouds';
import { clouds } from './arm/clouds';
import { Latency, type LatencyOverrides } from './arm/latency';
import type { Operation } from './arm/operation';
import { Operations } from './arm/operations';
import type { RequestFaults } from './arm/provider';
import { ArmRouter, type RawRequest } from './arm/router';
import { DataPlane, type RegistryRequest } from './dataPlane/dataPlane';
import { RegistryError, type RegistryAnswer } from './dataPlane/errors';
import { answerDirectory } from './directory/directory';
import { Estate } from './estate';
import { lostAnswer } from './faults/answers';
import { Faults } from './faults/faults';
import { authorizer, readablePart } from './providers/authorization/authorizer';
import { checkLinkedScopes } from './providers/authorization/linkedScopes';
import { checkLocks } from './providers/authorization/locks';
import { resourceTypes } from './providers/index';
import { checkPolicies } from './providers/policy/policies';
import { nextTry } from './providers/containerService/podTries';
import { checkQuotas } from './providers/quotas';
import { checkStates } from './providers/states';

export interface CoreOptions {
  readonly clock?: Clock;
  readonly latencyScale?: number;
  readonly latencyProfile?: LatencyOverrides;
  /** How long a new role assignment grants nothing yet. */
  readonly roleDelaySeconds?: number;
  readonly cloud?: Cloud;
  readonly pageSize?: number;
  readonly onDefect?: (defect: unknown) => void;
}

/** An answer, and what faults did to it. */
export interface Outcome {
  readonly answer: ArmAnswer;
  /** Kinds of the faults that hit. */
  readonly injected: readonly string[];
  readonly delayMilliseconds: number;
  /** The caller gets no answer: the connection is to be broken. */
  readonly isLost: boolean;
}

/** What a registry answers; without an answer, or where it is lost, the connection is to be broken. */
export interface RegistryOutcome extends Omit<Outcome, 'answer'> {
  readonly answer?: RegistryAnswer;
}

/** The emulated Azure without its HTTP front: state, time, faults and the router. */
export class Core {
  readonly estate = new Estate();
  readonly directory: Directory = emptyDirectory();
  readonly clock: Clock;
  readonly latency: Latency;
  readonly operations: Operations;
  readonly router: ArmRouter;
  readonly faults: Faults;
  readonly cloud: Cloud;
  readonly dataPlane: DataPlane;

  constructor(options: CoreOptions = {}) {
    this.clock = options.clock ?? realClock;
    this.cloud = options.cloud ?? clouds.public;
    this.latency = new Latency(
      options.latencyScale ?? 0,
      options.latencyProfile ?? {},
      options.roleDelaySeconds ?? 0,
    );
    const report = options.onDefect === undefined ? {} : { onDefect: options.onDefect };
    this.operations = new Operations(this.clock, this.latency, {
      ...report,
      recurring: (until) => nextTry(this.estate, until),
      onFailed: (operation) => {
        this.markFailed(operation);
      },
    });
    this.faults = new Faults(this.estate, this.clock, this.directory);
    this.dataPlane = new DataPlane(this.estate, this.directory, this.clock, this.cloud);
    this.router = new ArmRouter({
      types: resourceTypes,
      estate: this.estate,
      operations: this.operations,
      clock: this.clock,
      directory: this.directory,
      cloud: this.cloud,
      authorize: authorizer(this.estate),
      readable: readablePart(this.estate),
      guards: [checkLinkedScopes, checkLocks, checkPolicies, checkQuotas, checkStates],
      ...report,
      ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
    });
  }

  /** One request of a client to Resource Manager, with the faults that are switched on. Never throws. */
  handle(raw: RawRequest): Outcome {
    return this.disturbed(raw, (faults) => this.router.handle({ ...raw, faults }));
  }

  /** One request of a client to Microsoft Graph, with the faults that are switched on, in Resource Manager's words. */
  handleDirectory(raw: RawRequest): Outcome {
    return this.disturbed(raw, () => answerDirectory(this, raw));
  }

  /** One request to a registry's own endpoint, with the faults that are switched on. */
  handleRegistry(loginServer: string, request: RegistryRequest): RegistryOutcome {
    this.operations.settle();
    const { injected, delayMilliseconds, error, reset } = this.faults.plan({ ...request, origin: '' });
    const outcome = { injected, delayMilliseconds, isLost: reset !== undefined };
    if (reset === 'before') return outcome;
    const answer =
      error === undefined
        ? this.dataPlane.handle(loginServer, request)
        : new RegistryError(error.status, error.code, error.message, { headers: error.headers }).answer();
    return answer === undefined ? outcome : { ...outcome, answer };
  }

  /** One request through the router, past all faults, as the scenario's default principal. */
  send(method: string, path: string, apiVersion: string, body?: unknown): ArmAnswer {
    return this.router.handle({
      method,
      url: `${encodeURI(path)}?api-version=${apiVersion}`,
      headers: { authorization: 'Bearer scenario', 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
      origin: 'http://127.0.0.1',
    });
  }

  /** Back to an Azure in which nothing exists and nothing goes wrong. */
  clear(): void {
    this.faults.clear();
    this.operations.clear();
    this.dataPlane.clear();
    this.estate.clear();
    Object.assign(this.directory, emptyDirectory());
  }

  /** What the faults that are switched on make of a request and its answer. */
  private disturbed(raw: RawRequest, answer: (faults: RequestFaults) => ArmAnswer): Outcome {
    const { injected, delayMilliseconds, error, reset, faults } = this.faults.plan(raw);
    const outcome = (given: ArmAnswer): Outcome => ({
      answer: given,
      injected,
      delayMilliseconds,
      isLost: reset !== undefined,
    });
    if (reset === 'before') return outcome(lostAnswer());
    if (error !== undefined) {
      return outcome({
        status: error.status,
        body: { error: error.toJSON() },
        headers: { ...error.headers },
      });
    }
    return outcome(answer(faults));
  }

  /** What an operation left in the middle of its work shows how the work ended. */
  private markFailed({ target, state }: Operation): void {
    for (const resource of [this.estate.get(target), ...this.estate.below(target)]) {
      if (resource === undefined || !PASSING.has(resource.properties['provisioningState'])) continue;
      // A group whose deletion fails stays what it was.
      const isGroup = resource.type === 'Microsoft.Resources/resourceGroups';
      const provisioningState = isGroup ? 'Succeeded' : state;
      this.estate.put({ ...resource, properties: { ...resource.properties, provisioningState } });
    }
  }
}

const PASSING = new Set<unknown>(['Creating', 'Updating', 'Deleting', 'Accepted']);
