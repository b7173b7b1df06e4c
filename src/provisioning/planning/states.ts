/**
 * The one rule for what a plan finds and keeps: that a thing is there isn't enough, it has to be well. What is being deleted
 * is in the way; what has failed is a hazard unless the plan writes it again; what Azure is at work on has to be waited for.
 */
import { t } from '@vscode/l10n';
import { distinctIds, groupIdOf, nameOf, sameId } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import { factOf, known, linkOfNetwork } from '../observed/lookup';
import type {
  ObservedEndpoint,
  ObservedNetwork,
  ObservedRegistry,
  ObservedZoneLink,
} from '../observed/observed';
import { hazard } from '../plan/findings';
import { operationOfResource } from '../plan/ownership';
import type { Blocker, Hazard, Requirement, Step } from '../plan/plan';
import { standingOf, stateIn } from '../plan/standing';
import type { RegistryPath, RegistrySituation } from './situation';

/** Something that is there and that the plan builds on. */
interface Kept {
  /** With its kind: "Virtual network vnet-shop". */
  readonly what: string;
  readonly id: string;
  readonly state: string;
  /** What comes of its failure, in a sentence. */
  readonly failed: string;
  /** What helps. */
  readonly remedy: string;
}

const writeAgain = t('Write it again unchanged so that Azure retries, then preview again.');

function keptOf(situation: RegistrySituation): Kept[] {
  const { cluster, path } = situation;
  const network = path?.clusterNetwork;
  const kept = [
    cluster && {
      what: t`Cluster ${cluster.name}`,
      id: cluster.id,
      state: cluster.provisioningState,
      failed: t('The state of its nodes is unknown.'),
      remedy: t('Inspect it with az aks show, and repair it with az aks update.'),
    },
    network && keptNetwork(network),
    ...(path === undefined ? [] : ofPath(situation, path)),
  ];
  return kept.flatMap((thing) => thing ?? []);
}

function keptNetwork({ name, id, provisioningState: state }: ObservedNetwork): Kept {
  const failed = t('Azure may reject new resources in it, or peering with it.');
  return { what: t`Virtual network ${name}`, id, state, failed, remedy: writeAgain };
}

function ofPath(situation: RegistrySituation, path: RegistryPath): (Kept | undefined)[] {
  const { registry } = situation;
  const { network, subnet, endpoint } = path;
  return [
    ...groupsOf(situation, path),
    network && keptNetwork(network),
    subnet && {
      what: t`Subnet ${subnet.name}`,
      id: subnet.id,
      state: subnet.provisioningState ?? '',
      failed: t('Azure may reject an endpoint in it.'),
      remedy: writeAgain,
    },
    endpoint && {
      what: t`Private endpoint ${endpoint.name}`,
      id: endpoint.id,
      state: endpoint.provisioningState,
      failed: t`It’s unknown whether it carries traffic to ${registry.name}.`,
      remedy: writeAgain,
    },
    ...(path.access.dns === 'central' ? [] : ofDns(path)),
    ...peeringsOf(path),
    ...replicasOf(situation, path),
  ];
}

function ofDns(path: RegistryPath): (Kept | undefined)[] {
  const { zoneGroup, zone } = path;
  return [
    zoneGroup && {
      what: t`Private DNS zone group ${zoneGroup.name} of ${nameOf(path.endpointId)}`,
      id: zoneGroup.id,
      state: stateIn(zoneGroup.raw),
      failed: t('Its records may be missing or wrong.'),
      remedy: writeAgain,
    },
    zone && {
      what: t`Private DNS zone ${zone.name}`,
      id: zone.id,
      state: zone.provisioningState ?? '',
      failed: t('Its answers are unknown.'),
      remedy: writeAgain,
    },
    ...linksOf(path).map(keptLink),
  ];
}

/** A new endpoint needs them ready: that is said in a blocker of its own. */
function replicasOf({ registry }: RegistrySituation, { endpoint }: RegistryPath): Kept[] {
  return (registry.replicas ?? [])
    .filter(({ provisioningState: state }) => endpoint !== undefined || standingOf(state) === 'failed')
    .map(({ id, location, provisioningState: state }) => ({
      what: t`The replica of ${registry.name} in ${location}`,
      id,
      state,
      failed: t('It’s unknown whether it has an address at the endpoint.'),
      remedy: t('Delete it, then create it again if it’s needed.'),
    }));
}

/** Groups that the plan puts something into. */
function groupsOf({ observed }: RegistrySituation, { access }: RegistryPath): Kept[] {
  const { network, endpoint, zone, dns } = access;
  const named = dns === 'central' ? [network, endpoint] : [network, endpoint, zone];
  const created = named.filter(({ onAbsent }) => onAbsent === 'create');
  return distinctIds(created.map(({ id }) => groupIdOf(id)))
    .flatMap((id) => known(factOf(observed.resourceGroups, id)) ?? [])
    .map(({ id, provisioningState: state = '' }) => ({
      what: t`Resource group ${nameOf(id)}`,
      id,
      state,
      failed: t('Azure may reject new resources in it.'),
      remedy: writeAgain,
    }));
}

/** Of the endpoint's network and of the cluster's to the zone of the plan. */
function linksOf({ zone, networkId, clusterNetworkId }: RegistryPath): ObservedZoneLink[] {
  const networks = distinctIds([networkId, ...(clusterNetworkId === undefined ? [] : [clusterNetworkId])]);
  return networks.flatMap((id) => linkOfNetwork(zone, id) ?? []);
}

