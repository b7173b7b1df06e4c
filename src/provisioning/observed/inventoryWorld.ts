/** The inventory, as the model asks it: fewer facts of more resources, each found by a key. */
import { contains } from '../../model/addressRange';
import { idKey, isAtOrBelow, nameOf, parentId, parseId, scopeWords } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { isRegistryPullRole, mayLetPull } from '../../model/roles';
import type { Inventory } from './inventory';
import type { Fact, ObservedCluster, ObservedRegistry } from './observed';
import type { LinkedZone, SeenEndpoint, SeenNetwork, SeenRoles, World } from '../../reachability/world';

const unseen: Fact<never> = { state: 'unreadable', reason: 'It isn’t in the chosen subscriptions.' };
const unread: Fact<never> = { state: 'unreadable', reason: 'The tree doesn’t read it.' };

export function worldOfInventory(inventory: Inventory): World {
  const networks = new Map(inventory.networks.map((network) => [idKey(network.id), network]));
  const endpoints = new Map(inventory.endpoints.map((endpoint) => [idKey(endpoint.id), endpoint]));
  const byTarget = groupBy(inventory.endpoints, ({ targetId }) => idKey(targetId));
  const links = groupBy(inventory.zoneLinks, ({ networkId }) => idKey(networkId));
  const holding = new Map<string, readonly string[]>();
  const { securityGroups, routeTables } = inventory;
  return {
    network: (id): Fact<SeenNetwork> => factIn(networks, id),
    networksAt: (address) => {
      const found =
        holding.get(address) ??
        inventory.networks
          .filter(({ addressPrefixes }) => contains(addressPrefixes, address))
          .map(({ id }) => id);
      holding.set(address, found);
      return found;
    },
    endpointsOf: ({ id, connections }) => {
      const connected = connections.map(({ endpointId }) => endpointId);
      const keys = new Set(connected.map(idKey));
      const others = (byTarget.get(idKey(id)) ?? []).map((endpoint) => endpoint.id);
      return [...connected, ...others.filter((other) => !keys.has(idKey(other)))].map((endpointId) => ({
        id: endpointId,
        endpoint: factIn<SeenEndpoint>(endpoints, endpointId),
      }));
    },
    zonesOf: (networkId) =>
      (links.get(idKey(networkId)) ?? []).map(({ zoneId, zoneName, ...link }): LinkedZone => ({
        id: zoneId,
        name: zoneName.toLowerCase(),
        records: inventory.zoneRecords?.[idKey(zoneId)] ?? unread,
        link,
      })),
    unreadZones: unreadZonesOf(inventory),
    securityGroup: (id) => securityGroups?.[idKey(id)] ?? unseen,
    routeTable: (id) => routeTables?.[idKey(id)] ?? unseen,
    roles: rolesIn(inventory),
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

function factIn<T>(map: ReadonlyMap<string, T>, id: string): Fact<T> {
  const value = map.get(idKey(id));
  return value === undefined ? unseen : { state: 'known', value };
}

/** Who is in a group, and what is below a management group, Resource Graph doesn't tell. */
function rolesIn({ roleAssignments, rolesUnreadAt = [] }: Inventory): World['roles'] {
  if (roleAssignments === undefined) {
    return () => ({ own: [], unseen: ['Role assignments could not be read'] });
  }
  const byPrincipal = groupBy(roleAssignments, ({ principalId }) => principalId.toLowerCase());
  const ofGroups = roleAssignments.filter(({ toGroup }) => toGroup);
  const pullsByGroup = new Map<string, boolean>();
  const groupsPull = (registry: ObservedRegistry): boolean => {
    const key = idKey(registry.id);
    const found = pullsByGroup.get(key) ?? ofGroups.some((role) => isPullOfRegistries(role, registry));
    pullsByGroup.set(key, found);
    return found;
  };
  return (registry: ObservedRegistry, cluster: ObservedCluster): SeenRoles => {
    const identity = cluster.kubeletIdentity?.objectId.toLowerCase();
    if (identity === undefined) {
      const words =
        'Whether the cluster’s service principal has a role is not known: Resource Manager doesn’t tell its object ID';
      return { own: [], unseen: [words] };
    }
    const held = byPrincipal.get(identity) ?? [];
    const own = held.map((role) => ({ ...role, permissions: role.permissions, condition: role.condition }));
    const unreadAt = rolesUnreadAt.find(
      (scope) => isAtOrBelow(registry.id, scope) || isManagementGroup(scope),
    );
    const above = held.find(
      (role) => isManagementGroup(role.scope) && mayLetPull(role, registry.roleAssignmentMode),
    );
    return {
      own,
      unseen: [
        ...(unreadAt === undefined ? [] : [`Role assignments of ${scopeWords(unreadAt)} could not be read`]),
        ...(above === undefined
          ? []
          : [
              `Whether the registry is below the management group ${nameOf(above.scope)}, where the kubelet identity has a role to pull, is not known`,
            ]),
        ...(groupsPull(registry)
          ? ['Whether the kubelet identity is in a group that may pull is not known']
          : []),
      ],
    };
  };
}

type Role = NonNullable<Inventory['roleAssignments']>[number];

/**
 * General roles, such as Contributor, are what groups of people have nearly everywhere: if they counted, hardly a role that
 * lacks would be told. Of custom roles those count that say so by name of the action.
 */
function isPullOfRegistries(role: Role, registry: ObservedRegistry): boolean {
  const { scope, roleId, permissions } = role;
  if (!isAtOrBelow(registry.id, scope) && !isManagementGroup(scope)) return false;
  if (isRegistryPullRole(roleId, registry.roleAssignmentMode)) return true;
  const named = permissions?.some(({ actions, dataActions }) =>
    [...actions, ...dataActions].some((action) => /^Microsoft\.ContainerRegistry\//i.test(action)),
  );
  return named === true && mayLetPull(role, registry.roleAssignmentMode);
}

function isManagementGroup(scope: string): boolean {
  return idKey(scope).startsWith('/providers/microsoft.management/managementgroups/');
}
