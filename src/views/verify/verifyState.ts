/** What the page needs of the world, and where it can be. */
import type { Failure } from '../../model/failure';
import type { Clock, Inventory, JournalStorage } from '../../provisioning';
import type { Verification } from '../../verifying/verification';
import type { SavedVerify } from './protocol/messages';
import type { Subject, VerifyAzure } from './reading';

export interface VerifyDeps {
  readonly azure: () => Promise<VerifyAzure>;
  readonly inventory: () => Promise<Inventory>;
  /** The inventory keeps what it read, a failure too, until it is told to read again. */
  readonly refresh: () => void;
  readonly clock: Clock;
  readonly journal: JournalStorage;
  /** Lets the user choose from what the registry has; the image as text, undefined when the user turned away. */
  readonly chooseImage: (registryId: string) => Promise<string | undefined>;
  readonly changed: () => void;
}

/** What the form is about, and what is known of the user's wishes. */
export type VerifyStart = Pick<SavedVerify, 'registryId' | 'clusterId'> & Partial<SavedVerify>;

export type State =
  | { readonly phase: 'reading' }
  | { readonly phase: 'refused'; readonly failure: Failure }
  | { readonly phase: 'ready'; readonly subject: Subject; readonly failure?: Failure | undefined }
  | { readonly phase: 'running'; readonly subject: Subject; readonly verification: Verification }
  | {
      readonly phase: 'done';
      readonly subject: Subject;
      readonly verification: Verification;
      /** Of something that was asked for after the run. */
      readonly failure?: Failure | undefined;
    };
