/** What is proposed for the stages that make private addresses: which clusters are linked, and how. */
import { idKey } from '../../model/armId';
import {
  type ClusterPuller,
  hasZoneFor,
  known,
  type Observed,
  type ObservedCluster,
  type ObservedRegistry,
  proposeRegistry,
  pullersOf,
} from '../../provisioning';
import type { Draft, Filled as LinkFilled } from '../link/draft';
import { fieldsOfAccess, proposals } from '../link/proposals';
import type { PathsFilled } from './filled';

/** What it is proposed from. */
export type Ground = Omit<PathsFilled, 'linked' | 'link'>;

export function withLinked(ground: Ground, linked: readonly string[]): PathsFilled {
  return { ...ground, linked, link: linkOf(ground, linked) };
}

/** Those who have no private path that is known, and can be linked. */
export function linkable({ observed }: Ground): readonly ClusterPuller[] {
  return (pullersOf(observed)?.clusters ?? []).filter(
    ({ clusterId, path }) => path.verdict !== 'private' && clusterOf(observed.link, clusterId) !== undefined,
  );
}

export function defaultLinked(ground: Ground): readonly string[] {
  return linkable(ground)
    .filter(({ clusterId }) => ground.stage === 'together' || losesName(ground, clusterId))
    .map(({ clusterId }) => clusterId);
}

/** With the endpoint alone its nodes would not find the registry any more. */
export function losesName({ observed: { link } }: Ground, clusterId: string): boolean {
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

/** The proposal for these clusters; without any for the registry alone. */
function linkOf({ observed: { link }, world, preferred }: Ground, linked: readonly string[]): LinkFilled {
  const clusters = linked.flatMap((id) => clusterOf(link, id) ?? []);
  const observed: Observed = {
    ...link,
    clusters: Object.fromEntries(clusters.map((value) => [idKey(value.id), { state: 'known', value }])),
  };
  const registry = known(observed.registry);
  if (registry === undefined) throw new Error('A proposal was made for a registry that couldn’t be read.');
  const { draft, placements } =
    clusters.length === 0
      ? { draft: aloneDraft(observed, registry, preferred), placements: {} }
      : proposals(observed, { ...preferred, mode: 'private' });
  const proposed = withConsent(withFallback(draft, clusters, observed, registry), registry);
  const common = { registry, clusters, observed, placements, names: preferred.names };
  const context = { ...common, first: observed, ...world };
  return { context, proposed, edits: {} };
}

function aloneDraft(
  observed: Observed,
  registry: ObservedRegistry,
  { names, tags }: PathsFilled['preferred'],
): Draft {
  const spec = proposeRegistry(observed, {
    registry: { kind: 'existing', id: registry.id },
    ...(names === undefined ? {} : { names }),
    ...(tags === undefined ? {} : { tags }),
  });
  if (spec.side === undefined) throw new Error('Private addresses were requested.');
  const access = {
    mode: 'private',
    upgradeToPremium: false,
    route: 'peering',
    ...spec.side,
    names: { clusterZoneLink: '', peeringToCluster: '', peeringToRegistry: '', ...spec.side.names },
  } as const;
  return { shared: fieldsOfAccess(access, spec, { observed, registry }), clusters: {} };
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
