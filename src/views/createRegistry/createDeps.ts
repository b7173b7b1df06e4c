/** What the form needs of the world, besides what every form needs. */
import type { Azure, Inventory, Preferred } from '../../provisioning';
import type { FormDeps, OperationAzure } from '../planForm/formDeps';

/** What the form asks of Azure. */
export type CreateAzure = OperationAzure &
  Pick<Azure, 'listSubscriptions' | 'listResourceGroups' | 'checkRegistryName'>;

export interface CreateDeps extends FormDeps {
  readonly azure: () => Promise<CreateAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Pick<Preferred, 'names' | 'tags'>;
  /** Suffix of registries' host names in the cloud of the settings, e.g. `azurecr.io`. */
  readonly hostSuffix: () => string;
}
