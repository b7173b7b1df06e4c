/** What the link form asks of Azure and the engine; each takes what it needs and says how it ended. */
import type { Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import { draftOf, makeNew, specOf, type Context, type Draft } from './draft';
import type { Engine, FormDeps } from './formDeps';
import type { FormState, Pair, ShownPlan } from './formState';
import type { World } from './parties';
import { ended, followed, started } from './progress';

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

/** Reads the pair and fills the form; throws FailureError if registry or cluster can't be read. */
export async function fill(
  deps: FormDeps,
  engine: Engine,
  pair: Required<Pair>,
  signal: AbortSignal,
): Promise<Filled> {
  const azure = await deps.azure();
  const [observed, world] = await Promise.all([azure.observe(pair, signal), readWorld(deps, signal)]);
  const preferred = deps.preferred();
  const spec = engine.proposeSpec(observed, preferred);
  const access = spec.access.mode === 'private' ? spec.access : engine.proposePrivate(observed, preferred);
  const { registry, cluster } = observed;
  if (registry.state !== 'known' || cluster.state !== 'known') {
    throw new Error('A proposal was made for a pair that could not be read.');
  }
  const proposed = draftOf(spec, access, observed);
  return {
    context: { registry: registry.value, cluster: cluster.value, observed, ...world },
    proposed,
    draft: proposed,
  };
}

/** Reads a network that the inventory offers, for its subnets. */
export async function readNetwork(
  deps: FormDeps,
  filled: Filled,
  networkId: string,
  signal: AbortSignal,
): Promise<Context> {
  const { context, proposed } = filled;
  // Text that is still being typed must not get into addresses that are asked for.
  const asked: Draft = {
    ...proposed,
    mode: 'private',
    endpoint: makeNew,
    network: networkId,
    subnet: makeNew,
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
  return { context: fresh, plan: engine.planLink(specOf(draft, context), fresh.observed, operationId) };
}

/** Applies a plan; reports every change of the form's state on the way, and returns the last one. */
export async function write(
  deps: FormDeps,
  engine: Engine,
  shown: ShownPlan,
  acknowledged: readonly string[],
  signal: AbortSignal,
  report: (state: Extract<FormState, { phase: 'applying' }>) => void,
): Promise<Extract<FormState, { phase: 'done' | 'failed' }>> {
  const { journal, clock, owner } = deps;
  const ports = { writer: await deps.azure(), journal, clock, ...(owner === undefined ? {} : { owner }) };
  let progress = started(shown.plan, clock.now());
  const show = (): void => {
    report({ phase: 'applying', shown, progress, cancelling: signal.aborted });
  };
  signal.addEventListener('abort', show, { once: true });
  show();
  const outcome = await engine
    .applyPlan(
      shown.plan,
      ports,
      signal,
      (event) => {
        progress = followed(progress, event);
        show();
      },
      acknowledged,
    )
    .catch((error: unknown) => ({ kind: 'refused' as const, failure: failureFrom(error) }));
  signal.removeEventListener('abort', show);
  progress = ended(progress, outcome, clock.now());
  switch (outcome.kind) {
    case 'done':
      return { phase: 'done', shown, progress, verification: { state: 'checking' } };
    case 'failed':
      return { phase: 'failed', shown, progress, failure: outcome.failures[0] ?? failureFrom(undefined) };
    case 'refused':
      return { phase: 'failed', shown, progress, failure: outcome.failure };
    case 'cancelled':
      return { phase: 'failed', shown, progress, failure: cancelled };
  }
}

const cancelled: Failure = {
  code: 'linkForm.cancelled',
  kind: 'cancelled',
  message: 'You cancelled before everything was done.',
  nextAction: 'Preview again to see what is left and go on from there.',
};

async function observeAgain(
  deps: FormDeps,
  draft: Draft,
  context: Context,
  signal: AbortSignal,
): Promise<Context> {
  const azure = await deps.azure();
  const pair = { registryId: context.registry.id, clusterId: context.cluster.id };
  const observed = await azure.observe({ ...pair, spec: specOf(draft, context) }, signal);
  signal.throwIfAborted();
  return { ...context, observed };
}
