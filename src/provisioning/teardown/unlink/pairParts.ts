/** Parts that are only the pair's, unless somebody else is found to need them. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../../model/apiVersions';
import { isAtOrBelow, nameOf } from '../../../model/armId';
import { asObject } from '../../../model/json';
import { factOf, known } from '../../observed/lookup';
import { interfacesOf } from '../../observed/endpoint';
import { isMeantToPull, type Way } from './link';
import type { ObservedRoleAssignment } from '../../observed/observed';
import type { Need } from './others';
import { linkPart, part, type Part, type PartsInput } from './part';

export function roleParts(input: PartsInput): Part[] {
  const { roles, cluster } = input.link;
  return roles.map((role) => {
    const { id, principalId, roleName } = role;
    return part(input, {
      kind: 'roleAssignment',
      resourceId: id,
      apiVersion: apiVersions.authorization,
      title: t`${roleName} role assignment for the kubelet identity of ${cluster.name}`,
      identifying: { properties: { principalId } },
      serves: 'pair',
      keep: input.others.ofIdentity(),
      caution: cautionOf(role),
    });
  });
}

function cautionOf(role: ObservedRoleAssignment): Need {
  if (role.condition !== undefined) return t('It has a condition.');
  return isMeantToPull(role) ? undefined : t('It may be used for more than pulling.');
}

export function peeringParts(input: PartsInput, way: Way): Part[] {
  const keep = input.others.ofClusterNetwork() ?? gatewayOf(way);
  const foreign = foreignConnections(input, way);
  const caution =
    foreign.length === 0
      ? undefined
      : t`It may be used to reach other resources in ${nameOf(way.networkId)}: ${foreign.join(', ')}.`;
  const sides = way.peerings.map(({ peering, from, to }) =>
    part(input, {
      kind: 'peering',
      resourceId: peering.id,
      apiVersion: apiVersions.network,
      title: t`Peering ${peering.name}: ${nameOf(from)} → ${nameOf(to)}`,
      identifying: { properties: { remoteVirtualNetwork: { id: peering.remoteNetworkId } } },
      holds: [from, to],
      serves: 'pair',
      keep,
      caution,
      // Another registry's endpoint may be among them.
      ...(caution === undefined ? {} : { endangered: input.others.pullingElsewhere() }),
    }),
  );
  const foreignSide = sides.find(({ ownership }) => ownership.kind !== 'recorded');
  return sides.map((side) =>
    foreignSide === undefined || side.ownership.kind !== 'recorded' || side.caution !== undefined
      ? side
      : { ...side, caution: t`Without it, the other side becomes Disconnected: ${foreignSide.title}.` },
  );
}

/** A peering over which gateways are used is part of somebody's network, whatever else it is for. */
function gatewayOf({ peerings }: Way): Need {
  const uses = peerings.some(({ peering }) => {
    const { allowGatewayTransit, useRemoteGateways } = asObject(peering.raw['properties']);
    return allowGatewayTransit === true || useRemoteGateways === true;
  });
  return uses ? t('Kept, because gateway traffic uses it.') : undefined;
}

/** What is connected in the endpoint's network besides this registry's endpoints. */
function foreignConnections({ link, present }: PartsInput, { networkId }: Way): string[] {
  const contents = factOf(present.contents, networkId);
  if (contents.state !== 'known') return [t('its contents can’t be read')];
  const own = link.ways.flatMap(({ endpoint }) => {
    if (endpoint === undefined) return [];
    const resource = known(factOf(present.resources, endpoint.id));
    return [endpoint.id, ...(resource ? interfacesOf(resource) : [])];
  });
  const connected = contents.value.filter((id) => !/\/(subnets|virtualNetworkPeerings)\/[^/]+$/i.test(id));
  return connected
    .filter((id) => !own.some((one) => isAtOrBelow(id, one)))
    .map((id) => nameOf(id.replace(/\/ipConfigurations\/.*$/i, '')));
}

export function zoneLinkParts(input: PartsInput, way: Way): Part[] {
  const { others } = input;
  return way.zones.flatMap(({ zone, clusterLink }) => {
    if (clusterLink === undefined) return [];
    const foreign = others.foreignRecords(zone);
    const caution =
      foreign.length === 0
        ? undefined
        : t`The zone also has other records, which the network then resolves publicly: ${foreign.join(', ')}.`;
    const keep = others.ofClusterNetwork() ?? others.ofZoneLink(zone);
    return [linkPart(input, clusterLink, zone.name, 'pair', keep, caution)];
  });
}
