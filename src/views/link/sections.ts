/** The form's sections for a draft: which fields apply, what they offer, and what is wrong with them. */
import { nameOf, sameId } from '../../model/armId';
import { rangeProblem } from '../../model/addressRange';
import { nameProblem, type NameKind } from '../../model/names';
import { makeNew, networkFacts, placeOf, endpointOf, type Context, type Draft } from './draft';
import {
  endpointOptions,
  networkOptions,
  regionOptions,
  subnetOptions,
  subscriptionOptions,
  zoneOptions,
} from './options';
import type { FieldId, FieldView, SectionView } from './protocol';
import { parseTags } from './tags';

/** All sections that apply, their fields checked. */
export function sectionsOf(draft: Draft, context: Context): readonly SectionView[] {
  const access = accessSection(draft, context);
  if (draft.mode === 'public') return [access];
  return [
    access,
    endpointSection(draft, context),
    ...(draft.endpoint === makeNew ? [networkSection(draft, context)] : []),
    zoneSection(draft, context),
    namesSection(draft, context),
  ];
}

export function errorsOf(sections: readonly SectionView[]): number {
  return sections.flatMap(({ fields }) => fields).filter(({ error }) => error !== undefined).length;
}

function accessSection(draft: Draft, { registry, cluster }: Context): SectionView {
  const closed = registry.publicNetworkAccess === 'Disabled' || registry.defaultAction === 'Deny';
  const needsPremium = draft.mode === 'private' && registry.sku.toLowerCase() !== 'premium';
  const upgrade: FieldView = {
    kind: 'check',
    id: 'upgrade',
    label: `Raise ${registry.name} from ${registry.sku} to Premium`,
    checked: draft.upgrade === 'true',
    help: 'Only Premium registries take private endpoints. Premium costs more per day.',
    error:
      draft.upgrade === 'true'
        ? undefined
        : `${registry.name} is ${registry.sku}: a private endpoint needs Premium.`,
  };
  return {
    id: 'access',
    title: 'Access',
    intro: '',
    advanced: false,
    fields: [
      {
        kind: 'radio',
        id: 'mode',
        label: `How ${cluster.name} reaches ${registry.name}`,
        value: draft.mode,
        options: [
          {
            value: 'private',
            label: 'Privately',
            detail:
              'Over a private endpoint: nodes resolve the registry to a private address and never leave the network.',
          },
          {
            value: 'public',
            label: 'Publicly',
            detail: 'Over the registry’s public address: only the pull role is assigned.',
          },
        ],
        help:
          draft.mode === 'public' && closed
            ? `${registry.name} doesn’t take every public address: pulls may be refused.`
            : undefined,
        error: undefined,
      },
      ...(needsPremium ? [upgrade] : []),
    ],
  };
}

function endpointSection(draft: Draft, context: Context): SectionView {
  const options = endpointOptions(context);
  const endpoint = endpointOf(context, draft.endpoint);
  return {
    id: 'endpoint',
    title: 'Private endpoint',
    intro: 'The registry’s private address. One endpoint serves all clusters that reach its network.',
    advanced: false,
    fields: [
      choice('endpoint', 'Endpoint', draft, options, undefined),
      ...(endpoint === undefined
        ? [
            name('endpointName', 'Endpoint name', 'endpoint', draft),
            name(
              'endpointGroup',
              'Endpoint resource group',
              'resourceGroup',
              draft,
              'Created if it does not exist.',
            ),
          ]
        : [
            fact(
              'network',
              'Network',
              `${nameOf(placeOf(draft, context).networkId)} / ${nameOf(endpoint.subnetId)}`,
            ),
          ]),
    ],
  };
}

function networkSection(draft: Draft, context: Context): SectionView {
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

function zoneSection(draft: Draft, context: Context): SectionView {
  return {
    id: 'zone',
    title: 'Private DNS zone',
    intro:
      'Nodes find the private address in this zone. A network can be linked to one zone of this name only.',
    advanced: false,
    fields: [
      choice('zone', 'Zone', draft, zoneOptions(context, draft.zone), undefined),
      ...(draft.zone === makeNew
        ? [
            choice(
              'zoneSubscription',
              'Zone subscription',
              draft,
              subscriptionOptions(context, draft.zoneSubscription),
              undefined,
            ),
            name('zoneGroup', 'Zone resource group', 'resourceGroup', draft, 'Created if it does not exist.'),
          ]
        : []),
      {
        kind: 'check',
        id: 'fallback',
        label: 'Fall back to public resolution',
        checked: draft.fallback === 'true',
        help: 'Names that the zone lacks are resolved publicly: other private registries stay reachable over their public address.',
        error: undefined,
      },
    ],
  };
}

function namesSection(draft: Draft, context: Context): SectionView {
  const { networkId } = placeOf(draft, context);
  const peered = !sameId(networkId, context.cluster.networkId);
  return {
    id: 'names',
    title: 'Names and tags',
    intro: 'Proposed by the naming patterns in the settings.',
    advanced: true,
    fields: [
      ...(peered
        ? [
            name('peeringToCluster', 'Peering to the cluster’s network', 'peering', draft),
            name('peeringToRegistry', 'Peering to the registry’s network', 'peering', draft),
            name('registryZoneLink', 'Zone link of the registry’s network', 'zoneLink', draft),
          ]
        : []),
      name('clusterZoneLink', 'Zone link of the cluster’s network', 'zoneLink', draft),
      name('zoneGroupName', 'DNS zone group', 'zoneGroup', draft),
      tagsField(draft),
    ],
  };
}

function tagsField(draft: Draft): FieldView {
  const tags = parseTags(draft.tags);
  return {
    kind: 'text',
    id: 'tags',
    label: 'Tags',
    value: draft.tags,
    help: 'For everything that is created, e.g. owner=platform; costCenter=4711.',
    error: tags.ok ? undefined : tags.why,
  };
}

function name(id: FieldId, label: string, kind: NameKind, draft: Draft, help?: string): FieldView {
  return { kind: 'text', id, label, value: draft[id], help, error: nameProblem(kind, draft[id]) };
}

function range(
  id: FieldId,
  label: string,
  draft: Draft,
  limits: { within?: readonly string[]; besides?: readonly string[] },
  help: string,
): FieldView {
  return { kind: 'text', id, label, value: draft[id], help, error: rangeProblem(draft[id], limits) };
}

function choice(
  id: FieldId,
  label: string,
  draft: Draft,
  options: Extract<FieldView, { kind: 'choice' }>['options'],
  help: string | undefined,
): FieldView {
  const known = options.some(({ value }) => value === draft[id]);
  return {
    kind: 'choice',
    id,
    label,
    value: draft[id],
    options,
    help,
    error: known ? undefined : 'Choose one: what was chosen is not there any more.',
  };
}

function fact(id: FieldId, label: string, text: string): FieldView {
  return { kind: 'fact', id, label, text, help: undefined, error: undefined };
}

/** Ranges that a new network may not overlap: it is going to be peered with the cluster's network. */
function rangesInUse({ cluster, observed }: Context): readonly string[] {
  const network = cluster.networkId === undefined ? undefined : networkFacts(observed, cluster.networkId);
  return [
    ...(network?.addressPrefixes ?? []),
    ...(network?.peerings.flatMap((peering) => peering.remoteAddressPrefixes) ?? []),
  ];
}
