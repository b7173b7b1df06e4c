import { idKey, subscriptionOf, subscriptionScope } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { Fact } from '../../provisioning';

/** An assignment of a pull role to a group. */
interface GroupAssignment {
  readonly id: string;
  /** Object id of the group. */
  readonly principalId: string;
}

export interface RegistryOfGroups {
  readonly id: string;
  /** Those that apply at it. */
  readonly assignments: readonly GroupAssignment[];
}

/** Ids of the assignments that an identity has at, above and below a scope, itself or as a member of groups. */
export type RolesByGroups = (scope: string, objectId: string) => Promise<Fact<readonly string[]>>;

/**
 * Which of the identities (object ids) may pull from which registry as members of groups, which only Azure can tell, by
 * the registry's key. Where Azure doesn't say, they count as members. What a subscription answers is about everything in
 * it: each identity is asked about at once in as few of them as have roles of all the groups. Who may not read it
 * there is asked about at one registry after the other.
 */
export async function pullersByGroup(
  registries: readonly RegistryOfGroups[],
  objectIds: readonly string[],
  byGroups: RolesByGroups,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const questions = questionsOf(registries);
  const groupsOf = await Promise.all(
    objectIds.map(async (objectId) => {
      const asked = questions.map((question) => membershipsOf(objectId, question, byGroups));
      return { objectId, groups: new Set((await Promise.all(asked)).flat()) };
    }),
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

interface Question {
  /** Id of a subscription. */
  readonly subscription: string;
  readonly registries: readonly RegistryOfGroups[];
  /** Keys of those with roles there that are asked about. */
  readonly groups: ReadonlySet<string>;
}

/** Which groups are asked about in which subscription, each in one; those with the most of them come first. */
function questionsOf(registries: readonly RegistryOfGroups[]): readonly Question[] {
  const bySubscription = groupBy(registries, ({ id }) => subscriptionScope(subscriptionOf(id)).toLowerCase());
  let open = [...bySubscription].map(([subscription, within]): Question => {
    const groups = within.flatMap(({ assignments }) =>
      assignments.map(({ principalId }) => idKey(principalId)),
    );
    return { subscription, registries: within, groups: new Set(groups) };
  });
  const questions: Question[] = [];
  for (;;) {
    const most = Math.max(0, ...open.map(({ groups }) => groups.size));
    const next = open.find(({ groups }) => groups.size === most);
    if (next === undefined || most === 0) return questions;
    questions.push(next);
    open = open.map((one) => ({ ...one, groups: without(one.groups, next.groups) }));
  }
}

/** Keys of the groups that an identity is in or may be in, of those of the question. */
async function membershipsOf(
  objectId: string,
  { subscription, registries, groups }: Question,
  byGroups: RolesByGroups,
): Promise<readonly string[]> {
  const memberOf = new Set<string>();
  const open = new Set(groups);
  const ask = async (scope: string, its: readonly GroupAssignment[]) => {
    const found = await byGroups(scope, objectId);
    const held = found.state === 'known' ? new Set(found.value.map(idKey)) : undefined;
    for (const { id, principalId } of its) {
      const group = idKey(principalId);
      if (held?.has(idKey(id)) && groups.has(group)) memberOf.add(group);
      if (held !== undefined) open.delete(group);
    }
  };
  await ask(
    subscription,
    registries.flatMap(({ assignments }) => assignments),
  );
  for (const { id, assignments } of registries) {
    const its = assignments.filter(({ principalId }) => open.has(idKey(principalId)));
    if (its.length > 0) await ask(id, its);
  }
  return [...memberOf, ...open];
}

function without<T>(all: ReadonlySet<T>, some: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...all].filter((one) => !some.has(one)));
}
