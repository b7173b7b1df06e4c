import { listByResourceGroup } from '@azure/arm-resources/api/resources';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedThing } from '../../provisioning/observed/observed';
import { operationOf } from '../../provisioning/plan/ownership';
import { type Reads } from '../http/facts';
import { allOf } from '../http/reading';

/** What is in a resource group, as Resource Manager lists it: without delay, unlike Resource Graph. */
export function observeGroupContents(reads: Reads, groupId: string): Promise<Fact<readonly ObservedThing[]>> {
  const read = async (): Promise<readonly ObservedThing[]> => {
    const context = reads.clients.resources(subscriptionOf(groupId));
    const list = listByResourceGroup(context, nameOf(groupId), { abortSignal: reads.signal });
    return (await allOf(list, reads.signal)).flatMap(({ id, tags }) =>
      id === undefined ? [] : [{ id, madeBy: operationOf(tags ? { tags } : {}) }],
    );
  };
  return reads.fact(read(), groupId);
}
