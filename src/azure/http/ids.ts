import { groupIdOf, nameOf } from '../../model/armId';

/** Name of the resource group that a resource is in. */
export function groupNameOf(id: string): string {
  return nameOf(groupIdOf(id));
}