function keptLink({ id, networkId, state }: ObservedZoneLink): Kept {
  return {
    what: t`The virtual network link of ${nameOf(networkId)} to the zone`,
    id,
    state,
    failed: t('Names resolve there as if the network isn’t linked.'),
    remedy: t('Delete the link, then preview again. The plan re-creates it.'),
  };
}

/** One that is Disconnected is written again, and judged by the rules for that; so is one that has failed. */
function peeringsOf({ access, network, clusterNetwork, networkId, clusterNetworkId }: RegistryPath): Kept[] {
  // Over a hub none is needed.
  if ('route' in access && access.route === 'routed') return [];
  const sides = [
    ...(network?.peerings ?? []).filter(({ remoteNetworkId }) => sameId(remoteNetworkId, clusterNetworkId)),
    ...(clusterNetwork?.peerings ?? []).filter(({ remoteNetworkId }) => sameId(remoteNetworkId, networkId)),
  ];
  return sides
    .filter(({ state }) => state !== 'Disconnected')
    .map(({ id, name, raw }) => ({
      what: t`Peering ${name}`,
      id,
      state: stateIn(raw),
      failed: t('It’s unknown whether it carries traffic.'),
      remedy: writeAgain,
    }));
}

/** What is being deleted is no ground to build on. */
export function goingThings(situation: RegistrySituation): Blocker[] {
  return keptOf(situation)
    .filter(({ state }) => standingOf(state) === 'going')
    .map(({ what, id, state }) => ({
      code: 'beingDeleted',
      message: t`${what} is being deleted (${state}).`,
      wayOut: t('Wait until it’s deleted, then preview again, or choose another one.'),
      resourceIds: [id],
    }));
}

/**
 * Azure refuses an endpoint (`ReferencedResourceNotProvisioned`) as long as a replica, which gets an address at it, isn't
 * ready.
 */
export function busyReplicas({ registry, path }: RegistrySituation, steps: readonly Step[]): Blocker[] {
  const creates = steps.some(({ kind, action }) => kind === 'endpoint' && action !== 'reuse');
  if (path === undefined || !creates) return [];
  return unfinishedReplicas(registry).map(({ id, location, provisioningState: state }) => ({
    code: 'replicaNotReady',
    message: t`The replica of ${registry.name} in ${location} is in the state ${state}. The private endpoint gets an address for it and has to wait until it’s ready.`,
    wayOut: t('Wait until Azure finishes the replica, then preview again.'),
    resourceIds: [id],
  }));
}

function unfinishedReplicas({ replicas = [] }: ObservedRegistry) {
  return replicas.filter(({ provisioningState }) =>
    ['busy', 'going'].includes(standingOf(provisioningState)),
  );
}

/** What has failed, and isn't written again by the plan. */
export function failedThings(situation: RegistrySituation, steps: readonly Step[]): Hazard[] {
  const { registry, cluster } = situation;
  return keptOf(situation)
    .filter(
      ({ id, state }) => standingOf(state) === 'failed' && !sameId(id, cluster?.id) && !writes(steps, id),
    )
    .map(({ what, id, state, failed, remedy }) =>
      hazard({
        code: 'stateFailed',
        about: [id, state],
        affected: [cluster?.name ?? registry.name],
        message: t`${what} is in the state ${state}. ${failed}`,
        mitigation: remedy,
      }),
    );
}

function writes(steps: readonly Step[], id: string): boolean {
  return steps.some(({ action, resourceId }) => action !== 'reuse' && sameId(resourceId, id));
}

/** What Azure is at work on; and a cluster that has failed, whose nodes mostly run all the same. */
export function unfinishedThings(situation: RegistrySituation): Requirement[] {
  const { cluster } = situation;
  return keptOf(situation).flatMap(({ what, id, state, failed, remedy }) => {
    const standing = standingOf(state);
    const isFailedCluster = standing === 'failed' && sameId(id, cluster?.id);
    if (standing !== 'busy' && !isFailedCluster) return [];
    return [
      {
        code: isFailedCluster ? 'clusterFailed' : 'underWay',
        message: isFailedCluster
          ? t`${what} is in the state ${state}. ${failed} ${remedy}`
          : t`${what} is being processed by Azure (${state}). Resources that depend on it work after that.`,
        command: undefined,
        resourceIds: [id],
      },
    ];
  });
}

/** An endpoint that has failed as ARM answered it, if the plan may write it again: where it bears the extension's mark. */
export function endpointToWriteAgain({ endpoint }: RegistryPath): JsonObject | undefined {
  return standingOf(endpoint?.provisioningState) === 'failed' && isMarked(endpoint)
    ? endpoint?.raw
    : undefined;
}

/** Whether the zone group of such an endpoint has failed. Zone groups bear no mark themselves. */
export function writesZoneGroupAgain({ endpoint, zoneGroup }: RegistryPath): boolean {
  return zoneGroup !== undefined && standingOf(stateIn(zoneGroup.raw)) === 'failed' && isMarked(endpoint);
}

function isMarked(endpoint: ObservedEndpoint | undefined): boolean {
  return endpoint?.raw !== undefined && operationOfResource(endpoint.raw) !== undefined;
}
