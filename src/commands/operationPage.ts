import type { Azure, Clock, JournalStorage } from '../provisioning';
import type { Log } from '../platform/log';
import type { Wanted } from '../views/operations/wanted';

/** Where an operation's plan is shown, agreed to and followed. */
export interface OperationPage {
  /** `resumes` is the id of an operation that is gone on with. */
  open(wanted: Wanted, resumes?: string): void;
}

/** What commands need that write without a plan. */
export interface OperationPorts {
  azure(): Promise<Azure>;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  /** Names this window in leases. */
  readonly owner: string;
  /** Of the Resource Manager that is written to. */
  readonly origin: () => string;
  readonly log: Log;
  /** Something was written, or an operation's journal changed. */
  readonly changed: () => void;
}
