import { distinctIds, groupIdOf, idKey, nameOf } from '../../model/armId';
import { factOf } from '../observed/lookup';
import type { Fact, Observed } from '../observed/observed';
import type { Blocker, Step } from '../plan/plan';
import { otherEndpoints, type RegistrySituation, type Situation } from './situation';
import type { LinkSpec } from '../plan/spec';

/** Facts of registry and clusters themselves: without them there is no plan at all, and "absent" blocks as well. */
export function unreadablePair(spec: LinkSpec, { registry, clusters }: Observed): Blocker[] {
  return [
    ...(registry.state === 'absent'
      ? [gone('Registry', spec.registryId)]
      : unread('Registry', spec.registryId, registry)),
    ...spec.links.flatMap(({ clusterId }) => {
      const cluster = factOf(clusters, clusterId);
      return cluster.state === 'absent'
        ? [gone('Cluster', clusterId)]
        : unread('Cluster', clusterId, cluster);
    }),
  ];
}

/** Facts that the steps depend on and that Azure didn't tell. */
export function unreadableFacts(situation: Situation, steps: readonly Step[]): Blocker[] {
  const { observed, registry, link, cluster, principalId, path } = situation;
  const roles = unread(
    'Role assignments on registry',
    registry.id,
    principalId === undefined ? { state: 'absent' } : factOf(observed.roleAssignments, link.clusterId),
  );
  const ownNetwork =
    cluster.networkId === undefined ||
    path === undefined ||
    idKey(cluster.networkId) === idKey(path.access.network.id)
      ? []
      : unread('Virtual network', cluster.networkId, factOf(observed.networks, cluster.networkId));
  return [...roles, ...ownNetwork, ...unreadableSide(situation, steps)];
}

/** The same for what gives the registry private addresses. */
export function unreadableSide(situation: RegistrySituation, steps: readonly Step[]): Blocker[] {
  const { observed, path } = situation;
  if (path === undefined) return [];
  const { network, endpoint, zone } = path.access;
  const named = path.access.dns === 'zone' ? [network, endpoint, zone] : [network, endpoint];
  const created = named.filter(({ onAbsent }) => onAbsent === 'create');
  const groups = distinctIds(created.map(({ id }) => groupIdOf(id)));
  const writesZoneGroup = steps.some(({ kind, action }) => kind === 'zoneGroup' && action !== 'reuse');
  return [
    ...unread('Virtual network', network.id, factOf(observed.networks, network.id)),
    ...groups.flatMap((id) => unread('Resource group', id, factOf(observed.resourceGroups, id))),
    ...unread('Private endpoint', endpoint.id, factOf(observed.endpoints, endpoint.id)),
    ...(path.access.dns === 'central'
      ? []
      : [
          ...(path.endpoint ? unread('DNS zone group of', path.endpoint.id, path.endpoint.zoneGroup) : []),
          ...unread('Private DNS zone', zone.id, factOf(observed.zones, zone.id)),
        ]),
    // Whether another endpoint's records would be overwritten matters only if records are about to be written.
    ...(writesZoneGroup ? otherEndpoints(situation) : []).flatMap(({ id, zoneGroup }) =>
      unread('DNS zone group of', id, zoneGroup),
    ),
  ];
}

export function unread(what: string, id: string, fact: Fact<unknown>): Blocker[] {
  if (fact.state !== 'unreadable') return [];
  const { reason, missingAction, scope } = fact;
  const wayOut =
    missingAction === undefined
      ? 'Refresh; if it stays unreadable, check the connection and your rights.'
      : `Ask for a role with ${missingAction} on ${scope ?? id}.`;
  const message = `${what} ${nameOf(id)} could not be read: ${reason}`;
  return [{ code: 'factUnreadable', message, wayOut, resourceIds: [id] }];
}

export function gone(what: string, id: string): Blocker {
  return {
    code: 'namedThingMissing',
    message: `${what} ${nameOf(id)} does not exist (any more).`,
    wayOut: 'Refresh, and choose another one.',
    resourceIds: [id],
  };
}
