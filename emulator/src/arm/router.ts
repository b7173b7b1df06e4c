import type { Estate } from '../estate';
import type { ArmAnswer } from './answer';
import type { ArmId } from './armId';
import { checkBody, parseBody } from './body';
import { callerOf, type Directory } from './caller';
import type { Clock } from './clock';
import { clouds, type Cloud } from './clouds';
import * as errors from './errors';
import { asOfVersion, refuseNewMembers } from './newMembers';
import { operationName } from './operationNames';
import { isOperationPath, type Operations } from './operations';
import type { ArmRequest, Handler, Method, RequestFaults, ResourceType } from './provider';
import { checkScope, checkSubscriptionOf } from './scope';
import { findAction, TypeTable } from './types';

/** A request as it comes over the wire, or as a scenario replays it. */
export interface RawRequest {
  readonly method: string;
  /** Path with query, percent-encoded. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly origin: string;
  readonly faults?: RequestFaults;
}

/** Looks at a request before its provider does, and throws what Resource Manager itself refuses it with. */
type Guard = (request: ArmRequest, action: string) => void;

export interface RouterOptions {
  readonly types: readonly ResourceType[];
  readonly estate: Estate;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly directory: Directory;
  /** The public one, if left out. */
  readonly cloud?: Cloud;
  readonly pageSize?: number;
  /** Called before anything is looked for; throws `authorizationFailed` where the caller lacks the action there. */
  readonly authorize?: (caller: string, action: string, scope: ArmId, faults?: RequestFaults) => void;
  /** What a caller may list of a scope as a whole of which they may not read everything; `undefined`: nothing. */
  readonly readable?: (caller: string, type: string, scope: ArmId) => Estate | undefined;
  readonly guards?: readonly Guard[];
  readonly onDefect?: (defect: unknown) => void;
}

interface Target {
  readonly type: ResourceType;
  readonly handler: Handler;
  readonly id: ArmId;
  readonly action?: string;
  readonly isItem: boolean;
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];

/** Finds what a request means, checks it in Resource Manager's order, and runs the provider's handler. */
export class ArmRouter {
  readonly types: TypeTable;

  constructor(private readonly options: RouterOptions) {
    this.types = new TypeTable(options.types);
  }

  /** Never throws: what goes wrong is answered as Resource Manager answers it, and a defect is reported too. */
  handle(raw: RawRequest): ArmAnswer {
    try {
      this.options.operations.settle();
      return this.answer(raw);
    } catch (thrown) {
      if (thrown instanceof errors.ArmError) {
        return { status: thrown.status, body: { error: thrown.toJSON() }, headers: { ...thrown.headers } };
      }
      (this.options.onDefect ?? console.error)(thrown);
      const message = "The server encountered an internal error; the emulator's error output has the defect.";
      return { status: 500, body: { error: { code: 'InternalServerError', message } } };
    }
  }

  /** The name (see `operationNames`) of what a request asks for; `undefined` where nothing answers for it. */
  operationOf(method: string, path: string): string | undefined {
    try {
      const { type, action, isItem } = this.target(method, path, '');
      if (action !== undefined) return operationName('post', `${type.type}/${action}`);
      return operationName(isItem ? method : 'list', type.type);
    } catch {
      return undefined;
    }
  }

  private answer(raw: RawRequest): ArmAnswer {
    const { operations, directory, clock } = this.options;
    const [path = '', search = ''] = raw.url.split(/\?(.*)/s);
    const query = new URLSearchParams(search);
    const apiVersion = apiVersionOf(query);
    if (apiVersion === '') throw errors.missingApiVersion();
    const caller = callerOf(raw.headers['authorization'], directory, clock.now());

    if (raw.method === 'GET') {
      const polled = operations.poll(path, raw.origin);
      if (polled !== undefined) return polled;
    }
    const target = this.target(raw.method, path, apiVersion);
    checkApiVersion(target.type, apiVersion);
    checkSubscriptionOf(this.options.estate, target.id, caller);
    const estate = this.estateFor(caller.objectId, raw, target);
    checkScope(estate, this.types, target.id, raw.method, target.isItem);
    const request: ArmRequest = {
      method: raw.method as Method,
      id: target.id,
      ...(target.action === undefined ? {} : { action: target.action }),
      path,
      query,
      body: parseBody(raw.body, raw.headers['content-type']),
      headers: raw.headers,
      apiVersion,
      origin: raw.origin,
      caller: caller.objectId,
      ...(caller.tenantId === undefined ? {} : { callerTenant: caller.tenantId }),
      estate,
      operations,
      types: this.types.all,
      cloud: this.options.cloud ?? clouds.public,
      pageSize: this.options.pageSize ?? 100,
      now: clock.now(),
      ...(raw.faults === undefined ? {} : { faults: raw.faults }),
      remove: (id) => {
        this.types.remove(id, estate);
      },
    };
    for (const guard of this.options.guards ?? []) guard(request, actionName(raw.method, target));
    const { newMembers = [] } = target.type;
    checkBody(schemaOf(raw.method, target), request.body, target.type.type);
    if (target.action === undefined) refuseNewMembers(request.body, newMembers, apiVersion);
    operations.disturb = raw.faults?.disturb;
    try {
      const answer = target.handler(request);
      return { ...answer, body: asOfVersion(answer.body, newMembers, apiVersion) };
    } finally {
      operations.disturb = undefined;
    }
  }

