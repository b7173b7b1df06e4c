/** What a page of a walk can be about, and which page that is. */
import type { Azure, Inventory, JournalStorage } from '../../../src/provisioning';
import type { Clock } from '../../../src/provisioning/ports';
import { createRegistryForm } from '../../../src/views/createRegistry/createKind';
import { createLinkForm } from '../../../src/views/link/linkForm';
import type { Parties } from '../../../src/views/link/protocol';
import { MakePrivateKind } from '../../../src/views/makePrivate/makePrivateKind';
import type { MakePrivateTypes } from '../../../src/views/makePrivate/makePrivateTypes';
import type { Stage } from '../../../src/views/makePrivate/protocol';
import { OperationKind, type OperationTypes } from '../../../src/views/operations/operationKind';
import type { Wanted } from '../../../src/views/operations/wanted';
import { engine } from '../../../src/views/planForm/engine';
import type { FormKind, FormTypes } from '../../../src/views/planForm/formKind';
import type { Restored } from '../../../src/views/planForm/formState';
import { PlanForm, type FormMessage } from '../../../src/views/planForm/planForm';
import { savedOf, viewOf, type ViewOf } from '../../../src/views/planForm/view';
import type { FormState } from '../../../src/views/planForm/formState';

export type Subject =
  | { readonly form: 'link'; readonly parties: Parties }
  | { readonly form: 'operation'; readonly wanted: Wanted; readonly resumes?: string }
  | { readonly form: 'makePrivate'; readonly registryId: string }
  | { readonly form: 'create'; readonly subscriptionId: string };

/** What a window gives its forms. */
export interface FormWorld {
  readonly azure: () => Promise<Azure>;
  readonly inventory: () => Promise<Inventory>;
  readonly newId: () => string;
  readonly changed: () => void;
  readonly written: () => void;
  readonly log: (error: unknown) => void;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  readonly owner: string;
}

/** What a walk does with a form of any kind. */
export interface WalkForm {
  readonly state: () => FormState;
  readonly operationId: () => string;
  readonly view: () => AnyView;
  readonly saved: () => Restored;
  readonly handle: (message: FormMessage) => void;
  readonly settled: () => Promise<void>;
  readonly cameToFront: () => void;
  readonly operationsChanged: () => void;
  readonly dispose: () => void;
  /** Of the form that makes a registry private. */
  readonly chooseStage?: (stage: Stage | undefined) => void;
}

type AnyView = ViewOf<FormTypes & { readonly choosing: { readonly phase: 'choosing' } }>;

export function formOf(subject: Subject, world: FormWorld, kept: Restored = {}): WalkForm {
  const more = { preferred: () => ({}), hostSuffix: () => 'azurecr.io' };
  switch (subject.form) {
    case 'link':
      return driven(createLinkForm({ ...world, ...more }, engine, { ...subject.parties, ...kept }), world);
    case 'create': {
      const { subscriptionId } = subject;
      return driven(
        createRegistryForm({ ...world, ...more }, engine, { schemaVersion: 1, subscriptionId, ...kept }),
        world,
      );
    }
    case 'operation': {
      const { wanted, resumes } = subject;
      const about = { schemaVersion: 1, wanted, ...(resumes === undefined ? {} : { resumes }) } as const;
      const kind = new OperationKind(world, about);
      return driven(new PlanForm<OperationTypes, OperationKind>(world, engine, kind, kept), world);
    }
    case 'makePrivate': {
      const stage = (kept as { readonly stage?: Stage }).stage;
      const about = { registryId: subject.registryId, ...(stage === undefined ? {} : { stage }) };
      const kind = new MakePrivateKind({ ...world, ...more }, about);
      const form = new PlanForm<MakePrivateTypes, MakePrivateKind>({ ...world, ...more }, engine, kind, kept);
      return {
        ...driven(form, world),
        chooseStage: (chosen) => {
          form.choose(chosen === undefined ? { type: 'overview' } : { type: 'stage', stage: chosen });
        },
      };
    }
  }
}

function driven<T extends FormTypes, K extends FormKind<T>>(
  form: PlanForm<T, K>,
  { clock }: FormWorld,
): WalkForm {
  return {
    state: () => form.snapshot.state,
    operationId: () => form.snapshot.operationId,
    view: () => viewOf(form, clock.now(), undefined),
    // As VS Code keeps it.
    saved: () => JSON.parse(JSON.stringify(savedOf(form))) as Restored,
    handle: (message) => {
      form.handle(message);
    },
    settled: () => form.settled(),
    cameToFront: () => {
      form.cameToFront();
    },
    operationsChanged: () => {
      form.operationsChanged();
    },
    dispose: () => {
      form.dispose();
    },
  };
}
