/** Who else needs a part of a link. What can't be known counts as needed: nothing is deleted on a guess. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../../model/armId';
import { registryLabel } from '../../../model/clouds';
import type { Neighbours, Observed, ObservedZone } from '../../observed/observed';
import { known } from '../../observed/lookup';
import { isSeenToPull, mayPull } from '../../observed/mayPull';
import type { ExistingLink, Way } from './link';

type Neighbour = Neighbours['clusters'][number];

/** Says it in a sentence; undefined when nobody does. */
export type Need = string | undefined;

const unknown = t('Kept, because its other users can’t be read.');

export class Others {
  private readonly neighbours: Neighbours | undefined;

  constructor(
    private readonly observed: Observed,
    private readonly link: ExistingLink,
  ) {
    this.neighbours = known(observed.neighbours);
  }

  /** Other clusters that pull with the same identity. */
  ofIdentity(): Need {
    if (this.neighbours === undefined) return unknown;
    const identity = this.link.cluster.kubeletIdentity?.objectId;
    const sharing = this.clusters().filter(({ kubeletObjectId }) => sameId(kubeletObjectId, identity));
    return needed(
      sharing.map(({ name }) => name),
      t('pulls with the same identity'),
      t('pull with the same identity'),
    );
  }

  /** Other clusters in the cluster's network that pull from the registry. */
  ofClusterNetwork(): Need {
    if (this.neighbours === undefined) return unknown;
    const linked = this.linkedIn([this.link.cluster.networkId]);
    return needed(
      linked,
      t('in the same network pulls from the registry'),
      t('in the same network pull from the registry'),
    );
  }

  /** Other clusters that reach the endpoint: in its network, or in one that is peered with it. */
  ofEndpoint({ networkId, network }: Way): Need {
    if (this.neighbours === undefined || network === undefined) return unknown;
    const peers = network.peerings.map(({ remoteNetworkId }) => remoteNetworkId);
    const linked = this.linkedIn([networkId, ...peers]);
    return needed(linked, t('pulls over it'), t('pull over it'));
  }

  /** Networks that are peered with the endpoint's, besides the cluster's: who is in them can't always be seen. */
  otherPeers({ network }: Way): string[] {
    return (network?.peerings ?? [])
      .map(({ remoteNetworkId }) => remoteNetworkId)
      .filter((id) => !sameId(id, this.link.cluster.networkId))
      .map(nameOf);
  }

  /** Other registries whose records in the zone a cluster in the network uses. */
  ofZoneLink(zone: ObservedZone): Need {
    if (this.neighbours === undefined || zone.records.state !== 'known') return unknown;
    const names = new Set(zone.records.value.map(({ name }) => name.toLowerCase()));
    const clusters = this.inClusterNetwork();
    const used = this.neighbours.privateRegistries.filter(
      (registry) =>
        names.has(registryLabel(registry.loginServer).toLowerCase()) &&
        clusters.some((cluster) => isSeenToPull(cluster, registry)),
    );
    return used.length === 0
      ? undefined
      : t`Kept, because the network resolves ${used.map(({ loginServer }) => loginServer).join(', ')} through it and pulls from there.`;
  }

  /** Names of clusters in the cluster's network, itself included, that pull from other private registries. */
  pullingElsewhere(): string[] {
    const { privateRegistries = [] } = this.neighbours ?? {};
    return this.inClusterNetwork()
      .filter((cluster) => privateRegistries.some((registry) => isSeenToPull(cluster, registry)))
      .map(({ name }) => name);
  }

  private inClusterNetwork(): readonly Neighbour[] {
    const { clusters = [] } = this.neighbours ?? {};
    return clusters.filter(({ networkId }) => sameId(networkId, this.link.cluster.networkId));
  }

  /** Names of records that don't belong to this registry. */
  foreignRecords(zone: ObservedZone): string[] {
    if (zone.records.state !== 'known') return [t('unread records')];
    const own = registryLabel(this.link.registry.loginServer).toLowerCase();
    return zone.records.value
      .map(({ name }) => name.toLowerCase())
      .filter((name) => name !== own && !name.startsWith(`${own}.`));
  }

  private clusters(): readonly Neighbour[] {
    return (this.neighbours?.clusters ?? []).filter(({ id }) => !sameId(id, this.link.cluster.id));
  }

  /** Names of other clusters in the networks that may pull from the registry. */
  private linkedIn(networkIds: readonly (string | undefined)[]): string[] {
    return this.clusters()
      .filter(({ networkId }) => networkIds.some((id) => sameId(id, networkId)))
      .filter((cluster) => mayPull(cluster, this.observed))
      .map(({ name }) => name);
  }
}

function needed(names: readonly string[], one: string, several: string): Need {
  if (names.length === 0) return undefined;
  return names.length === 1
    ? t`Kept, because the cluster ${names.join()} ${one}.`
    : t`Kept, because the clusters ${names.join(', ')} ${several}.`;
}

/** Ids of clusters whose roles have to be read to know who else needs the link. */
export function clustersToAsk(observed: Observed, link: ExistingLink): string[] {
  const networks = [
    link.cluster.networkId,
    ...link.ways.flatMap(({ networkId, network }) => [
      networkId,
      ...(network?.peerings ?? []).map(({ remoteNetworkId }) => remoteNetworkId),
    ]),
  ];
  return (known(observed.neighbours)?.clusters ?? [])
    .filter(
      ({ id, networkId }) =>
        !sameId(id, link.cluster.id) && networks.some((other) => sameId(other, networkId)),
    )
    .map(({ id }) => id);
}
