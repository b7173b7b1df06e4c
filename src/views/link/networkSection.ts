/** The section that says where a new endpoint goes: network and subnet, existing or new. */
import { nameOf, sameId } from '../../model/armId';
import type { ObservedCluster } from '../../provisioning/observed';
import { makeNew, networkFacts, subnetOptions } from '../planForm/networks';
import type { Context } from './draft';
import { choice, fact, name, range } from '../planForm/fields';
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
      ...subnetFields(scope, context),
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
    range(
      scope,
      'networkPrefix',
      'Network address range',
      { besides: rangesInUse(context, clusters) },
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

function subnetFields(scope: Scope, context: Context): FieldView[] {
  const { fields } = scope;
  const isNew = fields.network === makeNew;
  const network = isNew ? undefined : networkFacts(context.observed, fields.network);
  const limits = {
    within: isNew ? [fields.networkPrefix] : (network?.addressPrefixes ?? []),
    besides: network?.subnets.flatMap(({ addressPrefixes }) => addressPrefixes) ?? [],
  };
  const list = isNew
    ? []
    : [
        choice(
          scope,
          'subnet',
          'Subnet',
          subnetOptions(network, fields.subnet),
          'Delegated subnets can’t hold an endpoint and are left out.',
        ),
      ];
  if (!isNew && fields.subnet !== makeNew) return list;
  return [
    ...list,
    name(scope, 'subnetName', 'Subnet name', 'subnet'),
    // Facts of a network that is just being read can't be held against the range.
    range(
      scope,
      'subnetPrefix',
      'Subnet address range',
      !isNew && network === undefined ? {} : limits,
      'A /27 has room for the endpoint and its replicas.',
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
