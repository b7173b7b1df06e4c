import * as vscode from 'vscode';
import { FailureError } from '../model/failure';
import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { withRights } from '../provisioning/preflight/preflight';
import { applyPlan } from '../provisioning/applying/apply';
import { observeUnlink, type UnlinkObserved } from '../provisioning/unlinking/observeUnlink';
import { planUnlink, unlinkParts, wordToType } from '../provisioning/unlinking/planUnlink';
import { pickClusterOf, pickRegistry } from './pick';
import { confirmed, runOperation, type OperationPorts } from './running';
import { pairOf } from './target';
import { tickParts } from './tickParts';

/** Unlink…: what of the link goes is chosen, shown as a plan, and done when the user says so. Rejects with FailureError. */
export async function unlink(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const given = pairOf(argument);
  const registryId = given.registryId ?? (await pickRegistry(store, 'Unlink'));
  if (registryId === undefined) return;
  const clusterId =
    given.clusterId ?? (await pickClusterOf(store, `Unlink ${nameOf(registryId)}`, registryId));
  if (clusterId === undefined) return;
  const pair = { registryId, clusterId };
  const title = `Unlink ${nameOf(registryId)} from ${nameOf(clusterId)}`;
  const azure = await ports.azure();
  const observe = () => observeUnlink(pair, azure, ports.journal, new AbortController().signal);
  const observed = await whileReading(title, observe);
  const ticked = await tick(title, observed);
  if (ticked === undefined) return;
  const id = crypto.randomUUID();
  const spec = { ...pair, ticked };
  const planned = (present: UnlinkObserved) =>
    withRights(planUnlink(spec, present, id), azure, new AbortController().signal);
  const first = await planned(observed);
  const plan = await confirmed(
    {
      plan: first,
      again: async () => planned(await whileReading(title, observe)),
      verb: 'Unlink',
      question: `${title}?`,
      word: wordToType(first),
    },
    ports,
  );
  if (plan === undefined) return;
  const acknowledged = plan.hazards.map((hazard) => hazard.id);
  await runOperation(title, plan, ports, (cancellation, listener) =>
    applyPlan(plan, { ...ports, writer: azure, reader: azure }, cancellation, listener, acknowledged),
  );
}

export function whileReading(
  title: string,
  observe: () => Promise<UnlinkObserved>,
): Thenable<UnlinkObserved> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: `${title}: looking who else needs it` }, observe);
}

/** Ids of what the user ticked; undefined if they turned away. */
async function tick(title: string, observed: UnlinkObserved): Promise<readonly string[] | undefined> {
  const parts = unlinkParts(observed).filter(
    ({ keep, goesWith }) => keep === undefined && goesWith === undefined,
  );
  if (parts.length === 0) {
    throw new FailureError({
      code: 'unlink.nothing',
      kind: 'user',
      message: `${title}: there is nothing of this link that could be deleted.`,
      nextAction: 'Refresh the tree: others may need all of it, or it is gone.',
    });
  }
  return tickParts(title, parts);
}
