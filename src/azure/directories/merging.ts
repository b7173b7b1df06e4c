/** What was read in several directories, put together. */
import { subscriptionScope } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { FirstSeen, Inventory } from '../../provisioning';

/** An inventory of some subscriptions (GUIDs), or why there is none. */
export type Part =
  | { readonly ids: readonly string[]; readonly inventory: Inventory }
  | { readonly ids: readonly string[]; readonly failure: Failure };

/** A part that failed costs its subscriptions only: they are unread, and so are the roles in them. */
export function mergedInventory(parts: readonly Part[]): Inventory {
  const read = parts.flatMap((part) => ('inventory' in part ? [part.inventory] : []));
  const scopes = (ids: readonly string[]) => ids.map((id) => subscriptionScope(id));
  const rolesUnreadAt = parts.flatMap((part) => {
    if ('failure' in part) return scopes(part.ids);
    const { roleAssignments, rolesUnreadAt: within = [] } = part.inventory;
    return roleAssignments === undefined ? scopes(part.ids) : within;
  });
  const unread = parts.flatMap((part) =>
    'failure' in part
      ? scopes(part.ids).map((id) => ({ id, failure: part.failure }))
      : (part.inventory.unread ?? []),
  );
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

export function mergedFirst(parts: readonly FirstSeen[]): FirstSeen {
  const unread = parts.flatMap((part) => part.unread ?? []);
  return {
    registries: parts.flatMap(({ registries }) => registries),
    clusters: parts.flatMap(({ clusters }) => clusters),
    ...(unread.length === 0 ? {} : { unread }),
  };
}
