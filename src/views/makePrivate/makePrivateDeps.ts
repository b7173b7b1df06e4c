/** What the form needs of the world, besides what every form needs. */
import type { Azure, Inventory, Preferred } from '../../provisioning';
import type { FormDeps, OperationAzure } from '../planForm/formDeps';

type MakePrivateAzure = OperationAzure & Pick<Azure, 'listSubscriptions' | 'observe' | 'readPullers'>;

export interface MakePrivateDeps extends FormDeps {
  readonly azure: () => Promise<MakePrivateAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Preferred;
  /** Suffix of registries' host names in the cloud of the settings, e.g. `azurecr.io`. */
  readonly hostSuffix: () => string;
}
