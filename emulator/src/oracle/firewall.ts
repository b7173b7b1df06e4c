import { at, listAt, same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { inRanges, outboundAddress } from './networks';
import { goesByAppliance } from './routes';

/** Addresses that stand for an appliance's and a proxy's own, from a range reserved for documentation. */
const APPLIANCE_ADDRESS = '203.0.113.254';
export const PROXY_ADDRESS = '203.0.113.253';

export interface Admission {
  readonly ok: boolean;
  readonly from: string;
  readonly detail: string;
}

/** The address by which a node appears at a public address. */
export function sourceAddress(
  estate: Estate,
  cluster: ArmResource,
  subnetId: string,
  address: string,
): string {
  if (goesByAppliance(estate, subnetId, address)) return APPLIANCE_ADDRESS;
  return outboundAddress(estate, cluster) ?? APPLIANCE_ADDRESS;
}

/**
 * Whether a registry's public endpoint lets a node in. Where public access is off nobody is; where the rules deny by
 * default, those whose address is in a range that is named, and subnets with the service endpoint that are. Kubelets
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
  const ok = !denies || inRanges(from, allowed);
  return { ok, from, detail: ok ? `${from} is let in` : `network rules do not allow ${from}` };
}
