import { t } from '@vscode/l10n';
import { distinctIds, groupIdOf, idKey, nameOf } from '../../model/armId';
import { factOf } from '../observed/lookup';
import { needed, unread } from '../plan/findings';
import type { Fact, Observed } from '../observed/observed';
import type { Blocker, Step } from '../plan/plan';
import { otherEndpoints, type RegistrySituation, type Situation } from './situation';
import type { LinkSpec } from '../plan/spec';

/** Facts of registry and clusters themselves: without them there is no plan at all, and "absent" blocks as well. */
export function unreadablePair(spec: LinkSpec, { registry, clusters }: Observed): Blocker[] {
  return [
    ...needed(t`Registry ${nameOf(spec.registryId)}`, spec.registryId, registry),
    ...spec.links.flatMap(({ clusterId }) =>
      needed(t`Cluster ${nameOf(clusterId)}`, clusterId, factOf(clusters, clusterId)),
    ),
  ];
}

/** Facts that the steps depend on and that Azure didn't tell. */
export function unreadableFacts(situation: Situation, steps: readonly Step[]): Blocker[] {
  const { observed, registry, link, cluster, principalId, path } = situation;
  const roles = unreadThing(
    t('Role assignments on registry'),
    registry.id,
    principalId === undefined ? { state: 'absent' } : factOf(observed.roleAssignments, link.clusterId),
  );
  const ownNetwork =
    cluster.networkId === undefined ||
    path === undefined ||
    idKey(cluster.networkId) === idKey(path.access.network.id)
      ? []
      : unreadThing(t('Virtual network'), cluster.networkId, factOf(observed.networks, cluster.networkId));
  return [...roles, ...ownNetwork, ...unreadableSide(situation, steps)];
}

/** The same for what gives the registry private addresses. */
export function unreadableSide(situation: RegistrySituation, steps: readonly Step[]): Blocker[] {
  const { observed, path, registry } = situation;
  if (path === undefined) return [];
  const sku: Fact<never> = { state: 'unreadable', reason: t('Azure doesn’t return it.') };
  const { network, endpoint, zone } = path.access;
  const named = path.access.dns === 'zone' ? [network, endpoint, zone] : [network, endpoint];
  const created = named.filter(({ onAbsent }) => onAbsent === 'create');
  const groups = distinctIds(created.map(({ id }) => groupIdOf(id)));
  const writesZoneGroup = steps.some(({ kind, action }) => kind === 'zoneGroup' && action !== 'reuse');
  return [
    // Without it nobody knows whether the registry has to become Premium first.
    ...(registry.sku === '' ? unreadThing(t('SKU of registry'), registry.id, sku) : []),
    ...unreadThing(t('Virtual network'), network.id, factOf(observed.networks, network.id)),
    ...groups.flatMap((id) => unreadThing(t('Resource group'), id, factOf(observed.resourceGroups, id))),
    ...unreadThing(t('Private endpoint'), endpoint.id, factOf(observed.endpoints, endpoint.id)),
    ...(path.access.dns === 'central'
      ? []
      : [
          ...(path.endpoint
            ? unreadThing(t('Private DNS zone group of'), path.endpoint.id, path.endpoint.zoneGroup)
            : []),
          ...unreadThing(t('Private DNS zone'), zone.id, factOf(observed.zones, zone.id)),
        ]),
    // Whether another endpoint's records would be overwritten matters only if records are about to be written.
    ...(writesZoneGroup ? otherEndpoints(situation) : []).flatMap(({ id, zoneGroup }) =>
      unreadThing(t('Private DNS zone group of'), id, zoneGroup),
    ),
  ];
}

/** `kind` as in "Virtual network": the name comes from the id. */
function unreadThing(kind: string, id: string, fact: Fact<unknown>): Blocker[] {
  return unread(`${kind} ${nameOf(id)}`, id, fact);
}
