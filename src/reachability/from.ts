/** Where the packets of a node pool come from. */
import { isIPv6 } from '../model/addressRange';
import type { ObservedCluster, ObservedPool, ObservedSubnet } from '../provisioning/observed/observed';
import { subnetOf } from './traffic';
import type { World } from './world';

export interface From {
  readonly cluster: ObservedCluster;
  readonly networkId: string;
  readonly pool: ObservedPool | undefined;
  /** Undefined where the network's subnets weren't read, or the pool's isn't among them. */
  readonly subnet: ObservedSubnet | undefined;
  /** IPv4 ranges of that subnet: of several, each of its nodes is in one. */
  readonly ranges: readonly string[];
}

export function fromPool(
  world: World,
  cluster: ObservedCluster,
  pool: ObservedPool | undefined,
  networkId: string,
): From {
  const subnet = subnetOfPool(world, cluster, pool, networkId);
  // Registries and their endpoints have no other addresses.
  const ranges = (subnet?.addressPrefixes ?? []).filter((range) => !isIPv6(range));
  return { cluster, networkId, pool, subnet, ranges };
}

/** Without a subnet of the user's the nodes are in that of the network that AKS made, which has one for them. */
function subnetOfPool(
  world: World,
  cluster: ObservedCluster,
  pool: ObservedPool | undefined,
  networkId: string,
): ObservedSubnet | undefined {
  if (pool?.subnetId !== undefined) return subnetOf(world, pool.subnetId);
  const network = world.network(networkId);
  if (network.state !== 'known' || !cluster.networkManagedByAks) return undefined;
  const subnets = network.value.subnets ?? [];
  return subnets.find(({ name }) => name.toLowerCase() === 'aks-subnet') ?? subnets[0];
}
