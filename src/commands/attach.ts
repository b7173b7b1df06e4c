import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { nameOf } from '../model/armId';
import { notify } from '../platform/ask';
import type { EstateStore } from '../platform/estateStore';
import { type LinkSpec, operations } from '../provisioning';
import { pickClusters, pickRegistry } from './pick';
import { carryOut, prepared, type OperationPorts } from './running';
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
  const wish = { kind: 'link', spec, operationId: crypto.randomUUID() } as const;
  const { plan: first } = await prepared(wish, operations.link.title(spec), ports);
  if (first.blockers.some(({ code }) => code === 'publicAccessClosed')) {
    await offerLink(registryId, clusterIds);
    return;
  }
  await carryOut({ kind: 'link', spec, verb: 'Attach', first }, ports);
}

/** A role alone is no use where the public address answers nobody. */
async function offerLink(registryId: string, clusterIds: readonly string[]): Promise<void> {
  const link = 'Link to AKS…';
  const registry = nameOf(registryId);
  const answer = await notify(
    'warning',
    `Public access to ${registry} is off: with the role alone ${clusterIds.map(nameOf).join(', ')} can’t pull. A link adds the private path, and the role with it.`,
    link,
  );
  if (answer !== link) return;
  const [clusterId] = clusterIds;
  const pair = clusterIds.length === 1 ? { registryId, clusterId } : { registryId };
  await vscode.commands.executeCommand(commandIds.linkToCluster, pair);
}
