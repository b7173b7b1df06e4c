/** The sections that say where the endpoint is and which zone its names are in; for all clusters, or for one. */
import { nameOf, parentId, sameId } from '../../model/armId';
import type { ObservedCluster } from '../../provisioning';
import { makeNew } from '../planForm/networks';
import { approvalFields } from '../planForm/placeFields';
import { endpointOf, type Context } from './draft';
import { choice, fact, name, radio } from '../planForm/fields';
import { sharedScope, type FieldView, type SectionView } from '../planForm/protocol/fields';
import { networkSection } from './networkSection';
import { endpointOptions, subscriptionOptions, zoneOptions } from './options';
import { placeOf } from './place';
import type { Scope } from './scopes';

/** `clusters` are those that use the place. */
export function placeSections(
  scope: Scope,
  context: Context,
  clusters: readonly ObservedCluster[],
): readonly SectionView[] {
  return [
    endpointSection(scope, context),
    ...(scope.fields.endpoint === makeNew ? [networkSection(scope, context, clusters)] : []),
    zoneSection(scope, context, clusters),
  ];
}

function endpointSection(scope: Scope, context: Context): SectionView {
  const endpoint = endpointOf(context, scope.fields.endpoint);
  const own = scope.id !== sharedScope;
  const within = own ? placeOf(scope.fields, context).networkId : undefined;
  const options = endpointOptions(context, within);
  return {
    id: 'endpoint',
    title: 'Private endpoint',
    summary: '',
    intro: own
      ? 'The registry’s private address in the cluster’s own network.'
      : 'The registry’s private address. One endpoint serves all clusters that reach its network.',
    folded: false,
    fields: [
      choice(scope, 'endpoint', 'Endpoint', options),
      ...(endpoint === undefined
        ? [
            name(scope, 'endpointName', 'Endpoint name', 'endpoint'),
            name(
              scope,
              'endpointGroup',
              'Endpoint resource group',
              'resourceGroup',
              'Created if it does not exist.',
            ),
            ...approvalFields(scope, 'nothing is pulled'),
          ]
        : [
            fact(
              scope,
              'network',
              'Network',
              `${nameOf(parentId(endpoint.subnetId))} / ${nameOf(endpoint.subnetId)}`,
            ),
          ]),
    ],
  };
}

function zoneSection(scope: Scope, context: Context, clusters: readonly ObservedCluster[]): SectionView {
  const { fields } = scope;
  return {
    id: 'zone',
    title: 'Private DNS zone',
    summary: '',
    intro:
      'Nodes find the private address in this zone. A network can be linked to one zone of this name only.',
    folded: false,
    fields: [
      radio(scope, 'dns', 'Who sees to names', [
        { value: 'zone', label: 'This plan', detail: 'Zone, records and links to the networks.' },
        {
          value: 'central',
          label: 'A central team',
          detail: 'Its policy writes the records and links the networks: this plan leaves DNS alone.',
        },
      ]),
      ...(fields.dns === 'central' ? [] : zoneFields(scope, context, clusters)),
    ],
  };
}

function zoneFields(scope: Scope, context: Context, clusters: readonly ObservedCluster[]): FieldView[] {
  const { fields } = scope;
  return [
    choice(scope, 'zone', 'Zone', zoneOptions(context, fields.zone, clusters)),
    ...(fields.zone === makeNew
      ? [
          choice(
            scope,
            'zoneSubscription',
            'Zone subscription',
            subscriptionOptions(context, fields.zoneSubscription),
          ),
          name(scope, 'zoneGroup', 'Zone resource group', 'resourceGroup', 'Created if it does not exist.'),
        ]
      : []),
  ];
}

/** Names of what belongs to the place, rarely changed. */
export function placeNames(
  scope: Scope,
  context: Context,
  clusters: readonly ObservedCluster[],
): FieldView[] {
  if (scope.fields.dns === 'central') return [];
  const { networkId } = placeOf(scope.fields, context);
  const isOthers = clusters.every((cluster) => !sameId(networkId, cluster.networkId));
  return [
    ...(isOthers ? [name(scope, 'registryZoneLink', 'Zone link of the endpoint’s network', 'zoneLink')] : []),
    name(scope, 'zoneGroupName', 'DNS zone group', 'zoneGroup'),
  ];
}
