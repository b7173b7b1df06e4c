import { withRights } from '../preflight/preflight';
import { canBeUndone, type OperationKind } from './kinds';
import type { World } from './operation';
import { operations, type PlanOf, type SeenOf, type SpecOf } from './table';

/** What a plan of an operation is asked with. */
export interface Wish<Kind extends OperationKind> {
  readonly kind: Kind;
  readonly spec: SpecOf<Kind>;
  /** A GUID of its own; it goes into every ownership mark. */
  readonly operationId: string;
}

export interface Prepared<Kind extends OperationKind> {
  readonly plan: PlanOf<Kind>;
  /** What was read for it. */
  readonly seen: SeenOf<Kind>;
}

/**
 * The only door to a plan: reads Azure, plans, and asks what the signed-in person may do of it. Writes nothing. Rejects
 * with FailureError when nothing can be said (not signed in, no network, aborted); all else is in the plan.
 */
export async function prepare<Kind extends OperationKind>(
  { kind, spec, operationId }: Wish<Kind>,
  world: World,
  signal: AbortSignal,
): Promise<Prepared<Kind>> {
  const operation = operations[kind];
  const seen = await operation.observe(spec, { ...world, undoable: canBeUndone }, signal);
  signal.throwIfAborted();
  const plan = operation.plan(spec, seen, operationId);
  return { plan: await withRights(plan, world.azure, signal, operation.registryId(spec)), seen };
}
