import { same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { endpointsAt, isPrivateAddress, routable } from './networks';
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
  /** Azure's service tags that a public address belongs to. */
  readonly tags: readonly string[];
}

export interface Reached {
  readonly ok: boolean;
  readonly detail: string;
}

/** Whether packets of a node get to an address and back. */
export function reach(estate: Estate, way: Way): Reached {
  const packet: Packet = { fromSubnet: way.subnetId, address: way.address, tags: way.tags };
  const stopped = stoppedBy(estate, way.subnetId, 'Outbound', packet);
  if (stopped !== undefined) return { ok: false, detail: stopped };
  return isPrivateAddress(way.address) ? reachEndpoint(estate, way, packet) : reachInternet(estate, way);
}

function reachInternet(estate: Estate, { cluster, subnetId, address }: Way): Reached {
  const outboundType = textAt(cluster?.properties, 'networkProfile', 'outboundType');
  const stopped = stoppedOnTheWayOut(estate, { fromSubnet: subnetId, address, outboundType });
  return { ok: stopped === undefined, detail: stopped ?? `${address} by the internet` };
}

/** A private address leads somewhere only if an approved endpoint of this registry has it within reach. */
function reachEndpoint(estate: Estate, { subnetId, registry, address }: Way, packet: Packet): Reached {
  const approved = approvedConnections(estate, registry.resource);
  const isPremium = same(textAt(registry.resource['sku'], 'name'), 'Premium');
  const reasons: string[] = [];
  for (const endpoint of endpointsAt(estate, address)) {
    const route = routable(estate, networkOfSubnet(subnetId), endpoint.networkId, address);
    const endpointSubnet = endpoint.subnetId;
    const diverted = divertedFromEndpoint(estate, { fromSubnet: subnetId, endpointSubnet, address });
    const refused = hasSecurityGroup(estate, endpointSubnet)
      ? stoppedBy(estate, endpointSubnet, 'Inbound', packet)
      : undefined;
    if (route !== true) reasons.push(route);
    else if (diverted !== undefined) reasons.push(diverted);
    else if (refused !== undefined) reasons.push(refused);
    else if (!approved.some((id) => same(id, endpoint.endpointId))) {
      reasons.push(`${endpoint.endpointId} is not an approved endpoint of ${registry.resource.id}`);
    } else if (!isPremium) reasons.push('private endpoints work on Premium registries only');
    else return { ok: true, detail: `${address} of ${endpoint.endpointId}` };
  }
  return { ok: false, detail: reasons.join('; ') || `no private endpoint has ${address}` };
}

/** A security group counts at private endpoints only where the subnet's network policies say so. */
function hasSecurityGroup(estate: Estate, subnetId: string): boolean {
  const policies = textAt(estate.get(subnetId)?.properties, 'privateEndpointNetworkPolicies');
  return same(policies, 'Enabled') || same(policies, 'NetworkSecurityGroupEnabled');
}
