/** What advice after a failed pull is taken from: the plan of a link, else the inventory. */
import { randomUUID } from 'node:crypto';
import { idKey, sameId } from '../../model/armId';
import { pullOf } from '../../model/roles';
import {
  type Hop,
  type Inventory,
  known,
  type Observed,
  type ObservedRegistry,
  type Plan,
  type PoolReach,
  prepare,
  proposeSpec,
  reachOf,
  type World,
  worldOfInventory,
} from '../../provisioning';
import { type Grant, nothingKnown, type PairFacts } from '../../verifying/advice';

export interface Pair {
  readonly registryId: string;
  readonly clusterId: string;
}

/** Never rejects: what can't be read is unknown. */
export async function readPairFacts(
  pair: Pair,
  repository: string,
  world: () => Promise<World>,
  inventory: () => Promise<Inventory>,
  signal: AbortSignal,
): Promise<PairFacts> {
  try {
    return await factsOfPlan(pair, repository, await world(), signal);
  } catch {
    return inventory().then(
      (found) => factsOfInventory(pair, found),
      () => nothingKnown,
    );
  }
}

/** A link as it would be proposed: what of it isn't there yet is missing. */
async function factsOfPlan(
  { registryId, clusterId }: Pair,
  repository: string,
  world: World,
  signal: AbortSignal,
): Promise<PairFacts> {
  const spec = proposeSpec(await world.azure.observe({ registryId, clusterIds: [clusterId] }, signal));
  const { plan, seen } = await prepare({ kind: 'link', spec, operationId: randomUUID() }, world, signal);
  const grants = grantsOf(seen, clusterId, repository);
  return {
    missing: missingIn(plan),
    obstacles: [...plan.blockers, ...plan.requirements].map(({ message }) => message),
    ...(grants === undefined ? {} : { grants }),
    ...tokensOf(known(seen.registry)),
  };
}

function missingIn({ steps }: Plan): PairFacts['missing'] {
  const roles = steps.filter(({ kind }) => kind === 'roleAssignment');
  const way = steps.filter(({ id, kind, action }) => {
    // The link of the registry's own network is for what runs there, not for the pull.
    return action !== 'reuse' && kind !== 'roleAssignment' && !id.startsWith('zoneLink.registry');
  });
  return {
    // Without an identity that is known there is no such step.
    role:
      roles.length === 0
        ? undefined
        : roles.filter(({ action }) => action !== 'reuse').map(({ title }) => title),
    way: way.map(({ title }) => title),
  };
}

function grantsOf(
  { registry, roleAssignments }: Observed,
  clusterId: string,
  repository: string,
): PairFacts['grants'] {
  const mode = known(registry)?.roleAssignmentMode;
  const assigned = known(roleAssignments[idKey(clusterId)]);
  if (mode === undefined || assigned === undefined) return undefined;
  const grants = assigned.map((role) => ({ role, grant: pullOf(role, mode) }));
  const isUnsure = grants.some(({ grant }) => grant === 'unknown');
  if (isUnsure && !grants.some(({ grant }) => grant === 'all')) return undefined;
  return grants.flatMap(({ role, grant }): Grant[] => {
    if (grant === 'none' || grant === 'unknown') return [];
    const said = ({ all: 'included', none: 'leftOut', some: 'unknown', unknown: 'unknown' } as const)[
      pullOf(role, mode, repository)
    ];
    return [{ roleName: role.roleName, repository: grant === 'all' ? 'every' : said }];
  });
}

function tokensOf(registry: ObservedRegistry | undefined): Pick<PairFacts, 'armTokens'> {
  return registry?.armTokens === undefined ? {} : { armTokens: registry.armTokens };
}

/** The same as far as Resource Graph tells. */
function factsOfInventory({ registryId, clusterId }: Pair, inventory: Inventory): PairFacts {
  const registry = inventory.registries.find(({ id }) => sameId(id, registryId));
  const cluster = inventory.clusters.find(({ id }) => sameId(id, clusterId));
  if (registry === undefined || cluster === undefined) return nothingKnown;
  // Which tokens the registry takes is said by itself.
  const { pools } = reachOf(worldOfInventory(inventory), { ...registry, armTokens: 'enabled' }, cluster);
  const hops = pools.flatMap((pool) => pool.hops);
  const identity = hops.filter(({ hop }) => hop === 'identity');
  const way = hops.filter(({ hop }) => hop !== 'identity');
  const publicly = pools.filter(({ route }) => route !== 'private').flatMap(namesOf);
  return {
    ...tokensOf(registry),
    missing: {
      role: lacking(identity),
      way: way.every(({ state }) => state === 'ok') ? publicly : lacking(way),
    },
  };
}

/** Undefined where it isn't known. */
function lacking(hops: readonly Hop[]): readonly string[] | undefined {
  const broken = hops.filter(({ state }) => state === 'broken').map(({ message }) => message);
  if (broken.length > 0) return [...new Set(broken)];
  return hops.some(({ state }) => state === 'unknown') ? undefined : [];
}

/** What leads the nodes to the public address. */
function namesOf({ hops }: PoolReach): readonly string[] {
  return hops.filter(({ hop }) => hop === 'name').map(({ message }) => message);
}
