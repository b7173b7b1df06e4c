/** Links of one plan that can't be had together: planned alone, each of them looks possible. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parseId, sameId } from '../../model/armId';
import { overlaps } from '../../model/addressRange';
import { groupBy } from '../../model/groupBy';
import { memoizedOf } from '../../model/memoized';
import { zonesOf } from './dnsSteps';
import { canonical } from '../plan/fingerprint';
import type { Blocker } from '../plan/plan';
import type { Planned } from './planned';
import type { PrivatePath, RegistryPath, RegistrySituation, Situation } from './situation';

type Linked = Situation & { readonly path: PrivatePath };

/** Azure's limit for one endpoint's group. */
const zonesPerGroup = 5;

export function contradictions(situations: readonly Situation[], steps: readonly Planned[]): Blocker[] {
  const linked = situations.filter((situation): situation is Linked => situation.path !== undefined);
  const pairs = linked.flatMap((one, index) =>
    linked.slice(index + 1).map((other): [Linked, Linked] => [one, other]),
  );
  return [
    ...clustersTwice(situations),
    ...pairs.flatMap((pair) => [
      ...disagreements(pair),
      ...overlappingClusters(pair),
      ...twoZonesForNetwork(pair),
      ...twoEndpointsInZone(pair),
    ]),
    ...sameNames(steps),
    ...tooManyZones(linked),
  ];
}

function clustersTwice(situations: readonly Situation[]): Blocker[] {
  return [...groupBy(situations, ({ cluster }) => idKey(cluster.id)).values()].flatMap(([first, second]) =>
    first === undefined || second === undefined
      ? []
      : [
          {
            code: 'clusterTwice',
            message: t`Cluster ${first.cluster.name} is selected twice.`,
            wayOut: t('Remove one of them.'),
            resourceIds: [first.cluster.id],
          },
        ],
  );
}

/** What two links say about a thing that they share, as far as it matters. */
function disagreements([one, other]: [Linked, Linked]): Blocker[] {
  const [a, b] = [one.path.access, other.path.access];
  const dns = a.dns === 'zone' && b.dns === 'zone';
  const differ = (x: object, y: object) => comparable(x).text !== comparable(y).text;
  const things: [string, string, boolean][] = [
    [
      t('virtual network'),
      a.network.id,
      sameId(a.network.id, b.network.id) && one.path.network === undefined && differ(a.network, b.network),
    ],
    [
      t('subnet'),
      a.subnet.id,
      one.path.subnet === undefined &&
        (sameId(a.subnet.id, b.subnet.id)
          ? differ(a.subnet, b.subnet)
          : one.path.network === undefined && sameId(a.network.id, b.network.id)),
    ],
    [
      t('private endpoint'),
      a.endpoint.id,
      sameId(a.endpoint.id, b.endpoint.id) &&
        one.path.endpoint === undefined &&
        (differ(a.endpoint, b.endpoint) || !sameId(a.subnet.id, b.subnet.id)),
    ],
    [
      t('private DNS zone'),
      a.zone.id,
      dns && sameId(a.zone.id, b.zone.id) && one.path.zone === undefined && differ(a.zone, b.zone),
    ],
  ];
  return things
    .filter(([, , contradicts]) => contradicts)
    .map(([what, id]) => ({
      code: 'linksContradict',
      message: t`The links to ${one.cluster.name} and ${other.cluster.name} share the ${what} ${nameOf(id)} but configure it differently.`,
      wayOut: t('Use the same values for both links, or separate resources.'),
      resourceIds: [id, one.cluster.id, other.cluster.id],
    }));
}

/** Made once for each of a link's things: each link is compared with each other. */
const comparable = memoizedOf((value: object) => ({
  text: canonical(JSON.parse(JSON.stringify(value).toLowerCase())),
}));

