/** The section that says where a new endpoint goes: network and subnet, existing or new. */
import { nameOf, sameId } from '../../model/armId';
import type { ObservedCluster } from '../../provisioning';
import { makeNew, networkFacts } from '../planForm/networks';
import { networkRange, subnetFields } from '../planForm/placeFields';
import type { Context } from './draft';
import { choice, fact, name } from '../planForm/fields';
import { sharedScope, type FieldView, type SectionView } from '../planForm/protocol/fields';
import { networkOptions, regionOptions, subscriptionOptions } from './options';
import type { Scope } from './scopes';

/** `clusters` are those that use the endpoint. */
export function networkSection(
  scope: Scope,
  context: Context,
  clusters: readonly ObservedCluster[],
): SectionView {
  const { fields } = scope;
  const ownNetwork = clusters.find(({ networkId }) => sameId(networkId, fields.network));
  const isOwnPlace = scope.id !== sharedScope;
  return {
    id: 'network',
    title: isOwnPlace ? 'Network' : 'Registry network',
    summary: '',
    intro: isOwnPlace
      ? 'The virtual network that holds the endpoint.'
      : 'The virtual network that holds the endpoint. It is peered with the clusters’ networks, so their address ranges must not overlap.',
    folded: false,
    fields: [
      isOwnPlace && ownNetwork !== undefined
        ? fact(scope, 'network', 'Virtual network', nameOf(fields.network))
        : choice(
            scope,
            'network',
            'Virtual network',
            networkOptions(context, clusters),
            ownNetwork === undefined
              ? undefined
              : `The own network of ${ownNetwork.name}: it needs no peering, other clusters can’t share the endpoint without one.`,
          ),
      ...(fields.network === makeNew ? newNetworkFields(scope, context, clusters) : []),
      ...subnetFields(scope, context, 'A /27 has room for the endpoint and its replicas.'),
    ],
  };
}

function newNetworkFields(
  scope: Scope,
  context: Context,
  clusters: readonly ObservedCluster[],
): readonly FieldView[] {
  const { fields } = scope;
  return [
    name(scope, 'networkName', 'Network name', 'network'),
    networkRange(
      scope,
      context.inventory,
      rangesInUse(context, clusters),
      clusters.length > 1
        ? 'Free of overlap with the clusters’ networks and what those are peered with.'
        : 'Free of overlap with the cluster’s network and what that is peered with.',
    ),
    choice(
      scope,
      'networkSubscription',
      'Subscription',
      subscriptionOptions(context, fields.networkSubscription),
    ),
    name(scope, 'networkGroup', 'Network resource group', 'resourceGroup', 'Created if it does not exist.'),
    choice(
      scope,
      'networkLocation',
      'Region',
      regionOptions(context, fields.networkLocation),
      'The endpoint is made in the same region; the registry may be elsewhere.',
    ),
  ];
}

/** Ranges that a new network may not overlap: it is going to be peered with the clusters' networks. */
function rangesInUse({ observed }: Context, clusters: readonly ObservedCluster[]): readonly string[] {
  return clusters.flatMap(({ networkId }) => {
    const network = networkId === undefined ? undefined : networkFacts(observed, networkId);
    return [
      ...(network?.addressPrefixes ?? []),
      ...(network?.peerings.flatMap((peering) => peering.remoteAddressPrefixes) ?? []),
    ];
  });
}
