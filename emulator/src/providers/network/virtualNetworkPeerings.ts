import { randomUUID } from 'node:crypto';
import type { ArmAnswer } from '../../arm/answer';
import { invalidResourceReference, networkError } from '../../arm/errors';
import { at, flagAt, objectAt, same, textAt, textsAt, without } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { update } from '../../arm/tracked';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import * as common from './common';
import * as state from './peeringState';
import { peeringBody } from './schemas';
import { rangesOf } from './subnetRules';

const DEFAULTS = {
  allowVirtualNetworkAccess: true,
  allowForwardedTraffic: false,
  allowGatewayTransit: false,
  useRemoteGateways: false,
  doNotVerifyRemoteGateways: false,
  peerCompleteVnets: true,
};

const DECIDED_BY_AZURE = [
  'localAddressSpace',
  'localVirtualNetworkAddressSpace',
  'remoteAddressSpace',
  'remoteVirtualNetworkAddressSpace',
  'remoteBgpCommunities',
  'remoteVirtualNetworkEncryption',
  'peeringState',
  'peeringSyncLevel',
  'resourceGuid',
];

function put(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const existing = estate.get(id.path);
  common.checkName(id.name, 1, 80);
  common.checkIfMatch(request, existing);
  const local = localOf(request);
  const remote = remoteOf(request, local);
  operations.refuseIfHeld(id.path, local.id);
  operations.refuseIfUpdating(remote.id, id.path);
  checkOnlyPeering(request, local, remote, existing);
  checkSubnets(request, { local, remote }, existing);
  state.checkPeerable(estate, id.path, local, remote);
  checkOpposite(estate, id.path, local, remote);

  const isSynced = request.query.get('syncRemoteAddressSpace')?.toLowerCase() === 'true';
  const known = existing === undefined || isSynced ? { addressPrefixes: rangesOf(remote) } : undefined;
  const peering: ArmResource = {
    id: id.path,
    name: id.name,
    type: common.PEERING,
    properties: {
      ...DEFAULTS,
      ...without(objectAt(request.body, 'properties'), ...DECIDED_BY_AZURE),
      ...keptNames(request.body, existing),
      remoteVirtualNetwork: { id: remote.id },
      remoteAddressSpace: known ?? objectAt(existing?.properties, 'remoteAddressSpace'),
      peeringState: isConnected(existing) ? 'Connected' : 'Initiated',
      resourceGuid: textAt(existing?.properties, 'resourceGuid') ?? randomUUID(),
      provisioningState: 'Updating',
    },
  };
  estate.put(peering);
  common.touchNetwork(estate, local.id);
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'peering',
    target: peering.id,
    verb: existing === undefined ? 'create' : 'update',
    name: 'PutVirtualNetworkPeeringOperation',
    location: common.regionOf(estate, local.id),
    holds: [local.id, remote.id],
    effect: () => {
      update(request, peering.id, { provisioningState: 'Succeeded' });
      connect(estate, local, remote, isSynced);
      common.touchNetwork(estate, local.id);
    },
  });
  const body = state.renderPeering(estate, common.found(request));
  return { status: existing === undefined ? 201 : 200, body, headers };
}

function keptNames(body: JsonObject, existing: ArmResource | undefined): JsonObject {
  if (flagAt(body, 'properties', 'peerCompleteVnets') !== false) return {};
  return {
    localSubnetNames: namesIn(body, existing, 'localSubnetNames'),
    remoteSubnetNames: namesIn(body, existing, 'remoteSubnetNames'),
  };
}

/** Once both sides are there, both become `Connected` (from the peering documentation). */
function connect(estate: Estate, local: ArmResource, remote: ArmResource, isSynced: boolean): void {
  const mine = state.peeringBetween(estate, local.id, remote.id);
  const theirs = state.peeringBetween(estate, remote.id, local.id);
  if (mine === undefined || theirs === undefined) return;
  state.setPeering(estate, mine, { peeringState: 'Connected' });
  const known = isSynced
    ? { remoteAddressSpace: { addressPrefixes: rangesOf(estate.get(local.id) ?? local) } }
    : {};
  state.setPeering(estate, theirs, { peeringState: 'Connected', ...known });
}

function isConnected(peering: ArmResource | undefined): boolean {
  return textAt(peering?.properties, 'peeringState') === 'Connected';
}

function localOf({ estate, id }: ArmRequest): ArmResource {
  const local = estate.get(id.parent?.path ?? '');
  if (local === undefined) throw common.missing(id);
  return local;
}

function remoteOf({ estate, id, body }: ArmRequest, local: ArmResource): ArmResource {
  const remoteId = textAt(body, 'properties', 'remoteVirtualNetwork', 'id');
  if (remoteId === undefined) {
    throw networkError(
      400,
      'InvalidRequestFormat',
      `Peering ${id.path} must reference a remote virtual network.`,
    );
  }
  const remote = estate.get(remoteId);
  if (remote?.type !== common.NETWORK) throw invalidResourceReference(remoteId, id.path);
  if (same(remote.id, local.id)) {
    throw networkError(
      400,
      'VnetCannotBePeeredWithItself',
      `Virtual network ${local.id} cannot be peered with itself.`,
    );
  }
  return remote;
}

