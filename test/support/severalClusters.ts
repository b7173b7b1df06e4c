/** Observations and specs of a registry with several clusters, each in a network of its own unless said otherwise. */
import { idKey, resourceId } from '../../src/model/armId';
import type { Observed, ObservedCluster } from '../../src/provisioning/observed/observed';
import type { LinkSpec, PrivateAccess } from '../../src/provisioning/plan/spec';
import { privateAccess } from './linkSpec';
import { absent, cluster, ids, knownAs, network, networkId, pair, type Estate } from './observed';

export function clusterId(name: string, group = 'rg-apps'): string {
  return resourceId(ids.subscription, group, 'Microsoft.ContainerService/managedClusters', name);
}

/** `a` → cluster `aks-a` in the network `vnet-a`. */
export function clusterNamed(name: string, changes: Partial<ObservedCluster> = {}): ObservedCluster {
  return cluster({
    id: clusterId(`aks-${name}`),
    name: `aks-${name}`,
    networkId: networkId(`vnet-${name}`),
    kubeletIdentity: { objectId: `kubelet-${name}`, clientId: 'client', resourceId: 'identity' },
    ...changes,
  });
}

/** Clusters with the range of each one's network. */
export function observedClusters(
  clusters: readonly (readonly [ObservedCluster, string])[],
  estate: Estate = {},
): Observed {
  const networks = new Map(
    clusters.map(([{ networkId: id = '' }, range]) => [idKey(id), knownAs(network(id, range))]),
  );
  const observed = pair({ networks: [], ...estate });
  return {
    ...observed,
    clusters: Object.fromEntries(clusters.map(([one]) => [idKey(one.id), knownAs(one)])),
    networks: { ...observed.networks, ...Object.fromEntries(networks) },
    roleAssignments: Object.fromEntries(clusters.map(([one]) => [idKey(one.id), knownAs([])])),
    resourceGroups: { ...observed.resourceGroups, [idKey(rgOther)]: absent },
  };
}

const rgOther = `/subscriptions/${ids.subscription}/resourceGroups/rg-other`;

/** Links to clusters, each with its own changes of the access that `privateSpec` has. */
export function severalSpec(
  links: readonly (readonly [ObservedCluster, Partial<PrivateAccess>?])[],
): LinkSpec {
  return {
    schemaVersion: 2,
    registryId: ids.registry,
    tags: {},
    links: links.map(([{ id, name }, changes = {}]) => {
      const access = privateAccess(changes);
      const short = name.replace('aks-', '');
      const names = {
        ...access.names,
        clusterZoneLink: `link-vnet-${short}`,
        peeringToCluster: `peer-to-${short}`,
        peeringToRegistry: 'peer-to-registry',
        ...changes.names,
      };
      return { clusterId: id, access: { ...access, names } };
    }),
  };
}
