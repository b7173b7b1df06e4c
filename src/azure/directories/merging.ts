/** What was read in several directories, put together. */
import { subscriptionScope } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { FirstSeen, Inventory, Unread } from '../../provisioning';

/** What was found in some subscriptions (GUIDs), or why nothing was. */
export type Part<T> =
  | { readonly ids: readonly string[]; readonly found: T }
  | { readonly ids: readonly string[]; readonly failure: Failure };

/** What the parts found, and what wasn't read of them: a part that failed costs its subscriptions only. */
export function partsRead<T extends { readonly unread?: readonly Unread[] }>(
  parts: readonly Part<T>[],
): { readonly read: readonly T[]; readonly unread: readonly Unread[] } {
  return {
    read: parts.flatMap((part) => ('found' in part ? [part.found] : [])),
    unread: parts.flatMap((part) =>
      'found' in part
        ? (part.found.unread ?? [])
        : part.ids.map((id) => ({ id: subscriptionScope(id), failure: part.failure })),
    ),
  };
}

/** Where a part failed, its roles are unread, too. */
export function mergedInventory(parts: readonly Part<Inventory>[]): Inventory {
  const { read, unread } = partsRead(parts);
  const scopes = (ids: readonly string[]) => ids.map((id) => subscriptionScope(id));
  const rolesUnreadAt = parts.flatMap((part) => {
    if ('failure' in part) return scopes(part.ids);
    const { roleAssignments, rolesUnreadAt: within = [] } = part.found;
    return roleAssignments === undefined ? scopes(part.ids) : within;
  });
  const roles = read.flatMap(({ roleAssignments }) => (roleAssignments ? [roleAssignments] : []));
  return {
    registries: read.flatMap(({ registries }) => registries),
    clusters: read.flatMap(({ clusters }) => clusters),
    networks: read.flatMap(({ networks }) => networks),
    endpoints: read.flatMap(({ endpoints }) => endpoints),
    zoneLinks: read.flatMap(({ zoneLinks }) => zoneLinks),
    zoneRecords: Object.fromEntries(read.flatMap(({ zoneRecords = {} }) => Object.entries(zoneRecords))),
    securityGroups: Object.fromEntries(
      read.flatMap(({ securityGroups = {} }) => Object.entries(securityGroups)),
    ),
    routeTables: Object.fromEntries(read.flatMap(({ routeTables = {} }) => Object.entries(routeTables))),
    roleAssignments: roles.length === 0 ? undefined : roles.flat(),
    ...(rolesUnreadAt.length === 0 ? {} : { rolesUnreadAt }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

/** `awaited`: subscriptions (GUIDs) of the parts that aren't there yet. */
export function mergedFirst(parts: readonly FirstSeen[], awaited: readonly string[] = []): FirstSeen {
  const unread = parts.flatMap((part) => part.unread ?? []);
  return {
    registries: parts.flatMap(({ registries }) => registries),
    clusters: parts.flatMap(({ clusters }) => clusters),
    ...(unread.length === 0 ? {} : { unread }),
    ...(awaited.length === 0 ? {} : { awaited }),
  };
}
