import { get } from '@azure/arm-resources/api/resourceGroups';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedResourceGroup } from '../../provisioning';
import type { Reads } from '../http/facts';

export function observeResourceGroup(reads: Reads, id: string): Promise<Fact<ObservedResourceGroup>> {
  const read = async (): Promise<ObservedResourceGroup> => {
    const group = await get(reads.clients.resources(subscriptionOf(id)), nameOf(id), {
      abortSignal: reads.signal,
    });
    const { provisioningState } = group.properties ?? {};
    return {
      id: group.id ?? id,
      location: group.location,
      ...(provisioningState === undefined ? {} : { provisioningState }),
    };
  };
  return reads.fact(read(), id);
}