/** A network has one peering with another, and a peering keeps the network that it was made for. */
function checkOnlyPeering(
  { estate, id }: ArmRequest,
  local: ArmResource,
  remote: ArmResource,
  existing: ArmResource | undefined,
): void {
  if (existing !== undefined && !same(state.remoteOf(existing), remote.id)) {
    throw networkError(
      400,
      'ChangingRemoteVirtualNetworkNotAllowed',
      `Cannot change the remote virtual network of peering ${id.path}. Delete the peering and create it again.`,
    );
  }
  const other = state.peeringBetween(estate, local.id, remote.id);
  if (other === undefined || id.is(other.id)) return;
  throw networkError(
    400,
    'AnotherPeeringReferencesSameRemoteVnet',
    `Peering ${other.id} already references remote virtual network ${remote.id}. Cannot add another peering ${id.path} referencing the same remote virtual network.`,
  );
}

/**
 * A peering that isn't of whole networks names the subnets of both sides, 200 at most, and whether it is of whole networks
 * stays as it was made (from the documentation of peerings of subnets; the codes are the emulator's own).
 */
function checkSubnets(
  { estate, id, body }: ArmRequest,
  { local, remote }: { readonly local: ArmResource; readonly remote: ArmResource },
  existing: ArmResource | undefined,
): void {
  const isOfSubnets = flagAt(body, 'properties', 'peerCompleteVnets') === false;
  if (existing !== undefined && isOfSubnets !== (existing.properties['peerCompleteVnets'] === false)) {
    throw networkError(
      400,
      'ChangingPeerCompleteVnetsNotAllowed',
      `Cannot change whether peering ${id.path} is of complete virtual networks. Delete the peering and create it again.`,
    );
  }
  if (!isOfSubnets) return;
  const named = [
    [local, namesIn(body, existing, 'localSubnetNames')],
    [remote, namesIn(body, existing, 'remoteSubnetNames')],
  ] as const;
  const count = named.reduce((sum, [, names]) => sum + names.length, 0);
  if (named.some(([, names]) => names.length === 0) || count > 200) {
    throw networkError(
      400,
      'InvalidRequestFormat',
      `Peering ${id.path} of subnets must name subnets of both virtual networks, and 200 at most.`,
    );
  }
  for (const [network, names] of named) {
    const missing = names.find((name) => estate.get(`${network.id}/subnets/${name}`) === undefined);
    if (missing !== undefined) throw invalidResourceReference(`${network.id}/subnets/${missing}`, id.path);
  }
}

/** The subnets that a body names; left out, as Microsoft's example of a synchronisation does, they stay as they were. */
function namesIn(body: unknown, existing: ArmResource | undefined, member: string): string[] {
  return at(body, 'properties', member) === undefined
    ? textsAt(existing?.properties, member)
    : textsAt(body, 'properties', member);
}

function checkOpposite(estate: Estate, peeringId: string, local: ArmResource, remote: ArmResource): void {
  const opposite = state.peeringBetween(estate, remote.id, local.id);
  if (textAt(opposite?.properties, 'peeringState') !== 'Disconnected') return;
  throw networkError(
    400,
    'RemotePeeringIsDisconnected',
    `Cannot create or update peering ${peeringId} because remote peering ${opposite?.id} referencing parent virtual network ${local.id} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.`,
  );
}

function remove(request: ArmRequest): ArmAnswer {
  const { estate, operations, id } = request;
  const peering = estate.get(id.path);
  if (peering === undefined) return { status: 204 };
  const local = localOf(request);
  const remoteId = state.remoteOf(peering);
  operations.refuseIfHeld(id.path, local.id, remoteId);
  update(request, peering.id, { provisioningState: 'Deleting' });
  const headers = operations.start(request, {
    habit: 'network',
    latency: 'peeringDelete',
    target: peering.id,
    verb: 'delete',
    name: 'DeleteVirtualNetworkPeeringOperation',
    location: common.regionOf(estate, local.id),
    holds: [local.id, remoteId],
    effect: () => {
      takeOut(estate, peering);
    },
  });
  return { status: 202, headers };
}

function takeOut(estate: Estate, peering: ArmResource): void {
  const networkId = state.networkIdOfPeering(peering);
  state.disconnectRemotes(estate, networkId, state.remoteOf(peering));
  estate.delete(peering.id);
  common.touchNetwork(estate, networkId);
}

export const virtualNetworkPeerings: ResourceType = {
  type: common.PEERING,
  apiVersions: common.networkApiVersions,
  get: (request) => ({ status: 200, body: state.renderPeering(request.estate, common.found(request)) }),
  put,
  delete: remove,
  list: common.lister(common.PEERING, state.renderPeering),
  remove: takeOut,
  schemas: { put: peeringBody },
};
