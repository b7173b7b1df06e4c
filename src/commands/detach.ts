import type { EstateStore } from '../platform/estateStore';
import { applyPlan } from '../provisioning/applying/apply';
import { detachParts, planDetach } from '../provisioning/teardown/unlink/planDetach';
import { withRights } from '../provisioning/preflight/preflight';
import type { UnlinkObserved } from '../provisioning/teardown/unlink/observeUnlink';
import { beginOnPair } from './pairCommand';
import { applyConfirmed, confirmed, type OperationPorts } from './running';
import { tickParts } from './tickParts';

/**
 * Detach…: takes away the pull role that a cluster has on the registry itself, shown as a plan, and done when the user
 * says so. What is inherited is shown and stays. Rejects with FailureError.
 */
export async function detach(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const begun = await beginOnPair(argument, store, ports, 'Detach');
  if (begun === undefined) return;
  const { pair, title, azure, signal, observe } = begun;
  const observed = await observe();
  const parts = detachParts(observed).filter(({ keep }) => keep === undefined);
  // With nothing to tick the plan's page says what lets the cluster pull, and from where.
  const ticked = parts.length === 0 ? [] : await tickParts(title, parts);
  if (ticked === undefined) return;
  const id = crypto.randomUUID();
  const planned = (present: UnlinkObserved) =>
    withRights(planDetach({ ...pair, ticked }, present, id), azure, signal);
  const plan = await confirmed(
    {
      plan: await planned(observed),
      again: async () => planned(await observe()),
      verb: 'Detach',
      question: `${title}?`,
    },
    ports,
  );
  if (plan === undefined) return;
  await applyConfirmed(title, plan, applyPlan, azure, ports);
}
