import { shortRegion } from '../../arm/clouds';
import { same, textAt } from '../../arm/json';
import type { ArmResource, Estate } from '../../estate';

export const REGISTRY = 'Microsoft.ContainerRegistry/registries';
export const REPLICATION = 'Microsoft.ContainerRegistry/registries/replications';
export const CONNECTION = 'Microsoft.ContainerRegistry/registries/privateEndpointConnections';

/** One address of a registry's private endpoint, and the name that it serves. */
export interface RegistryMember {
  readonly member: string;
  readonly fqdn: string;
  /** The replica that it came with; the registry itself and its home region have none. */
  readonly replica?: string;
}

/**
 * What a private endpoint of a registry serves: the data endpoint of its region and of every replica, the regional
 * endpoints of the replicas where they are switched on, then the registry itself. Azure gives the lower addresses to
 * the data endpoints (from real output of the Azure CLI). Names derive from the login server, which may differ from
 * the resource's name.
 */
export function registryMembers(estate: Estate, registry: ArmResource): RegistryMember[] {
  const loginServer = loginServerOf(registry);
  const [home = '', ...replicas] = regionsOf(estate, registry);
  const data = [home, ...replicas].map((region, index) => ({
    member: `registry_data_${region}`,
    fqdn: regionalHost(loginServer, region, 'data'),
    ...(index === 0 ? {} : { replica: region }),
  }));
  const hasRegional = same(textAt(registry.properties, 'regionalEndpoints'), 'Enabled');
  const regional = (hasRegional ? replicas : []).map((region) => ({
    member: `registry_geo_${region}`,
    fqdn: regionalHost(loginServer, region, 'geo'),
    replica: region,
  }));
  return [...data, ...regional, { member: 'registry', fqdn: loginServer }];
}

/** Host names of the regional endpoints; none where they are off. */
export function regionalHosts(estate: Estate, registry: ArmResource): string[] {
  return registryMembers(estate, registry).flatMap(({ member, fqdn }) =>
    member.startsWith('registry_geo_') ? [fqdn] : [],
  );
}

/** Host names of the dedicated data endpoints, which a registry with a private endpoint has. */
export function dataHosts(estate: Estate, registry: ArmResource): string[] {
  return regionsOf(estate, registry).map((region) => regionalHost(loginServerOf(registry), region, 'data'));
}

function loginServerOf(registry: ArmResource): string {
  return (textAt(registry.properties, 'loginServer') ?? '').toLowerCase();
}

function regionalHost(loginServer: string, region: string, kind: 'data' | 'geo'): string {
  const [label = '', ...suffix] = loginServer.split('.');
  return [label, region, kind, ...suffix].join('.');
}

/** The home region first, then those of the replicas; one that is still being made serves nothing yet. */
function regionsOf(estate: Estate, registry: ArmResource): string[] {
  const replicas = estate
    .below(registry.id, REPLICATION)
    .filter(({ properties }) => !same(textAt(properties, 'provisioningState'), 'Creating'))
    .flatMap((replica) => replica.location ?? []);
  return [...new Set([registry.location ?? '', ...replicas].map(shortRegion))];
}
