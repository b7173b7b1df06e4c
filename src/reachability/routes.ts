/** What the route tables of subnets do with packets. */
import { contains, isRange, prefixLength } from '../model/addressRange';
import { nameOf } from '../model/armId';
import type { ObservedSubnet } from '../provisioning/observed/observed';
import { broken, toRead, unknown, type Finding } from './hops';
import { matchOf } from './traffic';
import type { World } from './world';

interface Route {
  readonly name: string;
  readonly destination: string;
  readonly nextHop: string;
  readonly nextHopAddress?: string;
}

/** The route of a subnet's own table that an address takes, or what keeps it from being told. */
function routeOf(world: World, subnet: ObservedSubnet, address: string): Route | Finding | undefined {
  if (subnet.routeTableId === undefined) return undefined;
  const table = world.routeTable(subnet.routeTableId);
  if (table.state === 'absent') return undefined;
  if (table.state === 'unreadable') {
    return unknown(
      `The route table ${nameOf(subnet.routeTableId)} of the subnet ${subnet.name} can't be read: ${table.reason}`,
      toRead(subnet.routeTableId, table),
    );
  }
  return table.value.routes
    .filter(({ destination }) => isRange(destination) && matchOf(destination, address) !== 'no')
    .toSorted((a, b) => prefixLength(b.destination) - prefixLength(a.destination))[0];
}

function isFinding(value: Route | Finding | undefined): value is Finding {
  return value !== undefined && 'state' in value;
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
  const route = routeOf(world, subnet, address);
  if (route === undefined || isFinding(route)) return route;
  if (/^VnetLocal$/i.test(route.nextHop)) return undefined;
  if (prefixLength(route.destination) < lengthThatCounts(world, address, endpointSubnet, endpointNetworkId)) {
    return undefined;
  }
  const evidence = evidenceOf(subnet, route);
  if (/^None$/i.test(route.nextHop) && contains([route.destination], address)) {
    return broken(
      `The route ${route.name} of the subnet ${subnet.name} drops what goes to ${route.destination}.`,
      evidence,
    );
  }
  return unknown(
    `The route ${route.name} of the subnet ${subnet.name} sends ${route.destination} to ${hopWords(route)}: what that does with it can't be judged from Resource Manager.`,
    undefined,
    evidence,
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
    found: `${destination} to ${nextHop}`,
    needed: 'no such route',
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

export function wayOut(world: World, subnet: ObservedSubnet | undefined, outboundType = ''): WayOut {
  // Any public address: only a route for everything is sure to mean it.
  const route = subnet && routeOf(world, subnet, '198.51.100.1');
  if (isFinding(route)) return { kind: 'over', finding: route };
  if (subnet !== undefined && route !== undefined && prefixLength(route.destination) === 0) {
    const evidence = evidenceOf(subnet, route);
    if (/^(None|VnetLocal)$/i.test(route.nextHop)) {
      const words = `The route ${route.name} of the subnet ${subnet.name} lets nothing out to the internet.`;
      return { kind: 'stopped', finding: broken(words, evidence) };
    }
    if (!/^Internet$/i.test(route.nextHop)) {
      const words = `The route ${route.name} of the subnet ${subnet.name} sends everything to ${hopWords(route)}: what that lets out can't be judged from Resource Manager.`;
      return { kind: 'over', finding: unknown(words, undefined, evidence) };
    }
    return { kind: 'direct' };
  }
  if (/^(none|block)$/i.test(outboundType)) {
    const words = `The cluster has no way out to the internet (outbound type ${outboundType}).`;
    return { kind: 'stopped', finding: broken(words) };
  }
  return { kind: 'direct' };
}
