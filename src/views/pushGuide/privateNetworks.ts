/** From where a registry is reached over its private endpoints, as far as the inventory shows. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parentId, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import type { Inventory, ObservedRegistry } from '../../provisioning';

export interface PrivateNetwork {
  readonly networkId: string;
  /** How packets get to the endpoint, in words. */
  readonly way: string;
  /** A zone for the registry's private name is linked to it; without one, DNS of its own may still know the name. */
  readonly resolves: boolean;
}

/** Networks with an approved endpoint of the registry, and those that are peered with them on both sides. */
export function privateNetworks(registry: ObservedRegistry, inventory: Inventory): PrivateNetwork[] {
  const zoneName = privateZoneName(registry.loginServer).toLowerCase();
  const resolves = (networkId: string) =>
    inventory.zoneLinks.some(
      (link) => sameId(link.networkId, networkId) && link.zoneName.toLowerCase() === zoneName,
    );
  const found = inventory.endpoints
    .filter(({ targetId, status }) => sameId(targetId, registry.id) && status === 'Approved')
    .flatMap(({ name, subnetId }) => {
      const networkId = parentId(subnetId);
      const peers = peersOf(networkId, inventory);
      return [
        { networkId, way: t`contains the private endpoint ${name}` },
        ...peers.map((peer) => ({
          networkId: peer,
          way: t`peered with ${nameOf(networkId)}, which contains ${name}`,
        })),
      ];
    });
  const each = new Map(found.toReversed().map((one) => [idKey(one.networkId), one]));
  return [...each.values()]
    .map((one) => ({ ...one, resolves: resolves(one.networkId) }))
    .toSorted((a, b) => Number(b.resolves) - Number(a.resolves) || a.networkId.localeCompare(b.networkId));
}

/** Ids of networks with a peering that is connected on both sides. */
function peersOf(networkId: string, { networks }: Inventory): string[] {
  const connected = (from: string, to: string) =>
    networks
      .find(({ id }) => sameId(id, from))
      ?.peerings.some(
        ({ remoteNetworkId, state, allowVirtualNetworkAccess }) =>
          sameId(remoteNetworkId, to) && state === 'Connected' && allowVirtualNetworkAccess,
      ) ?? false;
  const own = networks.find(({ id }) => sameId(id, networkId));
  return (own?.peerings ?? [])
    .map(({ remoteNetworkId }) => remoteNetworkId)
    .filter((peer) => connected(networkId, peer) && connected(peer, networkId));
}
