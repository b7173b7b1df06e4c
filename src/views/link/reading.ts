/** What the link form reads and plans; each function takes what it needs and says how it ended. */
import { idKey } from '../../model/armId';
import { type Observed, prepare } from '../../provisioning';
import type { Filled } from './draft';
import type { LinkDeps } from './linkDeps';
import type { World } from './parties';
import { proposals } from './proposals';
import type { Parties } from './protocol';
import { specOf } from './specOf';

export async function readWorld(deps: LinkDeps, signal: AbortSignal): Promise<World> {
  const [inventory, subscriptions] = await Promise.all([
    deps.inventory(),
    deps.azure().then((azure) => azure.listSubscriptions(signal)),
  ]);
  signal.throwIfAborted();
  return { inventory, subscriptions };
}

/** Reads registry and clusters and fills the form; throws FailureError if one of them can't be read. */
export async function fill(deps: LinkDeps, pairs: Required<Parties>, signal: AbortSignal): Promise<Filled> {
  const azure = await deps.azure();
  const [observed, world] = await Promise.all([azure.observe(pairs, signal), readWorld(deps, signal)]);
  signal.throwIfAborted();
  const preferred = deps.preferred();
  const { draft, placements } = proposals(observed, preferred);
  const { registry } = observed;
  const clusters = pairs.clusterIds.flatMap((id) => {
    const fact = observed.clusters[idKey(id)];
    return fact?.state === 'known' ? [fact.value] : [];
  });
  if (registry.state !== 'known' || clusters.length !== pairs.clusterIds.length) {
    throw new Error('A proposal was made for parties that couldn’t be read.');
  }
  return {
    context: {
      registry: registry.value,
      clusters,
      observed,
      first: observed,
      placements,
      names: preferred.names,
      ...world,
    },
    proposed: draft,
    edits: {},
  };
}

/** Reads a network that the inventory offers, for its subnets, with what else is known of the parties. */
export async function readNetwork(
  deps: LinkDeps,
  { context: { registry, clusters } }: Filled,
  networkId: string,
  signal: AbortSignal,
): Promise<Observed> {
  const azure = await deps.azure();
  const clusterIds = clusters.map(({ id }) => id);
  const observed = await azure.observe(
    { registryId: registry.id, clusterIds, networkIds: [networkId] },
    signal,
  );
  signal.throwIfAborted();
  return observed;
}

/** Reads everything that the draft names and plans anew. */
export async function planAgain(deps: LinkDeps, filled: Filled, operationId: string, signal: AbortSignal) {
  const world = { azure: await deps.azure(), journal: deps.journal };
  const wish = { kind: 'link', spec: specOf(filled), operationId } as const;
  const { plan, seen } = await prepare(wish, world, signal);
  return { context: { ...filled.context, observed: seen }, plan };
}
