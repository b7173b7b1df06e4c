import { list } from '@azure/arm-privatedns/api/recordSets';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { ObservedRecord } from '../../provisioning';
import type { Clients } from '../http/clients';
import { groupNameOf } from '../http/ids';
import { listOf } from '../http/reading';

/**
 * The names in a private DNS zone, each once, with their IPv4 addresses or their alias; the zone's own SOA aside. Throws
 * what the SDK throws for a refusal.
 */
export async function listRecords(
  clients: Clients,
  zoneId: string,
  signal: AbortSignal,
): Promise<readonly ObservedRecord[]> {
  const [group, zone] = [groupNameOf(zoneId), nameOf(zoneId)];
  const sets = await listOf(
    clients.privateDns(subscriptionOf(zoneId)),
    (client, options) => list(client, group, zone, options),
    signal,
  );
  const records = new Map<string, ObservedRecord>();
  for (const { type = '', name = '', aRecords = [], cnameRecord } of sets) {
    if (/\/SOA$/i.test(type)) continue;
    const { addresses = [], ...rest } = records.get(name.toLowerCase()) ?? { name };
    records.set(name.toLowerCase(), {
      ...rest,
      addresses: [...addresses, ...aRecords.flatMap((record) => record.ipv4Address ?? [])],
      ...(cnameRecord?.cname ? { alias: cnameRecord.cname.replace(/\.$/, '') } : {}),
    });
  }
  return [...records.values()];
}
