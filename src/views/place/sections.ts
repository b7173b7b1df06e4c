/** The sections that say where the endpoint is and which zone its names are in; for all clusters, for one, or for none. */
import { t } from '@vscode/l10n';
import { nameOf, parentId, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { dollars, hourly, prices, priceSource, pricingPages } from '../../model/prices';
import type { ObservedCluster } from '../../provisioning';
import { advanced, choice, fact, name, radio } from '../planForm/fields';
import { sharedScope, type FieldView, type SectionView } from '../planForm/protocol/fields';
import { makeNew } from './networks';
import { networkSection } from './networkSection';
import { endpointOptions, subscriptionOptions, zoneOptions, zoneWords } from './options';
import { endpointOf, placeOf, type PlaceContext, type Scope, type Users } from './place';
import { approvalFields } from './placeFields';

export function placeSections(scope: Scope, context: PlaceContext, users: Users): readonly SectionView[] {
  return [
    endpointSection(scope, context),
    ...(scope.fields.endpoint === makeNew ? [networkSection(scope, context, users)] : []),
    zoneSection(scope, context, users),
  ];
}

function endpointSection(scope: Scope, context: PlaceContext): SectionView {
  const { fields } = scope;
  const endpoint = endpointOf(context, fields.endpoint);
  const own = scope.id !== sharedScope;
  const options = endpointOptions(context, own ? placeOf(fields, context).networkId : undefined);
  // Where there is none yet, there is nothing to choose.
  const isOnly = options.length === 1 && fields.endpoint === makeNew;
  return advanced(
    'endpoint',
    t('Private endpoint'),
    endpoint?.name ?? t`${fields.endpointName} (new)`,
    [
      ...(isOnly ? [] : [choice(scope, 'endpoint', t('Endpoint'), options)]),
      ...(endpoint === undefined
        ? newEndpointFields(scope)
        : [
            fact(
              scope,
              'network',
              t('Network'),
              `${nameOf(parentId(endpoint.subnetId))} / ${nameOf(endpoint.subnetId)}`,
            ),
          ]),
    ],
    own
      ? t('The registry’s private address in the cluster’s virtual network.')
      : t('The registry’s private address. One endpoint serves all clusters that reach its network.'),
  );
}

function newEndpointFields(scope: Scope): readonly FieldView[] {
  const price = t`A private endpoint costs about ${hourly(prices.endpointHour)} and ${dollars(prices.endpointGigabyte)} per GB (${priceSource}).`;
  return [
    {
      ...name(scope, 'endpointName', t('Endpoint name'), 'endpoint', price),
      link: { label: t('Prices of Azure Private Link'), href: pricingPages.privateLink },
    },
    name(
      scope,
      'endpointGroup',
      t('Endpoint resource group'),
      'resourceGroup',
      t('Created if it doesn’t exist.'),
    ),
    ...approvalFields(scope, t('nothing can be pulled')),
  ];
}

function zoneSection(scope: Scope, context: PlaceContext, { clusters }: Users): SectionView {
  const { dns, zone } = scope.fields;
  const zoneName = privateZoneName(context.registry.loginServer);
  return advanced(
    'zone',
    t('Private DNS zone'),
    dns === 'central'
      ? t('managed by your platform team')
      : zone === makeNew
        ? t`${zoneName} (new)`
        : zoneWords(zone),
    [
      radio(scope, 'dns', t('Who manages DNS?'), [
        {
          value: 'zone',
          label: t('This extension'),
          detail: t('Creates the zone, records, and virtual network links.'),
        },
        {
          value: 'central',
          label: t('Your platform team'),
          detail: t('Azure Policy creates the records and links. No DNS changes are made here.'),
        },
      ]),
      ...(dns === 'central' ? [] : zoneFields(scope, context, clusters)),
    ],
    t`Networks linked to ${zoneName} resolve the private address from it. A network can be linked to only one zone with this name.`,
  );
}

function zoneFields(
  scope: Scope,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): readonly FieldView[] {
  const { zone, zoneSubscription } = scope.fields;
  return [
    choice(scope, 'zone', t('Zone'), zoneOptions(context, zone, clusters)),
    ...(zone === makeNew
      ? [
          choice(
            scope,
            'zoneSubscription',
            t('Zone subscription'),
            subscriptionOptions(context, zoneSubscription),
          ),
          name(
            scope,
            'zoneGroup',
            t('Zone resource group'),
            'resourceGroup',
            t('Created if it doesn’t exist.'),
          ),
        ]
      : []),
  ];
}

/** Names of what belongs to the place, rarely changed. */
export function placeNames(scope: Scope, context: PlaceContext, { clusters }: Users): readonly FieldView[] {
  if (scope.fields.dns === 'central') return [];
  const { networkId } = placeOf(scope.fields, context);
  const isOthers = clusters.every((cluster) => !sameId(networkId, cluster.networkId));
  return [
    ...(isOthers
      ? [name(scope, 'registryZoneLink', t('Virtual network link of the endpoint’s network'), 'zoneLink')]
      : []),
    name(scope, 'zoneGroupName', t('Private DNS zone group'), 'zoneGroup'),
  ];
}
