/** What the link form needs of the world, besides what every form needs. */
import type { Inventory } from '../../provisioning/observed/inventory';
import type { Azure } from '../../provisioning/ports';
import type { Preferred } from '../../provisioning/proposing/propose';
import type { FormDeps, OperationAzure } from '../planForm/formDeps';

/** What the form asks of Azure. */
export type FormAzure = OperationAzure & Pick<Azure, 'listSubscriptions'>;

export interface LinkDeps extends FormDeps {
  readonly azure: () => Promise<FormAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Preferred;
}
