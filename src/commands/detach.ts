import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { applyPlan } from '../provisioning/applying/apply';
import { detachParts, planDetach } from '../provisioning/granting/planDetach';
import { withRights } from '../provisioning/preflight/preflight';
import { observeUnlink, type UnlinkObserved } from '../provisioning/unlinking/observeUnlink';
import { pickClusterOf, pickRegistry } from './pick';
import { confirmed, runOperation, type OperationPorts } from './running';
import { pairOf } from './target';
import { tickParts } from './tickParts';
import { whileReading } from './unlink';

/**
 * Detach…: takes away the pull role that a cluster has on the registry itself, shown as a plan, and done when the user
 * says so. What is inherited is shown and stays. Rejects with FailureError.
 */
export async function detach(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, 'Detach'));
  if (registryId === undefined) return;
  const clusterId =
    given.clusterId ?? (await pickClusterOf(store, `Detach ${nameOf(registryId)}`, registryId));
  if (clusterId === undefined) return;
  const pair = { registryId, clusterId };
  const title = `Detach ${nameOf(registryId)} from ${nameOf(clusterId)}`;
  const azure = await ports.azure();
  const { signal } = new AbortController();
  const observe = () => observeUnlink(pair, azure, ports.journal, signal);
  const observed = await whileReading(title, observe);
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
      again: async () => planned(await whileReading(title, observe)),
      verb: 'Detach',
      question: `${title}?`,
    },
    ports,
  );
  if (plan === undefined) return;
  const acknowledged = plan.hazards.map((hazard) => hazard.id);
  await runOperation(title, plan, ports, (cancellation, listener) =>
    applyPlan(plan, { ...ports, writer: azure, reader: azure }, cancellation, listener, acknowledged),
  );
}
