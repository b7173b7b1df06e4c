import { at, listAt, same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { inRanges, outboundAddress } from './networks';
import { goesByAppliance } from './routes';

/** Addresses that stand for those of an appliance, a proxy, a NAT gateway of the user's and a node itself; nobody's. */
const APPLIANCE_ADDRESS = '203.0.113.254';
export const PROXY_ADDRESS = '203.0.113.253';
const GATEWAY_ADDRESS = '203.0.113.252';
const NODE_ADDRESS = '203.0.113.251';

export interface Admission {
  readonly ok: boolean;
  readonly from: string;
  readonly detail: string;
}

/**
 * The address by which a node appears at a public address: a NAT gateway of its subnet goes before a public address of its
 * own, and that before what AKS made (from the documentation of NAT gateways).
 */
export function sourceAddress(
  estate: Estate,
  cluster: ArmResource,
  subnetId: string,
  { address, tags }: { readonly address: string; readonly tags: readonly string[] },
): string {
  if (goesByAppliance(estate, subnetId, address, tags)) return APPLIANCE_ADDRESS;
  const outboundType = textAt(cluster.properties, 'networkProfile', 'outboundType') ?? '';
  const gateway = textAt(estate.get(subnetId)?.properties, 'natGateway', 'id');
  if (gateway !== undefined && !/^managedNATGateway/i.test(outboundType)) return GATEWAY_ADDRESS;
  const pool = listAt(cluster.properties, 'agentPoolProfiles').find((item) =>
    same(textAt(item, 'vnetSubnetID'), subnetId),
  );
  if (at(pool, 'enableNodePublicIP') === true) return NODE_ADDRESS;
  return outboundAddress(estate, cluster) ?? APPLIANCE_ADDRESS;
}

/**
 * Whether a registry's public endpoint lets a node in. Where public access is off nobody is; where the rules deny by
 * default, those whose address is in a range that is named, and subnets with the service endpoint that are: these come with
 * private addresses, so that no range means them (from the documentation of service endpoints). Kubelets
 * are none of the trusted services that `networkRuleBypassOptions` lets in.
 */
export function admission(
  estate: Estate,
  registry: ArmResource,
  node: { from: string; subnetId: string },
): Admission {
  const { properties } = registry;
  const { from } = node;
  if (same(textAt(properties, 'publicNetworkAccess'), 'Disabled')) {
    return { ok: false, from, detail: 'public access is disabled' };
  }
  const rules = ['networkRuleSet', 'virtualNetworkRules'];
  const hasServiceEndpoint = listAt(estate.get(node.subnetId)?.properties, 'serviceEndpoints').some((item) =>
    same(textAt(item, 'service'), 'Microsoft.ContainerRegistry'),
  );
  const isNamed = listAt(properties, ...rules).some((item) => same(textAt(item, 'id'), node.subnetId));
  if (hasServiceEndpoint && isNamed) {
    return { ok: true, from, detail: `the service endpoint of ${node.subnetId} is let in` };
  }
  const denies = same(textAt(properties, 'networkRuleSet', 'defaultAction'), 'Deny');
  const allowed = listAt(at(properties, 'networkRuleSet', 'ipRules')).flatMap(
    (item) => textAt(item, 'value') ?? [],
  );
  if (denies && hasServiceEndpoint) {
    return { ok: false, from, detail: `${node.subnetId} comes over its service endpoint, and isn't named` };
  }
  const ok = !denies || inRanges(from, allowed);
  return { ok, from, detail: ok ? `${from} is let in` : `network rules do not allow ${from}` };
}
