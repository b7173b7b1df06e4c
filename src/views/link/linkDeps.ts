/** What the link form needs of the world, besides what every form needs. */
import type { Inventory } from '../../provisioning/observed/inventory';
import type { Observed } from '../../provisioning/observed/observed';
import type { Plan } from '../../provisioning/plan/plan';
import type { Azure } from '../../provisioning/ports';
import type { Preferred } from '../../provisioning/proposing/propose';
import type { LinkSpec } from '../../provisioning/plan/spec';
import type { Engine, FormDeps, OperationAzure } from '../planForm/formDeps';

/** What the form asks of Azure. */
export type FormAzure = OperationAzure & Pick<Azure, 'listSubscriptions'>;

export interface LinkDeps extends FormDeps {
  readonly azure: () => Promise<FormAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Preferred;
}

export interface LinkEngine extends Engine {
  proposeSpec(observed: Observed, preferred: Preferred): LinkSpec;
  planLink(spec: LinkSpec, observed: Observed, operationId: string): Plan;
}
