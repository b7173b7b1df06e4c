/** The engine's proposals as a filled form: what all clusters share, and for each of them what it can choose between. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { memoized } from '../../model/memoized';
import {
  type Blocker,
  type ClusterLink,
  known,
  type LinkSpec,
  type Observed,
  type ObservedCluster,
  planLink,
  type Preferred,
  type PrivateAccess,
  proposeInstead,
  proposeSpec,
} from '../../provisioning';
import { endpointOf, fieldsOfSide, type PlaceContext } from '../place/place';
import type { Draft, Fields, Placement } from './draft';
import { tagsText } from '../planForm/tags';

export interface Proposals {
  readonly draft: Draft;
  readonly placements: Readonly<Record<string, Placement>>;
}

/** Clusters must be known; throws what `proposeSpec` throws. */
export function proposals(observed: Observed, preferred: Preferred): Proposals {
  const base = proposeSpec(observed, preferred);
  const registry = known(observed.registry);
  if (registry === undefined) throw new Error('A proposal was made for a registry that couldn’t be read.');
  const context = { observed, registry };
  const propose = (wishes: Preferred): LinkSpec =>
    proposeSpec(observed, { ...preferred, ...wishes, mode: 'private' });
  // The fields of a private link are filled also where a public one is proposed: the user may change their mind.
  const priv = base.links.every(({ access }) => access.mode === 'private') ? base : propose({});
  const shared =
    sharedAccess(priv, observed) ?? privateOf(propose({ placement: 'registryNetwork' }).links[0]);
  if (shared === undefined) throw new Error('No private link was proposed.');
  const placed = memoized((placement: 'registryNetwork' | 'clusterNetwork') =>
    proposeInstead(observed, { ...preferred, mode: 'private' }, { placement }),
  );
  const isOwnAccess = (access: PrivateAccess) => !sameId(access.endpoint.id, shared.endpoint.id);
  const reasonFor = reasonsForOwn(observed, priv, shared, isOwnAccess);
  const entries = priv.links.map((link, index) => {
    const { clusterId } = link;
    const mine = privateOf(link) ?? shared;
    const isOwn = isOwnAccess(mine);
    const cluster = clusterOf(observed, clusterId);
    const as = (placement: 'registryNetwork' | 'clusterNetwork') => privateOf(placed(placement)[index]);
    const other = isOwn || cluster?.networkId === undefined ? undefined : as('clusterNetwork');
    const own = isOwn ? mine : other && isOwnAccess(other) ? other : undefined;
    const path = isOwn ? (as('registryNetwork') ?? mine) : mine;
    const chosen = base.links[index];
    const fields: Fields = {
      ...fieldsOfAccess(own ?? shared, priv, context),
      mode: chosen?.access.mode ?? 'private',
      placement: isOwn ? 'own' : 'shared',
      route: mine.route,
      fallback: String(mine.fallbackToInternet),
      principal: chosen?.servicePrincipalObjectId ?? '',
      clusterZoneLink: mine.names.clusterZoneLink,
      peeringToCluster: path.names.peeringToCluster,
      peeringToRegistry: path.names.peeringToRegistry,
    };
    const placement: Placement = {
      own: own !== undefined,
      reason: isOwn ? reasonFor(clusterId, mine) : undefined,
    };
    return [idKey(clusterId), fields, placement] as const;
  });
  return {
    draft: {
      shared: fieldsOfAccess(shared, base, context),
      clusters: Object.fromEntries(entries.map(([key, fields]) => [key, fields])),
    },
    placements: Object.fromEntries(entries.map(([key, , placement]) => [key, placement])),
  };
}

/** The access of the endpoint that most clusters use; undefined where each has one in its own network. */
function sharedAccess({ links }: LinkSpec, observed: Observed): PrivateAccess | undefined {
  const accesses = links.flatMap((link) => {
    const access = privateOf(link);
    return access === undefined
      ? []
      : [{ access, own: isOwnNetwork(access, clusterOf(observed, link.clusterId)) }];
  });
  const groups = [...groupBy(accesses, ({ access }) => idKey(access.endpoint.id)).values()];
  const used = groups
    .filter((group) => group.some(({ own }) => !own))
    .toSorted((one, other) => other.length - one.length);
  return used[0]?.[0]?.access;
}

function isOwnNetwork({ network }: PrivateAccess, cluster: ObservedCluster | undefined): boolean {
  return sameId(network.id, cluster?.networkId);
}

/** Why a cluster has an endpoint of its own, in a sentence. What the plan says against the shared one is found once for all. */
function reasonsForOwn(
  observed: Observed,
  spec: LinkSpec,
  shared: PrivateAccess,
  isOwn: (access: PrivateAccess) => boolean,
): (clusterId: string, mine: PrivateAccess) => string {
  const networkOf = (clusterId: string) => idKey(clusterOf(observed, clusterId)?.networkId ?? '');
  const apart = spec.links.filter(({ access }) => access.mode === 'private' && isOwn(access));
  const networksApart = new Set(apart.map(({ clusterId }) => networkOf(clusterId)));
  let overlaps: readonly Blocker[] | undefined;
  const findOverlaps = () => {
    const links = spec.links.map((link) => (apart.includes(link) ? { ...link, access: shared } : link));
    const { blockers } = planLink({ ...spec, links }, observed, 'reason');
    return blockers.filter(({ code }) => /overlap/i.test(code));
  };
  return (clusterId, mine) => {
    const existing = endpointOf({ observed }, mine.endpoint.id);
    if (existing !== undefined) return t`The registry already has the endpoint ${existing.name} there.`;
    const network = networkOf(clusterId);
    overlaps ??= findOverlaps();
    const mentions = overlaps.filter(({ resourceIds }) => resourceIds.some((id) => idKey(id) === network));
    // That it overlaps another one that isn't with the shared endpoint either is no reason.
    const reason = mentions.find(({ resourceIds }) =>
      resourceIds.every((id) => idKey(id) === network || !networksApart.has(idKey(id))),
    );
    return (
      (reason ?? mentions[0])?.message ?? t`Its network can’t be peered with ${nameOf(shared.network.id)}.`
    );
  };
}

function clusterOf(observed: Observed, id: string): ObservedCluster | undefined {
  const fact = observed.clusters[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}

function privateOf(link: ClusterLink | undefined): PrivateAccess | undefined {
  return link?.access.mode === 'private' ? link.access : undefined;
}

/** The fields of a place, with the names and the way of a link to it. */
export function fieldsOfAccess(
  access: PrivateAccess,
  spec: Pick<LinkSpec, 'tags'>,
  context: Pick<PlaceContext, 'observed' | 'registry'>,
): Fields {
  const { clusterZoneLink, peeringToCluster, peeringToRegistry } = access.names;
  return {
    ...fieldsOfSide(access, context),
    mode: 'private',
    upgrade: String(access.upgradeToPremium),
    placement: 'shared',
    route: access.route,
    fallback: String(access.fallbackToInternet),
    principal: '',
    clusterZoneLink,
    peeringToCluster,
    peeringToRegistry,
    tags: tagsText(spec.tags),
  };
}
