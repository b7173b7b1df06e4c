/** Steps that peer the two networks. A peering has two sides, and traffic flows when both are Connected. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { childId, nameOf, parentId, sameId } from '../../model/armId';
import { contains } from '../../model/addressRange';
import { factOf, known } from '../observed/lookup';
import type { ObservedPeering } from '../observed/observed';
import type { Step, Undo } from '../plan/plan';
import { asRead, toDelete } from '../plan/guarding';
import { standingOf, stateIn } from '../plan/standing';
import { peeringBody } from './readModifyWrite';
import { keys, perCluster, type Planned } from './planned';
import type { Situation } from './situation';
import { createStep, deleteStep, put, reuseStep, updateStep } from '../plan/stepBuilder';

interface Side {
  readonly id: 'peering.registryToCluster' | 'peering.clusterToRegistry';
  readonly from: string;
  readonly to: string;
  /** Name for a new one; an existing one keeps its own. */
  readonly name: string;
  readonly existing: ObservedPeering | undefined;
  readonly opposite: ObservedPeering | undefined;
  /** Ranges on the other side that have to be reached. */
  readonly needed: readonly string[];
}

/** None where the endpoint is in the cluster's own network, or where the user vouches for another route. */
export function peeringSteps(situation: Situation): Planned[] {
  const { path } = situation;
  if (path === undefined || path.access.route === 'routed') return [];
  const { access, network, networkId, clusterNetwork, clusterNetworkId, sameNetwork } = path;
  const registryNetworkComes = network !== undefined || access.network.onAbsent === 'create';
  if (sameNetwork || clusterNetworkId === undefined || !registryNetworkComes) return [];
  const [out, back] = [path.peeringToCluster, path.peeringToRegistry];
  const registrySide: Side = {
    id: 'peering.registryToCluster',
    from: networkId,
    to: clusterNetworkId,
    name: access.names.peeringToCluster,
    existing: out,
    opposite: back,
    needed: clusterNetwork?.addressPrefixes ?? [],
  };
  const clusterSide: Side = {
    id: 'peering.clusterToRegistry',
    from: clusterNetworkId,
    to: networkId,
    name: access.names.peeringToRegistry,
    existing: back,
    opposite: out,
    needed: [...path.subnetRanges, ...otherEndpoints(situation, networkId)],
  };
  if (out?.state === 'Disconnected' && back?.state === 'Disconnected') {
    return replaceBoth(out, registrySide, clusterSide);
  }
  // A Disconnected side blocks the creation of the other one (RemotePeeringIsDisconnected) until it is written again.
  return [
    sideStep(registrySide, back?.state === 'Disconnected' ? [keyOf(clusterSide)] : []),
    sideStep(clusterSide, out?.state === 'Disconnected' ? [keyOf(registrySide)] : []),
  ];
}

/** Addresses in a network of all approved endpoints of the registry: the one that wrote last is what a record leads to. */
function otherEndpoints({ registry, observed }: Situation, networkId: string): readonly string[] {
  return registry.connections
    .filter(({ status }) => status === 'Approved')
    .flatMap(({ endpointId }) => known(factOf(observed.endpoints, endpointId)) ?? [])
    .filter(({ subnetId }) => sameId(parentId(subnetId), networkId))
    .flatMap(({ addresses = [] }) => addresses.map(({ address }) => `${address}/32`));
}

const neverAgain: Undo = {
  kind: 'impossible',
  why: t('A disconnected peering carries no traffic, and Azure can’t re-create it.'),
};

/**
 * Both sides Disconnected: writing either is refused as long as the other one stays Disconnected, so one is deleted, the
 * other written again (it becomes Initiated), and then the first made anew (both become Connected).
 */
