/** What an operation is to the engine: each is one file, and all of them are rows of the table. */
import type * as v from 'valibot';
import type { Failure } from '../../model/failure';
import type { ApplyPorts } from '../applying/run';
import type { Choice } from '../plan/choice';
import type { Plan } from '../plan/plan';
import type {
  AzureObserver,
  GrantReader,
  JournalStorage,
  PullersReader,
  ResourceReader,
  RightsReader,
} from '../ports';

/** What plans are made from: Azure, only read, and the journals of this computer. */
export interface World {
  readonly azure: AzureObserver &
    ResourceReader &
    RightsReader &
    PullersReader &
    Pick<GrantReader, 'observeGrant'>;
  readonly journal: JournalStorage;
}

/** The same, with what the table knows. */
interface Surroundings extends World {
  /** Whether what an operation of a kind did can be rolled back. */
  readonly undoable: (kind: string) => boolean;
}

export interface Operation<Kind extends string, Spec, Seen> {
  readonly kind: Kind;
  /** Of the spec: journals are checked with it, and so is whatever else comes from outside. */
  readonly schema: v.GenericSchema<unknown, Spec>;
  /** What it does, in a few words: "Link contoso to aks-shop". */
  title(spec: Spec): string;
  /** Id of the registry that it is about; undefined where only a journal tells. */
  registryId(spec: Spec): string | undefined;
  /**
   * Reads everything that the plan depends on. Rejects with FailureError when nothing can be said (not signed in, no
   * network, aborted).
   */
  observe(spec: Spec, world: Surroundings, signal: AbortSignal): Promise<Seen>;
  /** Pure and total: what stands in the way is a blocker, never a throw. `operationId` goes into every ownership mark. */
  plan(spec: Spec, seen: Seen, operationId: string): Plan<Kind, Spec>;
  /** Whether what it did can be rolled back. */
  readonly undoable: boolean;
  /** Of what it would do, what the user decides on one by one; left out where that is all or nothing. */
  readonly choosing?: {
    choices(spec: Spec, seen: Seen): readonly Choice[];
    /** The spec for what is ticked, and what isn't though it could be: ids of choices. */
    chosen(spec: Spec, ticked: readonly string[], unticked: readonly string[]): Spec;
  };
  /**
   * Called when the operation's own journal is there, before the first write and before each resumption. A failure keeps
   * anything from being written.
   */
  begin?(spec: Spec, plan: Plan, ports: ApplyPorts): Promise<Failure | undefined>;
  /** The spec of what is left of an interrupted one, where it isn't the whole; `isDone` takes the id of a step. */
  left?(spec: Spec, plan: Plan, isDone: (stepId: string) => boolean): Spec;
}

/** As it is; the compiler infers what `observe` gives and `plan` takes. */
export function operation<Kind extends string, Spec, Seen>(
  row: Operation<Kind, Spec, Seen>,
): Operation<Kind, Spec, Seen> {
  return row;
}
