/**
 * What the user wants: plain, serialisable data. It names every resource; whether one is created, changed or reused
 * is for the plan to find out. `onAbsent` says what an absent one means: `create` it, or `refuse` because the user
 * picked it as existing.
 */
export interface LinkSpec {
  readonly schemaVersion: 1;
  readonly registryId: string;
  readonly clusterId: string;
  readonly access: PublicAccess | PrivateAccess;
  /** Tags for everything that the plan creates and that takes tags, besides the ownership mark. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The cluster reaches the registry over its public name: only the pull role is needed. */
export interface PublicAccess {
  readonly mode: 'public';
}

export type OnAbsent = 'create' | 'refuse';

/** The cluster reaches the registry through a private endpoint in the registry's network. */
export interface PrivateAccess {
  readonly mode: 'private';
  /** The user agreed to raise the registry to Premium. */
  readonly upgradeToPremium: boolean;
  /** The registry's side, shared by all clusters that link to it. */
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
  readonly endpoint: { readonly id: string; readonly onAbsent: OnAbsent };
  readonly zone: { readonly id: string; readonly onAbsent: OnAbsent };
  readonly names: {
    readonly zoneGroup: string;
    /** Link of the registry's network to the zone. */
    readonly registryZoneLink: string;
    /** Link of the cluster's network to the zone. */
    readonly clusterZoneLink: string;
    /** Peering on the registry's network. */
    readonly peeringToCluster: string;
    /** Peering on the cluster's network. */
    readonly peeringToRegistry: string;
  };
  /**
   * `NxDomainRedirect` on the cluster's zone link: names that the zone lacks are resolved publicly, so that other
   * private registries stay reachable over their public address.
   */
  readonly fallbackToInternet: boolean;
}
