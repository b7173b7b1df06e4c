/** What the user wants of a registry itself, without any cluster: plain, serialisable data, as of a link. */
import type { RegistryRoleMode } from '../../model/roles';
import type { RegistrySide } from './spec';

export interface RegistrySpec {
  readonly schemaVersion: 1;
  readonly registry: NewRegistry | ExistingRegistry;
  /** The way in over private addresses; undefined for a registry that is reached publicly, or by nobody yet. */
  readonly side: RegistrySide | undefined;
  /** Tags for everything that the plan creates and that takes tags, besides the ownership mark. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A registry that the plan makes. It is always Premium (only that has private endpoints and replicas), without admin
 * user, and lets trusted services of Azure in, which importing an image into a closed registry needs.
 */
export interface NewRegistry {
  readonly kind: 'new';
  readonly id: string;
  /** Suffix of registries' host names in this cloud, e.g. `azurecr.io`: Azure puts the name before it. */
  readonly hostSuffix: string;
  /** Azure region, also of the resource group if that is new. */
  readonly location: string;
  readonly zoneRedundancy: boolean;
  /** Copies in other regions, each once. */
  readonly replicas: readonly Replica[];
  readonly publicNetworkAccess: 'Enabled' | 'Disabled';
  readonly roleAssignmentMode: RegistryRoleMode;
}

export interface Replica {
  readonly location: string;
  readonly zoneRedundancy: boolean;
}

/** A registry that is there and gets private addresses: its public access stays as it is. */
export interface ExistingRegistry {
  readonly kind: 'existing';
  readonly id: string;
  /** The user agreed to raise it to Premium. */
  readonly upgradeToPremium: boolean;
}
