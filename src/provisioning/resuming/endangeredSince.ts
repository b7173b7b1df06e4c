import type { Journal } from '../journal/journalSchema';
import type { AzureObserver, PullersReader, ResourceReader } from '../ports';
import { observePublicAccess } from '../publicAccess/observePublicAccess';
import { planPublicAccess } from '../publicAccess/planPublicAccess';

/**
 * Whom an interrupted change of public access would shut out besides those who were acknowledged when it was begun, each
 * in a sentence; also why nobody can say. Empty for other operations. Rejects with FailureError when nothing can be read.
 */
export async function endangeredSince(
  { plan, acknowledged }: Pick<Journal, 'plan' | 'acknowledged'>,
  azure: ResourceReader & Partial<AzureObserver & PullersReader>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!('purpose' in plan) || plan.purpose.kind !== 'publicAccess') return [];
  if (!readsPullers(azure)) throw new RangeError('Nothing to read who pulls with');
  const { spec } = plan.purpose;
  const observed = await observePublicAccess(spec.registryId, azure, signal);
  const { blockers, hazards } = planPublicAccess(spec, observed, plan.operationId);
  return [
    ...blockers.filter(({ code }) => code === 'pullersUnreadable'),
    ...hazards.filter(({ id }) => !acknowledged.includes(id)),
  ].map(({ message }) => message);
}

function readsPullers(
  azure: ResourceReader & Partial<AzureObserver & PullersReader>,
): azure is ResourceReader & AzureObserver & PullersReader {
  return azure.observe !== undefined && azure.readPullers !== undefined;
}
