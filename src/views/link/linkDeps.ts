/** What the link form needs of the world, besides what every form needs. */
import type { Azure, Inventory, Preferred } from '../../provisioning';
import type { FormDeps, OperationAzure } from '../planForm/formDeps';

/** What the form asks of Azure. */
export type FormAzure = OperationAzure & Pick<Azure, 'listSubscriptions'>;

export interface LinkDeps extends FormDeps {
  readonly azure: () => Promise<FormAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Preferred;
}
