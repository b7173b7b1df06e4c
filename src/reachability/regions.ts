/** The regions in which a registry serves the nodes of a cluster. */
import { dataEndpointHost } from '../model/clouds';
import type { ObservedRegistry } from '../provisioning/observed/observed';

const key = (region: string) => region.toLowerCase().replace(/\s/g, '');

/**
 * A cluster whose region has the registry's data is led there; for others the nearest one is Azure's choice. A replica that
 * is still made, or taken out of the routing, serves nobody (Microsoft Learn, "Geo-replication in Azure Container
 * Registry"); one that failed may serve.
 */
function servingRegions(
  registry: ObservedRegistry,
  clusterRegion: string,
): { readonly regions: readonly string[]; readonly areAll: boolean } {
  const replicas = registry.replicas ?? [];
  const inState = (state: RegExp) =>
    replicas
      .filter(({ provisioningState }) => state.test(provisioningState))
      .map(({ location }) => key(location));
  const idle = [
    ...inState(/^(Creating|Deleting|Canceled)$/i),
    ...replicas.filter(({ leftOut }) => leftOut).map(({ location }) => key(location)),
  ];
  const regions = [registry.location, ...registry.replicaLocations]
    .map(key)
    .filter((region) => !idle.includes(region));
  const failed = inState(/^Failed$/i);
  const own = regions.filter((region) => region === key(clusterRegion) && !failed.includes(region));
  return own.length > 0
    ? { regions: own, areAll: true }
    : { regions, areAll: registry.hasUnreadReplicas !== true };
}

/**
 * Hosts that layers come from: the data endpoints of these regions, where the registry has such (switched on, or come with
 * the first private endpoint), else Azure Storage, undefined. Not `areAll` where there may be another one that serves.
 */
export function layerHosts(
  registry: ObservedRegistry,
  clusterRegion: string,
): { readonly hosts: readonly string[]; readonly areAll: boolean } | undefined {
  const isDedicated =
    registry.dataEndpointEnabled || registry.connections.some(({ status }) => status === 'Approved');
  if (!isDedicated) return undefined;
  const { regions, areAll } = servingRegions(registry, clusterRegion);
  return { hosts: regions.map((region) => dataEndpointHost(registry.loginServer, region)), areAll };
}

/** Names of Azure's service tags: those that the public addresses of a service have, and those that they may have. */
export interface ServiceTags {
  readonly sure: readonly string[];
  readonly maybe: readonly string[];
}

/** By the regions in which the registry serves a cluster; where these are several, nobody knows which it is. */
export function serviceTags(
  registry: ObservedRegistry,
  clusterRegion: string,
  service: 'AzureContainerRegistry' | 'Storage',
): ServiceTags {
  const services = [service, 'AzureCloud'];
  const { regions, areAll } = servingRegions(registry, clusterRegion);
  const ofRegions = services.flatMap((tag) => regions.map((region) => `${tag}.${region}`));
  return regions.length === 1 && areAll
    ? { sure: [...services, ...ofRegions], maybe: [] }
    : { sure: services, maybe: ofRegions };
}
