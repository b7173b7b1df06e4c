import pLimit from 'p-limit';
import { idKey, nameOf, resourceGroupId, subscriptionOf } from '../../model/armId';
import { mayAnswerFor } from '../../model/clouds';
import { inSlices } from '../../model/slices';
import type { Fact, Facts, Inventory, ObservedRecord } from '../../provisioning';
import type { Reads } from '../http/facts';
import { listRecords } from '../resources/zoneRecords';

/** Private DNS answers five hundred reads in five minutes in a subscription (Microsoft's page on throttling). */
const MOST_ZONES = 60;
const AT_A_TIME = 20;

/**
 * A records of the zones that answer in a network for one of the registries, by the zone's key: read from Resource
 * Manager, because an old record would make a healthy pair look broken. Zones of nodes' networks come first where there
 * are more than can be read in good time; those that are left out are unreadable.
 */
export async function readZoneRecords(
  reads: Reads,
  { zoneLinks, registries, clusters }: Pick<Inventory, 'zoneLinks' | 'registries' | 'clusters'>,
): Promise<Facts<readonly ObservedRecord[]>> {
  const ofNodes = new Set(clusters.map(placeOfNodes));
  const names = [...new Set(zoneLinks.map(({ zoneName }) => zoneName))];
  const answers = (name: string) => registries.some(({ loginServer }) => mayAnswerFor(name, loginServer));
  const isUsed = await inSlices(names, answers, reads.signal);
  const used = new Set(names.filter((_, index) => isUsed[index]));
  const links = zoneLinks.filter(({ zoneName }) => used.has(zoneName));
  const isOfNodes = ({ networkId }: (typeof links)[number]) =>
    ofNodes.has(idKey(networkId)) || ofNodes.has(idKey(networkId.replace(/\/providers\/.*/i, '')));
  const ordered = [...links.filter(isOfNodes), ...links.filter((link) => !isOfNodes(link))];
  const zones = [...new Map(ordered.map(({ zoneId }) => [idKey(zoneId), zoneId]))];
  const found = await pLimit(AT_A_TIME).map(zones.slice(0, MOST_ZONES), async ([key, zoneId]) => {
    const fact = await reads.fact(listRecords(reads.clients, zoneId, reads.signal), zoneId);
    return [key, fact] as const;
  });
  const leftOut = zones.slice(MOST_ZONES).map(([key, zoneId]) => [key, notRead(zoneId)] as const);
  return Object.fromEntries([...found, ...leftOut]);
}

/** The key of their network, or of the resource group that has it where AKS made it: networks may be on their way still. */
function placeOfNodes({ id, networkId, nodeResourceGroup }: Inventory['clusters'][number]): string {
  return idKey(networkId ?? resourceGroupId(subscriptionOf(id), nodeResourceGroup));
}

function notRead(zoneId: string): Fact<never> {
  const reason = `More than ${MOST_ZONES} private DNS zones match registry names. The records of ${nameOf(zoneId)} weren’t read.`;
  return { state: 'unreadable', reason };
}
