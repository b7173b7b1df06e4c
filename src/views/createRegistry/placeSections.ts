/** The sections that say in which network the registry's private address is, and which zone has its names. */
import { regionName } from '../../model/regionNames';
import { nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { dollars, hourly, prices, priceSource, pricingPages } from '../../model/prices';
import { choice, name, radio, tagsField } from '../planForm/fields';
import { makeNew } from '../planForm/networks';
import { networkRange, subnetFields } from '../planForm/placeFields';
import type { FieldView, OptionView, SectionView } from '../planForm/protocol/fields';
import type { Context, Scope } from './draft';
import { loginServer } from './specOf';

export function networkSection(scope: Scope, context: Context): SectionView {
  const { fields } = scope;
  const isNew = fields.network === makeNew;
  return {
    id: 'network',
    title: 'Network and private endpoint',
    summary: '',
    intro:
      'The virtual network that holds the registry’s private address. Linking a cluster peers the cluster’s network with it, so the ranges should not overlap.',
    folded: false,
    fields: [
      choice(scope, 'network', 'Virtual network', networkOptions(context)),
      ...(isNew
        ? [
            name(scope, 'networkName', 'Network name', 'network'),
            networkRange(scope, context.inventory, [], 'A /26 has room for the endpoint and its replicas.'),
          ]
        : []),
      ...subnetFields(scope, context, 'For private endpoints only; a /27 has room for replicas.'),
      {
        ...name(
          scope,
          'endpointName',
          'Endpoint name',
          'endpoint',
          `A private endpoint costs about ${hourly(prices.endpointHour)} and ${dollars(prices.endpointGigabyte)} a gigabyte (${priceSource}).`,
        ),
        link: { label: 'Prices of Azure Private Link', href: pricingPages.privateLink },
      },
    ],
  };
}

/** Those of the subscription first; an endpoint is in the subscription and the region of its network. */
function networkOptions({ inventory, subscription, subscriptions }: Context): readonly OptionView[] {
  const own = (id: string) => sameId(subscriptionOf(id), subscription.id);
  const place = (id: string) => {
    const name = subscriptions.find((one) => sameId(one.id, subscriptionOf(id)))?.name;
    return own(id) || name === undefined ? [] : [name];
  };
  return [
    { value: makeNew, label: 'New network' },
    ...inventory.networks
      .toSorted((a, b) => Number(own(b.id)) - Number(own(a.id)) || a.name.localeCompare(b.name))
      .map(({ id, name: label, location, addressPrefixes }) => ({
        value: id,
        label,
        detail: [regionName(location), addressPrefixes.join(', '), ...place(id)].join(', '),
      })),
  ];
}

export function zoneSection(scope: Scope, context: Context): SectionView {
  const { fields } = scope;
  const central = fields.dns === 'central';
  return {
    id: 'zone',
    title: 'Private DNS zone',
    summary: '',
    intro: `Networks that are linked to ${privateZoneName(loginServer(fields, context))} find the private address in it. A network can be linked to one zone of this name only.`,
    folded: false,
    fields: [
      radio(scope, 'dns', 'Who sees to names', [
        {
          value: 'zone',
          label: 'This plan',
          detail: 'Zone, records and the link to the registry’s network.',
        },
        {
          value: 'central',
          label: 'A central team',
          detail: 'Its policy writes the records and links the network: this plan leaves DNS alone.',
        },
      ]),
      ...(central ? [] : zoneFields(scope, context)),
    ],
  };
}

function zoneFields(scope: Scope, context: Context): FieldView[] {
  return [
    choice(scope, 'zone', 'Zone', zoneOptions(scope, context)),
    ...(scope.fields.zone === makeNew
      ? [
          choice(
            scope,
            'zoneSubscription',
            'Zone subscription',
            subscriptionOptions(context, scope.fields.zoneSubscription),
          ),
          name(scope, 'zoneGroup', 'Zone resource group', 'resourceGroup', 'Created if it does not exist.'),
        ]
      : []),
  ];
}

/** With the one of the network, which this account may not list. */
function subscriptionOptions({ subscriptions }: Context, chosen: string): readonly OptionView[] {
  const listed = subscriptions.map(({ id, name: label }) => ({ value: id, label }));
  return listed.some(({ value }) => value === chosen)
    ? listed
    : [...listed, { value: chosen, label: chosen }];
}

function zoneOptions({ fields }: Scope, context: Context): readonly OptionView[] {
  const { observed, subscriptions } = context;
  const zoneName = privateZoneName(loginServer(fields, context));
  const found = Object.values(observed.zones).flatMap((fact) =>
    fact.state === 'known' && fact.value.name.toLowerCase() === zoneName ? [fact.value] : [],
  );
  const where = (id: string) => subscriptions.find((one) => sameId(one.id, subscriptionOf(id)))?.name;
  return [
    ...found.map(({ id, name: zone, links }) => ({
      value: id,
      label: `${zone} in ${parseId(id)?.resourceGroup ?? ''}`,
      detail: [
        where(id) ?? subscriptionOf(id),
        `linked to ${links.length === 1 ? nameOf(links[0]?.networkId ?? '') : `${links.length} networks`}`,
      ].join(', '),
    })),
    { value: makeNew, label: `New zone ${zoneName}` },
  ];
}

/** Rarely changed. */
export function namesSection(scope: Scope): SectionView {
  const { fields } = scope;
  const group = (id: 'networkGroup' | 'endpointGroup', label: string) =>
    name(scope, id, label, 'resourceGroup', 'Created if it does not exist.');
  return {
    id: 'names',
    title: 'Names and tags',
    summary: '',
    intro: 'Proposed by the naming patterns in the settings.',
    folded: true,
    fields: [
      ...(fields.network === makeNew ? [group('networkGroup', 'Network resource group')] : []),
      group('endpointGroup', 'Endpoint resource group'),
      ...(fields.dns === 'central'
        ? []
        : [
            name(scope, 'registryZoneLink', 'Zone link of the network', 'zoneLink'),
            name(scope, 'zoneGroupName', 'DNS zone group', 'zoneGroup'),
          ]),
      tagsField(scope),
    ],
  };
}
