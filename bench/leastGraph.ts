/**
 * The least graph that Azure enforces for private links of clusters with networks of their own, and the shortest time in
 * which anything could walk it. It is written down here by hand, from the emulator's latencies and Azure's rules alone;
 * the engine's own order of steps is not asked.
 */
import { latencyProfile } from '../emulator/src/arm/latency';

export interface Write {
  readonly name: string;
  /** Seconds, unscaled. */
  readonly seconds: number;
  /** What must exist before Azure takes the write. */
  readonly needs: readonly string[];
  /** Virtual networks that Azure lets nobody else write meanwhile. */
  readonly holds: readonly string[];
}

/** A registry with nothing yet, and that many clusters, each in a network of its own. */
export function leastGraph(clusters: number): readonly Write[] {
  const registrySide: readonly Write[] = [
    // The subnet comes with the network in one write.
    { name: 'network', seconds: latencyProfile.virtualNetwork, needs: [], holds: ['registry'] },
    { name: 'zone', seconds: latencyProfile.privateDnsZone, needs: [], holds: [] },
    {
      name: 'registryZoneLink',
      seconds: latencyProfile.virtualNetworkLink,
      needs: ['network', 'zone'],
      holds: [],
    },
    { name: 'endpoint', seconds: latencyProfile.privateEndpoint, needs: ['network'], holds: ['registry'] },
    { name: 'zoneGroup', seconds: latencyProfile.zoneGroup, needs: ['endpoint', 'zone'], holds: [] },
  ];
  const clusterSide = Array.from({ length: clusters }, (_, index): readonly Write[] => {
    const holds = ['registry', `cluster${index}`];
    const peering = { seconds: latencyProfile.peering, needs: ['network'], holds };
    return [
      {
        name: `zoneLink${index}`,
        seconds: latencyProfile.virtualNetworkLink,
        needs: ['zone'],
        holds: [],
      },
      { name: `peeringToCluster${index}`, ...peering },
      { name: `peeringToRegistry${index}`, ...peering },
      // Role assignments are answered at once.
      { name: `roleAssignment${index}`, seconds: 0, needs: [], holds: [] },
    ];
  });
  return [...registrySide, ...clusterSide.flat()];
}

/**
 * Seconds that no run can be faster than: the longest chain of needs, or what a network's writes take one after the
 * other, with what has to come before the first of them and after the last.
 */
export function criticalPath(writes: readonly Write[]): number {
  const named = new Map(writes.map((write) => [write.name, write]));
  const head = (write: Write): number =>
    Math.max(
      0,
      ...write.needs.flatMap((name) => named.get(name) ?? []).map((need) => head(need) + need.seconds),
    );
  const tail = (write: Write): number =>
    Math.max(
      0,
      ...writes.filter(({ needs }) => needs.includes(write.name)).map((next) => next.seconds + tail(next)),
    );
  const chains = writes.map((write) => head(write) + write.seconds + tail(write));
  const networks = [...new Set(writes.flatMap(({ holds }) => holds))].map((network) => {
    const holders = writes.filter(({ holds }) => holds.includes(network));
    const sum = holders.reduce((seconds, write) => seconds + write.seconds, 0);
    return Math.min(...holders.map(head)) + sum + Math.min(...holders.map(tail));
  });
  return Math.max(...chains, ...networks);
}

/** Seconds when each write waits for the one before it. */
export function oneAfterAnother(writes: readonly Write[]): number {
  return writes.reduce((sum, write) => sum + write.seconds, 0);
}
