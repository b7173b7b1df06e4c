/**
 * One snapshot of everything that a plan depends on. Each fact is `known`, `absent` (Azure says that it isn't there)
 * or `unreadable` (Azure didn't say): the three are never confused. Records are keyed by `idKey(id)`.
 */
import type { JsonObject } from '../../model/json';
import type { RolePermission } from '../../model/roles';

export type Fact<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'absent' }
  | {
      readonly state: 'unreadable';
      /** What Azure said, in a sentence. */
      readonly reason: string;
      /** Azure only had trouble to answer: the same question may be answered a little later. */
      readonly isTransient?: true;
      /** The action that is missing, where the reason is a missing right. */
      readonly missingAction?: string;
      readonly scope?: string;
    };

export type Facts<T> = Readonly<Record<string, Fact<T>>>;

export interface Observed {
  /** ISO 8601 instant at which reading began. */
  readonly at: string;
  readonly registry: Fact<ObservedRegistry>;
  /** One for each cluster that was asked for, in that order. */
  readonly clusters: Facts<ObservedCluster>;
  /** The clusters', and every network named by the spec or holding an endpoint of the registry. */
  readonly networks: Facts<ObservedNetwork>;
  readonly resourceGroups: Facts<ObservedResourceGroup>;
  /** Endpoints of the registry, and those that the spec names. */
  readonly endpoints: Facts<ObservedEndpoint>;
  /**
   * Every zone of the registry's private link zone name that is visible, those that the spec names, and those for data
   * endpoints of single regions, which are below that name.
   */
  readonly zones: Facts<ObservedZone>;
  /**
   * By cluster: assignments that apply at the registry to the identity that its nodes pull with (the kubelet identity,
   * else the service principal that the spec names), inherited ones included.
   */
  readonly roleAssignments: Facts<readonly ObservedRoleAssignment[]>;
  /** Who else could be affected; found by Resource Graph in all readable subscriptions. */
  readonly neighbours: Fact<Neighbours>;
  /** What is in the groups that new things would go into, by group: for names that nothing has yet. */
  readonly groupContents?: Facts<readonly ObservedThing[]>;
  /** Whether the registry's name can still be had; only where a registry that isn't there yet was asked for. */
  readonly registryName?: Fact<NameAvailability>;
  /** Regions of the registry's subscription; only where a registry alone was asked for. */
  readonly regions?: Fact<readonly Region[]>;
  /** Tenant of each subscription (both GUIDs, the key in lower case), where it was read. */
  readonly tenants?: Readonly<Record<string, string>>;
  /** Security groups of the subnets that nodes or the registry's endpoints are in; undefined where nobody looked. */
  readonly securityGroups?: Facts<ObservedSecurityGroup>;
  /** Route tables of the subnets that nodes are in; undefined where nobody looked. */
  readonly routeTables?: Facts<ObservedRouteTable>;
}

export interface ObservedRegistry {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** Host name of images, e.g. `contoso.azurecr.io`; not always derived from the resource name. */
  readonly loginServer: string;
  readonly sku: string;
  readonly provisioningState: string;
  readonly publicNetworkAccess: 'Enabled' | 'Disabled';
  /** Default action of the registry's firewall for public addresses. */
  readonly defaultAction: 'Allow' | 'Deny';
  readonly dataEndpointEnabled: boolean;
  readonly dataEndpointHostNames: readonly string[];
  /** `abac`: AcrPull is not honoured, Container Registry Repository Reader is. */
  readonly roleAssignmentMode: 'legacy' | 'abac';
  /** Regions of geo-replicas besides the home region. */
  readonly replicaLocations: readonly string[];
  readonly connections: readonly ObservedConnection[];
  /** Those of `replicaLocations` in full; undefined where they were only listed by region. */
  readonly replicas?: readonly ObservedReplica[];
  /** It has others of which the region isn't known. */
  readonly hasUnreadReplicas?: true;
  readonly zoneRedundancy?: boolean;
  readonly adminUserEnabled?: boolean;
  /** Trusted services of Azure get in past the firewall. */
  readonly trustedServices?: boolean;
  /** ISO 8601 instant; it tells the registry from a later one of its name. */
  readonly createdAt?: string;
  /** Everybody may pull, without a token. */
  readonly anonymousPull?: boolean;
  /** `disabled`: tokens made for Resource Manager aren't taken (policy `azureADAuthenticationAsArmPolicy`). */
  readonly armTokens?: 'enabled' | 'disabled';
  /** Ranges of public addresses that the firewall lets in where it denies by default. */
  readonly addressRules?: readonly string[];
  /** Ids of subnets whose service endpoint the firewall lets in. */
  readonly subnetRules?: readonly string[];
  /** Host names of regional endpoints (`contoso.westeurope.geo.azurecr.io`); empty where they are off. */
  readonly regionalHostNames?: readonly string[];
}

