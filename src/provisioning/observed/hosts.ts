/** The host names that a registry's private endpoint gives addresses to. */
import { nameOf } from '../../model/armId';
import { dataEndpointHost, registrySuffix } from '../../model/clouds';
import type { ObservedRegistry } from './observed';

type Hosts = Pick<ObservedRegistry, 'loginServer' | 'location' | 'replicaLocations' | 'regionalHostNames'>;

/**
 * Each takes one address of the endpoint's subnet: the login server, the data endpoint of each region, and where they are
 * on, the regional endpoints (Microsoft Learn, "Connect privately to an Azure container registry using Azure Private
 * Link", section on the addresses that a subnet has to have).
 */
export function privateHosts(registry: Hosts): string[] {
  const { loginServer, location, replicaLocations, regionalHostNames = [] } = registry;
  const regions = [location, ...replicaLocations];
  return [
    loginServer,
    ...regions.map((region) => dataEndpointHost(loginServer, region)),
    ...regionalHostNames,
  ];
}

/** Host name that Azure gives a registry without a scope for its domain name label: its name before the suffix. */
export function hostOf(registryId: string, hostSuffix: string): string {
  return `${nameOf(registryId).toLowerCase()}.${hostSuffix}`;
}

/** Names of their records in the zone, e.g. `contoso`, `contoso.westeurope.data`. */
export function privateRecords(registry: Hosts): string[] {
  const suffix = `.${registrySuffix(registry.loginServer)}`.toLowerCase();
  return privateHosts(registry).map((host) =>
    host.toLowerCase().endsWith(suffix) ? host.slice(0, -suffix.length) : host,
  );
}
