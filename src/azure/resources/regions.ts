import { listLocations } from '@azure/arm-resources-subscriptions/api/subscriptions';
import type { Region } from '../../provisioning';
import type { Clients } from '../http/clients';
import { listOf } from '../http/reading';

/** See Azure.listRegions: places that resources can be created in, without groups of regions and edge zones. */
export async function listRegions(
  clients: Clients,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<readonly Region[]> {
  const found = await listOf(
    clients.subscriptions(),
    (client, options) => listLocations(client, subscriptionId, options),
    signal,
  );
  return found
    .flatMap(({ name, displayName, type, metadata, availabilityZoneMappings = [] }): Region[] =>
      name === undefined || type === 'EdgeZone' || metadata?.regionType === 'Logical'
        ? []
        : [
            {
              name,
              displayName: displayName ?? name,
              geography: metadata?.geographyGroup ?? '',
              hasZones: availabilityZoneMappings.length > 0,
            },
          ],
    )
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
}
