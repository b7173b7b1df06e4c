import { listAt, same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { endpointsAt, isInside, routable, type EndpointAddress } from './networks';
import { networkOfSubnet } from './ids';
import { approvedConnections, type Registry } from './registries';
import { divertedFromEndpoint, stoppedOnTheWayOut } from './routes';
import { stoppedBy, type Packet } from './traffic';

export interface Way {
  /** Left out for a machine that is no node. */
  readonly cluster?: ArmResource;
  readonly subnetId: string;
  readonly registry: Registry;
  readonly address: string;
  /** Azure's service tags that the address belongs to where it is public. */
  readonly tags: readonly string[];
}

export interface Reached {
  readonly ok: boolean;
  readonly detail: string;
  /** What is wrong where it isn't reached: the address that the name has, the way to it, or who answers there. */
  readonly fault?: 'name' | 'way' | 'door';
}

/** Whether packets of a node get to an address and back. */
export function reach(estate: Estate, way: Way): Reached {
  // Service tags are ranges of public addresses: that of a private endpoint is in none.
  const tags = isInside(estate, way.address) ? [] : way.tags;
  const packet: Packet = { fromSubnet: way.subnetId, address: way.address, tags };
  const stopped = stoppedBy(estate, way.subnetId, 'Outbound', packet);
  // Of an address that is nobody's it is no matter whether packets would get there.
  if (stopped !== undefined && !isWrongAddress(estate, way))
    return { ok: false, detail: stopped, fault: 'way' };
  return isInside(estate, way.address) ? reachEndpoint(estate, way, packet) : reachInternet(estate, way);
}

/**
 * A service endpoint's routes go before all others (from the documentation of service endpoints). With the outbound type
 * `none` AKS sets nothing up: a NAT gateway of the subnet serves all the same.
 */
function reachInternet(estate: Estate, { cluster, subnetId, address, tags }: Way): Reached {
  const subnet = estate.get(subnetId)?.properties;
  const isOfRegistries = tags.includes('AzureContainerRegistry');
  const services = listAt(subnet, 'serviceEndpoints').map((item) => textAt(item, 'service'));
  if (isOfRegistries && services.some((service) => same(service, 'Microsoft.ContainerRegistry'))) {
    return { ok: true, detail: `${address} by a service endpoint` };
  }
  const type = textAt(cluster?.properties, 'networkProfile', 'outboundType');
  const hasGateway = textAt(subnet, 'natGateway', 'id') !== undefined;
  const outboundType = hasGateway && same(type, 'none') ? undefined : type;
  const stopped = stoppedOnTheWayOut(estate, { fromSubnet: subnetId, address, tags, outboundType });
  return stopped === undefined
    ? { ok: true, detail: `${address} by the internet` }
    : { ok: false, detail: stopped, fault: 'way' };
}

/**
 * A private address leads somewhere only if an approved endpoint of this registry has it within reach. Of one that the
 * registry's own endpoint has, the way may be at fault or the endpoint itself; any other is a wrong answer of its name.
 */
function reachEndpoint(estate: Estate, { subnetId, registry, address }: Way, packet: Packet): Reached {
  const found = endpointsAt(estate, address);
  const own = found.filter(({ endpointId }) => leadsTo(estate, endpointId, registry.resource.id));
  const tried = (own.length > 0 ? own : found).map((endpoint) => {
    const way = wayTo(estate, { subnetId, address }, endpoint, packet);
    if (own.length === 0) {
      const other = `${endpoint.endpointId} is no endpoint of ${registry.resource.id}`;
      return { ok: false, detail: way ?? other, fault: 'name' } as const;
    }
    if (way !== undefined) return { ok: false, detail: way, fault: 'way' } as const;
    const closed = whyClosed(estate, endpoint.endpointId, registry);
    if (closed !== undefined) return { ok: false, detail: closed, fault: 'door' } as const;
    return { ok: true, detail: `${address} of ${endpoint.endpointId}` } as const;
  });
  const reached = tried.find(({ ok }) => ok);
  if (reached !== undefined) return reached;
  const detail = tried.map((one) => one.detail).join('; ') || `no private endpoint has ${address}`;
  const fault = tried.map((one) => one.fault).find((one) => one !== undefined) ?? 'name';
  return { ok: false, detail, fault };
}

function isWrongAddress(estate: Estate, { registry, address }: Way): boolean {
  const found = isInside(estate, address) ? endpointsAt(estate, address) : undefined;
  return found?.some(({ endpointId }) => leadsTo(estate, endpointId, registry.resource.id)) === false;
}

function leadsTo(estate: Estate, endpointId: string, registryId: string): boolean {
  const properties = estate.get(endpointId)?.properties;
  return ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections']
    .flatMap((list) => listAt(properties, list))
    .some((link) => same(textAt(link, 'properties', 'privateLinkServiceId'), registryId));
}

/** Why packets of a node don't get to an endpoint. */
function wayTo(
  estate: Estate,
  { subnetId, address }: { subnetId: string; address: string },
  endpoint: EndpointAddress,
  packet: Packet,
): string | undefined {
  const endpointSubnet = endpoint.subnetId;
  const from = { networkId: networkOfSubnet(subnetId), subnetId };
  const route = routable(estate, from, endpoint, address);
  if (route !== true) return route;
  const diverted = divertedFromEndpoint(estate, { fromSubnet: subnetId, endpointSubnet, address });
  if (diverted !== undefined) return diverted;
  return hasSecurityGroup(estate, endpointSubnet)
    ? stoppedBy(estate, endpointSubnet, 'Inbound', packet)
    : undefined;
}

/** Why an endpoint doesn't let its registry's clients in. Its provisioning state says nothing about that. */
function whyClosed(estate: Estate, endpointId: string, { resource }: Registry): string | undefined {
  if (!approvedConnections(estate, resource).some((id) => same(id, endpointId))) {
    return `${endpointId} is not an approved endpoint of ${resource.id}`;
  }
  const isPremium = same(textAt(resource['sku'], 'name'), 'Premium');
  return isPremium ? undefined : 'private endpoints work on Premium registries only';
}

/** A security group counts at private endpoints only where the subnet's network policies say so. */
function hasSecurityGroup(estate: Estate, subnetId: string): boolean {
  const policies = textAt(estate.get(subnetId)?.properties, 'privateEndpointNetworkPolicies');
  return same(policies, 'Enabled') || same(policies, 'NetworkSecurityGroupEnabled');
}