function replaceBoth(out: ObservedPeering, registrySide: Side, clusterSide: Side): Planned[] {
  const deletion = perCluster(
    `${keyOf(registrySide)}|delete`,
    deleteStep(neverAgain, {
      id: `${registrySide.id}.delete`,
      kind: 'peering',
      title: t`Disconnected peering ${out.name}`,
      resourceId: out.id,
      reason: t('Azure rejects reconnecting one side while the other is Disconnected.'),
      request: { method: 'DELETE', apiVersion: apiVersions.network, body: {} },
      holds: [registrySide.from, registrySide.to],
      // Connected again by somebody meanwhile, it carries their traffic.
      guard: toDelete('peering', out.raw, { properties: { peeringState: 'Disconnected' } }),
    }),
  );
  return [
    deletion,
    sideStep(clusterSide, [deletion.key]),
    perCluster(keyOf(registrySide), { ...createSide(registrySide, out.id), dependsOn: [keyOf(clusterSide)] }),
  ];
}

function keyOf({ from, to }: Side): string {
  return keys.peering(from, to);
}

function sideStep(side: Side, dependsOn: readonly string[]): Planned {
  return perCluster(keyOf(side), stepOfSide(side, dependsOn));
}

function stepOfSide(side: Side, dependsOn: readonly string[]): Step {
  const { existing } = side;
  if (existing === undefined) {
    const step = createSide(side, childId(side.from, 'virtualNetworkPeerings', side.name));
    return { ...step, dependsOn: [keys.network(side.from), keys.network(side.to), ...dependsOn] };
  }
  const wrong = faultOf(side, existing);
  const common = { ...identity(side, existing.id), resourceId: existing.id };
  if (wrong === undefined) {
    const reason =
      existing.state === 'Initiated'
        ? t('It’s waiting for the other side, which this plan creates.')
        : t('Already connected, with access allowed.');
    return reuseStep({ ...common, reason });
  }
  const previous = put(apiVersions.network, peeringBody(existing.raw));
  const changes = { allowVirtualNetworkAccess: true };
  const request = put(apiVersions.network, peeringBody(existing.raw, changes));
  const undo: Undo = existing.allowVirtualNetworkAccess
    ? existing.state === 'Disconnected'
      ? neverAgain
      : { kind: 'nothing' }
    : { kind: 'restore', request: previous };
  return updateStep(undo, {
    ...common,
    reason: wrong.reason,
    request: wrong.sync ? { ...request, query: { syncRemoteAddressSpace: 'true' } } : request,
    dependsOn,
    holds: [side.from, side.to],
    guard: asRead('peering', existing.raw),
  });
}

function createSide(side: Side, resourceId: string): Step {
  const { opposite } = side;
  const step = createStep({
    ...identity(side, resourceId),
    resourceId,
    reason: t('Peering must be created in both directions.'),
    request: put(apiVersions.network, {
      properties: {
        remoteVirtualNetwork: { id: side.to },
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: false,
        allowGatewayTransit: false,
        useRemoteGateways: false,
      },
    }),
    holds: [side.from, side.to],
  });
  if (opposite?.state !== 'Initiated') return step;
  const leaves = t`The other side, ${opposite.name}, is waiting for this one, and becomes Disconnected if this one is deleted again.`;
  return { ...step, undo: { kind: 'delete', leaves } };
}

function identity(side: Side, resourceId: string) {
  const title = t`Peering ${nameOf(resourceId)}: ${nameOf(side.from)} → ${nameOf(side.to)}`;
  return { id: side.id, kind: 'peering' as const, title };
}

/** Why an existing side doesn't do; `sync`: Azure has to read the other network's ranges again. */
function faultOf(side: Side, peering: ObservedPeering): { reason: string; sync: boolean } | undefined {
  if (peering.state === 'Disconnected') {
    return {
      reason: t('It’s Disconnected. Writing it again makes it wait for the other side, which is re-created.'),
      sync: false,
    };
  }
  const stale =
    peering.syncLevel !== 'FullyInSync' &&
    peering.state === 'Connected' &&
    side.needed.some((range) => !contains(peering.remoteAddressPrefixes, range));
  const missing = [
    ...(peering.allowVirtualNetworkAccess ? [] : [t('doesn’t allow access to the other network')]),
    ...(standingOf(stateIn(peering.raw)) === 'failed' ? [t`is in the state ${stateIn(peering.raw)}`] : []),
    ...(stale ? [t`doesn’t have the other network’s current address ranges (${peering.syncLevel})`] : []),
  ];
  return missing.length === 0 ? undefined : { reason: t`It ${missing.join(t(' and '))}.`, sync: stale };
}
