import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { tags } from '../../arm/body';
import { ArmError, preconditionFailed } from '../../arm/errors';
import { listAt, objectAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, Handler, ResourceType } from '../../arm/provider';
import { locationOf, tagsOf, update } from '../../arm/tracked';
import type { ArmResource, JsonObject } from '../../estate';
import { changesOf, clusterBody } from './clusterBody';
import { CLUSTER, clusterVersions, foundCluster } from './facts';
import { runCommand, runCommandBody } from './runCommand';

/**
 * Clusters come with the scenario. Of a cluster that is there its tags, its http proxy, its access profile, the lockdown
 * of its node resource group, the registry that it starts nodes from, its add-ons and its outbound type can be changed, and
 * it can be stopped and started; all else of AKS is left out.
 */
export const managedClusters: ResourceType = {
  type: CLUSTER,
  apiVersions: clusterVersions,
  // What the definition of February 2024 lacks, and the SDK of today knows.
  newMembers: [
    { path: 'kind', stable: '2024-02-01' },
    { path: 'properties.nodeResourceGroupProfile', stable: '2024-02-01' },
    // By the change log of Microsoft's package for Go, it came with 2025-02-01.
    { path: 'properties.bootstrapProfile', stable: '2025-01-01' },
  ],
  schemas: { put: clusterBody, patch: v.strictObject({ tags }), actions: { runCommand: runCommandBody } },
  get: (request) => ({ status: 200, body: foundCluster(request) }),
  list: (request) => listAnswer(request, request.estate.below(request.id.path, CLUSTER)),
  put,
  patch: (request) => {
    checkMatch(request, foundCluster(request));
    update(request, request.id.path, {}, tagsOf(request));
    return { status: 200, body: foundCluster(request) };
  },
  actions: {
    runCommand,
    stop: power('Stopped', 'StopManagedCluster'),
    start: power('Running', 'StartManagedCluster'),
  },
};

function put(request: ArmRequest): ArmAnswer {
  const { estate, operations, id, body } = request;
  const existing = estate.get(id.path);
  if (existing === undefined) {
    throw new ArmError(
      400,
      'ClusterCreationNotEmulated',
      `Managed cluster '${id.name}' does not exist, and the emulator makes none: scenarios bring clusters.`,
    );
  }
  checkMatch(request, existing);
  operations.refuseIfHeld(id.path);
  const changes = changesOf(estate, existing.properties, objectAt(body, 'properties'));
  locationOf(request, existing);
  estate.put({ ...existing, properties: { ...existing.properties, provisioningState: 'Updating' } });
  const headers = operations.start(request, {
    habit: 'cluster',
    latency: 'cluster',
    target: id.path,
    verb: 'update',
    name: 'PutManagedCluster',
    ...(existing.location === undefined ? {} : { location: existing.location }),
    effect: () => {
      update(request, id.path, { ...changes, provisioningState: 'Succeeded' }, tagsOf(request));
    },
  });
  return { status: 200, body: foundCluster(request), headers };
}

/** Clusters take `If-Match` and `If-None-Match` (from the SDK); without an etag of their own only the star can fit. */
function checkMatch({ headers, id }: ArmRequest, existing: ArmResource): void {
  const match = headers['if-match'];
  if (headers['if-none-match'] === '*' || (match !== undefined && match !== '*' && match !== existing.etag)) {
    throw preconditionFailed(`The condition on the etag of ${id.path} is not met.`);
  }
}

function power(code: 'Running' | 'Stopped', name: string): Handler {
  return (request) => {
    const { operations, id } = request;
    const cluster = foundCluster(request);
    operations.refuseIfHeld(id.path);
    const profiles = (listAt(cluster.properties, 'agentPoolProfiles') as JsonObject[]).map((pool) => ({
      ...pool,
      powerState: { code },
    }));
    update(request, id.path, { provisioningState: code === 'Stopped' ? 'Stopping' : 'Starting' });
    const headers = operations.start(request, {
      habit: 'cluster',
      latency: 'cluster',
      target: id.path,
      verb: 'action',
      name,
      ...(cluster.location === undefined ? {} : { location: cluster.location }),
      effect: () => {
        const properties = {
          provisioningState: 'Succeeded',
          powerState: { code },
          agentPoolProfiles: profiles,
        };
        update(request, id.path, properties);
      },
    });
    return { status: 202, headers };
  };
}
