import { get } from '@azure/arm-containerservice/api/managedClusters';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { CommandTarget } from '../../provisioning';
import type { Clients } from '../http/clients';
import { groupNameOf } from '../http/ids';
import { proxyOf } from '../resources/clusterShapes';

/** See ClusterCommands.readCommandTarget. Throws what the SDK throws for a refusal. */
export async function readCommandTarget(
  clients: Clients,
  clusterId: string,
  signal: AbortSignal,
): Promise<CommandTarget> {
  const context = clients.clusters(subscriptionOf(clusterId));
  const cluster = await get(context, groupNameOf(clusterId), nameOf(clusterId), { abortSignal: signal });
  const access = cluster.apiServerAccessProfile;
  const proxy = proxyOf(cluster.httpProxyConfig);
  return {
    clusterId: cluster.id ?? clusterId,
    provisioningState: cluster.provisioningState ?? '',
    powerState: cluster.powerState?.code === 'Stopped' ? 'Stopped' : 'Running',
    runCommandDisabled: access?.disableRunCommand ?? false,
    usesEntraId: cluster.aadProfile?.managed ?? false,
    isPrivate: access?.enablePrivateCluster ?? false,
    hasVirtualNodes: Object.entries(cluster.addonProfiles ?? {}).some(
      ([name, addon]) => /^aciConnector/i.test(name) && addon.enabled,
    ),
    ...(proxy === 'none' ? {} : { proxy }),
    pools: (cluster.agentPoolProfiles ?? []).map((pool) => ({
      name: pool.name,
      mode: pool.mode ?? '',
      osType: pool.osType ?? 'Linux',
      count: pool.count ?? 0,
      running: pool.powerState?.code !== 'Stopped',
      spot: pool.scaleSetPriority === 'Spot',
      taints: pool.nodeTaints ?? [],
    })),
  };
}
