/**
 * The stages that make private addresses: the registry's endpoint with all clusters that pull, so that each goes on pulling at
 * every moment, or the endpoint with only those clusters that would lose their pulls without a link.
 */
import { idKey, sameId } from '../../model/armId';
import {
  accessBlockersOfPullers,
  type ClusterPuller,
  hasZoneFor,
  known,
  type Observed,
  type ObservedCluster,
  type ObservedRegistry,
  proposeRegistry,
  pullersOf,
  type RegistrySide,
  type RegistrySpec,
} from '../../provisioning';
import type { Draft, Filled as LinkFilled } from '../link/draft';
import { keptOf, restoreEdits, takeEdit } from '../link/edits';
import { withSubnet } from '../link/place';
import { fieldsOfAccess, proposals } from '../link/proposals';
import { sectionsOf } from '../link/sections';
import { privateAccess } from '../link/specOf';
import { check, type Scope } from '../planForm/fields';
import type { Edit, Reading } from '../planForm/formKind';
import { makeNew } from '../planForm/networks';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import { parseTags } from '../planForm/tags';
import { observeAccess } from './accessStage';
import type { PathsFilled } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';

/** Reads the registry, who pulls and what is around; rejects with FailureError if the registry can't be read. */
export async function fillPaths(
  deps: MakePrivateDeps,
  registryId: string,
  stage: PathsFilled['stage'],
  signal: AbortSignal,
): Promise<PathsFilled> {
  const azure = await deps.azure();
  const [observed, inventory, subscriptions] = await Promise.all([
    observeAccess(deps, registryId, signal),
    deps.inventory(),
    azure.listSubscriptions(signal),
  ]);
  signal.throwIfAborted();
  const base = { stage, observed, world: { inventory, subscriptions }, preferred: deps.preferred() };
  return withLinked(base, registryId, defaultLinked(base));
}

type Base = Omit<PathsFilled, 'linked' | 'link'>;

function withLinked(base: Base, registryId: string, linked: readonly string[]): PathsFilled {
  return { ...base, linked, link: linkOf(base, registryId, linked, undefined) };
}

/** Those who have no private path that is known, and can be linked. */
function linkable({ observed }: Base): readonly ClusterPuller[] {
  return (pullersOf(observed)?.clusters ?? []).filter(
    ({ clusterId, path }) => path.verdict !== 'private' && clusterOf(observed.link, clusterId) !== undefined,
  );
}

function defaultLinked(base: Base): readonly string[] {
  return linkable(base)
    .filter(({ clusterId }) => base.stage === 'together' || losesName(base, clusterId))
    .map(({ clusterId }) => clusterId);
}

/** With the endpoint alone its nodes would not find the registry any more. */
function losesName({ observed: { link } }: Base, clusterId: string): boolean {
  const registry = known(link.registry);
  if (registry === undefined || hasEndpoint(registry)) return false;
  return hasZoneFor(link, registry, clusterOf(link, clusterId)?.networkId);
}

function hasEndpoint({ connections }: ObservedRegistry): boolean {
  return connections.some(({ status }) => status === 'Approved');
}

