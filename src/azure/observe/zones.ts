import type { PrivateZone } from '@azure/arm-privatedns';
import { get, list as listZones } from '@azure/arm-privatedns/api/privateZones';
import { list as listLinks } from '@azure/arm-privatedns/api/virtualNetworkLinks';
import { idKey, nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedZone } from '../../provisioning';
import { known } from '../../provisioning/adapters';
import type { Reads } from '../http/facts';
import type { ResourceRows } from '../graph/resourceRows';
import { groupNameOf } from '../http/ids';
import { listOf, readOf } from '../http/reading';
import { zoneLinkOf } from '../resources/shapes';
import { listRecords } from '../resources/zoneRecords';

/** The zone with its links and A records; it isn't asked for itself where a list of Resource Manager had it. */
export function observeZone(
  reads: Reads,
  id: string,
  listed: PrivateZone | undefined,
): Promise<Fact<ObservedZone>> {
  return reads.fact(readZone(reads, id, listed), id);
}

async function readZone(reads: Reads, id: string, listed: PrivateZone | undefined): Promise<ObservedZone> {
  const context = reads.clients.privateDns(subscriptionOf(id));
  const [group, name, { signal }] = [groupNameOf(id), nameOf(id), reads];
  const [zone, links, records] = await Promise.all([
    listed ?? readOf(context, (client, options) => get(client, group, name, options), name, signal),
    listOf(context, (client, options) => listLinks(client, group, name, options), signal),
    reads.fact(listRecords(reads.clients, id, signal), id),
  ]);
  return {
    id: zone.id ?? id,
    name,
    ...(zone.provisioningState === undefined ? {} : { provisioningState: zone.provisioningState }),
    links: links.map((link) => zoneLinkOf(link.id ?? '', link)),
    records,
  };
}

/** Private DNS zones that can be seen. */
export interface VisibleZones {
  readonly ids: readonly string[];
  /** Those that Resource Manager listed, by `idKey`. */
  readonly listed: ReadonlyMap<string, PrivateZone>;
}

/**
 * The private DNS zones that can be seen: everywhere by the rows of Resource Graph, and by lists in the given
 * subscriptions, where one made a minute ago must not be overlooked. Zones that can't be listed count as not visible.
 */
export async function findZones(
  reads: Reads,
  subscriptionIds: readonly string[],
  rows: Promise<ResourceRows>,
): Promise<VisibleZones> {
  const lists = subscriptionIds.map((subscriptionId) =>
    reads.once('zones', subscriptionId, () =>
      listOf(reads.clients.privateDns(subscriptionId), listZones, reads.signal),
    ),
  );
  const seen = rows.then(async (found) => (await found.of('zone', (row) => row)).rows);
  const [indexed, ...listed] = await Promise.all([
    reads.fact<readonly { id?: string }[]>(seen),
    ...lists.map((zones) => reads.fact<readonly PrivateZone[]>(zones)),
  ]);
  const ofManager = listed.flatMap((fact) => known(fact) ?? []);
  return {
    ids: [...(known(indexed) ?? []), ...ofManager].flatMap(({ id }) => id ?? []),
    listed: new Map(ofManager.map((zone) => [idKey(zone.id ?? ''), zone])),
  };
}
