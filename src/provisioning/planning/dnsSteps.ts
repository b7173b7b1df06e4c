/** Steps that make the registry's name resolve to its private addresses: zone group and links of networks. */
import { apiVersions } from '../../model/apiVersions';
import { childId, nameOf } from '../../model/armId';
import { registryLabel } from '../../model/clouds';
import { linkOfNetwork } from './lookup';
import { ownedTags } from './ownership';
import type { Step } from '../plan';
import { zoneConfig, zoneGroupBody } from './readModifyWrite';
import { linkElsewhere, writesInto, type PrivatePath, type Situation } from './situation';
import { createStep, patch, put, reuseStep, updateStep } from './stepBuilder';

export function zoneGroupSteps({ registry }: Situation, path: PrivatePath): Step[] {
  const { access, endpoint, zoneGroup, zoneId } = path;
  // Without an endpoint, and without leave to create one, there is nothing that could write records.
  if (endpoint === undefined && access.endpoint.onAbsent === 'refuse') return [];
  const endpointId = endpoint?.id ?? access.endpoint.id;
  const id = zoneGroup?.id ?? childId(endpointId, 'privateDnsZoneGroups', access.names.zoneGroup);
  const common = {
    id: 'zoneGroup',
    kind: 'zoneGroup',
    title: `DNS zone group ${nameOf(id)} of ${nameOf(endpointId)}`,
    resourceId: id,
  } as const;
  if (zoneGroup && writesInto(zoneGroup, zoneId)) {
    return [reuseStep({ ...common, reason: "It keeps the registry's records in the zone." })];
  }
  const knownAfterApply = [`A records ${registryLabel(registry.loginServer)} and those of data endpoints`];
  const dependsOn = ['endpoint', 'zone'];
  if (zoneGroup === undefined) {
    const body = { properties: { privateDnsZoneConfigs: [zoneConfig(zoneId)] } };
    const reason = "It writes the registry's records into the zone and keeps them up to date.";
    return [
      createStep({ ...common, reason, request: put(apiVersions.network, body), dependsOn, knownAfterApply }),
    ];
  }
  return [
    updateStep(
      { kind: 'restore', request: put(apiVersions.network, zoneGroupBody(zoneGroup.raw)) },
      {
        ...common,
        reason: `It writes to ${zoneGroup.zoneIds.length === 0 ? 'no zone' : 'another zone'} so far; the one that the cluster's network uses is added.`,
        request: put(apiVersions.network, zoneGroupBody(zoneGroup.raw, zoneId)),
        dependsOn,
        knownAfterApply,
      },
    ),
  ];
}

/** The links of the registry's network and of the cluster's: one where both are the same. */
export function zoneLinkSteps(situation: Situation, path: PrivatePath): Step[] {
  const { access, network, networkId, clusterNetworkId, sameNetwork } = path;
  const registryNetworkComes = network !== undefined || access.network.onAbsent === 'create';
  return [
    ...(sameNetwork || !registryNetworkComes
      ? []
      : [linkStep(situation, path, 'registry', networkId, access.names.registryZoneLink)]),
    ...(clusterNetworkId === undefined
      ? []
      : [linkStep(situation, path, 'cluster', clusterNetworkId, access.names.clusterZoneLink)]),
  ];
}

function linkStep(
  { spec, operationId }: Situation,
  path: PrivatePath,
  side: 'registry' | 'cluster',
  networkId: string,
  name: string,
): Step {
  const fallback = side === 'cluster' && path.access.fallbackToInternet;
  const link = linkOfNetwork(path.zone, networkId);
  const id = link?.id ?? childId(path.zoneId, 'virtualNetworkLinks', name);
  const common = {
    id: `zoneLink.${side}`,
    kind: 'zoneLink',
    title: `Link of ${nameOf(networkId)} to ${nameOf(path.zoneId)}`,
    resourceId: id,
  } as const;
  if (link && fallback && link.resolutionPolicy !== 'NxDomainRedirect') {
    const policy = (resolutionPolicy: string) =>
      patch(apiVersions.privateDns, { properties: { resolutionPolicy } });
    return updateStep(
      { kind: 'restore', request: policy(link.resolutionPolicy) },
      {
        ...common,
        reason: 'Names that the zone lacks are to be resolved publicly.',
        request: policy('NxDomainRedirect'),
      },
    );
  }
  if (link) return reuseStep({ ...common, reason: 'The network is linked to the zone.' });
  const elsewhere = side === 'registry' ? linkElsewhere(path, networkId) : undefined;
  if (elsewhere && writesInto(path.zoneGroup, elsewhere.zone.id)) {
    // A network can be linked to one zone of a name only, and this one already resolves the registry there.
    const reason = `The network is linked to the zone in ${elsewhere.zone.id.split('/')[4] ?? ''}, which has the registry's records too.`;
    return reuseStep({ ...common, resourceId: elsewhere.link.id, reason });
  }
  const reasons = {
    registry: "Machines in the registry's network, and DNS servers there, resolve the registry privately.",
    cluster: "The cluster's nodes resolve the registry to its private address.",
  };
  return createStep({
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
    dependsOn: side === 'registry' ? ['zone', 'network'] : ['zone'],
  });
}
