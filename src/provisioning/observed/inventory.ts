/** What the tree shows: everything visible in the chosen subscriptions, found by Resource Graph in a few queries. */
import type { RolePermission } from '../../model/roles';
import type { Failure } from '../../model/failure';
import type { Account } from '../azureOptions';
import type {
  Facts,
  ObservedCluster,
  ObservedConnection,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRecord,
  ObservedRegistry,
  ObservedRouteTable,
  ObservedSecurityGroup,
  ObservedZoneLink,
} from './observed';

export interface Subscription {
  /** GUID. */
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  /** Azure lets nothing be read or made in it (`state` Disabled). */
  readonly disabled?: true;
}

/** A directory (tenant) of Entra ID. Subscriptions are seen in the one that was signed in to. */
export interface Directory {
  /** GUID. */
  readonly id: string;
  readonly name: string;
  /** Empty where Azure doesn't tell. */
  readonly domain: string;
}

/** A directory of an account that is signed in, and what came of asking it. */
export interface AccountDirectory extends Directory {
  readonly account: Account;
  /** It wasn't asked, because the user hides it. */
  readonly isHidden?: true;
  /** Why nothing of it could be read. */
  readonly failure?: Failure;
  /** Its subscriptions (GUIDs in lower case). */
  readonly subscriptionIds: readonly string[];
}

/** What could not be read, with the reason; everything else is there all the same. */
export interface Unread {
  /** Of a resource, or of a subscription of which nothing could be read; empty where Azure didn't name it. */
  readonly id: string;
  readonly failure: Failure;
  /** Only what is around registries and clusters lacks: these were read. */
  readonly isAround?: true;
}

export interface Inventory {
  readonly registries: readonly ObservedRegistry[];
  readonly clusters: readonly ObservedCluster[];
  /** Tenant ids by subscription id, both in lower case, of those who listed the subscriptions; undefined where nobody did. */
  readonly tenants?: Readonly<Record<string, string>>;
  readonly networks: readonly (Pick<
    ObservedNetwork,
    'id' | 'name' | 'location' | 'addressPrefixes' | 'peerings'
  > &
    Partial<Pick<ObservedNetwork, 'provisioningState' | 'dnsServers' | 'subnets'>>)[];
  readonly endpoints: readonly {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly subnetId: string;
    /** What the endpoint leads to. */
    readonly targetId: string;
    readonly status: ObservedConnection['status'];
    readonly provisioningState?: string;
    /** Names and private addresses; undefined where nobody looked. */
    readonly addresses?: ObservedEndpoint['addresses'];
  }[];
  /** A records of the zones in `zoneLinks`, by `idKey(zoneId)`; undefined where nobody looked. */
  readonly zoneRecords?: Facts<readonly ObservedRecord[]>;
  /** Security groups and route tables of subnets that nodes are in; undefined where nobody looked. */
  readonly securityGroups?: Facts<ObservedSecurityGroup>;
  readonly routeTables?: Facts<ObservedRouteTable>;
  readonly zoneLinks: readonly (ObservedZoneLink & { readonly zoneId: string; readonly zoneName: string })[];
  /** Assignments to the clusters' kubelet identities and to groups at any visible scope, of any role; undefined if unreadable. */
  readonly roleAssignments:
    | readonly {
        readonly scope: string;
        readonly principalId: string;
        readonly roleId: string;
        /** Who is in a group, Resource Graph doesn't tell. */
        readonly toGroup?: boolean;
        /** What the role permits, where its definition was read. */
        readonly permissions?: readonly RolePermission[];
        readonly condition?: string;
      }[]
    | undefined;
  /** Scopes at and below which role assignments are missing in `roleAssignments`; left out where there are none. */
  readonly rolesUnreadAt?: readonly string[];
  /** Left out where everything could be read. */
  readonly unread?: readonly Unread[];
}

/** What is in other subscriptions: roles of those clusters count, too, and zones that answer for those registries. */
export type Surroundings = Pick<Inventory, 'registries' | 'clusters'>;

/** What of an inventory is there first, to be looked at while the rest is read; a network that AKS made isn't known yet. */
export interface FirstSeen extends Pick<Inventory, 'registries' | 'clusters' | 'unread'> {
  /** Subscriptions (GUIDs) of which nothing is known yet, because others were read first; left out where there are none. */
  readonly awaited?: readonly string[];
}
