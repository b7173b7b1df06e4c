/** What the tree shows: everything visible in the chosen subscriptions, found by Resource Graph in a few queries. */
import type { RolePermission } from '../../model/roles';
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
}

export interface Inventory {
  readonly registries: readonly ObservedRegistry[];
  readonly clusters: readonly ObservedCluster[];
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
}