function clusterOf({ clusters }: Observed, id: string): ObservedCluster | undefined {
  const fact = clusters[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}

/** The proposal for these clusters; for the registry alone in the network that is given, or in one of its own. */
function linkOf(
  { observed: { link }, world, preferred }: Base,
  registryId: string,
  linked: readonly string[],
  networkId: string | undefined,
): LinkFilled {
  const clusters = linked.flatMap((id) => clusterOf(link, id) ?? []);
  const observed: Observed = {
    ...link,
    clusters: Object.fromEntries(clusters.map((value) => [idKey(value.id), { state: 'known', value }])),
  };
  const { draft, placements } =
    clusters.length === 0
      ? { draft: aloneDraft(observed, registryId, preferred, networkId), placements: {} }
      : proposals(observed, { ...preferred, mode: 'private' });
  const registry = known(observed.registry);
  if (registry === undefined) throw new Error('A proposal was made for a registry that could not be read.');
  const proposed = withConsent(withFallback(draft, clusters, observed, registry), registry);
  return { context: { registry, clusters, observed, placements, ...world }, proposed, draft: proposed };
}

function aloneDraft(
  observed: Observed,
  registryId: string,
  { names, tags }: PathsFilled['preferred'],
  networkId: string | undefined,
): Draft {
  const spec = proposeRegistry(observed, {
    registry: { kind: 'existing', id: registryId },
    ...(networkId === undefined ? {} : { networkId }),
    ...(names === undefined ? {} : { names }),
    ...(tags === undefined ? {} : { tags }),
  });
  if (spec.side === undefined) throw new Error('Private addresses were asked for.');
  const access = {
    mode: 'private',
    upgradeToPremium: false,
    route: 'peering',
    ...spec.side,
    names: { clusterZoneLink: '', peeringToCluster: '', peeringToRegistry: '', ...spec.side.names },
  } as const;
  return { shared: fieldsOfAccess(access, spec, observed), clusters: {} };
}

/**
 * Names that a zone lacks are resolved publicly, unless the user decides otherwise: that of this registry for as long as its
 * record isn't there yet, and those of other registries in networks that get their first zone.
 */
function withFallback(
  { shared, clusters: fields }: Draft,
  clusters: readonly ObservedCluster[],
  observed: Observed,
  registry: ObservedRegistry,
): Draft {
  const isFirst = !hasEndpoint(registry);
  return {
    shared,
    clusters: Object.fromEntries(
      clusters.flatMap(({ id, networkId }) => {
        const own = fields[idKey(id)];
        const fallback = String(isFirst || !hasZoneFor(observed, registry, networkId));
        return own === undefined ? [] : [[idKey(id), { ...own, fallback }]];
      }),
    ),
  };
}

/** An upgrade costs money: it is asked for, and never proposed. */
function withConsent(draft: Draft, { sku }: ObservedRegistry): Draft {
  return sku === 'Premium' ? draft : { ...draft, shared: { ...draft.shared, upgrade: 'false' } };
}

/** The recommended plan needs no more than the first choices; all others are a click away, with what is proposed. */
export function pathsSections(filled: PathsFilled): readonly SectionView[] {
  const { draft, context } = filled.link;
  const sections = sectionsOf(draft, context)
    // Here every cluster is linked privately, or not at all.
    .map((section) => ({ ...section, fields: section.fields.filter(({ id }) => id !== 'mode') }))
    .filter(({ fields }) => fields.length > 0)
    .map((section) => {
      const isFirst = section.id === 'registry' || section.fields.some(({ id }) => id === 'upgrade');
      return isFirst || section.folded ? section : { ...section, folded: true, summary: summaryOf(section) };
    });
  return [pullersSection(filled), ...sections];
}

function summaryOf({ fields: [first] }: SectionView): string {
  if (first === undefined || !('options' in first)) return '';
  return first.options.find(({ value }) => value === first.value)?.label ?? '';
}

function pullersSection(filled: PathsFilled): SectionView {
  const { observed, linked } = filled;
  const pullers = linkable(filled);
  const [unread] = accessBlockersOfPullers(
    observed.link.registry.state === 'known' ? observed.link.registry.value.id : '',
    observed,
  );
  return {
    id: 'pullers',
    title: 'Clusters that pull',
    summary: '',
    intro:
      unread !== undefined
        ? `${unread.message} Nobody can say whose pulls depend on the public address: ${unread.wayOut}`
        : pullers.length === 0
          ? 'No visible cluster needs a link: none pulls, or each has a private path already.'
          : 'Each goes on pulling while the plan is applied: its way and the record are ready before its network goes over to the private address.',
    folded: false,
    fields: pullers.map((puller, index) =>
      linkedField(
        filled,
        puller,
        index,
        linked.some((id) => sameId(id, puller.clusterId)),
      ),
    ),
  };
}

function linkedField(
  filled: Base,
  { clusterId, name, path }: ClusterPuller,
  index: number,
  on: boolean,
): FieldView {
  const scope: Scope<'linked'> = { id: clusterId, suffix: `-${index + 1}`, fields: { linked: String(on) } };
  const field = check(scope, 'linked', `Link ${name}`, words[path.verdict]);
  if (on || !losesName(filled, clusterId)) return field;
  return {
    ...field,
    note: {
      state: 'unknown',
      text: 'Its network is linked to a private DNS zone: without a link its pulls may fail as soon as the endpoint is there.',
    },
  };
}

const words: Readonly<Record<ClusterPuller['path']['verdict'], string>> = {
  private: 'It has a private path.',
  publicOnly: 'It pulls over the public address.',
  broken: 'It has no path that works.',
  unknown: 'How it reaches the registry is not known.',
};

/** Undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function editPaths(filled: PathsFilled, registryId: string, edit: Edit): PathsFilled | undefined {
  const shown = shownField(pathsSections(filled), edit);
  if (shown === undefined) return undefined;
  const { link } = filled;
  if (shown.id !== 'linked') {
    const draft = takeEdit(link.draft, edit, link.proposed, link.context);
    return draft && { ...filled, link: { ...link, draft } };
  }
  if (!isTaken(shown, edit.value)) return undefined;
  const linked = linkable(filled)
    .map(({ clusterId }) => clusterId)
    .filter((id) =>
      sameId(id, edit.scope) ? edit.value === 'true' : filled.linked.some((one) => sameId(one, id)),
    );
  const other = withLinked(filled, registryId, linked);
  // What the user changed holds for other clusters, too.
  const draft = restoreEdits(other.link.draft, keptOf(link, 'changes'), other.link.context);
  return { ...other, link: { ...other.link, draft } };
}

export function keptPaths(filled: PathsFilled, which: 'changes' | 'all'): SavedDraft {
  const proposed = defaultLinked(filled);
  const kept: Record<string, Readonly<Partial<Record<string, string>>>> = { ...keptOf(filled.link, which) };
  for (const { clusterId } of linkable(filled)) {
    const isLinked = filled.linked.includes(clusterId);
    if (which === 'changes' && isLinked === proposed.includes(clusterId)) continue;
    kept[clusterId] = { ...kept[clusterId], linked: String(isLinked) };
  }
  return kept;
}

/** A network from the inventory is offered before its subnets are known: they are read when it is chosen. */
export function unreadPaths(
  deps: MakePrivateDeps,
  registryId: string,
  { link }: PathsFilled,
): Reading<PathsFilled> | undefined {
  const { endpoint, network } = link.draft.shared;
  if (endpoint !== makeNew || network === makeNew) return undefined;
  if (link.context.observed.networks[idKey(network)] !== undefined) return undefined;
  return {
    about: idKey(network),
    section: 'network',
    words: 'Reading the network…',
    read: async (signal) => {
      const azure = await deps.azure();
      const clusterIds = link.context.clusters.map(({ id }) => id);
      const asked =
        clusterIds.length === 0
          ? { registryId, clusterIds, registry: { hostSuffix: deps.hostSuffix(), networkId: network } }
          : { registryId, clusterIds, networkIds: [network] };
      const read = await azure.observe(asked, signal);
      return (latest) => withRead(latest, registryId, network, read);
    },
  };
}

function withRead(latest: PathsFilled, registryId: string, network: string, read: Observed): PathsFilled {
  const { observed, link } = latest;
  const both = <T>(before: T, after: T): T => ({ ...before, ...after });
  const facts: Observed = {
    ...observed.link,
    networks: both(observed.link.networks, read.networks),
    zones: both(observed.link.zones, read.zones),
    endpoints: both(observed.link.endpoints, read.endpoints),
  };
  const filled: PathsFilled = { ...latest, observed: { ...observed, link: facts } };
  const context = { ...link.context, observed: { ...facts, clusters: link.context.observed.clusters } };
  if (!sameId(link.draft.shared.network, network)) return { ...filled, link: { ...link, context } };
  if (latest.linked.length > 0) {
    const shared = withSubnet(link.draft.shared, context);
    return { ...filled, link: { ...link, context, draft: { ...link.draft, shared } } };
  }
  // Zone and subnet follow from the network; what was typed besides stays.
  const { draft } = linkOf(filled, registryId, [], network);
  return {
    ...filled,
    link: { ...link, context, draft: restoreEdits(draft, keptOf(link, 'changes'), context) },
  };
}

/** The spec that fields without errors stand for, where no cluster is linked. */
export function aloneSpec({ link: { draft, context } }: PathsFilled): RegistrySpec {
  const { shared } = draft;
  const { network, subnet, endpoint, dns, zone, names } = privateAccess(shared, shared, shared, context);
  const { zoneGroup, registryZoneLink } = names;
  const tags = parseTags(shared.tags);
  const side: RegistrySide = {
    network,
    subnet,
    endpoint,
    dns,
    zone,
    names: { zoneGroup, registryZoneLink },
    fallbackToInternet: false,
  };
  return {
    schemaVersion: 1,
    registry: { kind: 'existing', id: context.registry.id, upgradeToPremium: shared.upgrade === 'true' },
    side,
    tags: tags.ok ? tags.tags : {},
  };
}

/** With what was read for the plan. */
export function observedAgain(filled: PathsFilled, observed: Observed): PathsFilled {
  const { link } = filled;
  const registry = known(observed.registry) ?? link.context.registry;
  return { ...filled, link: { ...link, context: { ...link.context, registry, observed } } };
}
