/** Steps that make the registry's name resolve to its private addresses: zone group and links of networks. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { childId, distinctIds, nameOf, parseId, sameId } from '../../model/armId';
import { registryLabel } from '../../model/clouds';
import { beforeRecords, beforeZoneLink } from './cutover';
import { linkOfNetwork } from '../observed/lookup';
import { ownedTags } from '../plan/ownership';
import type { Step } from '../plan/plan';
import { keys, perCluster, shared, type Planned } from './planned';
import { resolvingNetworks, serversNowhere } from './resolvers';
import { missingRecords } from './missingRecords';
import { moreZones } from './readModifyWrite';
import {
  linkElsewhere,
  writesInto,
  type RegistryPath,
  type RegistrySituation,
  type Situation,
} from './situation';
import { writesZoneGroupAgain } from './states';
import { asRead, membersAsRead } from '../plan/guarding';
import { opposite, withLists } from '../plan/lists';
import { settingsOf, withValue } from '../plan/settings';
import { stateIn } from '../plan/standing';
import { createStep, patch, put, reuseStep, updateStep } from '../plan/stepBuilder';

/** One group writes to all zones that the links over this endpoint need: Azure allows one group for an endpoint. */
export function zoneGroupSteps(situation: RegistrySituation, all: readonly RegistrySituation[]): Planned[] {
  const { registry, path } = situation;
  if (path === undefined || path.access.dns === 'central') return [];
  const { access, endpoint, zoneGroup, endpointId } = path;
  // Without an endpoint, and without leave to create one, there is nothing that could write records.
  if (endpoint === undefined && access.endpoint.onAbsent === 'refuse') return [];
  const id = zoneGroup?.id ?? childId(endpointId, 'privateDnsZoneGroups', access.names.zoneGroup);
  const zoneIds = zonesOf(endpointId, all);
  const missing = zoneIds.filter((zoneId) => !writesInto(zoneGroup, zoneId));
  const common = {
    id: 'zoneGroup',
    kind: 'zoneGroup',
    title: t`Private DNS zone group ${nameOf(id)} of ${nameOf(endpointId)}`,
    resourceId: id,
  } as const;
  const planned = (step: Step) => [
    { ...shared(keys.zoneGroup(endpointId), step), qualifier: nameOf(endpointId) },
  ];
  const gone = missing.length === 0 ? missingRecords(situation) : [];
  if (zoneGroup && missing.length === 0 && gone.length === 0 && !writesZoneGroupAgain(path)) {
    return planned(
      reuseStep({ ...common, reason: t('Already manages the registry’s records in the zone.') }),
    );
  }
  const knownAfterApply = [t`A records ${registryLabel(registry.loginServer)} and those of data endpoints`];
  const dependsOn = [
    keys.endpoint(endpointId),
    ...zoneIds.map((zoneId) => keys.zone(zoneId)),
    ...all.flatMap(({ path: other, ...ground }) =>
      sameId(other?.endpointId, endpointId) && other !== undefined
        ? beforeRecords(ground, other, other.zone, other.clusterNetworkId)
        : [],
    ),
  ];
  const change = moreZones(zoneGroup?.raw ?? {}, missing);
  if (zoneGroup === undefined) {
    const reason = t('Writes the registry’s records to the zone and keeps them up to date.');
    const request = put(apiVersions.network, withValue({}, change.list, change.add));
    return planned(createStep({ ...common, reason, request, dependsOn, knownAfterApply }));
  }
  const { raw } = zoneGroup;
  const body = settingsOf('zoneGroup', raw);
  const request = { ...put(apiVersions.network, body), lists: [change] };
  const undone = { ...request, lists: opposite([change]) };
  return planned(
    updateStep(
      { kind: 'restore', request: undone },
      {
        ...common,
        reason:
          gone.length > 0
            ? t`The zone is missing ${gone.join(', ')}. Writing the group again unchanged makes Azure write its records again.`
            : missing.length === 0
              ? t`It’s in the state ${stateIn(raw)}. Writing it again unchanged makes Azure retry.`
              : t`It currently writes to ${zoneGroup.zoneIds.length === 0 ? t('no zone') : t('another zone')}. Adds ${path.clusterNetworkId === undefined ? t('the selected zone') : t('the zone that the cluster’s network uses')}.`,
        request: withLists('zoneGroup', request, raw),
        dependsOn,
        knownAfterApply,
        guard: asRead('zoneGroup', raw, [change]),
      },
    ),
  );
}

/** Ids of the zones that all links over an endpoint use, each once. */
export function zonesOf(endpointId: string, all: readonly RegistrySituation[]): string[] {
  const ids = all.flatMap(({ path }) =>
    path?.access.dns === 'zone' && sameId(path.endpointId, endpointId) ? [path.zoneId] : [],
  );
  return distinctIds(ids);
}

/** The links of the endpoint's network and of the cluster's: one where both are the same. */
export function zoneLinkSteps(situation: Situation, all: readonly Situation[]): Planned[] {
  const { path } = situation;
  if (path === undefined || path.access.dns === 'central') return [];
  const { access, clusterNetworkId } = path;
  return [
    ...registryLinkSteps(situation, all),
    ...(clusterNetworkId === undefined || isAskedElsewhere(situation, clusterNetworkId)
      ? []
      : [linkStep(situation, path, 'cluster', clusterNetworkId, access.names.clusterZoneLink, all)]),
  ];
}

