/** The inventory, as the model asks it: fewer facts of more resources, each found by a key. */
import { t } from '@vscode/l10n';
import { RangeIndex } from '../../model/rangeIndex';
import {
  idKey,
  nameOf,
  parentId,
  parseId,
  scopeWords,
  subscriptionKeyOf,
  subscriptionScope,
} from '../../model/armId';
import { ByScope } from '../../model/byScope';
import { groupBy } from '../../model/groupBy';
import { memoized, once } from '../../model/memoized';
import { isManagementGroup, isRegistryPullRole, mayLetPull, type RegistryRoleMode } from '../../model/roles';
import type { Inventory } from './inventory';
import type { Fact, ObservedRegistry } from './observed';
import type { LinkedZone, SeenEndpoint, SeenNetwork, SeenRoles, World } from '../../reachability/world';

const unseen: Fact<never> = { state: 'unreadable', reason: t('It isn’t in the selected subscriptions.') };
const unread: Fact<never> = { state: 'unreadable', reason: t('The tree doesn’t read it.') };

export interface InventoryWorld extends World {
  /** What it looks things up in, each made when it is first needed: of a large estate each takes a moment. */
  readonly indexes: readonly (() => unknown)[];
}

export function worldOfInventory(inventory: Inventory): InventoryWorld {
  const networks = once(() => new Map(inventory.networks.map((network) => [idKey(network.id), network])));
  const endpoints = once(
    () => new Map(inventory.endpoints.map((endpoint) => [idKey(endpoint.id), endpoint])),
  );
  const byTarget = once(() => groupBy(inventory.endpoints, ({ targetId }) => idKey(targetId)));
  const links = once(() => groupBy(inventory.zoneLinks, ({ networkId }) => idKey(networkId)));
  const ranges = once(() => new RangeIndex(inventory.networks, ({ addressPrefixes }) => addressPrefixes));
  const roles = once(() => rolesIn(inventory));
  const { securityGroups, routeTables } = inventory;
  const unreadById = once(
    () => new Map((inventory.unread ?? []).map(({ id, failure }) => [idKey(id), failure])),
  );
  const missing = (id: string): Fact<never> => {
    const scope = subscriptionScope(subscriptionKeyOf(id));
    // What has no id may be anything.
    const failure = [idKey(id), idKey(scope), ''].map((key) => unreadById().get(key)).find(Boolean);
    return failure === undefined ? unseen : { state: 'unreadable', reason: failure.message };
  };
  const factIn = <T>(map: ReadonlyMap<string, T>, id: string): Fact<T> => {
    const value = map.get(idKey(id));
    return value === undefined ? missing(id) : { state: 'known', value };
  };
  return {
    indexes: [networks, endpoints, byTarget, links, ranges, roles],
    network: (id): Fact<SeenNetwork> => factIn(networks(), id),
    networksAt: (address) =>
      ranges()
        .holding(address)
        .map(({ id }) => id),
    endpointsOf: ({ id, connections }) => {
      const connected = connections.map(({ endpointId }) => endpointId);
      const keys = new Set(connected.map(idKey));
      const others = (byTarget().get(idKey(id)) ?? []).map((endpoint) => endpoint.id);
      return [...connected, ...others.filter((other) => !keys.has(idKey(other)))].map((endpointId) => ({
        id: endpointId,
        endpoint: factIn<SeenEndpoint>(endpoints(), endpointId),
      }));
    },
    zonesOf: (networkId) =>
      (links().get(idKey(networkId)) ?? []).map(({ zoneId, zoneName, ...link }): LinkedZone => ({
        id: zoneId,
        name: zoneName.toLowerCase(),
        records: inventory.zoneRecords?.[idKey(zoneId)] ?? unread,
        link,
      })),
    unreadZones: unreadZonesOf(inventory),
    securityGroup: (id) => securityGroups?.[idKey(id)] ?? missing(id),
    routeTable: (id) => routeTables?.[idKey(id)] ?? missing(id),
    roles: (registry, cluster) => roles()(registry, cluster),
    tenantOf: (subscriptionId) => inventory.tenants?.[subscriptionId.toLowerCase()],
  };
}