/** What Azure says of the name of a new registry; names are unique in all of Azure. */
export type NameAvailability =
  | { readonly available: true }
  | {
      readonly available: false;
      /** `invalid`: Azure doesn't take it as a name at all. */
      readonly reason: 'taken' | 'invalid' | 'other';
      /** Azure's own sentence. */
      readonly message: string;
    };

/** A region of Azure that a subscription may use. */
export interface Region {
  /** As in `location`, e.g. `westeurope`. */
  readonly name: string;
  readonly displayName: string;
  /** E.g. `Europe`, for grouping; empty where Azure doesn't say. */
  readonly geography: string;
  /** Azure lists availability zones for it: zone redundancy can be had there. */
  readonly hasZones: boolean;
}

export interface ObservedReplica {
  readonly id: string;
  readonly location: string;
  readonly zoneRedundancy: boolean;
  readonly provisioningState: string;
  /** Pulls aren't led to it (`regionEndpointEnabled`, by default they are). */
  readonly leftOut?: true;
}

export interface ObservedConnection {
  readonly id: string;
  readonly endpointId: string;
  readonly status: 'Approved' | 'Pending' | 'Rejected' | 'Disconnected';
  /** What was asked for it with, while it is pending; left out if nothing was. */
  readonly message?: string;
}

export interface ObservedCluster {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly provisioningState: string;
  readonly powerState: 'Running' | 'Stopped';
  readonly kubernetesVersion: string;
  readonly nodeResourceGroup: string;
  /** Writes into the node resource group are denied. */
  readonly nodeResourceGroupReadOnly: boolean;
  /** Undefined for a cluster that still runs on a service principal. */
  readonly kubeletIdentity:
    { readonly objectId: string; readonly clientId: string; readonly resourceId: string } | undefined;
  /** Application id of the service principal that the cluster runs on, if it does; not what roles are assigned to. */
  readonly servicePrincipalClientId?: string;
  readonly pools: readonly ObservedPool[];
  /** Network of the nodes; undefined when it could not be found. */
  readonly networkId: string | undefined;
  /** AKS made the network, in the node resource group. */
  readonly networkManagedByAks: boolean;
  readonly serviceCidrs: readonly string[];
  readonly podCidrs: readonly string[];
  /** As Azure names them: `loadBalancer`, `userDefinedRouting`, `managedNATGateway`, `userAssignedNATGateway`, `none`, `block`. */
  readonly outboundType?: string;
  /** Public addresses that the nodes go out with; undefined where they aren't known. */
  readonly outboundAddresses?: readonly string[];
  /** `none`: the nodes ask no proxy. Undefined where nobody looked. */
  readonly httpProxy?: ObservedProxy | 'none';
  /** Pods may also run on virtual nodes (Azure Container Instances), which pull in a way of their own. */
  readonly hasVirtualNodes?: boolean;
  /** The registry from which AKS itself pulls what a node starts with (`bootstrapProfile`). */
  readonly bootstrapRegistryId?: string;
}

