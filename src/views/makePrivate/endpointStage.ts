/** The first stage: SKU, private endpoint and zone of a registry that is there. */
import { idKey, nameOf, parseId, resourceId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { dollars, priceSource, prices } from '../../model/prices';
import { known, knownValues, networkOf } from '../../provisioning/planning/lookup';
import { proposeRegistry } from '../../provisioning/registry/proposeRegistry';
import type { RegistrySpec } from '../../provisioning/registry/registrySpec';
import type { RegistrySide } from '../../provisioning/spec';
import type { AskedRegistry } from '../../provisioning/ports';
import { check, choice, fact, name, radio, range, tagsField, text, type Scope } from '../planForm/fields';
import { sharedScope, type FieldView, type OptionView, type SectionView } from '../planForm/protocol/fields';
import { parseTags, tagsText } from '../planForm/tags';
import { noFields, type EndpointFilled, type Fields } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';
import type { FieldId } from './protocol/fields';

/** Value of a choice that means: make one. */
export const makeNew = 'new';

/** Azure's limit for the message that the registry's owner reads. */
const longestMessage = 140;

/** Reads the registry and proposes; throws FailureError if it can't be read. `networkId` is one that the user chose. */
export async function fillEndpoint(
  deps: MakePrivateDeps,
  registryId: string,
  networkId: string | undefined,
  signal: AbortSignal,
): Promise<EndpointFilled> {
  const { observed, inventory } = await read(deps, registryId, networkOption(networkId), signal);
  const { tags, names } = deps.preferred();
  const proposed = proposeRegistry(observed, {
    registry: { kind: 'existing', id: registryId },
    ...networkOption(networkId),
    ...(tags === undefined ? {} : { tags }),
    ...(names === undefined ? {} : { names }),
  });
  const registry = known(observed.registry);
  if (registry === undefined) throw new Error('A proposal was made for a registry that could not be read.');
  const fields = fieldsFrom(proposed, networkId);
  return { stage: 'endpoint', fields, registry, observed, inventory, proposed, proposedFor: networkId };
}

async function read(
  deps: MakePrivateDeps,
  registryId: string,
  asked: Omit<AskedRegistry, 'hostSuffix'>,
  signal: AbortSignal,
) {
  const azure = await deps.azure();
  const registry = { hostSuffix: deps.hostSuffix(), ...asked };
  const [observed, inventory] = await Promise.all([
    azure.observe({ registryId, clusterIds: [], registry }, signal),
    deps.inventory(),
  ]);
  signal.throwIfAborted();
  return { observed, inventory };
}

function networkOption(networkId: string | undefined) {
  return networkId === undefined ? {} : { networkId };
}

function fieldsFrom({ side, tags }: RegistrySpec, networkId: string | undefined): Fields {
  if (side === undefined) return noFields;
  const approval = side.endpoint.approval;
  return {
    ...noFields,
    network: networkId ?? makeNew,
    networkName: nameOf(side.network.id),
    networkPrefix: side.network.addressPrefix,
    subnetName: nameOf(side.subnet.id),
    subnetPrefix: side.subnet.addressPrefix,
    endpointName: nameOf(side.endpoint.id),
    approval: approval.mode,
    requestMessage: approval.mode === 'manual' ? approval.requestMessage : '',
    dns: side.dns,
    zone: side.zone.onAbsent === 'create' ? makeNew : side.zone.id,
    tags: tagsText(tags),
  };
}

/** Everything is read anew for what the fields say; typed text stays. */
export async function readAgain(
  deps: MakePrivateDeps,
  filled: EndpointFilled,
  signal: AbortSignal,
): Promise<EndpointFilled> {
  const { observed } = await read(deps, filled.registry.id, { spec: endpointSpec(filled) }, signal);
  return { ...filled, observed, registry: known(observed.registry) ?? filled.registry };
}

/** The spec that fields without errors stand for. */
export function endpointSpec({ fields, proposed, registry }: EndpointFilled): RegistrySpec {
  const { side } = proposed;
  const tags = parseTags(fields.tags);
  return {
    ...proposed,
    registry: { kind: 'existing', id: registry.id, upgradeToPremium: fields.upgrade === 'true' },
    side: side && sideOf(side, fields, proposed.registry.id, registry.loginServer),
    tags: tags.ok ? tags.tags : {},
  };
}

function sideOf(side: RegistrySide, fields: Fields, registryId: string, loginServer: string): RegistrySide {
  const { network, subnet, endpoint, zone } = side;
  const networkId = network.onAbsent === 'create' ? renamed(network.id, fields.networkName) : network.id;
  const subnetId = `${networkId}/subnets/${subnet.onAbsent === 'create' ? fields.subnetName : nameOf(subnet.id)}`;
  const isNew = fields.zone === makeNew;
  const ownZone = zone.onAbsent === 'create' ? zone.id : newZone(registryId, loginServer);
  return {
    ...side,
    network: { ...network, id: networkId, addressPrefix: fields.networkPrefix },
    subnet: { ...subnet, id: subnetId, addressPrefix: fields.subnetPrefix },
    endpoint: {
      ...endpoint,
      id: endpoint.onAbsent === 'create' ? renamed(endpoint.id, fields.endpointName) : endpoint.id,
      approval:
        fields.approval === 'manual'
          ? { mode: 'manual', requestMessage: fields.requestMessage.trim() }
          : { mode: 'automatic' },
    },
    dns: fields.dns === 'central' ? 'central' : 'zone',
    zone: { id: isNew ? ownZone : fields.zone, onAbsent: isNew ? 'create' : 'refuse' },
  };
}

function renamed(id: string, newName: string): string {
  return id.replace(/[^/]+$/, newName);
}

/** Beside the registry. */
function newZone(registryId: string, loginServer: string): string {
  const group = parseId(registryId)?.resourceGroup ?? '';
  const type = 'Microsoft.Network/privateDnsZones';
  return resourceId(subscriptionOf(registryId), group, type, privateZoneName(loginServer));
}

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
            range(scope, 'networkPrefix', 'Network range', {}, 'Free of the networks that were read.'),
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
  const { approval, requestMessage } = scope.fields;
  const length = requestMessage.trim().length;
  const error =
    length > longestMessage
      ? `The message has ${length} characters: Azure takes at most ${longestMessage}.`
      : undefined;
  return {
    ...section('endpoint', 'Private endpoint', 'It gives the registry private addresses in that network.'),
    fields: [
      name(scope, 'endpointName', 'Endpoint name', 'endpoint'),
      radio(scope, 'approval', 'Approval of the connection', [
        {
          value: 'automatic',
          label: 'At once',
          detail: 'You need the right to approve connections of the registry.',
        },
        {
          value: 'manual',
          label: 'By the registry’s owner',
          detail: 'The endpoint stays pending until the owner approves it.',
        },
      ]),
      ...(approval === 'manual' ? [text(scope, 'requestMessage', 'Message to the owner', error)] : []),
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

/** Whether the proposal was made for another network than the one that is chosen now. */
export function isProposedForOther({ fields, proposedFor }: EndpointFilled): boolean {
  return idKey(fields.network) !== idKey(proposedFor ?? makeNew);
}
