import { listByResourceGroup } from '@azure/arm-resources/api/resources';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedThing } from '../../provisioning';
import { operationOf } from '../../provisioning/adapters';
import type { Reads } from '../http/facts';
import { listOf } from '../http/reading';

/** What is in a resource group, as Resource Manager lists it: without delay, unlike Resource Graph. */
export function observeGroupContents(reads: Reads, groupId: string): Promise<Fact<readonly ObservedThing[]>> {
  const read = async (): Promise<readonly ObservedThing[]> => {
    const context = reads.clients.resources(subscriptionOf(groupId));
    const found = await listOf(
      context,
      (client, options) => listByResourceGroup(client, nameOf(groupId), options),
      reads.signal,
    );
    return found.flatMap(({ id, tags }) =>
      id === undefined ? [] : [{ id, madeBy: operationOf(tags ? { tags } : {}) }],
    );
  };
  return reads.fact(read(), groupId);
}
