import { same, textAt } from '../arm/json';
import type { Estate } from '../estate';
import { partsOf, type PoolParts } from './parts';

/** Where a cluster's new nodes get AKS's own images from, and whether they start. */
export interface NodeStart {
  readonly from: 'registry' | 'internet';
  readonly registryId?: string;
  readonly starts: boolean;
  /** Of the pools whose nodes couldn't start, what is broken first. */
  readonly pools: readonly PoolParts[];
  readonly reason?: string;
}

/**
 * Whether nodes that AKS adds to a cluster would start. Of a cluster whose `bootstrapProfile` names a registry they pull
 * AKS's own images from there, from below `aks-managed-repository`, as kubelets pull (from the documentation of
 * network-isolated clusters); of any other they need a way out. Throws where there is no such cluster.
 */
export function nodeStart(estate: Estate, clusterId: string): NodeStart {
  const cluster = estate.get(clusterId);
  if (cluster === undefined) throw new Error(`There is no cluster ${clusterId} in the estate.`);
  const isCache = same(textAt(cluster.properties, 'bootstrapProfile', 'artifactSource'), 'Cache');
  const registryId = textAt(cluster.properties, 'bootstrapProfile', 'containerRegistryId');
  if (!isCache || registryId === undefined) {
    const outboundType = textAt(cluster.properties, 'networkProfile', 'outboundType');
    const starts = !/^(none|block)$/i.test(outboundType ?? '');
    const reason = `the cluster's outbound type is ${outboundType ?? ''}`;
    return { from: 'internet', starts, pools: [], ...(starts ? {} : { reason }) };
  }
  const from = { from: 'registry', registryId } as const;
  if (estate.get(registryId) === undefined) {
    return { ...from, starts: false, pools: [], reason: `there is no registry ${registryId}` };
  }
  const image = 'aks-managed-repository/oss/kubernetes/pause:3.6';
  const pools = partsOf(estate, { registryId, clusterId, image }).filter(
    ({ broken }) => broken !== undefined,
  );
  const [first] = pools;
  if (first === undefined) return { ...from, starts: true, pools };
  return { ...from, starts: false, pools, reason: first.reason ?? '' };
}
