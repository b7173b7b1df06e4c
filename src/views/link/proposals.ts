/** The engine's proposals as a filled form: what all clusters share, and for each of them what it can choose between. */
import { idKey, nameOf, sameId, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import {
  type ClusterLink,
  type LinkSpec,
  type Observed,
  type ObservedCluster,
  type OnAbsent,
  planLink,
  type Preferred,
  type PrivateAccess,
  proposeSpec,
} from '../../provisioning';
import { makeNew, networkFacts } from '../planForm/networks';
import { endpointOf, type Draft, type Fields, type Placement } from './draft';
import { groupName } from './place';
import { tagsText } from '../planForm/tags';

export interface Proposals {
  readonly draft: Draft;
  readonly placements: Readonly<Record<string, Placement>>;
}

/** Clusters must be known; throws what `proposeSpec` throws. */
export function proposals(observed: Observed, preferred: Preferred): Proposals {
  const base = proposeSpec(observed, preferred);
  const propose = (wishes: Preferred): LinkSpec =>
    proposeSpec(observed, { ...preferred, ...wishes, mode: 'private' });
  // The fields of a private link are filled also where a public one is proposed: the user may change their mind.
  const priv = base.links.every(({ access }) => access.mode === 'private') ? base : propose({});
  const shared =
    sharedAccess(priv, observed) ?? privateOf(propose({ placement: 'registryNetwork' }).links[0]);
  if (shared === undefined) throw new Error('No private link was proposed.');
  const entries = priv.links.map((link, index) => {
    const { clusterId } = link;
    const mine = privateOf(link) ?? shared;
    const isOwn = !sameId(mine.endpoint.id, shared.endpoint.id);
    const cluster = clusterOf(observed, clusterId);
    const as = (placement: 'registryNetwork' | 'clusterNetwork') => {
      const { links } = propose({ clusters: { ...preferred.clusters, [clusterId]: { placement } } });
      return privateOf(links[index]);
    };
    const other = isOwn || cluster?.networkId === undefined ? undefined : as('clusterNetwork');
    const own = isOwn ? mine : other && !sameId(other.endpoint.id, shared.endpoint.id) ? other : undefined;
    const path = isOwn ? (as('registryNetwork') ?? mine) : mine;
    const placed = base.links[index];
    const fields: Fields = {
      ...fieldsOfAccess(own ?? shared, priv, observed),
      mode: placed?.access.mode ?? 'private',
      placement: isOwn ? 'own' : 'shared',
      route: mine.route,
      fallback: String(mine.fallbackToInternet),
      principal: placed?.servicePrincipalObjectId ?? '',
      clusterZoneLink: mine.names.clusterZoneLink,
      peeringToCluster: path.names.peeringToCluster,
      peeringToRegistry: path.names.peeringToRegistry,
    };
    const placement: Placement = {
      own: own !== undefined,
      reason: isOwn ? reasonForOwn(observed, priv, index, shared, mine) : undefined,
    };
    return [idKey(clusterId), fields, placement] as const;
  });
  return {
    draft: {
      shared: fieldsOfAccess(shared, base, observed),
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

function reasonForOwn(
  observed: Observed,
  spec: LinkSpec,
  index: number,
  shared: PrivateAccess,
  mine: PrivateAccess,
): string {
  const existing = endpointOf({ observed }, mine.endpoint.id);
  if (existing !== undefined) return `The registry has the endpoint ${existing.name} there already.`;
  // What the plan says against the shared endpoint is the reason for one of its own.
  const links = spec.links.map((link, other) => (other === index ? { ...link, access: shared } : link));
  const { blockers } = planLink({ ...spec, links }, observed, 'reason');
  const networkId = clusterOf(observed, spec.links[index]?.clusterId ?? '')?.networkId;
  const overlap = blockers.find(
    ({ code, resourceIds }) => /overlap/i.test(code) && resourceIds.some((id) => sameId(id, networkId)),
  );
  return overlap?.message ?? `Its network can’t be peered with ${nameOf(shared.network.id)}.`;
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
  observed: Observed,
): Fields {
  const choice = (
    facts: keyof Pick<Observed, 'endpoints' | 'networks' | 'zones'>,
    id: string,
    onAbsent: OnAbsent,
  ): string => (onAbsent === 'refuse' || observed[facts][idKey(id)]?.state === 'known' ? id : makeNew);
  const { names } = access;
  const { approval } = access.endpoint;
  const subnets = networkFacts(observed, access.network.id)?.subnets ?? [];
  const subnetKnown = subnets.some(({ id }) => sameId(id, access.subnet.id));
  return {
    mode: 'private',
    upgrade: String(access.upgradeToPremium),
    placement: 'shared',
    endpoint: choice('endpoints', access.endpoint.id, access.endpoint.onAbsent),
    endpointGroup: groupName(access.endpoint.id),
    endpointName: nameOf(access.endpoint.id),
    approval: approval.mode,
    requestMessage: approval.mode === 'manual' ? approval.requestMessage : '',
    network: choice('networks', access.network.id, access.network.onAbsent),
    networkSubscription: subscriptionOf(access.network.id),
    networkGroup: groupName(access.network.id),
    networkName: nameOf(access.network.id),
    networkLocation: access.network.location,
    networkPrefix: access.network.addressPrefix,
    subnet: access.subnet.onAbsent === 'refuse' || subnetKnown ? access.subnet.id : makeNew,
    subnetName: nameOf(access.subnet.id),
    subnetPrefix: access.subnet.addressPrefix,
    route: access.route,
    dns: access.dns,
    zone: choice('zones', access.zone.id, access.zone.onAbsent),
    zoneSubscription: subscriptionOf(access.zone.id),
    zoneGroup: groupName(access.zone.id),
    fallback: String(access.fallbackToInternet),
    principal: '',
    zoneGroupName: names.zoneGroup,
    registryZoneLink: names.registryZoneLink,
    clusterZoneLink: names.clusterZoneLink,
    peeringToCluster: names.peeringToCluster,
    peeringToRegistry: names.peeringToRegistry,
    tags: tagsText(spec.tags),
  };
}
