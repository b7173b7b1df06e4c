/** By which way the nodes of a cluster reach a registry, whoever is let in: for what closing the public way would do. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { decidingHop, reachOf, troubles, type PoolReach } from '../../reachability/reach';
import type { HopName } from '../../reachability/hops';
import { factOf, known } from '../observed/lookup';
import type { Observed } from '../observed/observed';
import { worldOf } from '../observed/world';

export interface Path {
  /**
   * - `private`: its nodes get to an approved endpoint, for the login server and for layers.
   * - `publicOnly`: they come to a public address of the registry, or have their proxy come there.
   * - `broken`: they get to no address, or don't get to it.
   * - `unknown`: something that decides it can't be read, or isn't for Resource Manager to tell.
   */
  readonly verdict: 'private' | 'publicOnly' | 'broken' | 'unknown';
  /** Why, in sentences. */
  readonly reasons: readonly string[];
}

/** Who is let in isn't asked here: neither at the public door, which is to be changed, nor by role. */
function withoutDoors(pool: PoolReach): PoolReach {
  const besides: readonly HopName[] = [
    'identity',
    ...(pool.route === 'private' ? [] : (['door'] as const)),
    ...(pool.layersRoute === 'private' ? [] : (['layersDoor'] as const)),
  ];
  return { ...pool, hops: pool.hops.filter(({ hop }) => !besides.includes(hop)) };
}

/** Pools may go different ways: the worst counts. */
export function pathOf(observed: Observed, clusterId: string): Path {
  const registry = known(observed.registry);
  const fact = factOf(observed.clusters, clusterId);
  if (registry === undefined) return unknown(t('The registry couldn’t be read.'));
  if (fact.state === 'unreadable') return unknown(t`The cluster couldn’t be read: ${fact.reason}`);
  if (fact.state === 'absent') return unknown(t('The cluster couldn’t be read: it doesn’t exist.'));
  const pools = reachOf(worldOf(observed), registry, fact.value).pools.map(withoutDoors);
  const deciding = decidingHop({ pools });
  if (deciding !== undefined) {
    const verdict = deciding.state === 'broken' ? 'broken' : 'unknown';
    return { verdict, reasons: troubles({ pools }).map(({ message }) => message) };
  }
  const publicly = pools.filter((pool) => !isPrivate(pool));
  if (publicly.length > 0) return { verdict: 'publicOnly', reasons: distinct(publicly.flatMap(namesOf)) };
  return { verdict: 'private', reasons: distinct(pools.flatMap(waysOf)) };
}

function isPrivate({ route, layersRoute }: PoolReach): boolean {
  return route === 'private' && layersRoute === 'private';
}

/** What its names lead to, and is not private. */
function namesOf({ route, hops }: PoolReach): string[] {
  const name = route === 'private' ? 'layersName' : 'name';
  return hops.filter(({ hop }) => hop === name).map(({ message }) => message);
}

function waysOf({ hops }: PoolReach): string[] {
  const ways = hops.filter(({ hop }) => hop === 'way');
  return ways.map(({ message, evidence: [seen] }) =>
    seen === undefined ? message : t`Reaches ${nameOf(seen.resourceId)} (${seen.found}).`,
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function unknown(reason: string): Path {
  return { verdict: 'unknown', reasons: [reason] };
}
