import { apiVersions } from '../../model/apiVersions';
import type { Fact, ObservedNetwork } from '../../provisioning';
import { type Reads } from '../http/facts';
import { networkJson, networkOf } from '../resources/networks';
import { parseAnswer } from '../http/parse';
import { getJson } from '../http/reading';

/** The network with its subnets and peerings: as raw JSON, because a peering is read to be changed and written back. */
export function observeNetwork(reads: Reads, id: string): Promise<Fact<ObservedNetwork>> {
  return reads.fact(readNetwork(reads, id), id);
}

async function readNetwork(reads: Reads, id: string): Promise<ObservedNetwork> {
  const json = await getJson(reads.clients.of(id), id, apiVersions.network, reads.signal);
  return networkOf(parseAnswer(networkJson, json, id));
}
