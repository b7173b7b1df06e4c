/** The fields of the first stage, with what is wrong in them. */
import { nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { dollars, priceSource, prices } from '../../model/prices';
import { known, knownValues, networkOf, type RegistrySide } from '../../provisioning';
import { check, choice, fact, name, radio, range, tagsField, type Scope } from '../planForm/fields';
import { sharedScope, type FieldView, type OptionView, type SectionView } from '../planForm/protocol/fields';
import { makeNew } from '../planForm/networks';
import { approvalFields, networkRange } from '../planForm/placeFields';
import { newZone } from './endpointStage';
import type { EndpointFilled } from './filled';
import type { FieldId } from './protocol/fields';

export function endpointSections(filled: EndpointFilled): readonly SectionView[] {
  const scope: Scope<FieldId> = { id: sharedScope, suffix: '', fields: filled.fields };
  return [
    ...skuSection(scope, filled),
    ...(filled.proposed.side?.endpoint.onAbsent === 'refuse'
      ? [existingEndpoint(scope, filled.proposed.side)]
      : [networkSection(scope, filled), endpointSection(scope)]),
    zoneSection(scope, filled),
    { ...section('tags', 'Tags', ''), summary: filled.fields.tags, folded: true, fields: [tagsField(scope)] },
  ];
}

function section(id: string, title: string, intro: string): Omit<SectionView, 'fields'> {
  return { id, title, summary: '', intro, folded: false };
}

function skuSection(scope: Scope<FieldId>, { registry, fields }: EndpointFilled): SectionView[] {
  if (registry.sku === 'Premium') return [];
  const cost = `About ${dollars(prices.registryDay.Premium)} a day instead of ${costOf(registry.sku)} (${priceSource}).`;
  const error =
    fields.upgrade === 'true' ? undefined : 'Private endpoints need the SKU Premium: agree to the upgrade.';
  return [
    {
      ...section('sku', 'SKU', `${registry.name} has SKU ${registry.sku}. Pulls go on while it is upgraded.`),
      fields: [check(scope, 'upgrade', 'Upgrade to Premium', cost, error)],
    },
  ];
}

function costOf(sku: string): string {
  return sku === 'Basic' || sku === 'Standard' ? dollars(prices.registryDay[sku]) : sku;
}

function existingEndpoint(scope: Scope<FieldId>, { endpoint, network }: RegistrySide): SectionView {
  return {
    ...section('endpoint', 'Private endpoint', 'The registry has one already.'),
    fields: [
      fact(scope, 'endpointName', 'Endpoint', nameOf(endpoint.id)),
      fact(scope, 'network', 'Network', nameOf(network.id)),
    ],
  };
}

function networkSection(scope: Scope<FieldId>, filled: EndpointFilled): SectionView {
  const { fields, proposed } = filled;
  const isNew = fields.network === makeNew;
  const intro = isNew
    ? 'A network of the registry’s own, which clusters are peered with.'
    : 'The endpoint goes into a network that is there.';
  return {
    ...section('network', 'Network', intro),
    fields: [
      choice(scope, 'network', 'Network', networkOptions(filled)),
      ...(isNew
        ? [
            name(scope, 'networkName', 'Network name', 'network'),
            networkRange(scope, filled.inventory, [], 'A /26 has room for the endpoint and its replicas.'),
          ]
        : []),
      ...subnetFields(scope, filled, proposed.side),
    ],
  };
}

function subnetFields(
  scope: Scope<FieldId>,
  { fields, observed }: EndpointFilled,
  side: RegistrySide | undefined,
): FieldView[] {
  if (side?.subnet.onAbsent === 'refuse') {
    return [fact(scope, 'subnetName', 'Subnet', `${nameOf(side.subnet.id)} (${side.subnet.addressPrefix})`)];
  }
  const network = known(networkOf(observed, fields.network === makeNew ? undefined : fields.network));
  const limits =
    network === undefined
      ? { within: [fields.networkPrefix] }
      : { within: network.addressPrefixes, besides: network.subnets.flatMap((one) => one.addressPrefixes) };
  return [
    name(scope, 'subnetName', 'Subnet name', 'subnet'),
    range(scope, 'subnetPrefix', 'Subnet range', limits, 'For private endpoints.'),
  ];
}

/** Networks of the registry's subscription: an endpoint is in the subscription of its network. */
function networkOptions({ inventory, fields, registry }: EndpointFilled): OptionView[] {
  const own: OptionView = { value: makeNew, label: 'New network', detail: 'beside the registry' };
  const visible = inventory.networks
    .filter(({ id }) => !/\/resourceGroups\/MC_/i.test(id))
    .toSorted((a, b) => near(b.id) - near(a.id) || a.name.localeCompare(b.name));
  const options = visible.map(({ id, name: label, location, addressPrefixes }) => ({
    value: id,
    label,
    detail: `${location}, ${addressPrefixes.join(', ')}`,
  }));
  const unlisted = fields.network !== makeNew && !visible.some(({ id }) => sameId(id, fields.network));
  return [own, ...options, ...(unlisted ? [{ value: fields.network, label: nameOf(fields.network) }] : [])];

  function near(id: string): number {
    return Number(sameId(subscriptionOf(id), subscriptionOf(registry.id)));
  }
}

function endpointSection(scope: Scope<FieldId>): SectionView {
  return {
    ...section('endpoint', 'Private endpoint', 'It gives the registry private addresses in that network.'),
    fields: [
      name(scope, 'endpointName', 'Endpoint name', 'endpoint'),
      ...approvalFields(scope, 'no network gets in over it'),
    ],
  };
}

function zoneSection(scope: Scope<FieldId>, { observed, fields, registry }: EndpointFilled): SectionView {
  const zoneName = privateZoneName(registry.loginServer);
  const group = parseId(newZone(registry.id, registry.loginServer))?.resourceGroup ?? '';
  const zones = knownValues(observed.zones).filter((zone) => sameId(zone.name, zoneName));
  const isThere = zones.some(({ id }) => sameId(id, newZone(registry.id, registry.loginServer)));
  const options: OptionView[] = [
    ...(isThere ? [] : [{ value: makeNew, label: 'New zone', detail: `in ${group}` }]),
    ...zones.map(({ id, links }) => ({
      value: id,
      label: `${zoneName} in ${parseId(id)?.resourceGroup ?? ''}`,
      detail: `${links.length} linked ${links.length === 1 ? 'network' : 'networks'}`,
    })),
  ];
  return {
    ...section(
      'zone',
      'Private DNS zone',
      'Networks that are linked to it resolve the registry to its private address. No cluster’s network is linked yet: until one is, its pulls stay public.',
    ),
    fields: [
      radio(scope, 'dns', 'Who sees to names', [
        { value: 'zone', label: 'This plan', detail: 'Zone and records.' },
        { value: 'central', label: 'A central team', detail: 'Its policy writes the records.' },
      ]),
      ...(fields.dns === 'central' ? [] : [choice(scope, 'zone', 'Zone', options)]),
    ],
  };
}
