import { listAt, same, textAt } from '../arm/json';
import type { ArmResource } from '../estate';
import { inRanges } from '../oracle/networks';
import { notAllowed } from './errors';

/**
 * Lets a machine on the internet in or refuses it. Clients of the data plane stand for the developer's machine, which is
 * in none of the emulated networks: a private endpoint is no way in for it, and trusted services it is none of.
 */
export function checkAddress(registry: ArmResource, address: string): void {
  const { properties } = registry;
  if (same(textAt(properties, 'publicNetworkAccess'), 'Disabled')) throw notAllowed(address);
  if (!same(textAt(properties, 'networkRuleSet', 'defaultAction'), 'Deny')) return;
  const allowed = listAt(properties, 'networkRuleSet', 'ipRules').flatMap(
    (rule) => textAt(rule, 'value') ?? [],
  );
  if (!inRanges(address, allowed)) throw notAllowed(address);
}
