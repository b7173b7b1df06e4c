/** Parts that serve every cluster of the registry: never ticked to begin with. */
import { apiVersions } from '../../model/apiVersions';
import { nameOf } from '../../model/armId';
import { groupsOf, type Way } from './link';
import { linkPart, part, type Part, type PartsInput } from './part';

export function sharedParts(input: PartsInput, way: Way): Part[] {
  const { others } = input;
  const { endpoint, networkId, network, sameNetwork, zones } = way;
  const peers = others.otherPeers(way);
  const shared = { serves: 'shared', caution: undefined } as const;
  const keep = others.ofEndpoint(way);
  const endpointPart = part(input, {
    ...shared,
    kind: 'endpoint',
    resourceId: endpoint.id,
    apiVersion: apiVersions.network,
    title: `Private endpoint ${endpoint.name} in ${nameOf(networkId)}`,
    identifying: { properties: { subnet: { id: endpoint.subnetId } } },
    holds: [networkId],
    keep,
    caution: peers.length === 0 ? undefined : `Other networks reach it: ${peers.join(', ')}.`,
  });
  const group = endpoint.zoneGroup.state === 'known' ? endpoint.zoneGroup.value : undefined;
  const links = zones.flatMap(({ zone, registryLink }) =>
    registryLink === undefined ? [] : [linkPart(input, registryLink, zone.name, 'shared', keep, undefined)],
  );
  const zoneParts = zones.map(({ zone }) =>
    part(input, {
      ...shared,
      kind: 'zone',
      resourceId: zone.id,
      apiVersion: apiVersions.privateDns,
      title: `Private DNS zone ${zone.name}`,
      identifying: {},
      keep: undefined,
    }),
  );
  const networkParts =
    sameNetwork || network === undefined
      ? []
      : [
          part(input, {
            ...shared,
            kind: 'network',
            resourceId: network.id,
            apiVersion: apiVersions.network,
            title: `Virtual network ${network.name} (${network.addressPrefixes.join(', ')})`,
            identifying: { properties: { addressSpace: { addressPrefixes: [...network.addressPrefixes] } } },
            holds: [network.id],
            madeWith: network.subnets.map(({ id }) => id),
            keep: undefined,
          }),
        ];
  const withGroup: Part[] =
    group === undefined
      ? []
      : [
          {
            ...endpointPart,
            stepId: `delete.zoneGroup:${group.name}`,
            kind: 'zoneGroup',
            resourceId: group.id,
            title: `DNS zone group ${group.name} of ${endpoint.name}`,
            expected: {},
            holds: [],
            goesWith: endpoint.id,
          },
        ];
  const made = [...networkParts, endpointPart, ...zoneParts].map(({ resourceId }) => resourceId);
  return [...withGroup, endpointPart, ...links, ...zoneParts, ...networkParts, ...groupParts(input, made)];
}

/** Only groups that the extension made: others are somebody's, whatever is left in them. */
function groupParts(input: PartsInput, ids: readonly string[]): Part[] {
  return groupsOf(ids)
    .map((id) =>
      part(input, {
        kind: 'resourceGroup',
        resourceId: id,
        apiVersion: apiVersions.resourceGroup,
        title: `Resource group ${nameOf(id)}`,
        identifying: {},
        serves: 'shared',
        keep: undefined,
        caution: undefined,
      }),
    )
    .filter(({ ownership }) => ownership.kind !== 'unmarked');
}
