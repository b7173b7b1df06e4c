import { get } from '@azure/arm-containerregistry/api/registries';
import { list as listReplications } from '@azure/arm-containerregistry/api/replications';
import { groupNameOf } from '../http/ids';
import { nameOf, subscriptionOf } from '../../model/armId';
import { regionKey } from '../../model/regions';
import type { Fact, ObservedRegistry } from '../../provisioning/observed/observed';
import { type Reads } from '../http/facts';
import { listOf, readOf } from '../http/reading';
import { registryOf } from '../resources/shapes';

/** The registry with its connections and the regions of its replicas. */
export function observeRegistry(reads: Reads, id: string): Promise<Fact<ObservedRegistry>> {
  return reads.fact(readRegistry(reads, id), id);
}

async function readRegistry(reads: Reads, id: string): Promise<ObservedRegistry> {
  const context = reads.clients.registries(subscriptionOf(id));
  const [group, name] = [groupNameOf(id), nameOf(id)];
  const [registry, replications] = await Promise.all([
    readOf(context, (client, options) => get(client, group, name, options), name, reads.signal, {
      // What isn't known of it is for the plan to say.
      sku: { name: '' },
    }),
    listOf(context, (client, options) => listReplications(client, group, name, options), reads.signal),
  ]);
  const observed = registryOf(
    registry.id ?? id,
    registry,
    replications.map((replication) => replication.location),
  );
  const home = regionKey(observed.location);
  return {
    ...observed,
    replicas: replications
      .filter(({ location }) => regionKey(location) !== home)
      .map((replication) => ({
        id: replication.id ?? '',
        location: replication.location,
        zoneRedundancy: replication.zoneRedundancy === 'Enabled',
        provisioningState: replication.provisioningState ?? '',
      })),
    zoneRedundancy: registry.zoneRedundancy === 'Enabled',
    adminUserEnabled: registry.adminUserEnabled ?? false,
    trustedServices: registry.networkRuleBypassOptions !== 'None',
    ...(registry.creationDate === undefined ? {} : { createdAt: registry.creationDate.toISOString() }),
  };
}
