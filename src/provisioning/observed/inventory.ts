/** What the tree shows: everything visible in the chosen subscriptions, found by Resource Graph in a few queries. */
import type {
  ObservedCluster,
  ObservedConnection,
  ObservedNetwork,
  ObservedRegistry,
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
  readonly networks: readonly Pick<
    ObservedNetwork,
    'id' | 'name' | 'location' | 'addressPrefixes' | 'peerings'
  >[];
  readonly endpoints: readonly {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly subnetId: string;
    /** What the endpoint leads to. */
    readonly targetId: string;
    readonly status: ObservedConnection['status'];
  }[];
  readonly zoneLinks: readonly (ObservedZoneLink & { readonly zoneId: string; readonly zoneName: string })[];
  /** Assignments to the clusters' kubelet identities and to groups at any visible scope, of any role; undefined if unreadable. */
  readonly roleAssignments:
    | readonly {
        readonly scope: string;
        readonly principalId: string;
        readonly roleId: string;
        /** Who is in a group, Resource Graph doesn't tell. */
        readonly toGroup?: boolean;
      }[]
    | undefined;
}
