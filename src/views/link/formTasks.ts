/** What the link form reads and plans; each function takes what it needs and says how it ended. */
import { idKey } from '../../model/armId';
import { FailureError } from '../../model/failure';
import type { RollBackPlan } from '../../provisioning/anyPlan';
import { readJournal } from '../../provisioning/journal/journal';
import type { Journal } from '../../provisioning/journal/journalSchema';
import { withRights } from '../../provisioning/preflight/preflight';
import { observeRollBack } from '../../provisioning/undoing/observeRollBack';
import { planRollBack } from '../../provisioning/undoing/planRollBack';
import { makeNew, type Context, type Draft } from './draft';
import type { Engine, FormDeps } from './formDeps';
import type { Offers, Pairs } from './formState';
import type { World } from './parties';
import { proposals } from './proposals';
import { specOf } from './specOf';

/** A filled form: facts, the proposals made from them, and what the user made of these. */
export interface Filled {
  readonly context: Context;
  readonly proposed: Draft;
  readonly draft: Draft;
}

export async function readWorld(deps: FormDeps, signal: AbortSignal): Promise<World> {
  const [inventory, subscriptions] = await Promise.all([
    deps.inventory(),
    deps.azure().then((azure) => azure.listSubscriptions(signal)),
  ]);
  signal.throwIfAborted();
  return { inventory, subscriptions };
}

/** Reads registry and clusters and fills the form; throws FailureError if one of them can't be read. */
export async function fill(
  deps: FormDeps,
  engine: Engine,
  pairs: Pairs,
  signal: AbortSignal,
): Promise<Filled> {
  const azure = await deps.azure();
  const [observed, world] = await Promise.all([azure.observe(pairs, signal), readWorld(deps, signal)]);
  signal.throwIfAborted();
  const { draft, placements } = proposals(engine, observed, deps.preferred());
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
  deps: FormDeps,
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
  deps: FormDeps,
  engine: Engine,
  { draft, context }: Filled,
  operationId: string,
  signal: AbortSignal,
) {
  const fresh = await observeAgain(deps, draft, context, signal);
  const plan = engine.planLink(specOf(draft, context), fresh.observed, operationId);
  return { context: fresh, plan: await withRights(plan, await deps.azure(), signal) };
}

/** The plan that undoes an operation, from its journal and what is there now; throws FailureError without a journal. */
export async function planUndo(
  deps: FormDeps,
  undone: string,
  operationId: string,
  signal: AbortSignal,
): Promise<RollBackPlan> {
  const journal = await journalOf(deps, undone);
  const azure = await deps.azure();
  const present = await observeRollBack(journal, azure, signal);
  signal.throwIfAborted();
  return withRights(planRollBack(journal, present, operationId), azure, signal);
}

/** Throws FailureError when there is none, or it can't be understood. */
export async function journalOf({ journal: storage }: FormDeps, operationId: string): Promise<Journal> {
  const read = await readJournal(storage, operationId);
  if (read?.ok === true) return read.journal;
  throw new FailureError({
    code: 'linkForm.noJournal',
    kind: 'user',
    message: read?.message ?? 'Nothing was recorded of this operation: it had not begun.',
    nextAction: 'Look again: the plan shows what is left to do.',
  });
}

/** What can be done with an operation that may have been interrupted. */
export async function offersFor(deps: FormDeps, operationId: string): Promise<Offers> {
  const read = await readJournal(deps.journal, operationId);
  if (read?.ok !== true) return { resume: false, rollBack: false, journal: false };
  const { finished, plan, steps } = read.journal;
  const isLink = !('purpose' in plan);
  const open = finished === undefined || finished.result === 'failed' || finished.result === 'cancelled';
  return {
    resume: isLink && open,
    rollBack: isLink && open && Object.keys(steps).length > 0,
    journal: true,
  };
}

async function observeAgain(
  deps: FormDeps,
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
