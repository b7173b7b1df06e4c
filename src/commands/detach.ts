import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { applyPlan } from '../provisioning/applying/apply';
import { detachParts, planDetach } from '../provisioning/granting/planDetach';
import { withRights } from '../provisioning/preflight/preflight';
import { observeUnlink, type UnlinkObserved } from '../provisioning/unlinking/observeUnlink';
import { pickPair } from './pickPair';
import { applyConfirmed, confirmed, whileReading, type OperationPorts } from './running';
import { tickParts } from './tickParts';

/**
 * Detach…: takes away the pull role that a cluster has on the registry itself, shown as a plan, and done when the user
 * says so. What is inherited is shown and stays. Rejects with FailureError.
 */
export async function detach(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const pair = await pickPair(argument, store, 'Detach');
  if (pair === undefined) return;
  const title = `Detach ${nameOf(pair.registryId)} from ${nameOf(pair.clusterId)}`;
  const azure = await ports.azure();
  const { signal } = new AbortController();
  const observe = () =>
    whileReading(`${title}: looking who else needs it`, () =>
      observeUnlink(pair, azure, ports.journal, signal),
    );
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
