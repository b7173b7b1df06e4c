/** What a form needs of the world to apply, resume and undo; the engine is handed in so that tests can have their own. */
import type { AnyPlan } from '../../provisioning/plan/anyPlan';
import type { ApplyPorts } from '../../provisioning/applying/apply';
import type { CancelSignal } from '../../provisioning/applying/cancellation';
import type { OperationListener } from '../../provisioning/applying/events';
import type { Outcome } from '../../provisioning/applying/outcome';
import type { Azure } from '../../provisioning/ports';
import type { ResumePorts } from '../../provisioning/resuming/resume';

/** What every form asks of Azure. */
export type OperationAzure = Pick<
  Azure,
  'write' | 'resume' | 'read' | 'contents' | 'locks' | 'readRights' | 'observe' | 'readPullers'
>;

export interface FormDeps extends Pick<ApplyPorts, 'journal' | 'clock' | 'owner'> {
  readonly azure: () => Promise<OperationAzure>;
  readonly newId: () => string;
  /** The view has to be drawn again. */
  readonly changed: () => void;
  /** Something was written: what others show is out of date. */
  readonly written: () => void;
  readonly log: (error: unknown) => void;
}

export interface Engine {
  applyPlan(
    plan: AnyPlan,
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