/** The HTTP proxy of a cluster's nodes (`httpProxyConfig`). */
export interface ObservedProxy {
  /** For https, e.g. `http://proxy.contoso.com:3128`; it never holds a password. */
  readonly url: string;
  /** `noProxy`: hosts, domains and ranges that are asked directly. */
  readonly exceptions: readonly string[];
}

/** A rule of a security group, custom or default, with all its ranges. */
export interface ObservedSecurityRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  /** `Tcp`, `*`, … */
  readonly protocol: string;
  /** Address ranges, service tags or `*`. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** Ports and ranges of ports, e.g. `443`, `400-500`, `*`. */
  readonly destinationPorts: readonly string[];
  /** The rule names application security groups, whose members aren't read. */
  readonly byGroups: boolean;
}

export interface ObservedSecurityGroup {
  readonly id: string;
  readonly rules: readonly ObservedSecurityRule[];
}

export interface ObservedRouteTable {
  readonly id: string;
  readonly routes: readonly {
    readonly name: string;
    /** A range, or a service tag. */
    readonly destination: string;
    /** `VirtualAppliance`, `VnetLocal`, `Internet`, `VirtualNetworkGateway`, `None`. */
    readonly nextHop: string;
    readonly nextHopAddress?: string;
  }[];
}

export interface ObservedPool {
  readonly name: string;
  readonly mode: string;
  readonly count: number;
  readonly osType: string;
  readonly vmSize: string;
  readonly subnetId: string | undefined;
  /** Each node has a public address of its own, which isn't among the cluster's. */
  readonly nodesHavePublicAddresses?: true;
}

export interface ObservedNetwork {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly provisioningState: string;
  readonly addressPrefixes: readonly string[];
  /** Custom DNS servers; empty means Azure DNS. */
  readonly dnsServers: readonly string[];
  readonly subnets: readonly ObservedSubnet[];
  readonly peerings: readonly ObservedPeering[];
}

export interface ObservedSubnet {
  readonly id: string;
  readonly name: string;
  readonly addressPrefixes: readonly string[];
  /** Service names of delegations; a delegated subnet takes no private endpoint. */
  readonly delegations: readonly string[];
  readonly privateEndpointNetworkPolicies: string;
  /** Addresses in use, as far as ARM tells (IP configurations). */
  readonly usedAddresses: number;
  readonly provisioningState?: string;
  /** Ids of the private endpoints in it. */
  readonly endpointIds?: readonly string[];
  readonly securityGroupId?: string;
  readonly routeTableId?: string;
  /** Goes before every other way out to public addresses. */
  readonly natGatewayId?: string;
  /** Services that have a service endpoint here, e.g. `Microsoft.ContainerRegistry`. */
  readonly serviceEndpoints?: readonly string[];
  readonly serviceEndpointPolicyIds?: readonly string[];
}

export interface ObservedPeering {
  readonly id: string;
  readonly name: string;
  readonly remoteNetworkId: string;
  readonly state: 'Initiated' | 'Connected' | 'Disconnected';
  readonly syncLevel: string;
  readonly allowVirtualNetworkAccess: boolean;
  /** What the peering knows of the other network; later ranges of it are known once the peering is synchronised. */
  readonly remoteAddressPrefixes: readonly string[];
  /** Parts of the networks are peered only: the ranges of this side and of the other. Undefined where they are peered as a whole. */
  readonly parts?: { readonly local: readonly string[]; readonly remote: readonly string[] };
  /** Only IPv6 ranges are peered. */
  readonly onlyIPv6?: boolean;
  /** As ARM answered it: a read-modify-write must not lose what the model doesn't know. */
  readonly raw: JsonObject;
}

export interface ObservedResourceGroup {
  readonly id: string;
  readonly location: string;
  readonly provisioningState?: string;
}

