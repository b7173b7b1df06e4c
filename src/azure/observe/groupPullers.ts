import { idKey, sameId } from '../../model/armId';
import type { Fact } from '../../provisioning';

/** An assignment of a pull role to a group. */
export interface GroupAssignment {
  readonly id: string;
  /** Object id of the group. */
  readonly principalId: string;
}

export interface RegistryOfGroups {
  readonly id: string;
  /** Those that apply at it. */
  readonly assignments: readonly GroupAssignment[];
}

/** Ids of the assignments that an identity has at a registry, itself or as a member of groups. */
export type RolesByGroups = (registryId: string, objectId: string) => Promise<Fact<readonly string[]>>;

/**
 * Which of the identities (object ids) may pull from which registry as members of groups, which only Azure can tell, by
 * the registry's key. Where Azure doesn't say, they count as members. A request for each identity and registry with
 * groups that nothing is known of yet: a group that has roles on many registries is asked about once.
 */
export async function pullersByGroup(
  registries: readonly RegistryOfGroups[],
  objectIds: readonly string[],
  byGroups: RolesByGroups,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const groupsOf = await Promise.all(
    objectIds.map(async (objectId) => ({
      objectId,
      groups: await membershipsOf(objectId, registries, byGroups),
    })),
  );
  return new Map(
    registries.map(({ id, assignments }) => [
      idKey(id),
      groupsOf
        .filter(({ groups }) => assignments.some(({ principalId }) => groups.has(idKey(principalId))))
        .map(({ objectId }) => idKey(objectId)),
    ]),
  );
}

/** Keys of the groups that an identity is in or may be in, of those that have a role on one of the registries. */
async function membershipsOf(
  objectId: string,
  registries: readonly RegistryOfGroups[],
  byGroups: RolesByGroups,
): Promise<ReadonlySet<string>> {
  const asked = new Set<string>();
  const memberOf = new Set<string>();
  for (const { id, assignments } of registries) {
    const open = assignments.filter(({ principalId }) => !asked.has(idKey(principalId)));
    if (open.length === 0) continue;
    const found = await byGroups(id, objectId);
    for (const { id: assignmentId, principalId } of open) {
      const isMember = found.state !== 'known' || found.value.some((one) => sameId(one, assignmentId));
      if (isMember) memberOf.add(idKey(principalId));
      asked.add(idKey(principalId));
    }
  }
  return memberOf;
}
