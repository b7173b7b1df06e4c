/** Whether two networks can be peered, with all that is peered already and all that is about to be. */
import { overlaps } from '../../model/addressRange';
import { sameId } from '../../model/armId';
import { known, networkOf } from '../observed/lookup';
import type { Ground, Place } from './ground';

/** Also true where there is nothing to peer: the endpoint is in the cluster's own network. */
export function canPeer({ observed, cluster, clusterNetwork, settled }: Ground, place: Place): boolean {
  if (clusterNetwork === undefined) return true;
  const { id } = place.network;
  if (sameId(id, clusterNetwork.id)) return true;
  const network = known(networkOf(observed, id));
  const ranges = network?.addressPrefixes ?? [place.network.addressPrefix];
  const theirs = clusterNetwork.addressPrefixes;
  const peersOfNetwork = [
    ...(network?.peerings ?? []).map(
      (peering) => [peering.remoteNetworkId, peering.remoteAddressPrefixes] as const,
    ),
    ...settled
      .filter(({ access }) => sameId(access.network.id, id) && access.route === 'peering')
      .flatMap(({ clusterNetwork: other }) => (other ? [[other.id, other.addressPrefixes] as const] : [])),
  ];
  const peersOfCluster = [
    ...clusterNetwork.peerings.map(
      (peering) => [peering.remoteNetworkId, peering.remoteAddressPrefixes] as const,
    ),
  ];
  const clash = (peers: typeof peersOfNetwork, exceptId: string, own: readonly string[]) =>
    peers.some(([peerId, prefixes]) => !sameId(peerId, exceptId) && overlaps(own, prefixes).length > 0);
  return (
    overlaps(ranges, theirs).length === 0 &&
    overlaps([place.subnet.addressPrefix], [...cluster.serviceCidrs, ...cluster.podCidrs]).length === 0 &&
    !clash(peersOfNetwork, clusterNetwork.id, theirs) &&
    !clash(peersOfCluster, id, ranges)
  );
}
