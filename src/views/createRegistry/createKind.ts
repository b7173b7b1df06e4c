/** What makes a form the one that creates a private registry. */
import { t } from '@vscode/l10n';
import { sameId, subscriptionOf } from '../../model/armId';
import type { AnyPlan, RegistryPlan } from '../../provisioning';
import type { Edit, FormKind, FormTypes, OwnPlanView, Reading } from '../planForm/formKind';
import type { Restored } from '../planForm/formState';
import { PlanForm } from '../planForm/planForm';
import type { Engine } from '../planForm/formDeps';
import { unreadNetwork } from '../place/edits';
import type { SavedDraft } from '../planForm/protocol';
import type { SectionView } from '../planForm/protocol/fields';
import type { CreateDeps } from './createDeps';
import { loginServer, registryId, type Fields, type Filled } from './draft';
import { keptOf, restoreEdits, takeEdit } from './edits';
import { NameCheck } from './nameCheck';
import type { CreateHeader, CreateSubject } from './protocol';
import { fieldsOf } from './proposals';
import { fill, planFor, readNetwork } from './reading';
import { sectionsOf } from './sections';

export interface CreateTypes extends FormTypes {
  readonly filled: Filled;
  readonly plan: RegistryPlan;
  readonly drawing: never;
  readonly subject: CreateSubject;
  readonly header: CreateHeader;
  readonly choosing: never;
  readonly message: never;
}

class CreateKind implements FormKind<CreateTypes> {
  readonly #names: NameCheck;
  /** As the form shows it; undefined until it is filled. */
  #filled: Filled | undefined;

  constructor(
    private readonly deps: CreateDeps,
    readonly subject: CreateSubject,
  ) {
    const check = async (name: string, signal: AbortSignal) =>
      (await deps.azure()).checkRegistryName(subject.subscriptionId, name, signal);
    this.#names = new NameCheck(check, deps.clock, deps.changed);
  }

  get title(): string {
    const name = this.#filled === undefined ? '' : fieldsOf(this.#filled).name;
    return name === '' ? t('Create private registry') : t`Create private registry ${name}`;
  }

  get header(): CreateHeader {
    const filled = this.#filled;
    if (filled === undefined) return { subscription: this.subject.subscriptionId, registry: undefined };
    const fields = fieldsOf(filled);
    return { subscription: filled.context.subscription.name, registry: registryHeader(fields, filled) };
  }

  /** Id that the registry has or will have; undefined until the form is filled. */
  get registryId(): string | undefined {
    return this.#filled && registryId(this.#filled.context, fieldsOf(this.#filled));
  }

  async fill(signal: AbortSignal): Promise<Filled> {
    return this.#showing(await fill(this.deps, this.subject.subscriptionId, signal));
  }

  sections(filled: Filled): readonly SectionView[] {
    return sectionsOf(filled, this.#names.stateOf(fieldsOf(filled).name));
  }

  edit(filled: Filled, edit: Edit): Filled | undefined {
    const edited = takeEdit(filled, edit);
    return edited && this.#showing(edited);
  }

  kept(filled: Filled, which: 'changes' | 'all'): SavedDraft {
    return keptOf(filled, which);
  }

  restore(filled: Filled, kept: SavedDraft): Filled {
    return this.#showing(restoreEdits(filled, kept));
  }

  unread(filled: Filled): Reading<Filled> | undefined {
    return unreadNetwork<Filled>([fieldsOf(filled)], filled.context, async (networkId, signal) => {
      const context = await readNetwork(this.deps, filled, networkId, signal);
      return (latest) => this.#showing({ ...latest, context });
    });
  }

  async plan(filled: Filled, operationId: string, signal: AbortSignal) {
    const planned = await planFor(this.deps, filled, operationId, signal);
    return { ...planned, filled: this.#showing(planned.filled) };
  }

  isOwn(plan: AnyPlan): plan is RegistryPlan {
    return plan.purpose.kind === 'registry' && plan.purpose.spec.registry.kind === 'new';
  }

  concerns({ purpose: { spec } }: RegistryPlan): boolean {
    return sameId(subscriptionOf(spec.registry.id), this.subject.subscriptionId);
  }

  show(): OwnPlanView<never> {
    return {};
  }

  dispose(): void {
    this.#names.stop();
  }

  #showing(filled: Filled): Filled {
    this.#filled = filled;
    this.#names.ask(fieldsOf(filled).name);
    return filled;
  }
}

function registryHeader(fields: Fields, { context }: Filled): CreateHeader['registry'] {
  return {
    name: fields.name,
    loginServer: loginServer(fields, context),
    isPublic: fields.publicAccess === 'Enabled',
  };
}

export type CreateForm = PlanForm<CreateTypes, CreateKind>;

export function createRegistryForm(
  deps: CreateDeps,
  engine: Engine,
  start: CreateSubject & Restored,
): CreateForm {
  const { schemaVersion, subscriptionId } = start;
  const kind = new CreateKind(deps, { schemaVersion, subscriptionId });
  return new PlanForm<CreateTypes, CreateKind>(deps, engine, kind, start);
}
