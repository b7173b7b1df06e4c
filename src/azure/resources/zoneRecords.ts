import { list } from '@azure/arm-privatedns/api/recordSets';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { ObservedRecord } from '../../provisioning';
import type { Clients } from '../http/clients';
import { groupNameOf } from '../http/ids';
import { listOf } from '../http/reading';

/** What a private DNS zone says of IPv4 addresses: A and CNAME records. Throws what the SDK throws for a refusal. */
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
  return sets
    .filter(({ type = '' }) => /\/(A|CNAME)$/i.test(type))
    .map(({ name = '', aRecords = [], cnameRecord }) => ({
      name,
      addresses: aRecords.flatMap((record) => record.ipv4Address ?? []),
      ...(cnameRecord?.cname ? { alias: cnameRecord.cname.replace(/\.$/, '') } : {}),
    }));
}
