/** What was rolled back may be there again, made by another operation or by somebody else. */
import type { AnyPlan, ResourceReader, Step } from '../../provisioning';

/** Steps of a roll back whose resources are there again. What can't be read isn't said to be. Rejects if nothing can be said. */
export async function madeAgain(
  { purpose, steps }: AnyPlan,
  reader: Pick<ResourceReader, 'read'>,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  if (purpose.kind !== 'rollBack') return [];
  const deleted = steps.filter(({ action }) => action === 'delete');
  const found = await Promise.all(deleted.map(({ resourceId }) => reader.read(resourceId, signal)));
  return deleted.filter((_, index) => found[index]?.state === 'known');
}
