/** How registries and clusters are related, as far as the inventory shows: for the tree, without reading each pair. */
import {
  idKey,
  isAtOrBelow,
  nameOf,
  parentId,
  sameId,
  scopeWords,
  subscriptionOf,
  subscriptionScope,
} from '../model/armId';
import { privateZoneName } from '../model/clouds';
import { groupBy } from '../model/groupBy';
import { builtInGrantsPull, isRegistryPullRole, pullRole, roleIds } from '../model/roles';
import type { Inventory } from './observed/inventory';
import type { ObservedCluster, ObservedRegistry } from './observed/observed';

/**
 * - `linked`: the kubelet identity has a role that grants the pull, an approved private endpoint is in the cluster's
 *   network or in one peered with it (both sides Connected), and the cluster's network is linked to a zone of the
 *   registry's private link name.
 * - `roleOnly`: the role, and the pull goes over the public address: the registry's firewall is open, and its name
 *   isn't made private for the cluster's network (no approved endpoint, or no link to a zone of the name).
 * - `broken`: the role without a way, a way without the role, or a private path that lacks a part.
 * - `unknown`: whether the cluster has a role isn't known (see `pullRolesOf`), and nothing else is known to be broken.
 */
export type LinkState = 'linked' | 'roleOnly' | 'broken' | 'unknown';

export interface Link {
  readonly registryId: string;
  readonly clusterId: string;
  readonly state: LinkState;
  /** What lacks for a private link, each in words; empty when linked. */
  readonly missing: readonly string[];
  /** The endpoint that the private path leads over or would lead over. */
  readonly endpointId: string | undefined;
}

/** All pairs that have to do with each other: a pull role, or an endpoint in the cluster's network or a peered one. */
export function linksOf(inventory: Inventory): Link[] {
  const index = indexOf(inventory);
  return inventory.registries.flatMap((registry) =>
    inventory.clusters.flatMap((cluster) => linkOf(registry, cluster, index) ?? []),
  );
}

type Index = ReturnType<typeof indexOf>;

/** Lookups by lower-case id, so that an estate of hundreds of clusters is gone through quickly. */
function indexOf(inventory: Inventory) {
  return {
    networks: new Map(inventory.networks.map((network) => [idKey(network.id), network])),
    isUnread: unreadIn(inventory),
    /** A path may lead over them. */
    partsUnread: (inventory.unread ?? []).some(({ id }) =>
      /\/(privateEndpoints|virtualNetworkLinks)\//i.test(id),
    ),
    endpoints: groupBy(
      inventory.endpoints.filter(({ status }) => status === 'Approved'),
      ({ targetId }) => idKey(targetId),
    ),
    zoneNames: new Map(
      [...groupBy(inventory.zoneLinks, ({ networkId }) => idKey(networkId))].map(([network, links]) => [
        network,
        new Set(links.map(({ zoneName }) => zoneName.toLowerCase())),
      ]),
    ),
    ...roleIndexOf(inventory),
  };
}

/** Says of a resource whether it is there, as far as is known, and could not be read: itself, or all of its subscription. */
function unreadIn({ unread = [] }: Inventory): (id: string) => boolean {
  const keys = new Set(unread.map(({ id }) => idKey(id)));
  return (id) =>
    keys.size > 0 && (keys.has(idKey(id)) || keys.has(idKey(subscriptionScope(subscriptionOf(id)))));
}

type RoleIndex = ReturnType<typeof roleIndexOf>;

function roleIndexOf({ roleAssignments, rolesUnreadAt = [] }: Inventory) {
  return {
    rolesUnreadAt,
    roles: roleAssignments && groupBy(roleAssignments, ({ principalId }) => principalId.toLowerCase()),
    groupRoles: roleAssignments?.filter(({ toGroup }) => toGroup) ?? [],
  };
}

function linkOf(registry: ObservedRegistry, cluster: ObservedCluster, index: Index): Link | undefined {
  const role = roleOf(registry, cluster, index);
  const path = bestPath(registry, cluster, index);
  if (!role.related && !path.related) return undefined;
  const zoneName = privateZoneName(registry.loginServer);
  const zoneLinked =
    cluster.networkId !== undefined &&
    (index.zoneNames.get(idKey(cluster.networkId))?.has(zoneName.toLowerCase()) ?? false);
  const pathMissing = [
    ...path.missing,
    ...(zoneLinked ? [] : [`Link of the cluster's network to a zone ${zoneName}`]),
  ];
  const publicly =
    registry.publicNetworkAccess === 'Enabled' &&
    registry.defaultAction === 'Allow' &&
    !(path.endpointId !== undefined && zoneLinked);
  const reachable = pathMissing.length === 0 || publicly;
  let state: LinkState = 'broken';
  if (reachable && role.granted === undefined) state = 'unknown';
  if (reachable && role.granted === true) state = pathMissing.length === 0 ? 'linked' : 'roleOnly';
  const unread = path.unknown || index.partsUnread;
  if (state === 'broken' && unread && role.granted !== false) state = 'unknown';
  return {
    registryId: registry.id,
    clusterId: cluster.id,
    state,
    missing: [...role.missing, ...pathMissing],
    endpointId: path.endpointId,
  };
}

/**
 * Tells of a registry and a cluster of the inventory whether the cluster's identity has a role that lets it pull.
 * Undefined where the inventory doesn't tell: the role assignments could not be read, the cluster runs on a service
 * principal (roles are assigned to its object id, and Resource Manager knows its application id only), only groups have
 * a pull role (Resource Graph doesn't tell who is in them), or the role is at a management group (what is below it isn't
 * in the inventory either).
 */
