import type { GenericSchema } from 'valibot';
import type { ArmResource, Estate, JsonObject } from '../estate';
import type { ArmAnswer } from './answer';
import type { ArmId } from './armId';
import type { Cloud } from './clouds';
import type { NewMember } from './newMembers';
import type { Disturbance } from './operation';
import type { Operations } from './operations';

export type Method = 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/** What faults do to one request on its way through Resource Manager. */
export interface RequestFaults {
  /** Whether the right to do something is taken away; asked with the action as Azure names it. */
  readonly denies?: (action: string) => boolean;
  /** Asked when the request starts an operation. */
  readonly disturb?: () => Disturbance | undefined;
  /** The older state that Resource Graph answers from. */
  readonly graph?: Estate;
  /** How large an answer of Resource Graph may be, in bytes. */
  readonly graphBytes?: number;
  /** What is left of the caller's queries of Resource Graph, and in how many seconds there are all again. */
  readonly graphQuota?: { readonly remaining: number; readonly resetsAfter: number };
}

/** What a handler gets: the parsed request, the estate, and the means to start a long-running operation. */
export interface ArmRequest {
  readonly method: Method;
  /** The resource (for a list: the scope above it) that the path names, spelled as the estate already spells it. */
  readonly id: ArmId;
  /** Last path segment of `POST {id}/{action}`. */
  readonly action?: string;
  /** Path of the request, percent-encoded as the caller sent it. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed and already checked against the type's body schema; `{}` where there is none. */
  readonly body: JsonObject;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly apiVersion: string;
  /** `http://host:port` as the caller sees it: poll URLs and nextLinks start with it. */
  readonly origin: string;
  /** Object id of the principal behind the bearer token. */
  readonly caller: string;
  /** Directory that issued the token, where it says so: subscriptions of others aren't seen with it. */
  readonly callerTenant?: string;
  readonly estate: Estate;
  readonly operations: Operations;
  /** Every type that is emulated. */
  readonly types: readonly ResourceType[];
  readonly cloud: Cloud;
  readonly faults?: RequestFaults;
  /** Items on a page of a list, see `listAnswer`. */
  readonly pageSize: number;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly now: number;
  /** Takes a resource out of the estate with all that goes with it: what a group's delete does to its members. */
  readonly remove: (id: string) => void;
}

export type Handler = (request: ArmRequest) => ArmAnswer;

/** One resource type: which api-versions it knows, and what each verb does. A verb left out is refused as ARM does. */
export interface ResourceType {
  /** e.g. `Microsoft.Network/virtualNetworks/subnets`; compared without case. */
  readonly type: string;
  readonly apiVersions: readonly string[];
  /** What older ones of these don't show and refuse. */
  readonly newMembers?: readonly NewMember[];
  /**
   * Where the outermost resource of the type may live: in a resource group unless this says `any` (tenant,
   * subscription, or as an extension of another resource). Lists are possible at group and subscription anyway.
   */
  readonly scope?: 'resourceGroup' | 'any';
  readonly get?: Handler;
  readonly head?: Handler;
  readonly put?: Handler;
  readonly patch?: Handler;
  readonly delete?: Handler;
  /** GET of the collection; `request.id` is then the scope above it (subscription, group or parent resource). */
  readonly list?: Handler;
  /**
   * POST actions by name, on the resource or, for `{scope}/providers/{namespace}/{action}` such as
   * `checkNameAvailability`, on the scope: then any type of the namespace may hold it.
   */
  readonly actions?: Readonly<Record<string, Handler>>;
  /** Takes one resource out of the estate, with its side effects; by default it and everything below it goes. */
  readonly remove?: (estate: Estate, resource: ArmResource) => void;
  /**
   * Body schemas (valibot, strict objects that also list the read-only members): an unknown property is refused
   * with ARM's own error, read-only ones are ignored.
   */
  readonly schemas?: {
    readonly put?: GenericSchema;
    readonly patch?: GenericSchema;
    readonly actions?: Readonly<Record<string, GenericSchema>>;
  };
}