/** A resource that is only listed. */
export interface ObservedThing {
  readonly id: string;
  /** The operation that made it, by its mark; undefined for what this extension didn't make. */
  readonly madeBy: string | undefined;
}

export interface ObservedEndpoint {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly provisioningState: string;
  readonly subnetId: string;
  /** What the endpoint leads to. */
  readonly targetId: string;
  readonly groupIds: readonly string[];
  readonly status: 'Approved' | 'Pending' | 'Rejected' | 'Disconnected';
  /**
   * Name and private address pairs, from the endpoint's network interface; undefined where that can't be read. The name is
   * empty where Azure doesn't tell it.
   */
  readonly addresses?: readonly { readonly fqdn: string; readonly address: string }[];
  /** At most one in Azure; a fact of its own because reading it needs a right of its own. */
  readonly zoneGroup: Fact<ObservedZoneGroup>;
  /** As ARM answered it, for writing it again as it is. */
  readonly raw?: JsonObject;
}

export interface ObservedZoneGroup {
  readonly id: string;
  readonly name: string;
  readonly zoneIds: readonly string[];
  readonly raw: JsonObject;
}

export interface ObservedZone {
  readonly id: string;
  readonly name: string;
  readonly provisioningState?: string;
  readonly links: readonly ObservedZoneLink[];
  readonly records: Fact<readonly ObservedRecord[]>;
}

export interface ObservedZoneLink {
  readonly id: string;
  readonly name: string;
  readonly networkId: string;
  readonly state: string;
  readonly resolutionPolicy: 'Default' | 'NxDomainRedirect';
  /** The policy as Azure answered it; undefined where it left it out. */
  readonly answeredPolicy?: string;
}

export interface ObservedRecord {
  /** Relative to the zone, e.g. `contoso` or `contoso.westeurope.data`. */
  readonly name: string;
  /** Empty for an alias, and for a name that has records of other kinds only. */
  readonly addresses: readonly string[];
  /** The name that has to be asked instead (a CNAME record), without the dot at its end. */
  readonly alias?: string;
}

export interface ObservedRoleAssignment {
  readonly id: string;
  readonly scope: string;
  readonly principalId: string;
  /** Last segment of the role definition's id. */
  readonly roleId: string;
  readonly roleName: string;
  readonly condition: string | undefined;
  /** Undefined where its definition can't be read. */
  readonly permissions: readonly RolePermission[] | undefined;
}

export interface Neighbours {
  /** Ids of clusters, registries, networks and role assignments that are there and can't be made out; left out if none. */
  readonly unread?: readonly string[];
  /**
   * Kubelet identities (object ids) that hold a role on the registry itself which lets pull, also through a group where they
   * are in or near the networks of the observation; undefined where nobody looked. A role of which nobody knows what it
   * permits counts.
   */
  readonly pullPrincipals?: readonly string[];
  /** Others hold such a role: the service principal of a cluster, which only the directory knows, may be among them. */
  readonly othersPull?: true;
  /** All visible networks with what decides how names resolve in them. */
  readonly networks?: readonly {
    readonly id: string;
    readonly addressPrefixes: readonly string[];
    readonly dnsServers: readonly string[];
  }[];
  /** All visible registries that have a private endpoint connection, this one left out. */
  readonly privateRegistries: readonly {
    readonly id: string;
    readonly loginServer: string;
    /** Kubelet identities (object ids) that hold such a role on it, directly, inherited or as above through a group. */
    readonly pullPrincipals: readonly string[];
    readonly othersPull?: true;
    /** It lets everybody pull. */
    readonly anonymousPull?: true;
  }[];
  /** All visible clusters with the network that their nodes are in. */
  readonly clusters: readonly {
    readonly id: string;
    readonly name: string;
    readonly networkId: string | undefined;
    readonly kubeletObjectId: string | undefined;
    /** The registry that AKS itself starts its nodes from, as of an `ObservedCluster`. */
    readonly bootstrapRegistryId?: string;
  }[];
}
