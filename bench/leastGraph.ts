/**
 * The least graph that Azure enforces for a private link with separate networks, and the shortest time in which
 * anything could walk it. It is written down here by hand, from the emulator's latencies and Azure's rules alone; the
 * engine's own order of steps is not asked.
 */
import { latencyProfile } from '../emulator/src/arm/latency';

interface Write {
  readonly name: string;
  /** Seconds, unscaled. */
  readonly seconds: number;
  /** What must exist before Azure takes the write. */
  readonly needs: readonly string[];
  /** Virtual networks that Azure lets nobody else write meanwhile. */
  readonly holds: readonly ('registry' | 'cluster')[];
}

export const leastGraph: readonly Write[] = [
  // The subnet comes with the network in one write.
  { name: 'network', seconds: latencyProfile.virtualNetwork, needs: [], holds: ['registry'] },
  { name: 'zone', seconds: latencyProfile.privateDnsZone, needs: [], holds: [] },
  {
    name: 'registryZoneLink',
    seconds: latencyProfile.virtualNetworkLink,
    needs: ['network', 'zone'],
    holds: [],
  },
  { name: 'clusterZoneLink', seconds: latencyProfile.virtualNetworkLink, needs: ['zone'], holds: [] },
  { name: 'endpoint', seconds: latencyProfile.privateEndpoint, needs: ['network'], holds: ['registry'] },
  { name: 'zoneGroup', seconds: latencyProfile.zoneGroup, needs: ['endpoint', 'zone'], holds: [] },
  {
    name: 'peeringToCluster',
    seconds: latencyProfile.peering,
    needs: ['network'],
    holds: ['registry', 'cluster'],
  },
  {
    name: 'peeringToRegistry',
    seconds: latencyProfile.peering,
    needs: ['network'],
    holds: ['registry', 'cluster'],
  },
  // Role assignments are answered at once.
  { name: 'roleAssignment', seconds: 0, needs: [], holds: [] },
];

/** Seconds of the fastest possible run: every order of the writes that contend for a network is tried. */
export function criticalPath(writes: readonly Write[] = leastGraph): number {
  const contending = writes.filter((write) => write.holds.length > 0);
  return Math.min(...permutations(contending).map((order) => lengthInOrder(writes, order)));
}

/** Seconds when each write waits for the one before it. */
export function oneAfterAnother(writes: readonly Write[] = leastGraph): number {
  return writes.reduce((sum, write) => sum + write.seconds, 0);
}

/** Infinity where the order contradicts what a write needs. */
function lengthInOrder(writes: readonly Write[], order: readonly Write[]): number {
  const ends = new Map<string, number>();
  const end = (write: Write, waiting: readonly string[] = []): number => {
    if (waiting.includes(write.name)) return Infinity;
    const known = ends.get(write.name);
    if (known !== undefined) return known;
    const inFront = order
      .slice(0, Math.max(order.indexOf(write), 0))
      .filter((other) => other.holds.some((network) => write.holds.includes(network)));
    const before = [...writes.filter((other) => write.needs.includes(other.name)), ...inFront];
    const start = Math.max(0, ...before.map((other) => end(other, [...waiting, write.name])));
    ends.set(write.name, start + write.seconds);
    return start + write.seconds;
  };
  return Math.max(...writes.map((write) => end(write)));
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
