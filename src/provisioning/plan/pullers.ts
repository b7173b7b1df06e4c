import { idKey } from '../../model/armId';

/**
 * Keys of role assignments by which clusters may pull, in order. Those of users are left out: no node signs in as one, and
 * who else is let in needs no network of a cluster.
 */
export function pullersOf(
  assignments: readonly { readonly id: string; readonly principalType: string }[],
): string[] {
  return assignments
    .filter(({ principalType }) => principalType.toLowerCase() !== 'user')
    .map(({ id }) => idKey(id))
    .toSorted();
}
