import { textAt } from '../../arm/json';
import { shortRegion } from '../../arm/tracked';
import type { ArmResource, Estate } from '../../estate';

export const REGISTRY = 'Microsoft.ContainerRegistry/registries';
export const REPLICATION = 'Microsoft.ContainerRegistry/registries/replications';
export const CONNECTION = 'Microsoft.ContainerRegistry/registries/privateEndpointConnections';

/** One address of a registry's private endpoint, and the name that it serves. */
export interface RegistryMember {
  readonly member: string;
  readonly fqdn: string;
}

/**
 * What a private endpoint of a registry serves: the data endpoint of its region and of every replica, then the
 * registry itself. Azure gives the lower addresses to the data endpoints (from real output of the Azure CLI). Names
 * derive from the login server, which may differ from the resource's name.
 */
export function registryMembers(estate: Estate, registry: ArmResource): RegistryMember[] {
  const loginServer = loginServerOf(registry);
  const data = regionsOf(estate, registry).map((region) => ({
    member: `registry_data_${region}`,
    fqdn: dataHost(loginServer, region),
  }));
  return [...data, { member: 'registry', fqdn: loginServer }];
}

/** Host names of the dedicated data endpoints, which a registry with a private endpoint has. */
export function dataHosts(estate: Estate, registry: ArmResource): string[] {
  return regionsOf(estate, registry).map((region) => dataHost(loginServerOf(registry), region));
}

function loginServerOf(registry: ArmResource): string {
  return (textAt(registry.properties, 'loginServer') ?? '').toLowerCase();
}

function dataHost(loginServer: string, region: string): string {
  const [label = '', ...suffix] = loginServer.split('.');
  return [label, region, 'data', ...suffix].join('.');
}

function regionsOf(estate: Estate, registry: ArmResource): string[] {
  const replicas = estate.below(registry.id, REPLICATION).flatMap((replica) => replica.location ?? []);
  return [...new Set([registry.location ?? '', ...replicas].map(shortRegion))];
}
