/** Who else needs what a roll back would delete: others came after the operation, and it is theirs as well by now. */
import { t } from '@vscode/l10n';
import { distinctIds, idKey, nameOf, parentId, sameId } from '../../model/armId';
import { contains } from '../../model/addressRange';
import { registryLabel } from '../../model/clouds';
import { asObject } from '../../model/json';
import { mayLeadElsewhere } from '../../reachability/peered';
import { factOf, known, knownValues } from '../observed/lookup';
import { isSeenToPull, mayPull } from '../observed/mayPull';
import type { Neighbours, Observed, ObservedZone } from '../observed/observed';
import type { Step } from '../plan/plan';
import type { AzureObserver } from '../ports';

type Neighbour = Neighbours['clusters'][number];

/** Reads a registry, the given clusters, and who pulls near its endpoints and in the networks. Rejects like `observe`. */
export async function observeNeighbourhood(
  registryId: string,
  {
    networkIds,
    clusterIds,
  }: { readonly networkIds: readonly string[]; readonly clusterIds: readonly string[] },
  azure: AzureObserver,
  signal: AbortSignal,
): Promise<Observed> {
  const first = await azure.observe({ registryId, clusterIds, networkIds }, signal);
  const near = [...networkIds, ...endpointNetworks(first).flatMap((id) => [id, ...peersOf(first, id)])];
  const clusters = (known(first.neighbours)?.clusters ?? []).filter(({ networkId }) =>
    isAmong(near, networkId),
  );
  const all = distinctIds([...clusterIds, ...clusters.map(({ id }) => id)]);
  return all.length === clusterIds.length
    ? first
    : azure.observe({ registryId, clusterIds: all, networkIds }, signal);
}

/**
 * Why a part of a link can't go, in a sentence; undefined if nobody else needs it. `meant` are ids of clusters that are to
 * lose it. Where the registry's endpoint goes too, whoever pulls over it is named with that. `gone` are ids of what goes
 * along.
 */
export function needOf(
  step: Step,
  observed: Observed,
  {
    meant,
    endpointGoes,
    gone,
  }: { readonly meant: readonly string[]; readonly endpointGoes: boolean; readonly gone: readonly string[] },
): string | undefined {
  if (step.kind !== 'peering' && step.kind !== 'zoneLink' && step.kind !== 'roleAssignment') return undefined;
  const registry = known(observed.registry);
  // Nobody pulls from a registry that is gone.
  if (observed.registry.state === 'absent') return undefined;
  const neighbours = known(observed.neighbours);
  if (registry === undefined || neighbours === undefined) return t('its other users can’t be read.');
  if (step.kind === 'roleAssignment') return ofIdentity(step, neighbours, meant);
  if (step.kind === 'peering' && carriesNothing(step, observed)) return undefined;
  const networkIds = servedBy(step, observed);
  const elsewhere = pulledElsewhere(step, networkIds, observed, gone);
  if (elsewhere.length > 0) {
    return t`clusters in ${networkIds.map(nameOf).join(', ')} pull from ${elsewhere.join(', ')} over it.`;
  }
  if (endpointGoes) return undefined;
  const others = pullersIn(networkIds, observed, meant);
  return others.length === 0 ? undefined : t`${others.join(', ')} in the same network may pull over it.`;
}

/** A peering of which the other side was never made, or is gone, lets nobody through. */
function carriesNothing({ resourceId }: Step, { networks }: Observed): boolean {
  const network = known(factOf(networks, parentId(resourceId)));
  const peering = network?.peerings.find(({ id }) => sameId(id, resourceId));
  return peering !== undefined && /^(Initiated|Disconnected)$/i.test(peering.state);
}

/** Names of clusters that reach an endpoint and may pull from its registry, but for those that are meant to stop. */
export function pullersOver(endpointId: string, observed: Observed, meant: readonly string[]): string[] {
  const registry = known(observed.registry);
  const endpoint = known(factOf(observed.endpoints, endpointId));
  if (registry === undefined || endpoint === undefined || !sameId(endpoint.targetId, registry.id)) return [];
  const networkId = parentId(endpoint.subnetId);
  return pullersIn([networkId, ...peersOf(observed, networkId)], observed, meant);
}

function pullersIn(networkIds: readonly string[], observed: Observed, meant: readonly string[]): string[] {
  return clustersIn(networkIds, observed)
    .filter(({ id }) => !isAmong(meant, id))
    .filter((cluster) => mayPull(cluster, observed))
    .map(({ name }) => name);
}

