/** The first stage: SKU, private endpoint and zone of a registry that is there. */
import { idKey, nameOf, parseId, resourceId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import {
  type AskedRegistry,
  known,
  type Observed,
  proposeRegistry,
  type RegistrySide,
  type RegistrySpec,
} from '../../provisioning';
import { parseTags, tagsText } from '../planForm/tags';
import { makeNew } from '../planForm/networks';
import { noFields, type EndpointFilled, type Fields } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';

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

/** With what was read anew for what the fields say; typed text stays. */
export function observedAgain(filled: EndpointFilled, observed: Observed): EndpointFilled {
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

/** Id of a zone that is made: beside the registry. */
export function newZone(registryId: string, loginServer: string): string {
  const group = parseId(registryId)?.resourceGroup ?? '';
  const type = 'Microsoft.Network/privateDnsZones';
  return resourceId(subscriptionOf(registryId), group, type, privateZoneName(loginServer));
}

/** Whether the proposal was made for another network than the one that is chosen now. */
export function isProposedForOther({ fields, proposedFor }: EndpointFilled): boolean {
  return idKey(fields.network) !== idKey(proposedFor ?? makeNew);
}
