import { idKey, subscriptionKeyOf, subscriptionScope } from '../../model/armId';
import type { Facts, Inventory } from '../../provisioning';
import type { Clients } from '../http/clients';
import { withPeeredParts } from '../resources/networks';
import { partsOf } from './graph';
import { distinct, readInventory } from './inventory';

/**
 * See Azure.inventoryAgain. Throws FailureError where the subscription can't be read: what was known of it is no longer
 * known then, and whoever asks still has it.
 */
export async function readInventoryAgain(
  clients: Clients,
  known: Inventory,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<Inventory | undefined> {
  const part = await readInventory(clients, partsOf([subscriptionId]), signal, undefined, known);
  const identities = new Set(known.clusters.map(identityOf));
  // Which roles a new identity has elsewhere, nobody has looked at.
  if (part.clusters.some((cluster) => !identities.has(identityOf(cluster)))) return undefined;
  return putInto(known, part, subscriptionId);
}

/** What is in the subscription from the part, everything else as it was known. */
function putInto(known: Inventory, part: Inventory, subscriptionId: string): Inventory {
  const isElsewhere = (id: string) => subscriptionKeyOf(id) !== subscriptionId.toLowerCase();
  const others = <T extends { readonly id: string }>(items: readonly T[] = []) =>
    items.filter(({ id }) => isElsewhere(id));
  const facts = <T>(before: Facts<T> | undefined, now: Facts<T> | undefined): Facts<T> => ({
    ...Object.fromEntries(Object.entries(before ?? {}).filter(([id]) => isElsewhere(id))),
    ...now,
  });
  const scope = subscriptionScope(subscriptionId);
  // What Azure doesn't name is of this subscription: nothing else was asked about.
  const ofPart = (part.unread ?? []).map((each) => (each.id === '' ? { ...each, id: scope } : each));
  const unread = [...others(known.unread), ...distinct(ofPart)];
  // What is above everything in the directory is above this subscription, too.
  const isInDirectory = principalsOfDirectory(known, subscriptionId);
  const isToldAnew = (principalId: string) =>
    part.roleAssignments !== undefined && isInDirectory(principalId);
  const rolesUnreadAt = new Set([
    ...(known.rolesUnreadAt ?? []).filter(isElsewhere),
    ...(part.rolesUnreadAt ?? []),
    ...(part.roleAssignments === undefined ? [scope] : []),
  ]);
  return {
    registries: [...others(known.registries), ...part.registries],
    clusters: [...others(known.clusters), ...part.clusters],
    networks: withPeeredParts(withSubnets([...others(known.networks), ...part.networks])),
    endpoints: [...others(known.endpoints), ...part.endpoints],
    zoneLinks: [...others(known.zoneLinks), ...part.zoneLinks],
    zoneRecords: facts(known.zoneRecords, part.zoneRecords),
    securityGroups: facts(known.securityGroups, part.securityGroups),
    routeTables: facts(known.routeTables, part.routeTables),
    // What couldn't be read before isn't known of the others now.
    roleAssignments: known.roleAssignments && [
      ...known.roleAssignments
        .filter(({ scope, principalId }) => (scope === '/' ? !isToldAnew(principalId) : isElsewhere(scope)))
        .filter(isNotIn(part.roleAssignments)),
      ...(part.roleAssignments ?? []),
    ],
    ...(rolesUnreadAt.size === 0 ? {} : { rolesUnreadAt: [...rolesUnreadAt] }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

/** Whether a principal certainly is in the directory of a subscription; which one a group is in isn't known. */
function principalsOfDirectory(
  { tenants = {}, clusters }: Inventory,
  subscriptionId: string,
): (principalId: string) => boolean {
  if (new Set(Object.values(tenants)).size < 2) return () => true;
  const tenant = tenants[subscriptionId.toLowerCase()];
  const identities = new Set(
    clusters.filter(({ id }) => tenants[subscriptionKeyOf(id)] === tenant).map(identityOf),
  );
  return (principalId) => identities.has(principalId.toLowerCase());
}

type Role = NonNullable<Inventory['roleAssignments']>[number];

/** Roles above subscriptions are told of each of them. */
function isNotIn(roles: readonly Role[] = []): (role: Role) => boolean {
  const keyOf = ({ scope, principalId, roleId, condition = '' }: Role) =>
    JSON.stringify([idKey(scope), principalId.toLowerCase(), roleId.toLowerCase(), condition]);
  const keys = new Set(roles.map(keyOf));
  return (role) => !keys.has(keyOf(role));
}

function withSubnets(networks: Inventory['networks']) {
  return networks.map((network) => ({ ...network, subnets: network.subnets ?? [] }));
}

function identityOf({ kubeletIdentity, id }: Inventory['clusters'][number]): string {
  return kubeletIdentity?.objectId.toLowerCase() ?? idKey(id);
}
