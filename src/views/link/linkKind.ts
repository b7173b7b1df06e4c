/** What makes a form the link form: who is linked, how it is filled, and which plan its fields stand for. */
import { idKey, sameId } from '../../model/armId';
import type { AnyPlan, LinkPlan } from '../../provisioning';
import type { Edit, FormKind, OwnPlanView, Reading } from '../planForm/formKind';
import type { Phase, SavedDraft } from '../planForm/protocol';
import type { SectionView } from '../planForm/protocol/fields';
import { LinkChoosing } from './choosing';
import { makeNew } from '../planForm/networks';
import type { Filled } from './draft';
import { keptOf, restoreEdits, takeEdit } from './edits';
import type { LinkDeps } from './linkDeps';
import type { LinkTypes } from './linkTypes';
import { chosenClusters, registryOf, titleOf } from './parties';
import { withSubnet } from './place';
import { planShown } from './planShown';
import type { LinkHeader, Parties } from './protocol';
import type { DrawingView } from './protocol/drawing';
import { fill, planAgain, readNetwork, readWorld } from './reading';
import { sectionsOf } from './sections';

export class LinkKind implements FormKind<LinkTypes> {
  readonly choosing: LinkChoosing;

  constructor(
    private readonly deps: LinkDeps,
    parties: Parties,
    phase: Phase | undefined,
  ) {
    this.choosing = new LinkChoosing((signal) => readWorld(deps, signal), parties, phase);
  }

  get parties(): Parties {
    return this.choosing.parties;
  }

  get title(): string {
    return titleOf(this.parties);
  }

  get subject(): LinkTypes['subject'] {
    return { schemaVersion: 2, ...this.parties };
  }

  get header(): LinkHeader {
    const { parties, world } = this.choosing;
    return { registry: registryOf(parties, world), clusters: chosenClusters(parties, world) };
  }

  async fill(signal: AbortSignal): Promise<Filled> {
    const { pairs } = this.choosing;
    if (pairs === undefined) throw new Error('A link is of a registry and clusters.');
    const filled = await fill(this.deps, pairs, signal);
    this.choosing.world = filled.context;
    return filled;
  }

  sections({ draft, context }: Filled): readonly SectionView[] {
    return sectionsOf(draft, context);
  }

  edit(filled: Filled, edit: Edit): Filled | undefined {
    const draft = takeEdit(filled.draft, edit, filled.proposed, filled.context);
    return draft && { ...filled, draft };
  }

  kept(filled: Filled, which: 'changes' | 'all'): SavedDraft {
    return keptOf(filled, which);
  }

  restore(filled: Filled, kept: SavedDraft): Filled {
    return { ...filled, draft: restoreEdits(filled.draft, kept, filled.context) };
  }

  /** A network from the inventory is offered before its subnets are known: they are read when it is chosen. */
  unread(filled: Filled): Reading<Filled> | undefined {
    const { endpoint, network } = filled.draft.shared;
    if (endpoint !== makeNew || network === makeNew) return undefined;
    if (filled.context.observed.networks[idKey(network)] !== undefined) return undefined;
    return {
      about: idKey(network),
      section: 'network',
      words: 'Reading the network…',
      read: async (signal) => {
        const context = await readNetwork(this.deps, filled, network, signal);
        return ({ proposed, draft }) => {
          const shared = withSubnet(draft.shared, context);
          return { proposed, context, draft: { ...draft, shared } };
        };
      },
    };
  }

  async plan(
    filled: Filled,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ filled: Filled; plan: LinkPlan }> {
    const { context, plan } = await planAgain(this.deps, filled, operationId, signal);
    return { filled: { ...filled, context }, plan };
  }

  isOwn(plan: AnyPlan): plan is LinkPlan {
    return plan.purpose.kind === 'link';
  }

  concerns({ purpose: { spec } }: LinkPlan): boolean {
    const { registryId, clusterIds } = this.parties;
    return (
      sameId(spec.registryId, registryId) &&
      spec.links.some(({ clusterId }) => clusterIds.some((id) => sameId(id, clusterId)))
    );
  }

  show(plan: LinkPlan, filled: Filled | undefined): OwnPlanView<DrawingView> {
    return planShown(plan, filled);
  }
}
