/** What the form needs of the world, besides what every form needs. */
import type { Inventory } from '../../provisioning/observed/inventory';
import type { Azure } from '../../provisioning/ports';
import type { Preferred } from '../../provisioning/proposing/propose';
import type { FormDeps, OperationAzure } from '../planForm/formDeps';

export type MakePrivateAzure = OperationAzure & Pick<Azure, 'observe' | 'readPullers'>;

export interface MakePrivateDeps extends FormDeps {
  readonly azure: () => Promise<MakePrivateAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Preferred;
  /** Suffix of registries' host names in the cloud of the settings, e.g. `azurecr.io`. */
  readonly hostSuffix: () => string;
}
