/** The model of who can pull, laid beside the emulator's oracle. */
import { pullVerdict, type PullVerdict } from '../../../emulator/src/oracle/index';
import type { Emulator } from '../../../emulator/src/server';
import type { Azure } from '../../../src/provisioning/ports';
import { worldOf } from '../../../src/provisioning/observed/world';
import { worldOfInventory } from '../../../src/provisioning/observed/inventoryWorld';
import { factOf, known } from '../../../src/provisioning/observed/lookup';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Hop, HopName } from '../../../src/reachability/hops';
import { decidingHop, reachOf, type Reach } from '../../../src/reachability/reach';
import { sameId } from '../../../src/model/armId';
import { never } from './azure';

export interface Comparison {
  readonly pair: string;
  readonly oracle: PullVerdict;
  readonly reach: Reach;
  /** What of it can't both be right; undefined where they agree, or the model doesn't know. */
  readonly contradiction: string | undefined;
}

/** With all facts of one observation. */
export async function compareObserved(
  emulator: Emulator,
  azure: Azure,
  registryId: string,
  clusterId: string,
): Promise<Comparison> {
  const observed = await azure.observe({ registryId, clusterIds: [clusterId] }, never);
  const [registry, cluster] = [known(observed.registry), known(factOf(observed.clusters, clusterId))];
  if (registry === undefined || cluster === undefined)
    throw new Error(`${registryId} and ${clusterId} are there`);
  return compare(emulator, registry.loginServer, reachOf(worldOf(observed), registry, cluster));
}

/** With the facts that the tree has, for every pair of them. */
export function compareInventory(emulator: Emulator, inventory: Inventory): Comparison[] {
  const world = worldOfInventory(inventory);
  return inventory.registries.flatMap((registry) =>
    inventory.clusters.map((cluster) =>
      compare(emulator, registry.loginServer, reachOf(world, registry, cluster)),
    ),
  );
}

function compare({ estate }: Emulator, loginServer: string, reach: Reach): Comparison {
  const oracle = pullVerdict(estate, { clusterId: reach.clusterId, image: `${loginServer}/shop/web:1.0` });
  const pair = `${reach.registryId.split('/').at(-1) ?? ''} → ${reach.clusterId.split('/').at(-1) ?? ''}`;
  return { pair, oracle, reach, contradiction: contradictionOf(oracle, reach) };
}

const hopOfOracle: Readonly<Record<string, HopName | undefined>> = {
  cluster: 'cluster',
  name: 'name',
  route: 'way',
  firewall: 'door',
  identity: 'identity',
  data: 'layersWay',
};

function contradictionOf(oracle: PullVerdict, reach: Reach): string | undefined {
  const hop = decidingHop(reach);
  if (!reach.runs || oracle.pools.every(({ hops }) => hops[0]?.ok === false)) return undefined;
  const failed = oracle.pools.flatMap(({ hops }) => hops.filter(({ ok }) => !ok));
  // That an image isn't there says nothing of the way to it.
  const pulled = failed.every(({ hop: name }) => name === 'image');
  if (reach.state === 'ok' && !pulled) return `ok, and the oracle: ${oracle.eventText}`;
  if (reach.state === 'broken' && pulled)
    return `broken (${hop?.message ?? ''}), and the oracle: ${oracle.eventText}`;
  if (reach.state !== 'broken') return undefined;
  return firstBroken(oracle, reach);
}

/** Pool by pool: the first hop that the model calls broken is the one that fails, unless one before isn't known. */
function firstBroken(oracle: PullVerdict, reach: Reach): string | undefined {
  for (const pool of reach.pools) {
    const judged = oracle.pools.find(({ name }) => sameId(name, pool.name));
    const failed = judged?.hops.find(({ ok }) => !ok);
    const first = pool.hops.find(({ state }) => state !== 'ok');
    if (failed === undefined || first?.state !== 'broken') continue;
    if (!sameHop(first, hopOfOracle[failed.hop])) {
      return `${pool.name}: first broken is ${first.hop} (${first.message}), the oracle’s ${failed.hop} (${failed.detail})`;
    }
  }
  return undefined;
}

function sameHop({ hop }: Hop, expected: HopName | undefined): boolean {
  if (expected === 'layersWay') return hop.startsWith('layers');
  return hop === expected;
}
