/** What the link form reads and plans; each function takes what it needs and says how it ended. */
import { idKey } from '../../model/armId';
import { prepare } from '../../provisioning';
import { makeNew } from '../planForm/networks';
import type { Context, Draft, Filled } from './draft';
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
  const { draft, placements } = proposals(observed, deps.preferred());
  const { registry } = observed;
  const clusters = pairs.clusterIds.flatMap((id) => {
    const fact = observed.clusters[idKey(id)];
    return fact?.state === 'known' ? [fact.value] : [];
  });
  if (registry.state !== 'known' || clusters.length !== pairs.clusterIds.length) {
    throw new Error('A proposal was made for parties that could not be read.');
  }
  return {
    context: { registry: registry.value, clusters, observed, placements, ...world },
    proposed: draft,
    draft,
  };
}

/** Reads a network that the inventory offers, for its subnets. */
export async function readNetwork(
  deps: LinkDeps,
  { context, proposed }: Filled,
  networkId: string,
  signal: AbortSignal,
): Promise<Context> {
  // Text that is still being typed must not get into addresses that are asked for.
  const asked: Draft = {
    shared: { ...proposed.shared, endpoint: makeNew, network: networkId, subnet: makeNew },
    clusters: Object.fromEntries(
      Object.entries(proposed.clusters).map(([key, fields]) => [
        key,
        { ...fields, mode: 'private', placement: 'shared' },
      ]),
    ),
  };
  return observeAgain(deps, asked, context, signal);
}

/** Reads everything that the draft names and plans anew. */
export async function planAgain(
  deps: LinkDeps,
  { draft, context }: Filled,
  operationId: string,
  signal: AbortSignal,
) {
  const world = { azure: await deps.azure(), journal: deps.journal };
  const wish = { kind: 'link', spec: specOf(draft, context), operationId } as const;
  const { plan, seen } = await prepare(wish, world, signal);
  return { context: { ...context, observed: seen }, plan };
}

async function observeAgain(
  deps: LinkDeps,
  draft: Draft,
  context: Context,
  signal: AbortSignal,
): Promise<Context> {
  const azure = await deps.azure();
  const clusterIds = context.clusters.map(({ id }) => id);
  const asked = { registryId: context.registry.id, clusterIds, spec: specOf(draft, context) };
  const observed = await azure.observe(asked, signal);
  signal.throwIfAborted();
  return { ...context, observed };
}
