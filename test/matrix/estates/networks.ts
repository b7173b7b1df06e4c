/** The networks of an estate: ranges, peerings and links to zones, as they were made. */
import { overlapCidr } from 'cidr-tools';
import type { PeeringModel } from './model';
import { guid, type World } from './world';

const NETWORK = '2026-01-01';

export interface MadeNetwork {
  readonly id: string;
  readonly ranges: readonly string[];
  /** Ids of the networks that it has a peering with, whatever its state. */
  readonly peers: Set<string>;
  /** Id of the zone that it is linked to. */
  linkedTo: string | undefined;
}

export class Networks {
  readonly #made = new Map<string, MadeNetwork>();

  constructor(private readonly world: World) {}

  make(
    group: string,
    name: string,
    location: string,
    range: string,
    subnets: Record<string, string>,
  ): MadeNetwork {
    const id = this.world.put(`${group}/providers/Microsoft.Network/virtualNetworks/${name}`, {
      location,
      properties: {
        addressSpace: { addressPrefixes: [range] },
        subnets: Object.entries(subnets).map(([subnet, addressPrefix]) => ({
          name: subnet,
          properties: { addressPrefix },
        })),
      },
    });
    const network = { id, ranges: [range], peers: new Set<string>(), linkedTo: undefined };
    this.#made.set(id, network);
    return network;
  }

  all(): MadeNetwork[] {
    return [...this.#made.values()];
  }

  peersOf(network: MadeNetwork): MadeNetwork[] {
    return [...network.peers].flatMap((id) => this.#made.get(id) ?? []);
  }

  /** Whether Azure lets the two be peered: no ranges may meet, also not those of what they are peered with already. */
  canPeer(a: MadeNetwork, b: MadeNetwork): boolean {
    const others = (of: MadeNetwork, than: MadeNetwork) => this.peersOf(of).filter((peer) => peer !== than);
    return (
      !meets(a, b) &&
      !others(a, b).some((peer) => meets(peer, b)) &&
      !others(b, a).some((peer) => meets(peer, a))
    );
  }

  /** Peers two networks where that is possible. `from` is the cluster's side, `to` the endpoint's or the hub's. */
  peer(from: MadeNetwork, to: MadeNetwork, how: PeeringModel): void {
    const peered = from.peers.has(to.id) || to.peers.has(from.id);
    if (how === 'none' || from === to || peered || !this.canPeer(from, to)) return;
    if (how !== 'fromEndpoint') this.#side(from, to, how !== 'noAccess');
    if (how !== 'fromCluster') this.#side(to, from, true);
    // Deleting one side leaves the other one Disconnected.
    if (how === 'endpointDisconnected') this.#unpeer(from, to);
    if (how === 'clusterDisconnected') this.#unpeer(to, from);
    if (how === 'bothDisconnected') this.#disconnectBoth(from, to);
  }

  linkTo(zone: string, network: MadeNetwork): void {
    if (network.linkedTo !== undefined) return;
    network.linkedTo = zone;
    this.world.put(`${zone}/virtualNetworkLinks/existing-${guid(network.id).slice(0, 8)}`, {
      location: 'global',
      properties: { virtualNetwork: { id: network.id }, registrationEnabled: false },
    });
  }

  #side(from: MadeNetwork, to: MadeNetwork, allowVirtualNetworkAccess: boolean): void {
    from.peers.add(to.id);
    this.world.put(peeringId(from, to), {
      properties: { remoteVirtualNetwork: { id: to.id }, allowVirtualNetworkAccess },
    });
  }

  #unpeer(from: MadeNetwork, to: MadeNetwork): void {
    from.peers.delete(to.id);
    this.world.delete(peeringId(from, to), NETWORK);
  }

  /** Azure comes to this when a network is deleted and made again, which a test estate has no time for. */
  #disconnectBoth(from: MadeNetwork, to: MadeNetwork): void {
    for (const id of [peeringId(from, to), peeringId(to, from)]) {
      const { estate } = this.world.core;
      const side = estate.get(id);
      if (side) {
        estate.put({ ...side, properties: { ...side.properties, peeringState: 'Disconnected' } });
      }
    }
  }
}

function peeringId(from: MadeNetwork, to: MadeNetwork): string {
  return `${from.id}/virtualNetworkPeerings/existing-to-${guid(to.id).slice(0, 8)}`;
}

export function meets(a: MadeNetwork, b: MadeNetwork): boolean {
  return a !== b && a.ranges.some((one) => b.ranges.some((other) => overlapCidr(one, other)));
}