export function pullRolesOf(
  inventory: Inventory,
): (registry: ObservedRegistry, cluster: ObservedCluster) => boolean | undefined {
  const index = roleIndexOf(inventory);
  return (registry, cluster) => roleOf(registry, cluster, index).granted;
}

interface RoleVerdict {
  readonly granted: boolean | undefined;
  readonly related: boolean;
  readonly missing: readonly string[];
}

function roleOf(
  registry: ObservedRegistry,
  cluster: ObservedCluster,
  { roles, groupRoles, rolesUnreadAt }: RoleIndex,
): RoleVerdict {
  const needed = pullRole(registry.roleAssignmentMode).name;
  const identity = cluster.kubeletIdentity;
  if (identity === undefined) {
    const words = `Whether the cluster's service principal has the role ${needed} is not known: Resource Manager doesn't tell its object ID`;
    return { granted: undefined, related: false, missing: [words] };
  }
  if (roles === undefined) {
    return { granted: undefined, related: false, missing: ['Role assignments could not be read'] };
  }
  const own = roles.get(identity.objectId.toLowerCase()) ?? [];
  const grants = ({ roleId }: { readonly roleId: string }) =>
    builtInGrantsPull(roleId, registry.roleAssignmentMode);
  const here = own.filter(({ scope }) => isAtOrBelow(registry.id, scope));
  if (here.some(grants)) return { granted: true, related: true, missing: [] };
  const above = own.find((role) => isManagementGroup(role.scope) && grants(role));
  if (above !== undefined) {
    const words = `Whether the registry is below the management group ${nameOf(above.scope)}, where the kubelet identity has a role to pull, is not known`;
    return { granted: undefined, related: false, missing: [words] };
  }
  const unreadAt = rolesUnreadAt.find((scope) => isAtOrBelow(registry.id, scope) || isManagementGroup(scope));
  if (unreadAt !== undefined) {
    const words = `Role assignments of ${scopeWords(unreadAt)} could not be read`;
    return { granted: undefined, related: false, missing: [words] };
  }
  // AcrPull on a registry in ABAC mode is the usual mistake: it relates the two, and grants nothing.
  const ineffective = here.some(({ roleId }) => roleId.toLowerCase() === roleIds.acrPull);
  const why = ineffective ? ' (AcrPull is not honoured by this registry)' : '';
  if (groupsPull(registry, groupRoles)) {
    const words = `Whether the kubelet identity is in a group that may pull is not known: it has no role ${needed} itself${why}, but groups have one`;
    return { granted: undefined, related: ineffective, missing: [words] };
  }
  return { granted: false, related: ineffective, missing: [`Role ${needed} for the kubelet identity${why}`] };
}

/**
 * Whether any groups have a role of registries that grants the pull. General roles, such as Contributor, are what groups
 * of people have nearly everywhere: if they counted, hardly a role that lacks would be told.
 */
function groupsPull(
  { id, roleAssignmentMode }: ObservedRegistry,
  groupRoles: RoleIndex['groupRoles'],
): boolean {
  return groupRoles.some(
    ({ scope, roleId }) =>
      isRegistryPullRole(roleId, roleAssignmentMode) && (isAtOrBelow(id, scope) || isManagementGroup(scope)),
  );
}

/** Which subscriptions are below it, the inventory doesn't tell. */
function isManagementGroup(scope: string): boolean {
  return idKey(scope).startsWith('/providers/microsoft.management/managementgroups/');
}

/** The endpoint whose path to the cluster lacks least. */
function bestPath(registry: ObservedRegistry, cluster: ObservedCluster, index: Index) {
  const endpoints = index.endpoints.get(idKey(registry.id)) ?? [];
  const paths = endpoints.map((endpoint) => ({
    endpointId: endpoint.id,
    ...pathBetween(parentId(endpoint.subnetId), cluster.networkId, index),
  }));
  const best = paths.toSorted(
    (a, b) => Number(b.related) - Number(a.related) || a.missing.length - b.missing.length,
  )[0];
  if (best !== undefined) return best;
  // The registry knows of its connections even where the endpoint is in a subscription that can't be seen.
  const hidden = registry.connections.find(({ status }) => status === 'Approved');
  const missing = [hidden ? 'A private endpoint that can be seen' : 'Approved private endpoint'];
  return { endpointId: hidden?.endpointId, related: false, missing, unknown: false };
}

function pathBetween(endpointNetwork: string, clusterNetwork: string | undefined, index: Index) {
  const { networks, isUnread } = index;
  if (clusterNetwork === undefined)
    return { related: false, missing: ["The cluster's network is not known"], unknown: false };
  if (sameId(endpointNetwork, clusterNetwork)) return { related: true, missing: [], unknown: false };
  const sides = [
    [endpointNetwork, clusterNetwork],
    [clusterNetwork, endpointNetwork],
  ] as const;
  const peerings = sides.map(([from, to]) =>
    networks.get(idKey(from))?.peerings.find(({ remoteNetworkId }) => sameId(remoteNetworkId, to)),
  );
  const missing = sides.flatMap(([from, to], side) => {
    const peering = peerings[side];
    if (isUnread(from)) return [`The peerings of ${nameOf(from)}, which could not be read`];
    const words = `Peering from ${nameOf(from)} to ${nameOf(to)}`;
    if (peering === undefined) return [words];
    if (peering.state !== 'Connected') return [`${words} (it is ${peering.state})`];
    return peering.allowVirtualNetworkAccess ? [] : [`${words} (it doesn't allow access)`];
  });
  const unknown = sides.some(([from]) => isUnread(from));
  return { related: peerings.some((peering) => peering !== undefined), missing, unknown };
}
