/** Parts that serve every cluster of the registry: never ticked to begin with. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../../model/apiVersions';
import { nameOf } from '../../../model/armId';
import { known } from '../../observed/lookup';
import { groupsOf, type Way } from './link';
import { linkPart, part, type Part, type PartsInput } from './part';

export function sharedParts(input: PartsInput, way: Way): Part[] {
  const { others } = input;
  const { endpoint, networkId, network, sameNetwork, zones } = way;
  const peers = others.otherPeers(way);
  const shared = { serves: 'shared', caution: undefined } as const;
  const keep = others.ofEndpoint(way);
  const endpointPart =
    endpoint &&
    part(input, {
      ...shared,
      kind: 'endpoint',
      resourceId: endpoint.id,
      apiVersion: apiVersions.network,
      title: t`Private endpoint ${endpoint.name} in ${nameOf(networkId)}`,
      identifying: { properties: { subnet: { id: endpoint.subnetId } } },
      holds: [networkId],
      keep,
      caution: peers.length === 0 ? undefined : t`Other networks can reach it: ${peers.join(', ')}.`,
    });
  const group = known(endpoint?.zoneGroup);
  const links = zones.flatMap(({ zone, registryLink }) =>
    registryLink === undefined ? [] : [linkPart(input, registryLink, zone.name, 'shared', keep, undefined)],
  );
  const zoneParts = zones.map(({ zone }) =>
    part(input, {
      ...shared,
      kind: 'zone',
      resourceId: zone.id,
      apiVersion: apiVersions.privateDns,
      title: t`Private DNS zone ${zone.name}`,
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
            title: t`Virtual network ${network.name} (${network.addressPrefixes.join(', ')})`,
            identifying: { properties: { addressSpace: { addressPrefixes: [...network.addressPrefixes] } } },
            holds: [network.id],
            madeWith: network.subnets.map(({ id }) => id),
            keep: undefined,
          }),
        ];
  const withGroup: Part[] =
    group === undefined || endpointPart === undefined
      ? []
      : [
          {
            ...endpointPart,
            stepId: `delete.zoneGroup:${group.name}`,
            kind: 'zoneGroup',
            resourceId: group.id,
            title: t`Private DNS zone group ${group.name} of ${nameOf(endpointPart.resourceId)}`,
            expected: {},
            holds: [],
            goesWith: endpointPart.resourceId,
          },
        ];
  const endpointParts = endpointPart === undefined ? [] : [endpointPart];
  const made = [...networkParts, ...endpointParts, ...zoneParts].map(({ resourceId }) => resourceId);
  return [
    ...withGroup,
    ...endpointParts,
    ...links,
    ...zoneParts,
    ...networkParts,
    ...groupParts(input, made),
  ];
}

/** Only groups that the extension made: others are somebody's, whatever is left in them. */
function groupParts(input: PartsInput, ids: readonly string[]): Part[] {
  return groupsOf(ids)
    .map((id) =>
      part(input, {
        kind: 'resourceGroup',
        resourceId: id,
        apiVersion: apiVersions.resourceGroup,
        title: t`Resource group ${nameOf(id)}`,
        identifying: {},
        serves: 'shared',
        keep: undefined,
        caution: undefined,
      }),
    )
    .filter(({ ownership }) => ownership.kind !== 'unmarked');
}
