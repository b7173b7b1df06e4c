/** Existing things that are missing, differ from what the spec says, or are taken. */
import { t } from '@vscode/l10n';
import { regionName } from '../../model/regionNames';
import { groupIdOf, nameOf, sameId } from '../../model/armId';
import { contains } from '../../model/addressRange';
import { factOf, linkOfNetwork } from '../observed/lookup';
import type { Fact } from '../observed/observed';
import type { Blocker, Step } from '../plan/plan';
import { approveCommand } from './requirements';
import {
  linkElsewhere,
  networkOfEndpoint,
  type RegistryPath,
  type RegistrySituation,
  type Situation,
} from './situation';
import type { OnAbsent } from '../plan/spec';

/** Things that were picked as existing and aren't there. */
export function missingThings({ observed, path }: RegistrySituation): Blocker[] {
  if (path === undefined) return [];
  const { network, subnet, endpoint, zone } = path.access;
  const subnetFact: Fact<unknown> =
    path.network && !path.subnet ? { state: 'absent' } : { state: 'known', value: subnet };
  const things: (readonly [string, { readonly id: string; readonly onAbsent: OnAbsent }, Fact<unknown>])[] = [
    [t('Virtual network'), network, factOf(observed.networks, network.id)],
    [t('Subnet'), subnet, subnetFact],
    [t('Private endpoint'), endpoint, factOf(observed.endpoints, endpoint.id)],
    ...(path.access.dns === 'central'
      ? []
      : [[t('Private DNS zone'), zone, factOf(observed.zones, zone.id)] as const]),
  ];
  return things
    .filter(([, { onAbsent }, fact]) => onAbsent === 'refuse' && fact.state === 'absent')
    .map(([what, { id }]) => ({
      code: 'namedThingMissing',
      message: t`${what} ${nameOf(id)} was selected as an existing resource but doesn’t exist.`,
      wayOut: t('Choose another one, or let the plan create it.'),
      resourceIds: [id],
    }));
}

/** Things that exist under the name, but aren't what the spec says. */
export function differingThings({ registry, path }: RegistrySituation, steps: readonly Step[]): Blocker[] {
  if (path === undefined) return [];
  return [
    ...differingNetwork(path),
    ...differingSubnet(path),
    ...differingEndpoint(path, registry.id, registry.name),
    ...takenNames(path, steps),
  ];
}

function differs(message: string, id: string): Blocker {
  return {
    code: 'namedThingDiffers',
    message,
    wayOut: t('Choose another name, or select the existing resource.'),
    resourceIds: [id],
  };
}

function differingNetwork({ access, network }: RegistryPath): Blocker[] {
  if (network === undefined || access.network.onAbsent === 'refuse') return [];
  const { location, addressPrefix } = access.network;
  const what = t`Virtual network ${network.name} already exists`;
  return [
    ...(network.location.toLowerCase() === location.toLowerCase()
      ? []
      : [
          differs(
            t`${what}, in ${regionName(network.location)} instead of ${regionName(location)}.`,
            network.id,
          ),
        ]),
    ...(contains(network.addressPrefixes, addressPrefix)
      ? []
      : [
          differs(
            t`${what} with ${network.addressPrefixes.join(', ')}, which doesn’t include ${addressPrefix}.`,
            network.id,
          ),
        ]),
  ];
}

function differingSubnet({ access, subnet }: RegistryPath): Blocker[] {
  if (subnet === undefined || access.subnet.onAbsent === 'refuse') return [];
  if (subnet.addressPrefixes.includes(access.subnet.addressPrefix)) return [];
  const found = subnet.addressPrefixes.join(', ');
  const message = t`Subnet ${subnet.name} already exists, with ${found} instead of ${access.subnet.addressPrefix}.`;
  return [differs(message, subnet.id)];
}

