/** What a form needs of the world to apply, resume and undo; the engine is handed in so that tests can have their own. */
import type { ApplyPorts, Azure, prepareResume, resumeOperation, run } from '../../provisioning';

/** What every form asks of Azure. */
export type OperationAzure = Pick<
  Azure,
  | 'write'
  | 'resume'
  | 'read'
  | 'contents'
  | 'assignments'
  | 'locks'
  | 'readRights'
  | 'observe'
  | 'readPullers'
  | 'observeGrant'
>;

export interface FormDeps extends Pick<ApplyPorts, 'journal' | 'clock' | 'owner' | 'origin'> {
  readonly azure: () => Promise<OperationAzure>;
  readonly newId: () => string;
  /** The view has to be drawn again. */
  readonly changed: () => void;
  /** Something was written: what others show is out of date. */
  readonly written: () => void;
  readonly log: (error: unknown) => void;
}

export interface Engine {
  readonly run: typeof run;
  readonly prepareResume: typeof prepareResume;
  readonly resumeOperation: typeof resumeOperation;
}
