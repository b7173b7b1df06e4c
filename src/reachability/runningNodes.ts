import type { ObservedCluster } from '../provisioning/observed/observed';

/** Whether any node of it runs now: nothing is pulled by what is stopped, or has no nodes. */
export function hasRunningNodes({
  powerState,
  pools,
}: Pick<ObservedCluster, 'powerState' | 'pools'>): boolean {
  return powerState === 'Running' && pools.some(({ count }) => count > 0);
}