  /** The estate as the caller gets to see it; throws where they have no right to ask at all. */
  private estateFor(caller: string, raw: RawRequest, target: Target): Estate {
    const { estate, authorize, readable } = this.options;
    try {
      authorize?.(caller, actionName(raw.method, target), target.id, raw.faults);
    } catch (refused) {
      const isList = raw.method === 'GET' && !target.isItem && !target.id.isResource;
      const part = isList ? readable?.(caller, target.type.type, target.id) : undefined;
      if (part === undefined) throw refused;
      return part;
    }
    const isGraph = target.type.type === 'Microsoft.ResourceGraph/resources';
    return isGraph ? (raw.faults?.graph ?? estate) : estate;
  }

  private target(method: string, path: string, apiVersion: string): Target {
    if (!METHODS.includes(method)) throw errors.methodNotAllowed(method, path);
    const parsed = this.types.parse(path, this.options.estate);
    if (parsed === undefined) throw errors.pathNotFound();
    if (parsed.kind === 'item') {
      const type = this.known(parsed.id.type, apiVersion, path);
      const handlers = {
        GET: type.get,
        HEAD: type.head,
        PUT: type.put,
        PATCH: type.patch,
        DELETE: type.delete,
      };
      const handler = method === 'POST' ? undefined : handlers[method as keyof typeof handlers];
      if (handler === undefined) throw errors.methodNotAllowed(method, type.type);
      return { type, handler, id: parsed.id, isItem: true };
    }
    if (method === 'POST')
      return this.actionTarget(parsed.scope, parsed.namespace, parsed.segment, apiVersion);
    const type = this.known(parsed.type, apiVersion, path);
    if (method !== 'GET' || type.list === undefined) throw errors.methodNotAllowed(method, type.type);
    return { type, handler: type.list, id: parsed.scope, isItem: false };
  }

  private actionTarget(
    scope: ArmId,
    namespace: string | undefined,
    segment: string,
    apiVersion: string,
  ): Target {
    const isRegistration = namespace !== undefined && /^(un)?register$/i.test(segment);
    const id = isRegistration ? scope.registration(namespace) : scope;
    const type =
      namespace === undefined || isRegistration
        ? this.types.get(id.type)
        : this.types.withAction(namespace, segment);
    const action = type === undefined ? undefined : findAction(type, segment);
    const handler = action === undefined ? undefined : type?.actions?.[action];
    if (type === undefined || action === undefined || handler === undefined) {
      throw errors.invalidResourceType(`${namespace ?? scope.type}/${segment}`, apiVersion);
    }
    return { type, handler, id, action, isItem: false };
  }

  private known(typeName: string, apiVersion: string, path: string): ResourceType {
    const type = this.types.get(typeName);
    if (type !== undefined) return type;
    if (isOperationPath(path)) throw errors.operationNotFound();
    const namespace = typeName.slice(0, typeName.indexOf('/'));
    if (namespace === 'Microsoft.Resources') throw errors.pathNotFound();
    throw this.types.knowsNamespace(namespace)
      ? errors.invalidResourceType(typeName, apiVersion)
      : errors.invalidResourceNamespace(namespace);
  }
}

/** Names of query parameters have no case. */
function apiVersionOf(query: URLSearchParams): string {
  for (const [name, value] of query) if (name.toLowerCase() === 'api-version') return value;
  return '';
}

function schemaOf(method: string, { type, action }: Target) {
  if (action !== undefined) return type.schemas?.actions?.[action];
  if (method === 'PUT') return type.schemas?.put;
  return method === 'PATCH' ? type.schemas?.patch : undefined;
}

function checkApiVersion(type: ResourceType, version: string): void {
  if (type.apiVersions.some((known) => known.toLowerCase() === version.toLowerCase())) return;
  throw type.type.startsWith('Microsoft.Resources/')
    ? errors.invalidApiVersion(version, type.apiVersions)
    : errors.noRegisteredProvider(type.type, version, type.apiVersions);
}

function actionName(method: string, { type, action }: Target): string {
  if (action !== undefined) return `${type.type}/${action}/action`;
  const verb = method === 'DELETE' ? 'delete' : method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  return `${type.type}/${verb}`;
}
