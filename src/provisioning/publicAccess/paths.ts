/** By which way the nodes of a cluster reach a registry, as far as Resource Manager tells. */
import { idKey, nameOf, parentId, parseId, sameId } from '../../model/armId';
import { registryLabel } from '../../model/clouds';
import type {
  Fact,
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedRegistry,
  ObservedZone,
} from '../observed/observed';
import type { Plan } from '../plan/plan';
import { addressesIn, factOf, known, knownValues, linkOfNetwork, networkOf } from '../observed/lookup';
import { planLink } from '../planning/planLink';
import { azureDns } from '../planning/resolvers';
import { boundZone } from '../proposing/boundZones';
import { proposeSpec } from '../proposing/propose';
import type { PrivateAccess } from '../plan/spec';

export interface Path {
  /**
   * - `private`: its network resolves the registry to an approved endpoint's address and has a way to it; nothing that
   *   a link consists of lacks.
   * - `publicOnly`: its network resolves the registry to its public address.
   * - `broken`: its network resolves the registry to a private address, or to none, and lacks a part of the way.
   * - `unknown`: something that decides it can't be read, or isn't for Resource Manager to tell.
   */
  readonly verdict: 'private' | 'publicOnly' | 'broken' | 'unknown';
  /** Why, in sentences. */
  readonly reasons: readonly string[];
}

/**
 * The strictest test there is: a link over what exists already has nothing left to do. What the plan for it can't tell
 * (records, DNS servers, rules on the endpoint's subnet) is looked at besides.
 */
export function pathOf(observed: Observed, clusterId: string): Path {
  const registry = known(observed.registry);
  const fact = factOf(observed.clusters, clusterId);
  if (registry === undefined) return unknown('The registry could not be read.');
  if (fact.state === 'unreadable') return unknown(`The cluster could not be read: ${fact.reason}`);
  if (fact.state === 'absent')
    return unknown('The cluster could not be read: Azure says that it does not exist.');
  const cluster = fact.value;
  if (!registry.connections.some(({ status }) => status === 'Approved')) {
    return { verdict: 'publicOnly', reasons: ['The registry has no approved private endpoint.'] };
  }
  if (cluster.networkId === undefined) return unknown('The network of its nodes was not found.');
  const unread = unreadFacts(observed, registry, cluster);
  if (unread.length > 0) return { verdict: 'unknown', reasons: unread };
  return judged(observed, registry, cluster, cluster.networkId);
}

function judged(
  observed: Observed,
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  networkId: string,
): Path {
  const alone = only(observed, cluster.id);
  const spec = proposeSpec(alone, { mode: 'private' });
  const plan = planLink(spec, alone, '');
  const access = spec.links[0]?.access;
  const lacking = lackOf(plan);
  const servers =
    known(networkOf(observed, networkId))?.dnsServers.filter((server) => server !== azureDns) ?? [];
  const unread = plan.blockers.filter(({ code }) => code === 'factUnreadable');
  if (unread.length > 0) return { verdict: 'unknown', reasons: unread.map(({ message }) => message) };
  if (servers.length > 0) {
    return unknown(
      `Its network asks DNS servers of its own (${servers.join(', ')}): which address they answer was not checked.`,
    );
  }
  const shadow = regionZone(observed, networkId);
  if (shadow !== undefined) {
    return unknown(
      `Its network is linked to ${zoneWords(shadow)}, which answers for the data endpoint of a region.`,
    );
  }
  const zone = boundZone(observed, registry, networkId);
  if (zone === undefined) {
    return {
      verdict: 'publicOnly',
      reasons: [`Its network resolves the registry publicly. It lacks: ${words(lacking)}`],
    };
  }
  const name = nameIn(zone, registry, networkId);
  if (name.state !== 'private') return name.path;
  if (lacking.length === 0 && plan.blockers.length === 0 && access?.mode === 'private') {
    return confirmed(observed, plan, access, zone, name.addresses);
  }
  if (mayGoOverHub(observed, networkId, access)) {
    return unknown(
      `Its network resolves the registry to ${name.addresses.join(', ')}, and no peering leads there directly: a way over a hub can't be judged from Resource Manager.`,
    );
  }
  return {
    verdict: 'broken',
    reasons: [
      ...(lacking.length > 0
        ? [`Its network resolves the registry to ${name.addresses.join(', ')}. It lacks: ${words(lacking)}`]
        : []),
      ...plan.blockers.map(({ message }) => message),
    ],
  };
}

/** Everything is in place; the last looks are at what a plan takes for granted. */
function confirmed(
  { endpoints }: Observed,
  { requirements }: Plan,
  access: PrivateAccess,
  zone: ObservedZone,
  addresses: readonly string[],
): Path {
  const endpoint = known(factOf(endpoints, access.endpoint.id));
  const stray = addresses.filter(
    (address) => !(endpoint?.addresses ?? []).some((own) => own.address === address),
  );
  if (endpoint === undefined || stray.length > 0) {
    const reason = `The record in ${zoneWords(zone)} says ${addresses.join(', ')}, which ${nameOf(access.endpoint.id)} doesn't have.`;
    return { verdict: 'broken', reasons: [reason] };
  }
  if (requirements.length > 0)
    return { verdict: 'unknown', reasons: requirements.map(({ message }) => message) };
  const reason = `It reaches ${endpoint.name} (${addresses.join(', ')}) by the name in ${zoneWords(zone)}.`;
  return { verdict: 'private', reasons: [reason] };
}

