import { resourceNotFound } from '../arm/errors';
import { listAnswer } from '../arm/paging';
import type { ResourceType } from '../arm/provider';
import type { ArmResource, JsonObject } from '../estate';

const VERSIONS = [
  '2026-06-01',
  '2026-04-01',
  '2025-10-01',
  '2025-08-01',
  '2025-05-01',
  '2025-03-01',
  '2025-02-01',
  '2024-09-01',
  '2024-05-01',
  '2023-11-01',
  '2023-05-01',
  '2022-11-01',
  '2022-09-01',
];

/** Clusters can only be read: the scenario makes them, and what is emulated here never changes one. */
export const managedClusters: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters',
  apiVersions: VERSIONS,
  get: (request) => {
    const cluster = request.estate.get(request.id.path);
    if (cluster === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: cluster };
  },
  list: (request) =>
    listAnswer(request, request.estate.below(request.id.path, 'Microsoft.ContainerService/managedClusters')),
};

export const agentPools: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters/agentPools',
  apiVersions: VERSIONS,
  get: (request) => {
    const cluster = request.estate.get(request.id.parent?.path ?? '');
    const pool = poolsOf(cluster).find((item) => item.name.toLowerCase() === request.id.name.toLowerCase());
    if (pool === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: pool };
  },
  list: (request) => listAnswer(request, poolsOf(request.estate.get(request.id.path))),
};

/** A cluster's pools stand in its `agentPoolProfiles`, and are shown as resources of their own as well. */
function poolsOf(cluster: ArmResource | undefined): (JsonObject & { name: string })[] {
  const profiles = cluster?.properties['agentPoolProfiles'];
  if (cluster === undefined || !Array.isArray(profiles)) return [];
  return profiles.flatMap((profile) => {
    if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) return [];
    const { name, ...properties } = profile;
    if (typeof name !== 'string') return [];
    const type = 'Microsoft.ContainerService/managedClusters/agentPools';
    return [{ id: `${cluster.id}/agentPools/${name}`, name, type, properties }];
  });
}
