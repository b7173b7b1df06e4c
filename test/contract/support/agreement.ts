/** The model of who can pull, laid beside the emulator's oracle. */
import { partsOf, type PoolParts } from '../../../emulator/src/oracle/parts';
import type { Emulator } from '../../../emulator/src/server';
import { sameId } from '../../../src/model/armId';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import { worldOfInventory } from '../../../src/provisioning/observed/inventoryWorld';
import { factOf, known } from '../../../src/provisioning/observed/lookup';
import { worldOf } from '../../../src/provisioning/observed/world';
import type { Azure } from '../../../src/provisioning/ports';
import type { Hop, HopName } from '../../../src/reachability/hops';
import { reachOf, type PoolReach, type Reach } from '../../../src/reachability/reach';
import { never } from './azure';

export interface Comparison {
  readonly pair: string;
  readonly reach: Reach;
  /** What of it can't both be right; undefined where they agree, or the model doesn't know. */
  readonly contradiction: string | undefined;
}

/** With all facts of one observation; of a repository, with any tag, where one is named. */
export async function compareObserved(
  emulator: Emulator,
  azure: Azure,
  registryId: string,
  clusterId: string,
  repository?: string,
): Promise<Comparison> {
  const observed = await azure.observe({ registryId, clusterIds: [clusterId] }, never);
  const [registry, cluster] = [known(observed.registry), known(factOf(observed.clusters, clusterId))];
  if (registry === undefined || cluster === undefined)
    throw new Error(`${registryId} and ${clusterId} are there`);
  return compare(emulator, reachOf(worldOf(observed), registry, cluster, repository), repository);
}

/** With the facts that the tree has, for every pair of them. */
export function compareInventory(emulator: Emulator, inventory: Inventory): Comparison[] {
  const world = worldOfInventory(inventory);
  return inventory.registries.flatMap((registry) =>
    inventory.clusters.map((cluster) => compare(emulator, reachOf(world, registry, cluster))),
  );
}

function compare({ estate }: Emulator, reach: Reach, repository?: string): Comparison {
  const { registryId, clusterId } = reach;
  const image = repository === undefined ? {} : { image: `${repository}:v1` };
  const pools = partsOf(estate, { registryId, clusterId, ...image });
  const contradictions = reach.pools.flatMap((pool) => {
    const judged = pools.find((each) => sameId(each.pool, pool.name));
    return judged === undefined ? [] : (contradictionOf(judged, pool) ?? []);
  });
  const pair = `${registryId.split('/').at(-1) ?? ''} → ${clusterId.split('/').at(-1) ?? ''}`;
  return { pair, reach, contradiction: contradictions[0] };
}

function contradictionOf(oracle: PoolParts, pool: PoolReach): string | undefined {
  // Which images a registry has isn't the model's to say; it comes last.
  const broken = oracle.broken === 'image' ? undefined : oracle.broken;
  const found = `${oracle.broken ?? 'pulls'} (${oracle.reason ?? ''})`;
  if (pool.state === 'ok') return broken === undefined ? undefined : `ok, and the oracle: ${found}`;
  const first = firstOf(pool);
  if (first?.state !== 'broken') {
    const isBroken = pool.hops.some(({ state }) => state === 'broken');
    return isBroken && broken === undefined ? `broken, and the oracle: ${found}` : undefined;
  }
  if (broken === partOf[first.hop]) return undefined;
  return `${first.hop} broken (${first.message}), and the oracle: ${found}`;
}

/** What of a pull the oracle calls a hop of the model. */
export const partOf: Readonly<Record<HopName, string>> = {
  cluster: 'nodes',
  name: 'name',
  layersName: 'name',
  way: 'way',
  layersWay: 'way',
  door: 'door',
  layersDoor: 'door',
  identity: 'identity',
};

/** The first part that isn't ok, in the oracle's order: the login server's and the layers' together. */
function firstOf({ hops }: PoolReach): Hop | undefined {
  for (const part of ['name', 'way', 'door', 'identity']) {
    const own = hops.filter(({ hop }) => partOf[hop] === part);
    const first = own.find(({ state }) => state === 'unknown') ?? own.find(({ state }) => state === 'broken');
    if (first !== undefined) return first;
  }
  return undefined;
}