/** Azure refuses to peer one network with two that overlap (VnetAddressSpaceOverlapsWithAlreadyPeeredVnet). */
function overlappingClusters([one, other]: [Linked, Linked]): Blocker[] {
  const [a, b] = [one.path.clusterNetwork, other.path.clusterNetwork];
  const peers = ({ path }: Linked) => path.access.route === 'peering' && !path.sameNetwork;
  if (a === undefined || b === undefined || sameId(a.id, b.id)) return [];
  if (!peers(one) || !peers(other) || !sameId(one.path.networkId, other.path.networkId)) return [];
  return overlaps(a.addressPrefixes, b.addressPrefixes).map(([ours, theirs]) => ({
    code: 'rangesOverlap',
    message: t`The networks of ${one.cluster.name} (${a.name}, ${ours}) and ${other.cluster.name} (${b.name}, ${theirs}) overlap: ${nameOf(one.path.networkId)} can only be peered with one of them.`,
    wayOut: t`Create an endpoint in the network of ${one.cluster.name} or ${other.cluster.name}, with a separate private DNS zone.`,
    resourceIds: [one.path.networkId, a.id, b.id],
  }));
}

function twoZonesForNetwork([one, other]: [Linked, Linked]): Blocker[] {
  const { clusterNetworkId: network, zoneId, access } = one.path;
  const planned = access.dns === 'zone' && other.path.access.dns === 'zone';
  if (!planned || !sameId(network, other.path.clusterNetworkId) || sameId(zoneId, other.path.zoneId))
    return [];
  const groups = [zoneId, other.path.zoneId].map((id) => parseId(id)?.resourceGroup ?? '');
  return [
    {
      code: 'networkLinkedToOtherZone',
      message: t`${one.cluster.name} and ${other.cluster.name} share the network ${nameOf(network ?? '')}, which can be linked to only one zone named ${one.path.zoneName}. The links use the zones in ${groups.join(t(' and '))}.`,
      wayOut: t('Choose the same zone for both.'),
      resourceIds: [network ?? '', zoneId, other.path.zoneId],
    },
  ];
}

function twoEndpointsInZone([one, other]: [Linked, Linked]): Blocker[] {
  const planned = one.path.access.dns === 'zone' && other.path.access.dns === 'zone';
  if (!planned || !sameId(one.path.zoneId, other.path.zoneId)) return [];
  if (sameId(one.path.endpointId, other.path.endpointId)) return [];
  return [
    {
      code: 'secondEndpointInZone',
      message: t`Private endpoints ${nameOf(one.path.endpointId)} (for ${one.cluster.name}) and ${nameOf(other.path.endpointId)} (for ${other.cluster.name}) would overwrite each other’s records in one zone.`,
      wayOut: t('Use one endpoint for both, or another zone for one of them.'),
      resourceIds: [one.path.endpointId, other.path.endpointId, one.path.zoneId],
    },
  ];
}

/** Different things that would be created under one name, such as peerings with two networks of the same name. */
function sameNames(steps: readonly Planned[]): Blocker[] {
  const creations = steps.filter(({ action }) => action === 'create');
  return [...groupBy(creations, ({ resourceId }) => idKey(resourceId)).values()].flatMap(([first, second]) =>
    first === undefined || second === undefined
      ? []
      : [
          {
            code: 'namedThingDiffers',
            message: t`“${first.title}” and “${second.title}” would have the same name.`,
            wayOut: t('Choose another name for one of them.'),
            resourceIds: [first.resourceId],
          },
        ],
  );
}

/** Azure has a limit for the zones that one endpoint's group writes to. */
export function tooManyZones(
  linked: readonly (RegistrySituation & { readonly path: RegistryPath })[],
): Blocker[] {
  return [...groupBy(linked, ({ path }) => idKey(path.endpointId)).values()].flatMap(([first]) => {
    if (first === undefined) return [];
    const zones = new Set([
      ...zonesOf(first.path.endpointId, linked).map(idKey),
      ...(first.path.zoneGroup?.zoneIds ?? []).map(idKey),
    ]);
    if (zones.size <= zonesPerGroup) return [];
    return [
      {
        code: 'tooManyZones',
        message: t`Private endpoint ${nameOf(first.path.endpointId)} would write to ${zones.size} zones; Azure allows ${zonesPerGroup}.`,
        wayOut: t('Use the same zone for more clusters, or another endpoint.'),
        resourceIds: [first.path.endpointId],
      },
    ];
  });
}
