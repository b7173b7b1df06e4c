/** What makes a form the one that makes a registry private: two stages, each planned and applied by itself. */
import { nameOf, sameId } from '../../model/armId';
import { type AnyPlan, prepare, type PublicAccessPlan, type RegistryPlan } from '../../provisioning';
import type { Edit, FormKind, OwnPlanView, Reading } from '../planForm/formKind';
import { makeNew } from '../planForm/networks';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import { sharedScope, type SectionView } from '../planForm/protocol/fields';
import { accessSections, accessSpec, fillAccess, observeAccess } from './accessStage';
import { endpointSections } from './endpointSections';
import { endpointSpec, fillEndpoint, isProposedForOther, observedAgain } from './endpointStage';
import type { EndpointFilled, Filled } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';
import type { MakePrivateTypes } from './makePrivateTypes';
import { Overview } from './overview';
import type { Header, Subject } from './protocol';
import { fieldIds, type FieldId } from './protocol/fields';
import type { PullersView } from './protocol/pullers';
import { pullersView } from './pullersView';
import { registryWords, stagesOf } from './stages';

export class MakePrivateKind implements FormKind<MakePrivateTypes> {
  readonly choosing: Overview;
  readonly registryId: string;

  constructor(
    private readonly deps: MakePrivateDeps,
    { registryId, stage }: Subject,
  ) {
    this.registryId = registryId;
    this.choosing = new Overview(
      registryId,
      (signal) => observeAccess(deps, registryId, signal),
      () => deps.clock.now(),
      stage,
    );
  }

  get title(): string {
    return `Make ${nameOf(this.registryId)} private`;
  }

  get subject(): MakePrivateTypes['subject'] {
    const { stage } = this.choosing;
    return { schemaVersion: 1, registryId: this.registryId, ...(stage === undefined ? {} : { stage }) };
  }

  get header(): Header {
    const { stage, observed, readAt } = this.choosing;
    return { registry: registryWords(this.registryId, observed), stage, stages: stagesOf(observed), readAt };
  }

  async fill(signal: AbortSignal): Promise<Filled> {
    if (this.choosing.stage === 'access') {
      const filled = await fillAccess(this.deps, this.registryId, signal);
      this.choosing.observed = filled.observed;
      return filled;
    }
    const [filled, observed] = await Promise.all([
      fillEndpoint(this.deps, this.registryId, undefined, signal),
      this.choosing.observed ?? observeAccess(this.deps, this.registryId, signal),
    ]);
    this.choosing.observed = observed;
    return filled;
  }

  /** Where the registry stands, and who pulls. */
  async renew(signal: AbortSignal, after: 'writing' | 'return'): Promise<void> {
    if (after === 'writing' || this.choosing.isOld) await this.choosing.list(signal);
  }

  sections(filled: Filled): readonly SectionView[] {
    return filled.stage === 'endpoint' ? endpointSections(filled) : accessSections(filled);
  }

  edit(filled: Filled, edit: Edit): Filled | undefined {
    const { field, value } = edit;
    const shown = shownField(this.sections(filled), edit);
    if (shown === undefined || !isFieldId(field) || !isTaken(shown, value)) return undefined;
    return withField(filled, field, value);
  }

  kept(filled: Filled): SavedDraft {
    return { [sharedScope]: { ...filled.fields } };
  }

  /** Choices first, because what is shown besides follows from them. */
  restore(filled: Filled, kept: SavedDraft): Filled {
    const fields = kept[sharedScope] ?? {};
    return fieldIds.reduce<Filled>((restored, field) => {
      const value = fields[field];
      if (value === undefined) return restored;
      return this.edit(restored, { scope: sharedScope, field, value }) ?? restored;
    }, filled);
  }

  /** Another network takes another subnet and zone: they are proposed anew. */
  unread(filled: Filled): Reading<Filled> | undefined {
    if (filled.stage !== 'endpoint' || !isProposedForOther(filled)) return undefined;
    const { network } = filled.fields;
    return {
      about: network,
      section: 'network',
      words: 'Reading the network…',
      read: async (signal) => {
        const networkId = network === makeNew ? undefined : network;
        const proposed = await fillEndpoint(this.deps, this.registryId, networkId, signal);
        return (latest) => (latest.stage === 'endpoint' ? withTyped(proposed, latest) : latest);
      },
    };
  }

  async plan(
    filled: Filled,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ filled: Filled; plan: RegistryPlan | PublicAccessPlan }> {
    const world = { azure: await this.deps.azure(), journal: this.deps.journal };
    if (filled.stage === 'endpoint') {
      const wish = { kind: 'registry', spec: endpointSpec(filled), operationId } as const;
      const { plan, seen } = await prepare(wish, world, signal);
      return { filled: observedAgain(filled, seen), plan };
    }
    const wish = { kind: 'publicAccess', spec: accessSpec(this.registryId, filled), operationId } as const;
    const { plan, seen } = await prepare(wish, world, signal);
    this.choosing.observed = seen;
    return { filled: { ...filled, observed: seen }, plan };
  }

  isOwn(plan: AnyPlan): plan is RegistryPlan | PublicAccessPlan {
    const { purpose } = plan;
    if (purpose.kind === 'publicAccess') return sameId(purpose.spec.registryId, this.registryId);
    return (
      purpose.kind === 'registry' &&
      purpose.spec.registry.kind === 'existing' &&
      sameId(purpose.spec.registry.id, this.registryId)
    );
  }

  /** All of its own are about its registry. */
  concerns(): boolean {
    return true;
  }

  /** Beside a plan that takes access away stands who has it. */
  show(plan: RegistryPlan | PublicAccessPlan, filled: Filled | undefined): OwnPlanView<PullersView> {
    if (plan.purpose.kind !== 'publicAccess' || filled?.stage !== 'access') return {};
    return { drawing: pullersView(this.registryId, filled.observed) };
  }
}

function withField(filled: Filled, field: FieldId, value: string): Filled {
  return { ...filled, fields: { ...filled.fields, [field]: value } };
}

/** What doesn't follow from the network stays as it was typed. */
function withTyped(proposed: EndpointFilled, { fields }: EndpointFilled): EndpointFilled {
  const { upgrade, approval, requestMessage, dns, tags } = fields;
  return { ...proposed, fields: { ...proposed.fields, upgrade, approval, requestMessage, dns, tags } };
}

function isFieldId(field: string): field is FieldId {
  return (fieldIds as readonly string[]).includes(field);
}
