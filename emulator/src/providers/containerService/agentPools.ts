import { resourceNotFound } from '../../arm/errors';
import { listAnswer } from '../../arm/paging';
import type { ResourceType } from '../../arm/provider';
import type { ArmResource, JsonObject } from '../../estate';
import { CLUSTER, clusterVersions } from './facts';

const TYPE = `${CLUSTER}/agentPools`;

export const agentPools: ResourceType = {
  type: TYPE,
  apiVersions: clusterVersions,
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
    return [{ id: `${cluster.id}/agentPools/${name}`, name, type: TYPE, properties }];
  });
}
