/**
 * What the user wants: plain, serialisable data. It names every resource; whether one is created, changed or reused
 * is for the plan to find out. `onAbsent` says what an absent one means: `create` it, or `refuse` because the user
 * picked it as existing.
 */
export interface LinkSpec {
  readonly schemaVersion: 2;
  readonly registryId: string;
  /**
   * One for each cluster, each with its own topology. Links that name the same network, endpoint or zone share it: it
   * is planned once, and what they say of it has to agree.
   */
  readonly links: readonly ClusterLink[];
  /** Tags for everything that the plan creates and that takes tags, besides the ownership mark. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface ClusterLink {
  readonly clusterId: string;
  readonly access: PublicAccess | PrivateAccess;
  /**
   * For a cluster that runs on a service principal: the object id (not the application id) under which the directory
   * knows it. Resource Manager can't tell it, so the user is asked for it. Ignored where there is a kubelet identity.
   */
  readonly servicePrincipalObjectId?: string;
}

/** The cluster reaches the registry over its public name: only the pull role is needed. */
export interface PublicAccess {
  readonly mode: 'public';
}

export type OnAbsent = 'create' | 'refuse';

/**
 * Who lets a new endpoint connect: Azure at once, because the caller may approve connections of the registry, or the
 * registry's owner later, who reads the message.
 */
export type Approval =
  { readonly mode: 'automatic' } | { readonly mode: 'manual'; readonly requestMessage: string };

/** What gives a registry private addresses: the same for a cluster's link and for a registry without any cluster. */
export interface RegistrySide {
  /** The network that the endpoint is in: one of the registry's side, or the cluster's own. */
  readonly network: {
    readonly id: string;
    readonly onAbsent: OnAbsent;
    /** Azure region; used when the network (or its resource group) is created. */
    readonly location: string;
    /** CIDR; used when the network is created. */
    readonly addressPrefix: string;
  };
  readonly subnet: {
    readonly id: string;
    readonly onAbsent: OnAbsent;
    /** CIDR; used when the subnet is created. */
    readonly addressPrefix: string;
  };
  readonly endpoint: { readonly id: string; readonly onAbsent: OnAbsent; readonly approval: Approval };
  /**
   * Who sees to names: the plan (`zone`), or a central team whose policy writes the records and links the networks
   * (`central`): then zone, zone group and zone links are not planned, and `zone` is only kept for changing one's mind.
   */
  readonly dns: 'zone' | 'central';
  readonly zone: { readonly id: string; readonly onAbsent: OnAbsent };
  readonly names: {
    readonly zoneGroup: string;
    /** Link of the registry's network to the zone. */
    readonly registryZoneLink: string;
  };
  /**
   * `NxDomainRedirect` on the zone links that are made, and on an existing one of the cluster's network: names that the
   * zone lacks are resolved publicly, so that other private registries stay reachable over their public address.
   */
  readonly fallbackToInternet: boolean;
}

/** The cluster reaches the registry through a private endpoint. */
export interface PrivateAccess extends RegistrySide {
  readonly mode: 'private';
  /** The user agreed to raise the registry to Premium. */
  readonly upgradeToPremium: boolean;
  /**
   * How packets get from the cluster's network to the endpoint's: over a peering of the two, or `routed` over something
   * that the user vouches for (a hub with a gateway or an appliance), which is neither planned nor checked. Without
   * meaning where both are one network.
   */
  readonly route: 'peering' | 'routed';
  readonly names: RegistrySide['names'] & {
    /** Link of the cluster's network to the zone. */
    readonly clusterZoneLink: string;
    /** Peering on the registry's network. */
    readonly peeringToCluster: string;
    /** Peering on the cluster's network. */
    readonly peeringToRegistry: string;
  };
}