/** Other clusters that pull with the identity of a cluster that the role was assigned for. */
function ofIdentity({ request, clusterIds }: Step, { clusters }: Neighbours, meant: readonly string[]) {
  const { principalId } = asObject(request?.body['properties']);
  if (clusterIds.length === 0 || typeof principalId !== 'string') return undefined;
  const sharing = clusters.filter(
    ({ id, kubeletObjectId }) => sameId(kubeletObjectId, principalId) && !isAmong(meant, id),
  );
  return sharing.length === 0
    ? undefined
    : t`${sharing.map(({ name }) => name).join(', ')} may pull with the same identity.`;
}

/** The networks whose way or names a peering or a zone link is, the endpoints' own left out of a peering. */
function servedBy({ kind, holds, request }: Step, observed: Observed): readonly string[] {
  if (kind === 'peering') {
    const own = endpointNetworks(observed);
    const far = holds.filter((id) => !isAmong(own, id));
    return far.length > 0 ? far : holds;
  }
  const { id } = asObject(asObject(request?.body['properties'])['virtualNetwork']);
  return typeof id === 'string' ? [id] : [];
}

/**
 * Login servers of other registries from which clusters in the networks pull by this part: their names are in the zone,
 * and of a peering their addresses on its other side.
 */
function pulledElsewhere(
  { kind, holds, resourceId }: Step,
  networkIds: readonly string[],
  observed: Observed,
  gone: readonly string[],
): string[] {
  const privateRegistries = known(observed.neighbours)?.privateRegistries ?? [];
  const zones = knownValues(observed.zones).filter((zone) =>
    kind === 'peering'
      ? networkIds.some((id) => mayAnswerIn(zone, id, observed, gone))
      : sameId(zone.id, parentId(resourceId)),
  );
  const records = zones.flatMap(({ records: fact }) => known(fact) ?? []);
  const far = holds.filter((id) => !isAmong(networkIds, id));
  const prefixes = far.flatMap((id) => known(factOf(observed.networks, id))?.addressPrefixes ?? []);
  const clusters = clustersIn(networkIds, observed);
  // Where no packet gets to the address, its record serves nobody: it only hides the public one.
  const mayReach = (address: string) =>
    networkIds.some((id) => {
      const network = known(factOf(observed.networks, id));
      if (network === undefined || contains(network.addressPrefixes, `${address}/32`)) return true;
      const peerings = network.peerings.filter((each) => !isAmong(gone, each.id));
      return mayLeadElsewhere({ ...network, peerings });
    });
  return privateRegistries
    .filter((registry) => clusters.some((cluster) => isSeenToPull(cluster, registry)))
    .filter(({ loginServer }) =>
      records
        .filter(({ name }) => sameId(name, registryLabel(loginServer)))
        .some(({ addresses }) =>
          addresses.some((address) =>
            kind === 'zoneLink' ? mayReach(address) : contains(prefixes, `${address}/32`),
          ),
        ),
    )
    .map(({ loginServer }) => loginServer);
}

/** Whether a zone may answer in a network: it is linked there, or the network's own DNS servers may know it. */
function mayAnswerIn(
  { links }: ObservedZone,
  networkId: string,
  { networks }: Observed,
  gone: readonly string[],
): boolean {
  const network = known(factOf(networks, networkId));
  if (network === undefined || network.dnsServers.length > 0) return true;
  return links.some((link) => sameId(link.networkId, networkId) && !isAmong(gone, link.id));
}

function clustersIn(networkIds: readonly string[], { neighbours }: Observed): Neighbour[] {
  return (known(neighbours)?.clusters ?? []).filter(({ networkId }) => isAmong(networkIds, networkId));
}

function endpointNetworks({ endpoints, registry }: Observed): string[] {
  const id = known(registry)?.id;
  const own = knownValues(endpoints).filter(({ targetId }) => sameId(targetId, id));
  return distinctIds(own.map(({ subnetId }) => parentId(subnetId)));
}

function peersOf({ networks }: Observed, networkId: string): string[] {
  return (known(factOf(networks, networkId))?.peerings ?? []).map(({ remoteNetworkId }) => remoteNetworkId);
}

function isAmong(ids: readonly string[], id: string | undefined): boolean {
  return id !== undefined && ids.some((other) => idKey(other) === idKey(id));
}
