/** The clusters of an estate: in networks of their own, shared ones or such that AKS makes, with or without a role. */
import { seedCluster } from '../../../emulator/src/scenarioCluster';
import { managedRange, type ClusterModel, type EstateModel } from './model';
import type { MadeNetwork, Networks } from './networks';
import { guid, subscriptions, type World } from './world';

export interface MadeCluster {
  readonly id: string;
  readonly name: string;
  readonly kubelet: string;
  readonly network: MadeNetwork;
  readonly model: ClusterModel;
}

interface ToMake {
  readonly model: EstateModel;
  readonly one: ClusterModel;
  readonly index: number;
  readonly before: MadeCluster | undefined;
}

export function makeCluster(
  world: World,
  networks: Networks,
  { model, one, index, before }: ToMake,
): MadeCluster {
  const name = `aks-${index}`;
  const spoiler = index === 0 ? model.spoiler : 'none';
  const shares = one.network === 'shared' && before !== undefined && before.model.network !== 'managed';
  const subscription =
    spoiler === 'otherTenant'
      ? 3
      : shares
        ? subscriptions.findIndex((id) => before.id.includes(id))
        : one.subscription;
  const location = shares ? before.model.location : one.location;
  const group = world.group(subscription, `rg-${name}`, location);
  const id = `${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
  const kubelet = guid(`${name} kubelet`);
  const managed = one.network === 'managed';
  const nodeGroup = `/subscriptions/${subscriptions[subscription] ?? ''}/resourceGroups/MC_rg-${name}_${name}_${location}`;
  const base = one.range.replace(/\d+\.\d+\/\d+$/, '');
  const own = (): MadeNetwork =>
    networks.make(group, `vnet-${name}`, location, one.range, {
      'snet-a': `${base}0.0/20`,
      'snet-b': `${base}16.0/20`,
    });
  const network = shares ? before.network : managed ? undefined : own();
  const principals = seedCluster(
    world.core,
    {
      id,
      location,
      kubernetesVersion: '1.34.2',
      powerState: one.stopped ? 'Stopped' : 'Running',
      kubelet,
      controlPlane: guid(`${name} control plane`),
      outboundAddress: `203.0.113.${index + 10}`,
      pools: ['snet-a', 'snet-b'].slice(0, one.pools).map((subnet, pool) => ({
        name: `pool${pool}`,
        mode: pool === 0 ? 'System' : 'User',
        count: 2,
        vmSize: 'Standard_D4ds_v5',
        powerState: 'Running',
        ...(network === undefined ? {} : { subnet: `${network.id}/subnets/${subnet}` }),
      })),
      tags: {},
    },
    '',
  );
  for (const principal of principals) world.principal(principal.id, principal.type, principal.name);
  const made =
    network ??
    networks.make(nodeGroup, 'aks-vnet-12345678', location, managedRange, { 'aks-subnet': '10.224.0.0/16' });
  return { id, name, kubelet, network: made, model: { ...one, subscription, location } };
}

/** Gives the cluster's identity what its model says: the right role somewhere, a wrong one, or none. */
export function giveRole(
  world: World,
  registryId: string,
  { registry }: EstateModel,
  cluster: MadeCluster,
): void {
  const right = registry.byRepository ? 'Container Registry Repository Reader' : 'AcrPull';
  const wrong = registry.byRepository ? 'AcrPull' : 'Container Registry Repository Reader';
  const group = registryId.replace(/\/providers\/.*$/, '');
  switch (cluster.model.role) {
    case 'none':
      return;
    case 'registry':
      world.assign(cluster.kubelet, right, registryId);
      return;
    case 'group':
      world.assign(cluster.kubelet, right, group);
      return;
    case 'subscription':
      world.assign(cluster.kubelet, right, group.replace(/\/resourceGroups\/.*$/, ''));
      return;
    case 'controlPlane':
      world.assign(guid(`${cluster.name} control plane`), right, registryId);
      return;
    case 'wrongMode':
      world.assign(cluster.kubelet, wrong, registryId);
      return;
  }
}
