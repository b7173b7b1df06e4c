/** What the route tables of subnets do with packets. */
import { t } from '@vscode/l10n';
import { contains, isIPv6, isPrivateAddress, isRange, prefixLength } from '../model/addressRange';
import { nameOf, sameId } from '../model/armId';
import type { ObservedSubnet } from '../provisioning/observed/observed';
import type { From } from './from';
import { broken, toRead, unknown, type Finding } from './hops';
import type { ServiceTags } from './regions';
import { matchOf } from './traffic';
import type { World } from './world';

interface Route {
  readonly name: string;
  readonly destination: string;
  readonly nextHop: string;
  readonly nextHopAddress?: string;
}

/** The routes of a subnet's own table, or what keeps them from being told. */
function routesOf(world: World, subnet: ObservedSubnet): readonly Route[] | Finding {
  if (subnet.routeTableId === undefined) return [];
  const table = world.routeTable(subnet.routeTableId);
  if (table.state === 'absent') return [];
  if (table.state === 'unreadable') {
    return unknown(
      t`The route table ${nameOf(subnet.routeTableId)} of the subnet ${subnet.name} can’t be read: ${table.reason}`,
      toRead(subnet.routeTableId, table),
    );
  }
  return table.value.routes;
}

/**
 * Why the routes of a subnet keep packets from a private endpoint, or may. Azure gives an endpoint a /32 route of its own;
 * only a /32 goes before it, or, where the endpoint's subnet has network policies for route tables, a route at least as
 * specific as the range of its network (Microsoft Learn, "Manage network policies for private endpoints").
 */
export function diverted(
  world: World,
  subnet: ObservedSubnet,
  address: string,
  endpointSubnet: ObservedSubnet | undefined,
  endpointNetworkId: string,
): Finding | undefined {
  const route = routeTo(world, subnet, address);
  if (route === undefined || 'state' in route) return route;
  if (/^VnetLocal$/i.test(route.nextHop)) return undefined;
  if (prefixLength(route.destination) < lengthThatCounts(world, address, endpointSubnet, endpointNetworkId)) {
    return undefined;
  }
  const evidence = evidenceOf(subnet, route);
  if (/^None$/i.test(route.nextHop) && contains([route.destination], address)) {
    return broken(
      t`The route ${route.name} of the subnet ${subnet.name} drops traffic to ${route.destination}.`,
      evidence,
    );
  }
  return forwarded(subnet, route);
}

/**
 * Where the routes of a subnet send packets for an address in a network that it isn't peered with: to what may lead there, such
 * as the firewall of a hub. Undefined where they say nothing of it.
 */
export function ledAround(world: World, subnet: ObservedSubnet, address: string): Finding | undefined {
  const route = routeTo(world, subnet, address);
  if (route === undefined || 'state' in route) return route;
  return /^Virtual(Appliance|NetworkGateway)$/i.test(route.nextHop) ? forwarded(subnet, route) : undefined;
}

/** The most specific one for an address, or what keeps it from being told. */
function routeTo(world: World, subnet: ObservedSubnet, address: string): Route | Finding | undefined {
  const routes = routesOf(world, subnet);
  if ('state' in routes) return routes;
  const [route] = routes
    .filter(({ destination }) => isRange(destination) && matchOf(destination, address) !== 'no')
    .toSorted((a, b) => prefixLength(b.destination) - prefixLength(a.destination));
  return route;
}

function forwarded(subnet: ObservedSubnet, route: Route): Finding {
  return unknown(
    t`The route ${route.name} of the subnet ${subnet.name} sends ${route.destination} to ${hopWords(route)}, whose forwarding can’t be checked.`,
    undefined,
    evidenceOf(subnet, route),
  );
}

function lengthThatCounts(
  world: World,
  address: string,
  endpointSubnet: ObservedSubnet | undefined,
  endpointNetworkId: string,
): number {
  const policies = endpointSubnet?.privateEndpointNetworkPolicies ?? '';
  if (!/^(Enabled|RouteTableEnabled)$/i.test(policies)) return 32;
  const network = world.network(endpointNetworkId);
  const range =
    network.state === 'known'
      ? network.value.addressPrefixes.find((prefix) => contains([prefix], address))
      : undefined;
  return range === undefined ? 0 : prefixLength(range);
}

function evidenceOf(subnet: ObservedSubnet, { name, destination, nextHop }: Route) {
  return {
    resourceId: subnet.routeTableId ?? subnet.id,
    property: `routes/${name}`,
    found: t`${destination} to ${nextHop}`,
    needed: t('no such route'),
  };
}

