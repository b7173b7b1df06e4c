import { listByType } from '@azure/arm-privatedns/api/recordSets';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { ObservedRecord } from '../../provisioning';
import type { Clients } from '../http/clients';
import { groupNameOf } from '../http/ids';
import { listOf } from '../http/reading';

/** The A records of a private DNS zone. Throws what the SDK throws for a refusal. */
export async function listRecords(
  clients: Clients,
  zoneId: string,
  signal: AbortSignal,
): Promise<readonly ObservedRecord[]> {
  const [group, zone] = [groupNameOf(zoneId), nameOf(zoneId)];
  const sets = await listOf(
    clients.privateDns(subscriptionOf(zoneId)),
    (client, options) => listByType(client, group, zone, 'A', options),
    signal,
  );
  return sets.map(({ name = '', aRecords = [] }) => ({
    name,
    addresses: aRecords.flatMap((record) => record.ipv4Address ?? []),
  }));
}
