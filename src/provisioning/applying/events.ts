/** What happens while a plan is applied, as data: the view, the log and the journal each make their own of it. */
import type { Failure } from '../../model/failure';

interface At {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly operationId: string;
}

interface OperationStarted extends At {
  readonly kind: 'operationStarted';
  /** Steps that will be written; `reuse` steps need no work. */
  readonly stepIds: readonly string[];
}

/** The request is about to be sent. */
interface StepStarted extends At {
  readonly kind: 'stepStarted';
  readonly stepId: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

/** Azure took the request and works on it. */
interface StepAccepted extends At {
  readonly kind: 'stepAccepted';
  readonly stepId: string;
}

interface StepStatus extends At {
  readonly kind: 'stepStatus';
  readonly stepId: string;
  readonly text: string;
}

interface StepRetrying extends At {
  readonly kind: 'stepRetrying';
  readonly stepId: string;
  readonly failure: Failure;
  /** Number of the try that is about to be made. */
  readonly attempt: number;
  readonly delaySeconds: number;
}

interface StepFinished extends At {
  readonly kind: 'stepFinished';
  readonly stepId: string;
  readonly result: 'done' | 'failed' | 'cancelled';
  /** Set unless done. */
  readonly failure: Failure | undefined;
  /** Cancelled while Azure was at work on it: Azure carries on. */
  readonly continuesInAzure: boolean;
  readonly seconds: number;
}

/** The user cancelled: nothing more starts. */
interface OperationCancelling extends At {
  readonly kind: 'operationCancelling';
  /** What becomes of the steps that run: their end is awaited, or Azure is left to carry on with them. */
  readonly choice: 'await' | 'abandon';
  readonly stepIds: readonly string[];
}

interface OperationFinished extends At {
  readonly kind: 'operationFinished';
  readonly result: 'done' | 'failed' | 'cancelled';
  readonly seconds: number;
}

export type OperationEvent =
  | OperationStarted
  | StepStarted
  | StepAccepted
  | StepStatus
  | StepRetrying
  | StepFinished
  | OperationCancelling
  | OperationFinished;

export type OperationListener = (event: OperationEvent) => void;
