import { parseCidr } from 'cidr-tools';
import { listAt, same, textAt, textsAt } from '../arm/json';
import type { Estate } from '../estate';
import { networkOfSubnet } from './ids';
import { inRanges, isInside } from './networks';

interface Route {
  readonly name: string;
  readonly prefix: string;
  readonly hop: string;
  readonly hopAddress: string | undefined;
}

/**
 * The most specific route of a subnet's own table for an address, if one covers it. A service tag stands for ranges that are
 * narrower than those that people name (from the documentation of routes).
 */
function ownRoute(
  estate: Estate,
  subnetId: string,
  address: string,
  tags: readonly string[] = [],
): Route | undefined {
  const table = estate.get(textAt(estate.get(subnetId)?.properties, 'routeTable', 'id') ?? '');
  const [closest] = listAt(table?.properties, 'routes')
    .map((item) => ({
      name: textAt(item, 'name') ?? '',
      prefix: textAt(item, 'properties', 'addressPrefix') ?? '',
      hop: textAt(item, 'properties', 'nextHopType') ?? '',
      hopAddress: textAt(item, 'properties', 'nextHopIpAddress'),
    }))
    .filter(({ prefix }) => isTag(prefix, tags) || inRanges(address, [prefix]))
    .sort((a, b) => rankOf(b.prefix, tags) - rankOf(a.prefix, tags));
  return closest;
}

/**
 * Why packets to a private endpoint don't arrive by the node subnet's routes. Azure gives an endpoint a /32 route of
 * its own in its network and its peers; only a /32 of the table goes before it, or, where the endpoint's subnet has
 * network policies for route tables, one that is at least as specific as its network's range (from the documentation
 * of network policies). An appliance in between sees one direction only, so that the connection never comes about.
 */
export function divertedFromEndpoint(
  estate: Estate,
  way: { fromSubnet: string; endpointSubnet: string; address: string },
): string | undefined {
  const route = ownRoute(estate, way.fromSubnet, way.address);
  if (route === undefined || same(route.hop, 'VnetLocal')) return undefined;
  const policies = textAt(estate.get(way.endpointSubnet)?.properties, 'privateEndpointNetworkPolicies');
  const network = estate.get(networkOfSubnet(way.endpointSubnet));
  const range = textsAt(network?.properties, 'addressSpace', 'addressPrefixes').find((prefix) =>
    inRanges(way.address, [prefix]),
  );
  const applies = same(policies, 'Enabled') || same(policies, 'RouteTableEnabled');
  const needed = applies && range !== undefined ? lengthOf(range) : 32;
  return lengthOf(route.prefix) >= needed ? describe(route) : undefined;
}

/** Why packets to a public address don't arrive: a route to nowhere, or a cluster without a way out. */
export function stoppedOnTheWayOut(
  estate: Estate,
  way: { fromSubnet: string; address: string; tags: readonly string[]; outboundType: string | undefined },
): string | undefined {
  if (isInside(estate, way.address)) return undefined;
  const route = ownRoute(estate, way.fromSubnet, way.address, way.tags);
  if (route === undefined) {
    const hasNoExit = /^(none|block)$/i.test(way.outboundType ?? '');
    return hasNoExit ? `the cluster's outbound type is ${way.outboundType ?? ''}` : undefined;
  }
  // What a firewall lets through is not Azure's business: the emulator's lets nodes out to registries.
  return same(route.hop, 'None') || same(route.hop, 'VnetLocal') ? describe(route) : undefined;
}

/** Whether an appliance is the next hop to an address: then nodes have its public address, not the load balancer's. */
export function goesByAppliance(
  estate: Estate,
  subnetId: string,
  address: string,
  tags: readonly string[],
): boolean {
  return same(ownRoute(estate, subnetId, address, tags)?.hop, 'VirtualAppliance');
}

function isTag(prefix: string, tags: readonly string[]): boolean {
  return tags.some((tag) => same(tag, prefix));
}

function rankOf(prefix: string, tags: readonly string[]): number {
  return isTag(prefix, tags) ? 24 : lengthOf(prefix);
}

function describe({ name, prefix, hop, hopAddress }: Route): string {
  return `route ${name} sends ${prefix} to ${hop}${hopAddress === undefined ? '' : ` ${hopAddress}`}`;
}

function lengthOf(prefix: string): number {
  return Number(parseCidr(prefix).prefix);
}
