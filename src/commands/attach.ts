import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { nameOf } from '../model/armId';
import { shownText } from '../model/shownText';
import type { EstateStore } from '../platform/estateStore';
import { titleOf } from '../provisioning/plan/anyPlan';
import { applyPlan } from '../provisioning/applying/apply';
import type { Plan } from '../provisioning/plan/plan';
import { planLink } from '../provisioning/planning/planLink';
import { withRights } from '../provisioning/preflight/preflight';
import type { LinkSpec } from '../provisioning/plan/spec';
import { pickClusters, pickRegistry } from './pick';
import { applyConfirmed, confirmed, whileReading, type OperationPorts } from './running';
import { pairOf } from './target';

/**
 * Attach (AcrPull only)…: gives clusters the pull role on a registry that they reach over its public address; shown as
 * a plan, and done when the user says so. The argument may name `registryId` and `clusterId`. Rejects with FailureError.
 */
export async function attach(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, 'Attach'));
  if (registryId === undefined) return;
  const clusterIds =
    given.clusterId === undefined
      ? await pickClusters(store, `Attach ${nameOf(registryId)}`)
      : [given.clusterId];
  if (clusterIds === undefined) return;
  const spec: LinkSpec = {
    schemaVersion: 2,
    registryId,
    links: clusterIds.map((clusterId) => ({ clusterId, access: { mode: 'public' } })),
    tags: {},
  };
  const azure = await ports.azure();
  const { signal } = new AbortController();
  const id = crypto.randomUUID();
  const planned = async () => {
    const observed = await azure.observe({ registryId, clusterIds, spec }, signal);
    return withRights(planLink(spec, observed, id), azure, signal);
  };
  const first = await whileReading(`Attach ${nameOf(registryId)}: looking at what is there`, planned);
  if (first.blockers.some(({ code }) => code === 'publicAccessClosed')) {
    await offerLink(first, clusterIds);
    return;
  }
  const title = titleOf(first);
  const plan = await confirmed({ plan: first, again: planned, verb: 'Attach', question: `${title}?` }, ports);
  if (plan === undefined) return;
  await applyConfirmed(title, plan, applyPlan, azure, ports);
}

/** A role alone is no use where the public address answers nobody. */
async function offerLink({ spec: { registryId } }: Plan, clusterIds: readonly string[]): Promise<void> {
  const link = 'Link to AKS…';
  const registry = nameOf(registryId);
  const answer = await vscode.window.showWarningMessage(
    shownText(
      `Public access to ${registry} is off: with the role alone ${clusterIds.map(nameOf).join(', ')} can’t pull. A link adds the private path, and the role with it.`,
    ),
    link,
  );
  if (answer !== link) return;
  const [clusterId] = clusterIds;
  const pair = clusterIds.length === 1 ? { registryId, clusterId } : { registryId };
  await vscode.commands.executeCommand(commandIds.linkToCluster, pair);
}
