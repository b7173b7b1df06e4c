/** An operation that matrices disturb, and what its plan is made with. */
import { randomUUID } from 'node:crypto';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { RollBackPlan } from '../../../src/provisioning/plan/rollBackSpec';
import { readJournal } from '../../../src/provisioning/journal/journal';
import { observeRollBack } from '../../../src/provisioning/teardown/rollback/observeRollBack';
import { planRollBack } from '../../../src/provisioning/teardown/rollback/planRollBack';
import type { Job } from '../process/job';
import { never, World } from './world';

export interface Disturbed {
  /** e.g. `roll back of a registry`. */
  readonly name: string;
  readonly operationId: string;
  /** What was made before, in order. */
  readonly made: readonly AnyPlan[];
  readonly work: Job['work'];
  /** What whoever uses the registry gets, in a word or two. */
  readonly seen: (world: World) => string;
}

type Applied = Exclude<AnyPlan, RollBackPlan>;

/** A plan for the state that it will be applied to; throws if it is blocked. */
export async function planIn<T extends AnyPlan>(
  made: readonly AnyPlan[],
  make: (world: World) => Promise<T>,
): Promise<T> {
  const world = await World.start(made);
  try {
    const plan = await make(world);
    if (plan.blockers.length > 0) throw new Error(plan.blockers.map(({ message }) => message).join(' '));
    return plan;
  } finally {
    await world.close();
  }
}

export function applying(
  name: string,
  plan: Applied,
  made: readonly AnyPlan[],
  seen: Disturbed['seen'],
): Disturbed {
  return { name, operationId: plan.operationId, made, work: { kind: 'apply', plan }, seen };
}

/** The roll back of the last of the operations that were made. */
export async function rollingBack(
  name: string,
  made: readonly [...AnyPlan[], AnyPlan],
  seen: Disturbed['seen'],
): Promise<Disturbed> {
  const undone = made[made.length - 1]!;
  const plan = await planIn(made, (world) => rollBackPlan(world, undone.operationId));
  return { name, operationId: plan.operationId, made, work: { kind: 'rollBack', plan }, seen };
}

async function rollBackPlan({ journal, azure }: World, operationId: string): Promise<RollBackPlan> {
  const read = await readJournal(journal, operationId);
  if (!read?.ok) throw new Error('The operation has no journal.');
  return planRollBack(
    read.journal,
    await observeRollBack(read.journal, { azure, journal }, never),
    randomUUID(),
  );
}
