/** The form's sections for a draft: which fields apply, what they offer, and what is wrong with them. */
import { nameOf, sameId } from '../../model/armId';
import { endpointOf, makeNew, placeOf, type Context, type Draft } from './draft';
import { choice, fact, name, tagsField } from './fields';
import { networkSection } from './networkSection';
import { endpointOptions, subscriptionOptions, zoneOptions } from './options';
import type { FieldView, SectionView } from './protocol';

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
