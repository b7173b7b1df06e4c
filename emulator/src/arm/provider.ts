import type { Estate, JsonObject } from '../estate';
import type { ArmId } from './armId';
import type { Operations } from './operations';

/** What a handler gets: the parsed request, the estate, and the means to start a long-running operation. */
export interface ArmRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** The resource (for a list: the parent scope) that the path names. */
  readonly id: ArmId;
  /** Last path segment of `POST {id}/{action}`. */
  readonly action?: string;
  readonly query: URLSearchParams;
  /** Parsed and already checked against the type's body schema; `{}` where there is none. */
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly apiVersion: string;
  /** `http://host:port` as the caller sees it: poll URLs and nextLinks start with it. */
  readonly origin: string;
  /** Object id of the principal behind the bearer token. */
  readonly caller: string;
  readonly estate: Estate;
  readonly operations: Operations;
}

export interface ArmAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Handler = (request: ArmRequest) => ArmAnswer;

/** One resource type: which api-versions it knows, and what each verb does. A verb left out is refused as ARM does. */
export interface ResourceType {
  /** e.g. `Microsoft.Network/virtualNetworks/subnets`; compared without case. */
  readonly type: string;
  readonly apiVersions: readonly string[];
  readonly get?: Handler;
  readonly head?: Handler;
  readonly put?: Handler;
  readonly patch?: Handler;
  readonly delete?: Handler;
  /** GET of the collection; `request.id` is then the scope above it (subscription, group or parent resource). */
  readonly list?: Handler;
  /** POST actions by name, on the resource or (for `checkNameAvailability` and the like) on the scope. */
  readonly actions?: Readonly<Record<string, Handler>>;
  /**
   * Body schemas (valibot, strict objects that also list the read-only members): an unknown property is refused
   * with ARM's own error, read-only ones are ignored.
   */
  readonly schemas?: {
    readonly put?: import('valibot').GenericSchema;
    readonly patch?: import('valibot').GenericSchema;
    readonly actions?: Readonly<Record<string, import('valibot').GenericSchema>>;
  };
}