function differingEndpoint(path: RegistryPath, registryId: string, registryName: string): Blocker[] {
  const { endpoint } = path;
  if (endpoint === undefined) return [];
  const what = t`Private endpoint ${endpoint.name} already exists`;
  if (!sameId(endpoint.targetId, registryId)) {
    return [
      differs(
        t`${what} and is connected to ${nameOf(endpoint.targetId)} instead of ${registryName}.`,
        endpoint.id,
      ),
    ];
  }
  if (!endpoint.groupIds.some((group) => group.toLowerCase() === 'registry')) {
    return [
      differs(
        t`${what}, for ${endpoint.groupIds.join(', ') || t('nothing')} instead of “registry”.`,
        endpoint.id,
      ),
    ];
  }
  if (!sameId(endpoint.subnetId, path.subnetId)) {
    const where = `${nameOf(networkOfEndpoint(endpoint))}/${nameOf(endpoint.subnetId)}`;
    return [
      differs(
        t`${what}, in ${where} instead of ${nameOf(path.networkId)}/${nameOf(path.subnetId)}.`,
        endpoint.id,
      ),
    ];
  }
  return [];
}

/** Names of peerings and zone links that something else already has. */
function takenNames({ network, clusterNetwork, zone }: RegistryPath, steps: readonly Step[]): Blocker[] {
  const creations = steps.filter(({ action }) => action === 'create');
  const creates = (id: string) => creations.some(({ resourceId }) => sameId(resourceId, id));
  // A peering that the plan deletes first frees its name.
  const deletes = (id: string) =>
    steps.some(({ action, resourceId }) => action === 'delete' && sameId(resourceId, id));
  const peerings = [...(network?.peerings ?? []), ...(clusterNetwork?.peerings ?? [])];
  return [
    ...peerings
      .filter(({ id }) => creates(id) && !deletes(id))
      .map(({ id, name, remoteNetworkId }) =>
        differs(t`Peering ${name} already exists, with ${nameOf(remoteNetworkId)}.`, id),
      ),
    ...(zone?.links ?? [])
      .filter(({ id }) => creates(id))
      .map(({ id, name, networkId }) =>
        differs(t`Virtual network link ${name} already exists for ${nameOf(networkId)}.`, id),
      ),
  ];
}

export function unapprovedEndpoint({ registry, path }: RegistrySituation): Blocker[] {
  const endpoint = path?.endpoint;
  if (endpoint === undefined || endpoint.status === 'Approved') return [];
  // Who asked for approval knows that it is still to come: that is said as a requirement.
  if (endpoint.status === 'Pending' && path?.access.endpoint.approval.mode === 'manual') return [];
  const pending = registry.connections.find(({ endpointId }) => sameId(endpointId, endpoint.id));
  const command = approveCommand(registry, pending?.id);
  return [
    {
      code: 'endpointNotApproved',
      message: t`The connection of private endpoint ${endpoint.name} is ${endpoint.status}.`,
      wayOut:
        endpoint.status === 'Pending'
          ? t`Ask the registry’s owner to approve the connection${command === undefined ? '' : ` (${command})`}, then preview again.`
          : t(
              'Delete this endpoint or choose another name. A connection that ended can’t be approved again.',
            ),
      resourceIds: [endpoint.id],
    },
  ];
}

/**
 * A network can be linked to one zone of a name only, and Azure says so only after minutes. The endpoint's network keeps
 * the link that it has: nodes elsewhere don't need one there.
 */
export function otherZoneLinks({ path }: Situation, steps: readonly Step[]): Blocker[] {
  const id = path?.clusterNetworkId;
  if (path === undefined || id === undefined || linkOfNetwork(path.zone, id)) return [];
  const planned = steps.some((step) => step.id === 'zoneLink.cluster' && step.action === 'create');
  const elsewhere = planned ? linkElsewhere(path, id) : undefined;
  if (elsewhere === undefined) return [];
  return [linkedToOtherZone(id, elsewhere)];
}

export function linkedToOtherZone(
  networkId: string,
  { zone, link }: NonNullable<ReturnType<typeof linkElsewhere>>,
): Blocker {
  return {
    code: 'networkLinkedToOtherZone',
    message: t`Virtual network ${nameOf(networkId)} is already linked to another zone ${zone.name}, in ${nameOf(groupIdOf(zone.id))}; Azure allows only one zone per name.`,
    wayOut: t('Choose that zone.'),
    resourceIds: [networkId, zone.id, link.id],
  };
}
