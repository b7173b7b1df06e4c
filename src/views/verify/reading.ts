/** What the page reads of Azure and of the registry; each function takes what it needs. */
import { t } from '@vscode/l10n';
import { sameId } from '../../model/armId';
import { FailureError } from '../../model/failure';
import type {
  Azure,
  CommandTarget,
  Inventory,
  ObservedCluster,
  ObservedRegistry,
  World,
} from '../../provisioning';
import { notFound } from '../../platform/estateGaps';
import { refusalOf, runCommandRights } from '../../verifying/refusals';
import type { TestImage } from '../../verifying/testImage';

export type VerifyAzure = Pick<Azure, 'readCommandTarget' | 'runInCluster' | 'readRights' | 'images'> &
  World['azure'];

/** What was read before anything can be chosen. */
export interface Subject {
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  readonly target: CommandTarget;
}

/** Registry and cluster; rejects with FailureError also where commands can't be run in the cluster. */
export async function readSubject(
  { registryId, clusterId }: { readonly registryId: string; readonly clusterId: string },
  inventory: Inventory,
  azure: Pick<VerifyAzure, 'readCommandTarget' | 'readRights'>,
  signal: AbortSignal,
): Promise<Subject> {
  const registry = inventory.registries.find(({ id }) => sameId(id, registryId));
  const cluster = inventory.clusters.find(({ id }) => sameId(id, clusterId));
  if (registry === undefined) throw notFound(inventory, registryId);
  if (cluster === undefined) throw notFound(inventory, clusterId);
  const [target, rights] = await Promise.all([
    azure.readCommandTarget(clusterId, signal),
    azure.readRights(runCommandRights(clusterId), signal),
  ]);
  const refusal = refusalOf(target, rights);
  if (refusal !== undefined) throw new FailureError(refusal);
  return { registry, cluster, target };
}

/** By digest where the registry tells it, because a tag may be moved while the nodes pull; `note` says why it doesn't. */
export async function pinned(
  image: TestImage,
  { loginServer, roleAssignmentMode }: ObservedRegistry,
  { images }: Pick<VerifyAzure, 'images'>,
  signal: AbortSignal,
): Promise<{ readonly image: TestImage; readonly note?: string }> {
  const { repository, tag, digest } = image;
  if (digest !== undefined || tag === undefined) return { image };
  const answer = await images.digestOf({ loginServer, roleAssignmentMode }, repository, tag, signal);
  if (answer.kind === 'found') return { image: { ...image, digest: answer.digest } };
  return {
    image,
    note: t`Uses the tag, because the digest couldn’t be read from here: ${answer.failure.message}`,
  };
}
