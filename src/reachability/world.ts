/** The facts that decide whether nodes reach a registry, as the model asks for them: of one observation, or of the inventory. */
import type {
  Fact,
  ObservedCluster,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRecord,
  ObservedRegistry,
  ObservedRouteTable,
  ObservedSecurityGroup,
  ObservedZoneLink,
} from '../provisioning/observed/observed';
import type { RolePermission } from '../model/roles';

export type SeenNetwork = Pick<ObservedNetwork, 'id' | 'addressPrefixes' | 'peerings'> &
  Partial<Pick<ObservedNetwork, 'dnsServers' | 'subnets'>>;

export type SeenEndpoint = Pick<ObservedEndpoint, 'id' | 'subnetId' | 'targetId' | 'status'> & {
  readonly provisioningState?: string;
  /** Undefined where nobody looked. */
  readonly addresses?: ObservedEndpoint['addresses'];
};

interface SeenZone {
  readonly id: string;
  /** In lower case. */
  readonly name: string;
  readonly records: Fact<readonly ObservedRecord[]>;
}

/** A zone with one link of the network that is asked about. */
export interface LinkedZone extends SeenZone {
  readonly link: ObservedZoneLink;
}

export interface SeenRole {
  readonly scope: string;
  readonly roleId: string;
  /** Undefined where its definition wasn't read. */
  readonly permissions: readonly RolePermission[] | undefined;
  readonly condition: string | undefined;
}

/** Roles by which an identity may get in. */
export interface SeenRoles {
  readonly own: readonly SeenRole[];
  /** Why others may apply that aren't seen, in sentences; empty where all are. */
  readonly unseen: readonly string[];
}

export interface World {
  network(id: string): Fact<SeenNetwork>;
  /** Visible networks in whose ranges an address is. */
  networksAt(address: string): readonly string[];
  /** Endpoints that lead to a registry, or that it says are connected. */
  endpointsOf(
    registry: ObservedRegistry,
  ): readonly { readonly id: string; readonly endpoint: Fact<SeenEndpoint> }[];
  /** Zones of any name that a network has a link to, in whatever state. */
  zonesOf(networkId: string): readonly LinkedZone[];
  /** Zones of which it isn't known who is linked to them: names and reasons. */
  readonly unreadZones: readonly { readonly id: string; readonly name: string; readonly reason: string }[];
  securityGroup(id: string): Fact<ObservedSecurityGroup>;
  routeTable(id: string): Fact<ObservedRouteTable>;
  /** Roles of what the nodes of a cluster pull with, as far as they apply at the registry. */
  roles(registry: ObservedRegistry, cluster: Pick<ObservedCluster, 'id' | 'kubeletIdentity'>): SeenRoles;
  /** Tenant of a subscription (both GUIDs), where it was read. */
  tenantOf(subscriptionId: string): string | undefined;
}
