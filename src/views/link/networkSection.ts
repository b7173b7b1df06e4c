/** The section that says where a new endpoint goes: network and subnet, existing or new. */
import { sameId } from '../../model/armId';
import { makeNew, networkFacts, type Context, type Draft } from './draft';
import { choice, name, range } from './fields';
import { networkOptions, regionOptions, subnetOptions, subscriptionOptions } from './options';
import type { FieldView, SectionView } from './protocol';

export function networkSection(draft: Draft, context: Context): SectionView {
  const isNew = draft.network === makeNew;
  const own = sameId(draft.network, context.cluster.networkId);
  return {
    id: 'network',
    title: 'Registry network',
    intro:
      'The virtual network that holds the endpoint. It is peered with the cluster’s network, so their address ranges must not overlap.',
    advanced: false,
    fields: [
      choice(
        'network',
        'Virtual network',
        draft,
        networkOptions(context),
        own
          ? 'The cluster’s own network: no peering is needed, other clusters can’t share the endpoint without one.'
          : undefined,
      ),
      ...(isNew
        ? [
            name('networkName', 'Network name', 'network', draft),
            range(
              'networkPrefix',
              'Network address range',
              draft,
              { besides: rangesInUse(context) },
              'Free of overlap with the cluster’s network and what that is peered with.',
            ),
            choice(
              'networkSubscription',
              'Subscription',
              draft,
              subscriptionOptions(context, draft.networkSubscription),
              undefined,
            ),
            name(
              'networkGroup',
              'Network resource group',
              'resourceGroup',
              draft,
              'Created if it does not exist.',
            ),
            choice(
              'networkLocation',
              'Region',
              draft,
              regionOptions(context, draft.networkLocation),
              'The endpoint is made in the same region; the registry may be elsewhere.',
            ),
          ]
        : []),
      ...subnetFields(draft, context),
    ],
  };
}

function subnetFields(draft: Draft, context: Context): FieldView[] {
  const isNew = draft.network === makeNew;
  const network = isNew ? undefined : networkFacts(context.observed, draft.network);
  const limits = {
    within: isNew ? [draft.networkPrefix] : (network?.addressPrefixes ?? []),
    besides: network?.subnets.flatMap(({ addressPrefixes }) => addressPrefixes) ?? [],
  };
  const list = isNew
    ? []
    : [
        choice(
          'subnet',
          'Subnet',
          draft,
          subnetOptions(network, draft.subnet),
          'Delegated subnets can’t hold an endpoint and are left out.',
        ),
      ];
  if (!isNew && draft.subnet !== makeNew) return list;
  return [
    ...list,
    name('subnetName', 'Subnet name', 'subnet', draft),
    // Facts of a network that is just being read can't be held against the range.
    range(
      'subnetPrefix',
      'Subnet address range',
      draft,
      !isNew && network === undefined ? {} : limits,
      'A /27 has room for the endpoint and its replicas.',
    ),
  ];
}

/** Ranges that a new network may not overlap: it is going to be peered with the cluster's network. */
function rangesInUse({ cluster, observed }: Context): readonly string[] {
  const network = cluster.networkId === undefined ? undefined : networkFacts(observed, cluster.networkId);
  return [
    ...(network?.addressPrefixes ?? []),
    ...(network?.peerings.flatMap((peering) => peering.remoteAddressPrefixes) ?? []),
  ];
}
