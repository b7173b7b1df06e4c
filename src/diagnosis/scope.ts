/** What somebody asks a diagnosis of, and which pairs that comes to. */
import { idKey, type Pair, sameId, subscriptionOf } from '../model/armId';
import { type Inventory, type LinkState, linksIn } from '../provisioning';
import type { Diagnosis } from './finding';

/** A pair; a registry or a cluster by itself; or the registries and clusters of a subscription, a GUID. */
export interface Scope extends Partial<Pair> {
  readonly subscriptionId?: string;
}

export function pairIn({ registryId, clusterId }: Scope): Pair | undefined {
  return registryId === undefined || clusterId === undefined ? undefined : { registryId, clusterId };
}

export function sameScope(one: Scope, other: Scope): boolean {
  return (['registryId', 'clusterId', 'subscriptionId'] as const).every(
    (part) => idKey(one[part] ?? '') === idKey(other[part] ?? ''),
  );
}

const order: readonly LinkState[] = ['broken', 'unknown', 'roleOnly', 'linked'];

/** Who pulls from whom, as the tree has it: what it shows as broken comes first. A pair by itself need not be linked. */
export function pairsOf(scope: Scope, inventory: Inventory): readonly Pair[] {
  const pair = pairIn(scope);
  if (pair !== undefined) return [pair];
  const { registryId, clusterId, subscriptionId = '' } = scope;
  const links = linksIn(inventory);
  const found =
    registryId !== undefined
      ? links.ofRegistry(registryId)
      : clusterId !== undefined
        ? links.ofCluster(clusterId)
        : links
            .all()
            .filter((link) =>
              [link.registryId, link.clusterId].some((id) => sameId(subscriptionOf(id), subscriptionId)),
            );
  return found.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** Whether the tree's inventory says of a pair the opposite of what was read of it since; not where one of them can't tell. */
export function isOutdated(
  inventory: Inventory,
  { registryId, clusterId, pools }: Pick<Diagnosis, 'registryId' | 'clusterId' | 'pools'>,
): boolean {
  const pulled = linksIn(inventory).pulls(registryId, clusterId);
  if (pulled === true) return pools.some(({ state }) => state === 'broken');
  return pulled === false && pools.length > 0 && pools.every(({ state }) => state === 'ok');
}
