/** The section that says where a new endpoint goes: network and subnet, existing or new. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import type { ObservedCluster } from '../../provisioning';
import { advanced, choice, fact, name } from '../planForm/fields';
import { sharedScope, type FieldView, type SectionView } from '../planForm/protocol/fields';
import { makeNew, networkFacts } from './networks';
import { networkOptions, regionOptions, subscriptionOptions } from './options';
import type { PlaceContext, Scope, Users } from './place';
import { networkRange, subnetFields } from './placeFields';

export function networkSection(
  scope: Scope,
  context: PlaceContext,
  { clusters, hidden }: Users,
): SectionView {
  const { fields } = scope;
  const ownNetwork = clusters.find(({ networkId }) => sameId(networkId, fields.network));
  const isOwnPlace = scope.id !== sharedScope;
  const isNew = fields.network === makeNew;
  return advanced(
    'network',
    isOwnPlace ? t('Network') : t('Registry network'),
    isNew ? t`${fields.networkName} (new), ${fields.networkPrefix}` : nameOf(fields.network),
    [
      isOwnPlace && ownNetwork !== undefined
        ? fact(scope, 'network', t('Virtual network'), nameOf(fields.network))
        : choice(
            scope,
            'network',
            t('Virtual network'),
            networkOptions(context, clusters, hidden),
            ownNetwork === undefined
              ? undefined
              : t`The virtual network of ${ownNetwork.name}. It needs no peering, but other clusters need one to share the endpoint.`,
          ),
      ...(isNew ? newNetworkFields(scope, context, clusters) : []),
      ...subnetFields(scope, context, t('A /27 has room for the endpoint and its replicas.')),
    ],
    isOwnPlace
      ? t('The virtual network that holds the endpoint.')
      : t(
          'The virtual network that holds the endpoint. It is peered with the clusters’ networks, so their address ranges must not overlap.',
        ),
  );
}

function newNetworkFields(
  scope: Scope,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): readonly FieldView[] {
  const { fields } = scope;
  return [
    name(scope, 'networkName', t('Network name'), 'network'),
    networkRange(scope, context.inventory, rangesInUse(context, clusters), rangeHelp(clusters.length)),
    choice(
      scope,
      'networkSubscription',
      t('Subscription'),
      subscriptionOptions(context, fields.networkSubscription),
    ),
    name(
      scope,
      'networkGroup',
      t('Network resource group'),
      'resourceGroup',
      t('Created if it doesn’t exist.'),
    ),
    choice(
      scope,
      'networkLocation',
      t('Region'),
      regionOptions(context, fields.networkLocation),
      t('The endpoint is created in the same region. The registry can be in another region.'),
    ),
  ];
}

function rangeHelp(clusters: number): string {
  if (clusters === 0) return t('A /26 has room for the endpoint and its replicas.');
  return clusters > 1
    ? t('Must not overlap the clusters’ networks or their peered networks.')
    : t('Must not overlap the cluster’s network or its peered networks.');
}

/** Ranges that a new network may not overlap: it is going to be peered with the clusters' networks. */
function rangesInUse({ observed }: PlaceContext, clusters: readonly ObservedCluster[]): readonly string[] {
  return clusters.flatMap(({ networkId }) => {
    const network = networkId === undefined ? undefined : networkFacts(observed, networkId);
    return [
      ...(network?.addressPrefixes ?? []),
      ...(network?.peerings.flatMap((peering) => peering.remoteAddressPrefixes) ?? []),
    ];
  });
}
