import { apiVersions } from '../../model/apiVersions';
import { idKey } from '../../model/armId';
import type { Fact, Facts, ObservedNetwork } from '../../provisioning';
import { knownValues } from '../../provisioning/adapters';
import { mapFact, type Reads } from '../http/facts';
import { parseAnswer } from '../http/parse';
import { getJson } from '../http/reading';
import { networkJson, networkOf, withPeeredParts } from '../resources/networks';

/** The network with its subnets and peerings: as raw JSON, because a peering is read to be changed and written back. */
export function observeNetwork(reads: Reads, id: string): Promise<Fact<ObservedNetwork>> {
  return reads.fact(readNetwork(reads, id), id);
}

async function readNetwork(reads: Reads, id: string): Promise<ObservedNetwork> {
  const json = await getJson(reads.clients.of(id), id, apiVersions.network, reads.signal);
  return networkOf(parseAnswer(networkJson, json, id));
}

/** See withPeeredParts. */
export function withPeeredPartsOf(networks: Facts<ObservedNetwork>): Facts<ObservedNetwork> {
  const whole = new Map(
    withPeeredParts(knownValues(networks)).map((network) => [idKey(network.id), network]),
  );
  const entries = Object.entries(networks).map(
    ([key, fact]) => [key, mapFact(fact, (network) => whole.get(idKey(network.id)) ?? network)] as const,
  );
  return Object.fromEntries(entries);
}
