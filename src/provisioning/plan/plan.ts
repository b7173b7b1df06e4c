/** A plan is data: everything that will be written is in it, visible before anything is written. */
import type { JsonObject } from '../../model/json';
import type { Preflight } from './verdict';

/** `Kind` is one of the table of operations, and `Spec` what is wanted of it; left open, a plan of any operation. */
export interface Plan<Kind extends string = string, Spec = unknown> {
  /** Also the operation's id once it is applied; every ownership mark carries it. */
  readonly operationId: string;
  readonly purpose: { readonly kind: Kind; readonly spec: Spec };
  readonly steps: readonly Step[];
  /** Why the plan can't be applied; all of them at once. */
  readonly blockers: readonly Blocker[];
  /** What would break for others or cost money; each must be acknowledged before Apply. */
  readonly hazards: readonly Hazard[];
  /** What the link needs besides the steps, from others or unchecked; nothing to agree to, but to be read. */
  readonly requirements: readonly Requirement[];
  /** The state the plan was computed from: changed fingerprints mean that it must be made anew. */
  readonly basedOn: readonly Fingerprint[];
  /** What the signed-in person may do of it; undefined where nobody has asked yet. */
  readonly preflight?: Preflight;
}

export type StepKind =
  | 'resourceGroup'
  | 'registry'
  | 'replica'
  | 'registrySku'
  | 'publicAccess'
  | 'network'
  | 'subnet'
  | 'zone'
  | 'zoneLink'
  | 'endpoint'
  | 'zoneGroup'
  | 'peering'
  | 'roleAssignment'
  | 'connection';

export type StepAction = 'create' | 'update' | 'reuse' | 'delete';

export interface Step {
  /**
   * Stable within a plan and over re-planning: `peering.registryToCluster` in a plan for one cluster,
   * `peering.registryToCluster:aks-shop` in one for several.
   */
  readonly id: string;
  readonly kind: StepKind;
  readonly action: StepAction;
  /** e.g. "Virtual network vnet-contoso-acr (10.90.0.0/26)". */
  readonly title: string;
  readonly resourceId: string;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What will be sent, exactly; undefined for `reuse`. */
  readonly request: StepRequest | undefined;
  /** Properties that only Azure can decide, e.g. "private addresses". */
  readonly knownAfterApply: readonly string[];
  /** Ids of steps that must be done before. */
  readonly dependsOn: readonly string[];
  /** Ids of virtual networks, and of a registry, that no other write may touch while this one runs. */
  readonly holds: readonly string[];
  /** How long Azure usually takes, in seconds: for scheduling and for the user's patience. */
  readonly typicalSeconds: number;
  readonly undo: Undo;
  /**
   * Every step that changes or deletes has one: what others made of the thing meanwhile must not be lost. What is
   * created needs none, because nothing may be there.
   */
  readonly guard?: Guard;
  /** The clusters that need it: one for a role, all of them for the registry's SKU. */
  readonly clusterIds: readonly string[];
}

/** What has to be so at the moment of sending, read again then: a step whose guard doesn't hold is not sent. */
export interface Guard {
  /**
   * Members that the resource must have with these values, others may be as they like: whose mark it bears, and what
   * tells it from one that was made later under its name.
   */
  readonly expected: JsonObject;
  /** How it was set when the plan was made: whatever is set otherwise by now, others have changed. */
  readonly unchanged?: {
    /** `whole`: no other setting may be there either; `members`: those that aren't named, nobody has read. */
    readonly of: 'whole' | 'members';
    /** Without what Azure computes, and without lists that the request changes by entries. */
    readonly settings: JsonObject;
  };
  /** The resource holds others, and goes only if nothing is left in it but what is named here. */
  readonly contents?: { readonly allowed: readonly string[] };
  /** Registries that are pulled from over the resource: by then no further identity may have got a role on them. */
  readonly pullers?: readonly PullersThen[];
}

/** Who had roles on a registry when the plan was made. */
export interface PullersThen {
  readonly registryId: string;
  /** Keys of the ids of role assignments, those of people left out. */
  readonly assignments: readonly string[];
}

export interface StepRequest {
  readonly method: 'PUT' | 'PATCH' | 'DELETE';
  readonly apiVersion: string;
  /** Further query parameters, e.g. `syncRemoteAddressSpace`. */
  readonly query?: Readonly<Record<string, string>>;
  /** Empty for DELETE, which is sent without a body. */
  readonly body: JsonObject;
  /** What it does to lists that others write to as well: what `body` says of them holds for the state that was planned from. */
  readonly lists?: readonly ListChange[];
  /** Put in just before sending, where the service honours it: nothing may be there, or the version that was looked at. */
  readonly onlyIf?: { readonly absent: true } | { readonly etag: string };
}

/** What a request does to a list of several writers, whose other entries it leaves as they are. */
export interface ListChange {
  /** Where the list is in the body, e.g. `properties.privateDnsZoneConfigs`. */
  readonly list: string;
  /** Where an entry says what it is about; no two entries say the same. */
  readonly key: string;
  readonly add: readonly JsonObject[];
  readonly remove: readonly JsonObject[];
}

export type Undo =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'delete';
      /** What isn't as before even so, in a sentence. */
      readonly leaves?: string;
    }
  | {
      readonly kind: 'restore';
      readonly request: StepRequest;
      /** What has to be so before Azure takes it back, in a sentence. */
      readonly onlyWhen?: string;
    }
  | { readonly kind: 'impossible'; readonly why: string };

export interface Blocker {
  /** Stable code, e.g. `rangesOverlap`. */
  readonly code: string;
  /** What is in the way, naming the things. */
  readonly message: string;
  /** The way out. */
  readonly wayOut: string;
  /** The way out as a command for whoever can take it, quoted for a POSIX shell. */
  readonly command?: string;
  readonly resourceIds: readonly string[];
}

export interface Hazard {
  readonly code: string;
  /** Stands for all that is shown of it and is stable over re-planning: an acknowledgement holds only for what was read. */
  readonly id: string;
  readonly message: string;
  /** Ids, or other texts in lower case, of what it is about besides those who are affected. */
  readonly about: readonly string[];
  /** Names of those who would be affected; empty for costs. */
  readonly affected: readonly string[];
  /** What would avoid it, where something would. */
  readonly mitigation: string | undefined;
  /** What has to be typed before the plan is applied: it takes something away from everybody. */
  readonly typed?: string;
}

/** Something that somebody else has to see to, or that the plan relies on without having looked. */
export interface Requirement {
  /** Stable code, e.g. `approval`, `centralDns`, `routeNotChecked`. */
  readonly code: string;
  readonly message: string;
  /** For somebody to copy and run, quoted for a POSIX shell. */
  readonly command: string | undefined;
  readonly resourceIds: readonly string[];
}

export interface Fingerprint {
  readonly resourceId: string;
  readonly hash: string;
}