function hopWords({ nextHop, nextHopAddress }: Route): string {
  return nextHopAddress === undefined ? nextHop : `${nextHop} ${nextHopAddress}`;
}

/** How packets leave for a public address: straight, over something that nobody can judge, or not at all. */
type WayOut =
  | { readonly kind: 'direct' }
  | { readonly kind: 'over'; readonly finding: Finding }
  | { readonly kind: 'stopped'; readonly finding: Finding };

/** Whether a subnet has a service endpoint, by which it gets to the service, for a service such as `Microsoft.Storage`. */
export function hasServiceEndpoint(subnet: ObservedSubnet | undefined, service: RegExp): boolean {
  return subnet?.serviceEndpoints?.some((each) => service.test(each)) === true;
}

export const registryService = /^Microsoft\.ContainerRegistry$/i;

/**
 * Whether the service tag VirtualNetwork may stand for public addresses too: it has the prefixes of a subnet's own routes
 * (Microsoft Learn, "Virtual network service tags").
 */
export function mayBeOfNetwork(world: World, subnet: ObservedSubnet): boolean {
  const routes = routesOf(world, subnet);
  return 'state' in routes || routes.some(({ destination }) => isPublicRange(destination));
}

function isPublicRange(range: string): boolean {
  return isRange(range) && !isIPv6(range) && !isPrivateAddress(range.split('/')[0] ?? '');
}

/**
 * To addresses with these service tags, which aren't known otherwise: a route for a tag of theirs is sure to mean them, and
 * so is one for everything; one for a public range may (Microsoft Learn, "Virtual network traffic routing").
 */
export function wayOut(world: World, { cluster, subnet }: From, tags: ServiceTags): WayOut {
  // With `none` AKS sets nothing up: a NAT gateway of the subnet serves all the same.
  const { outboundType: type = '' } = cluster;
  const outboundType = /^none$/i.test(type) && subnet?.natGatewayId !== undefined ? '' : type;
  const routes = subnet === undefined ? [] : routesOf(world, subnet);
  if ('state' in routes) return { kind: 'over', finding: routes };
  const named = (names: readonly string[]) =>
    routes.filter(({ destination }) => names.some((name) => sameId(name, destination)));
  const ofTags = named(tags.sure);
  const ofRanges = routes.filter(({ destination: range }) => isPublicRange(range) && prefixLength(range) > 0);
  const forAll = routes.find(({ destination }) => /^0\.0\.0\.0\/0$/.test(destination));
  const ranges = ofRanges.map(({ destination }) => destination);
  const sure = ofTags.length > 0 ? ofTags : contains(ranges, everything) ? [] : [forAll];
  const ways = [...sure, ...ofRanges, ...named(tags.maybe)].map((route) =>
    wayBy(route, subnet, outboundType),
  );
  const [first] = ways;
  if (first === undefined || ways.every(({ kind }) => kind === first.kind))
    return first ?? { kind: 'direct' };
  const bad = ways.flatMap((way) => (way.kind === 'direct' ? [] : [way.finding]))[0];
  const finding = unknown(
    t`It’s unknown which route of the subnet ${subnet?.name ?? ''} applies to the registry’s public addresses: ${bad?.message ?? ''}`,
    undefined,
    ...(bad?.evidence ?? []),
  );
  return { kind: 'over', finding };
}

const everything = '0.0.0.0/0';

/** By a route, or by Azure's own for everything. */
function wayBy(route: Route | undefined, subnet: ObservedSubnet | undefined, outboundType: string): WayOut {
  if (route === undefined || subnet === undefined) {
    if (!/^(none|block)$/i.test(outboundType)) return { kind: 'direct' };
    const words = t`The cluster has no outbound internet access (outbound type ${outboundType}).`;
    return { kind: 'stopped', finding: broken(words) };
  }
  if (/^Internet$/i.test(route.nextHop)) return { kind: 'direct' };
  const evidence = evidenceOf(subnet, route);
  const what = route.destination === everything ? t('everything') : route.destination;
  if (/^(None|VnetLocal)$/i.test(route.nextHop)) {
    const to = route.destination === everything ? t('to the internet') : t`to ${route.destination}`;
    const words = t`The route ${route.name} of the subnet ${subnet.name} drops outbound traffic ${to}.`;
    return { kind: 'stopped', finding: broken(words, evidence) };
  }
  const words = t`The route ${route.name} of the subnet ${subnet.name} sends ${what} to ${hopWords(route)}, whose rules can’t be checked.`;
  return { kind: 'over', finding: unknown(words, undefined, evidence) };
}