/** A zone for the data endpoint of one region, which a network asks before the registry's own zone. */
function regionZone({ zones }: Observed, networkId: string): ObservedZone | undefined {
  return knownValues(zones).find(
    (zone) => /\.data\.privatelink\./i.test(`.${zone.name}`) && linkOfNetwork(zone, networkId) !== undefined,
  );
}

type NameInZone =
  | { readonly state: 'private'; readonly addresses: readonly string[] }
  | { readonly state: 'other'; readonly path: Path };

/** What a network that is linked to a zone gets for the registry's name. */
function nameIn(zone: ObservedZone, { loginServer, name }: ObservedRegistry, networkId: string): NameInZone {
  const other = (verdict: Path['verdict'], reason: string): NameInZone => ({
    state: 'other',
    path: { verdict, reasons: [reason] },
  });
  const link = linkOfNetwork(zone, networkId);
  if (zone.records.state !== 'known')
    return other('unknown', `The records in ${zoneWords(zone)} could not be read.`);
  const addresses = addressesIn(zone, registryLabel(loginServer));
  if (addresses.length > 0) return { state: 'private', addresses };
  return link?.resolutionPolicy === 'NxDomainRedirect'
    ? other(
        'publicOnly',
        `${zoneWords(zone)} has no record of ${name}, and its link falls back to public resolution.`,
      )
    : other(
        'broken',
        `Its network is linked to ${zoneWords(zone)}, which has no record of ${name}: “no such host”.`,
      );
}

/** Titles of what a link would still have to make or change for the nodes to pull; the role is judged elsewhere. */
function lackOf({ steps }: Plan): string[] {
  return steps
    .filter(({ action, kind }) => action !== 'reuse' && kind !== 'roleAssignment')
    .filter(({ id }) => !id.startsWith('zoneLink.registry'))
    .map(({ title }) => title);
}

function words(lacking: readonly string[]): string {
  return lacking.length === 0 ? 'a link to a private DNS zone.' : `${lacking.join('; ')}.`;
}

/** Facts that a wrong answer could come from; zones and endpoints of nobody's concern aren't among them. */
function unreadFacts(observed: Observed, registry: ObservedRegistry, cluster: ObservedCluster): string[] {
  const approved = registry.connections.filter(({ status }) => status === 'Approved');
  const endpoints = approved.map(({ endpointId }) => ({
    id: endpointId,
    fact: factOf(observed.endpoints, endpointId),
  }));
  const networks = [
    ...(cluster.networkId === undefined ? [] : [cluster.networkId]),
    ...endpoints.flatMap(({ fact }) => networkOfEndpoint(known(fact))),
  ];
  const unread = (what: string, id: string, fact: Fact<unknown>) =>
    fact.state === 'unreadable' ? [`${what} ${nameOf(id)} could not be read: ${fact.reason}`] : [];
  return [
    ...endpoints.flatMap(({ id, fact }) => unread('Private endpoint', id, fact)),
    ...networks.flatMap((id) => unread('Virtual network', id, factOf(observed.networks, id))),
    ...Object.entries(observed.zones).flatMap(([id, fact]) => unread('Private DNS zone', id, fact)),
  ];
}

function networkOfEndpoint(endpoint: ObservedEndpoint | undefined): string[] {
  return endpoint === undefined || endpoint.subnetId === '' ? [] : [parentId(endpoint.subnetId)];
}

/** Both networks have connected peerings, but none with each other. */
function mayGoOverHub(
  observed: Observed,
  networkId: string,
  access: PrivateAccess | { readonly mode: 'public' } | undefined,
): boolean {
  if (access?.mode !== 'private' || sameId(access.network.id, networkId)) return false;
  const [here, there] = [networkId, access.network.id].map(
    (id) =>
      known(networkOf(observed, id))?.peerings.filter(
        ({ state, allowVirtualNetworkAccess }) => state === 'Connected' && allowVirtualNetworkAccess,
      ) ?? [],
  );
  const direct = here?.some(({ remoteNetworkId }) => sameId(remoteNetworkId, access.network.id)) ?? false;
  return !direct && (here?.length ?? 0) > 0 && (there?.length ?? 0) > 0;
}

/** The observation as if there were no other cluster. */
function only(observed: Observed, clusterId: string): Observed {
  return { ...observed, clusters: { [idKey(clusterId)]: factOf(observed.clusters, clusterId) } };
}

function zoneWords({ id, name }: ObservedZone): string {
  return `${name} (${parseId(id)?.resourceGroup ?? ''})`;
}

function unknown(reason: string): Path {
  return { verdict: 'unknown', reasons: [reason] };
}
