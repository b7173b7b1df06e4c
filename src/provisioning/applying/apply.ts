import type { Failure } from '../../model/failure';
import type { AnyPlan } from '../plan/anyPlan';
import { JournalWriter } from '../journal/journal';
import type { CancelSignal } from './cancellation';
import type { OperationListener } from './events';
import type { Outcome } from './outcome';
import { runOperation, type ApplyPorts } from './run';

export type { ApplyPorts };

/**
 * Does what the plan says. `acknowledged` are ids of hazards that the user has agreed to. Aborting `signal` starts
 * nothing more and gives up waiting (what Azure has begun it carries on with), unless it says to await what runs: see
 * `Cancellation`. Never rejects for what Azure says.
 */
export async function applyPlan(
  plan: AnyPlan,
  ports: ApplyPorts,
  signal: CancelSignal,
  listener: OperationListener,
  acknowledged: readonly string[],
): Promise<Outcome> {
  const refusal = reasonToRefuse(plan, acknowledged);
  if (refusal) return { kind: 'refused', failure: refusal };
  const { clock, owner = plan.operationId } = ports;
  const journal = await JournalWriter.open(ports.journal, clock, { plan, acknowledged, owner });
  if (!(journal instanceof JournalWriter)) return { kind: 'refused', failure: journal };
  return runOperation(plan, journal, ports, signal, listener);
}

/** Why a plan may not be applied: it has blockers, or hazards that nobody agreed to. */
export function reasonToRefuse(
  { blockers, hazards }: AnyPlan,
  acknowledged: readonly string[],
): Failure | undefined {
  if (blockers.length > 0) {
    return {
      code: 'plan.blocked',
      kind: 'user',
      message: `The plan can't be applied: ${blockers.map(({ message }) => message).join(' ')}`,
      nextAction: blockers.map(({ wayOut }) => wayOut).join(' '),
    };
  }
  const open = hazards.filter(({ id }) => !acknowledged.includes(id));
  if (open.length === 0) return undefined;
  return {
    code: 'plan.hazardsNotAcknowledged',
    kind: 'user',
    message: `Nobody has agreed yet to this: ${open.map(({ message }) => message).join(' ')}`,
    nextAction: 'Read what would happen, and agree to each point before applying.',
  };
}