/**
 * Whether the network's DNS servers stand in other networks, all of which are linked to the zone: a link of its own, which
 * isn't there, would be asked by nobody.
 */
function isAskedElsewhere({ observed, path }: Situation, networkId: string): boolean {
  const zone = path?.zone;
  if (zone === undefined || linkOfNetwork(zone, networkId) !== undefined) return false;
  if (serversNowhere(observed, networkId).length > 0) return false;
  const asked = resolvingNetworks(observed, networkId);
  return (
    asked.length > 0 && asked.every((id) => !sameId(id, networkId) && linkOfNetwork(zone, id) !== undefined)
  );
}

/** The link of the endpoint's network; none where that is the cluster's, which has one of its own. */
export function registryLinkSteps(
  situation: RegistrySituation,
  all: readonly RegistrySituation[],
): Planned[] {
  const { path } = situation;
  if (path === undefined || path.access.dns === 'central') return [];
  const { access, network, networkId, sameNetwork } = path;
  const comes = network !== undefined || access.network.onAbsent === 'create';
  // A network takes one zone of a name; of several that the endpoint writes to, any serves what is in its network.
  if (sameNetwork || !comes || !sameId(path.zoneId, zoneOfNetwork(networkId, all))) return [];
  return [linkStep(situation, path, 'registry', networkId, access.names.registryZoneLink, all)];
}

function linkStep(
  situation: RegistrySituation,
  path: RegistryPath,
  side: 'registry' | 'cluster',
  networkId: string,
  name: string,
  all: readonly RegistrySituation[],
): Planned {
  const { spec, operationId } = situation;
  const fallback = fallsBack(networkId, all);
  const link = linkOfNetwork(path.zone, networkId);
  const id = link?.id ?? childId(path.zoneId, 'virtualNetworkLinks', name);
  const common = {
    id: `zoneLink.${side}`,
    kind: 'zoneLink',
    title: t`Virtual network link: ${nameOf(networkId)} → ${nameOf(path.zoneId)}`,
    resourceId: id,
  } as const;
  const key = keys.zoneLink(path.zoneId, networkId);
  const planned = (step: Step) =>
    side === 'cluster' ? perCluster(key, step) : { ...shared(key, step), qualifier: nameOf(networkId) };
  // An existing link of the endpoint's network is others' business.
  if (link && fallback && side === 'cluster' && link.resolutionPolicy !== 'NxDomainRedirect') {
    const policy = (resolutionPolicy: string) =>
      patch(apiVersions.privateDns, { properties: { resolutionPolicy } });
    return planned(
      updateStep(
        { kind: 'restore', request: policy(link.resolutionPolicy) },
        {
          ...common,
          reason: t('Enables fallback to internet for names not in the zone.'),
          request: policy('NxDomainRedirect'),
          guard: membersAsRead({
            properties: {
              virtualNetwork: { id: link.networkId },
              resolutionPolicy: link.answeredPolicy ?? null,
            },
          }),
        },
      ),
    );
  }
  if (link) return planned(reuseStep({ ...common, reason: t('The network is already linked to the zone.') }));
  const elsewhere = side === 'registry' ? linkElsewhere(path, networkId) : undefined;
  if (elsewhere) {
    // A network can be linked to one zone of a name only, and the cluster doesn't need this link.
    const where = t`The network is linked to the zone in ${parseId(elsewhere.zone.id)?.resourceGroup ?? ''}`;
    const reason = writesInto(path.zoneGroup, elsewhere.zone.id)
      ? t`${where}, which also has the registry’s records.`
      : t`${where}, and can have only one zone per name. Machines in it don’t get the registry’s private address, which the cluster doesn’t need.`;
    return planned(reuseStep({ ...common, resourceId: elsewhere.link.id, reason }));
  }
  const reasons = {
    registry: t(
      'Machines and DNS servers in the registry’s network can then resolve the registry privately.',
    ),
    cluster: t('The cluster’s nodes can then resolve the registry to its private address.'),
  };
  return planned(
    createStep({
      ...common,
      reason: reasons[side],
      request: put(apiVersions.privateDns, {
        location: 'global',
        tags: ownedTags(spec, operationId),
        properties: {
          virtualNetwork: { id: networkId },
          registrationEnabled: false,
          ...(fallback ? { resolutionPolicy: 'NxDomainRedirect' } : {}),
        },
      }),
      dependsOn: [
        keys.zone(path.zoneId),
        ...(side === 'registry' ? [keys.network(networkId)] : []),
        ...beforeZoneLink(situation, path, networkId),
      ],
    }),
  );
}

/** The zone that a network is linked to by these links: nodes in it come first, then the first link over it. */
function zoneOfNetwork(networkId: string, all: readonly RegistrySituation[]): string | undefined {
  const paths = all.flatMap(({ path }) => (path?.access.dns === 'zone' ? [path] : []));
  const { zoneId } = paths.find(({ clusterNetworkId }) => sameId(clusterNetworkId, networkId)) ??
    paths.find((path) => sameId(path.networkId, networkId)) ?? { zoneId: undefined };
  return zoneId;
}

/** Whether one of the links over a network asks for public resolution of what the zone lacks. */
export function fallsBack(networkId: string, all: readonly RegistrySituation[]): boolean {
  return all.some(
    ({ path }) =>
      path?.access.fallbackToInternet === true &&
      (sameId(path.clusterNetworkId, networkId) || sameId(path.networkId, networkId)),
  );
}
