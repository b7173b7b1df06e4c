/** What makes a form the link form: who is linked, how it is filled, and which plan its fields stand for. */
import { sameId } from '../../model/armId';
import type { AnyPlan, LinkPlan } from '../../provisioning';
import type { Edit, FormKind, OwnPlanView, Reading } from '../planForm/formKind';
import type { Phase, SavedDraft } from '../planForm/protocol';
import type { SectionView } from '../planForm/protocol/fields';
import { LinkChoosing } from './choosing';
import { unreadNetwork, withRead } from '../place/edits';
import { draftOf, placesOf, type Filled } from './draft';
import { keptOf, restoreEdits, takeEdit } from './edits';
import type { LinkDeps } from './linkDeps';
import type { LinkTypes } from './linkTypes';
import { chosenClusters, idleOf, registryOf, titleOf } from './parties';
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
    return {
      registry: registryOf(parties, world),
      clusters: chosenClusters(parties, world),
      idle: idleOf(parties, world),
    };
  }

  async fill(signal: AbortSignal): Promise<Filled> {
    const { pairs } = this.choosing;
    if (pairs === undefined) throw new Error('A link is of a registry and clusters.');
    const filled = await fill(this.deps, pairs, signal);
    this.choosing.world = filled.context;
    return filled;
  }

  sections(filled: Filled): readonly SectionView[] {
    return sectionsOf(draftOf(filled), filled.context);
  }

  edit(filled: Filled, edit: Edit): Filled | undefined {
    return takeEdit(filled, edit);
  }

  kept(filled: Filled, which: 'changes' | 'all'): SavedDraft {
    return keptOf(filled, which);
  }

  restore(filled: Filled, kept: SavedDraft): Filled {
    return restoreEdits(filled, kept);
  }

  unread(filled: Filled): Reading<Filled> | undefined {
    const places = placesOf(draftOf(filled), filled.context);
    return unreadNetwork<Filled>(places, filled.context, async (networkId, signal) => {
      const read = await readNetwork(this.deps, filled, networkId, signal);
      return (latest) => ({ ...latest, context: withRead(latest.context, read) });
    });
  }

  async plan(
    filled: Filled,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ filled: Filled; plan: LinkPlan }> {
    const { context, plan } = await planAgain(this.deps, filled, operationId, signal);
    this.choosing.world = context;
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