/** A subscription that can't be read may hold a zone of any name: its own is then empty. */
function unreadZonesOf({ unread = [] }: Inventory): World['unreadZones'] {
  return unread.flatMap(({ id, failure }) => {
    const isLink = /\/virtualNetworkLinks\/[^/]+$/i.test(id);
    if (!isLink && parseId(id)?.type !== undefined) return [];
    const zoneId = isLink ? parentId(id) : id;
    return [{ id: zoneId, name: isLink ? nameOf(zoneId).toLowerCase() : '', reason: failure.message }];
  });
}

/** Who is in a group, and what is below a management group, Resource Graph doesn't tell. */
function rolesIn({ roleAssignments, rolesUnreadAt = [] }: Inventory): World['roles'] {
  if (roleAssignments === undefined) {
    return () => ({ own: [], unseen: [t('Role assignments couldn’t be read')] });
  }
  const byPrincipal = groupBy(roleAssignments, ({ principalId }) => principalId.toLowerCase());
  const heldBy = memoized((identity: string) => {
    const held = (byPrincipal.get(identity) ?? []).map((role) => ({
      ...role,
      permissions: role.permissions,
      condition: role.condition,
    }));
    return {
      below: new ByScope(held, ({ scope }) => scope),
      above: held.filter(({ scope }) => isManagementGroup(scope)),
    };
  });
  const ofGroups = roleAssignments.filter((role) => role.toGroup && mayBePullOfRegistries(role));
  const groups = {
    below: new ByScope(ofGroups, ({ scope }) => scope),
    above: ofGroups.filter(({ scope }) => isManagementGroup(scope)),
  };
  const unread = new ByScope(rolesUnreadAt, (scope) => scope);
  const unreadAbove = rolesUnreadAt.find(isManagementGroup);
  // What depends on the registry alone is found once for it, not for each cluster.
  const unseenAt = memoized((registry: ObservedRegistry) => {
    const unreadAt = unread.applyingAt(registry.id)[0] ?? unreadAbove;
    const groupsPull = [...groups.below.applyingAt(registry.id), ...groups.above].some((role) =>
      isPullOfRegistries(role, registry.roleAssignmentMode),
    );
    return {
      before: unreadAt === undefined ? [] : [t`Role assignments of ${scopeWords(unreadAt)} couldn’t be read`],
      after: groupsPull
        ? [t('It’s unknown whether the kubelet identity is in a group with a pull role')]
        : [],
    };
  });
  return (registry, cluster): SeenRoles => {
    const identity = cluster.kubeletIdentity?.objectId.toLowerCase();
    if (identity === undefined) {
      const words = t(
        'It’s unknown whether the cluster’s service principal has a role, because Resource Manager doesn’t return its object ID',
      );
      return { own: [], unseen: [words] };
    }
    const held = heldBy(identity);
    const above = held.above.find((role) => mayLetPull(role, registry.roleAssignmentMode));
    const { before, after } = unseenAt(registry);
    const between =
      above === undefined
        ? []
        : [
            t`It’s unknown whether the registry is in the management group ${nameOf(above.scope)}, where the kubelet identity has a pull role`,
          ];
    return { own: held.below.applyingAt(registry.id), unseen: [...before, ...between, ...after] };
  };
}

type Role = NonNullable<Inventory['roleAssignments']>[number];

const mayBePullOfRegistries = (role: Role) =>
  (['legacy', 'abac'] as const).some((mode) => isPullOfRegistries(role, mode));

/**
 * General roles, such as Contributor, are what groups of people have nearly everywhere: if they counted, hardly a role that
 * lacks would be told. Of custom roles those count that say so by name of the action.
 */
function isPullOfRegistries(role: Role, mode: RegistryRoleMode): boolean {
  const { roleId, permissions } = role;
  if (isRegistryPullRole(roleId, mode)) return true;
  const named = permissions?.some(({ actions, dataActions }) =>
    [...actions, ...dataActions].some((action) => /^Microsoft\.ContainerRegistry\//i.test(action)),
  );
  return named === true && mayLetPull(role, mode);
}
