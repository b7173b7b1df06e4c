/** What the link form needs of the world; the engine is handed in so that tests can give it plans of their own. */
import type { ApplyPorts } from '../../provisioning/applying/apply';
import type { CancelSignal } from '../../provisioning/applying/cancellation';
import type { OperationListener } from '../../provisioning/applying/events';
import type { Outcome } from '../../provisioning/applying/outcome';
import type { Inventory } from '../../provisioning/inventory';
import type { Observed } from '../../provisioning/observed';
import type { Plan } from '../../provisioning/plan';
import type { Azure } from '../../provisioning/ports';
import type { Preferred } from '../../provisioning/proposing/propose';
import type { ResumePorts } from '../../provisioning/resuming/resume';
import type { LinkSpec } from '../../provisioning/spec';

/** What the form asks of Azure. */
export type FormAzure = Pick<
  Azure,
  'observe' | 'write' | 'resume' | 'read' | 'contents' | 'locks' | 'readRights' | 'listSubscriptions'
>;

export interface FormDeps extends Pick<ApplyPorts, 'journal' | 'clock' | 'owner'> {
  readonly azure: () => Promise<FormAzure>;
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
  planLink(spec: LinkSpec, observed: Observed, operationId: string): Plan;
  applyPlan(
    plan: Plan,
    ports: ApplyPorts,
    signal: CancelSignal,
    listener: OperationListener,
    acknowledged: readonly string[],
  ): Promise<Outcome>;
  resumeOperation(
    operationId: string,
    ports: ResumePorts,
    signal: CancelSignal,
    listener: OperationListener,
  ): Promise<Outcome>;
}
