/** What the link form needs of the world; the engine is handed in so that tests can give it plans of their own. */
import type { OperationListener } from '../../provisioning/applying/events';
import type { Inventory } from '../../provisioning/inventory';
import type { Observed } from '../../provisioning/observed';
import type { Outcome } from '../../provisioning/applying/outcome';
import type { Plan } from '../../provisioning/plan';
import type { ApplyPorts } from '../../provisioning/applying/apply';
import type { Azure } from '../../provisioning/ports';
import type { Preferred } from '../../provisioning/proposing/propose';
import type { LinkSpec, PrivateAccess } from '../../provisioning/spec';

export interface FormDeps extends Pick<ApplyPorts, 'journal' | 'clock' | 'owner'> {
  readonly azure: () => Promise<Pick<Azure, 'observe' | 'write' | 'listSubscriptions'>>;
  readonly inventory: () => Promise<Inventory>;
  /** From the settings: naming patterns and tags. */
  readonly preferred: () => Preferred;
  readonly newId: () => string;
  /** The view has to be drawn again. */
  readonly changed: () => void;
  /** Something was written: what others show is out of date. */
  readonly linked: () => void;
  readonly log: (error: unknown) => void;
}

export interface Engine {
  proposeSpec(observed: Observed, preferred: Preferred): LinkSpec;
  proposePrivate(observed: Observed, preferred: Preferred): PrivateAccess;
  planLink(spec: LinkSpec, observed: Observed, operationId: string): Plan;
  applyPlan(
    plan: Plan,
    ports: ApplyPorts,
    signal: AbortSignal,
    listener: OperationListener,
    acknowledged: readonly string[],
  ): Promise<Outcome>;
}
