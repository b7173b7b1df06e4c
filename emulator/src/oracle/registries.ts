import { shortRegion } from '../arm/clouds';
import { same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';

export interface Registry {
  readonly resource: ArmResource;
  readonly loginServer: string;
  /** The dedicated data endpoint of a region. */
  dataHost(region: string): string;
  /** The registry itself, as one region serves it. */
  regionalHost(region: string): string;
  /** The name into which a private endpoint turns a public one: `privatelink` before the cloud's suffix. */
  privateHost(host: string): string;
}

/** All registries. Names derive from the login server, which may carry a hash that the resource's name lacks. */
export function registries(estate: Estate): Registry[] {
  return estate.ofType('Microsoft.ContainerRegistry/registries').flatMap((resource) => {
    const loginServer = textAt(resource.properties, 'loginServer')?.toLowerCase();
    if (loginServer === undefined) return [];
    const dot = loginServer.indexOf('.');
    const label = loginServer.slice(0, dot);
    const suffix = loginServer.slice(dot + 1);
    return [
      {
        resource,
        loginServer,
        dataHost: (region: string) => `${label}.${region}.data.${suffix}`,
        regionalHost: (region: string) => `${label}.${region}.geo.${suffix}`,
        privateHost: (host: string) => `${host.slice(0, -suffix.length)}privatelink.${suffix}`,
      },
    ];
  });
}

/** By login server, by a regional endpoint, or by the private alias of one that people write by mistake. */
export function findRegistry(estate: Estate, host: string): Registry | undefined {
  return registries(estate).find((registry) =>
    [registry.loginServer, ...regionalHosts(estate, registry)].some(
      (name) => host === name || host === registry.privateHost(name),
    ),
  );
}

/** The regions that hold the registry's data: its own, and those of its geo-replicas. */
export function homeRegions(estate: Estate, registry: Registry): string[] {
  const regions = [registry.resource, ...replicasOf(estate, registry)].map(({ location = '' }) =>
    shortRegion(location),
  );
  return [...new Set(regions)];
}

/** The regions that pulls are routed to: a replica can be taken out of it. */
export function servedRegions(estate: Estate, registry: Registry): string[] {
  const without = replicasOf(estate, registry)
    .filter((replica) => replica.properties['regionEndpointEnabled'] === false)
    .map(({ location = '' }) => shortRegion(location));
  return homeRegions(estate, registry).filter((region) => !without.includes(region));
}

/** Geo-replicas that are there: one that is still made, or couldn't be, serves nobody. */
function replicasOf(estate: Estate, registry: Registry): readonly ArmResource[] {
  return estate
    .below(registry.resource.id, 'Microsoft.ContainerRegistry/registries/replications')
    .filter(
      ({ properties }) =>
        !/^(Creating|Failed|Canceled)$/i.test(textAt(properties, 'provisioningState') ?? ''),
    );
}

/** The regional endpoints of replicas, where they are switched on (from the private link documentation). */
export function regionalHosts(estate: Estate, registry: Registry): string[] {
  if (!same(textAt(registry.resource.properties, 'regionalEndpoints'), 'Enabled')) return [];
  return homeRegions(estate, registry)
    .slice(1)
    .map((region) => registry.regionalHost(region));
}

/** Ids of the private endpoints whose connection the registry has approved. */
export function approvedConnections(estate: Estate, registry: ArmResource): string[] {
  return (
    estate
      .below(registry.id, 'Microsoft.ContainerRegistry/registries/privateEndpointConnections')
      // A connection that came with a replica says nothing about the endpoint as a whole.
      .filter((item) => item['region'] === undefined)
      .filter((item) =>
        same(textAt(item.properties, 'privateLinkServiceConnectionState', 'status'), 'Approved'),
      )
      .flatMap((item) => textAt(item.properties, 'privateEndpoint', 'id') ?? [])
  );
}
