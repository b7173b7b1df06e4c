/** The sections that say where the endpoint is and which zone its names are in; for all clusters, for one, or for none. */
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
    'Private endpoint',
    endpoint?.name ?? `${fields.endpointName} (new)`,
    [
      ...(isOnly ? [] : [choice(scope, 'endpoint', 'Endpoint', options)]),
      ...(endpoint === undefined
        ? newEndpointFields(scope)
        : [
            fact(
              scope,
              'network',
              'Network',
              `${nameOf(parentId(endpoint.subnetId))} / ${nameOf(endpoint.subnetId)}`,
            ),
          ]),
    ],
    own
      ? 'The registry’s private address in the cluster’s virtual network.'
      : 'The registry’s private address. One endpoint serves all clusters that reach its network.',
  );
}

function newEndpointFields(scope: Scope): readonly FieldView[] {
  const price = `A private endpoint costs about ${hourly(prices.endpointHour)} and ${dollars(prices.endpointGigabyte)} per GB (${priceSource}).`;
  return [
    {
      ...name(scope, 'endpointName', 'Endpoint name', 'endpoint', price),
      link: { label: 'Prices of Azure Private Link', href: pricingPages.privateLink },
    },
    name(scope, 'endpointGroup', 'Endpoint resource group', 'resourceGroup', 'Created if it doesn’t exist.'),
    ...approvalFields(scope, 'nothing can be pulled'),
  ];
}

function zoneSection(scope: Scope, context: PlaceContext, { clusters }: Users): SectionView {
  const { dns, zone } = scope.fields;
  const zoneName = privateZoneName(context.registry.loginServer);
  return advanced(
    'zone',
    'Private DNS zone',
    dns === 'central'
      ? 'managed by your platform team'
      : zone === makeNew
        ? `${zoneName} (new)`
        : zoneWords(zone),
    [
      radio(scope, 'dns', 'Who manages DNS?', [
        {
          value: 'zone',
          label: 'This extension',
          detail: 'Creates the zone, records, and virtual network links.',
        },
        {
          value: 'central',
          label: 'Your platform team',
          detail: 'Azure Policy creates the records and links. No DNS changes are made here.',
        },
      ]),
      ...(dns === 'central' ? [] : zoneFields(scope, context, clusters)),
    ],
    `Networks linked to ${zoneName} resolve the private address from it. A network can be linked to only one zone with this name.`,
  );
}

function zoneFields(
  scope: Scope,
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
): readonly FieldView[] {
  const { zone, zoneSubscription } = scope.fields;
  return [
    choice(scope, 'zone', 'Zone', zoneOptions(context, zone, clusters)),
    ...(zone === makeNew
      ? [
          choice(
            scope,
            'zoneSubscription',
            'Zone subscription',
            subscriptionOptions(context, zoneSubscription),
          ),
          name(scope, 'zoneGroup', 'Zone resource group', 'resourceGroup', 'Created if it doesn’t exist.'),
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
      ? [name(scope, 'registryZoneLink', 'Virtual network link of the endpoint’s network', 'zoneLink')]
      : []),
    name(scope, 'zoneGroupName', 'Private DNS zone group', 'zoneGroup'),
  ];
}
