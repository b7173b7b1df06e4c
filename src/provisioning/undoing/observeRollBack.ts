import type { Journal } from '../journal/journalSchema';
import type { ResourceReader } from '../ports';
import { targetsOf } from '../teardown/locks';
import { lookAt, type Present } from '../teardown/present';
import { isContainer } from '../teardown/teardown';
import { networkOfEndpoint } from './planRollBack';

/** Reads what a roll back of the operation depends on. Rejects with FailureError when nothing can be said. */
export async function observeRollBack(
  { plan, steps }: Pick<Journal, 'plan' | 'steps'>,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Present> {
  const begun = plan.steps.filter(({ id, action }) => action !== 'reuse' && steps[id] !== undefined);
  const containers = begun.filter(({ kind }) => isContainer(kind));
  const ids = begun.map(({ resourceId }) => resourceId);
  const present = await lookAt(
    ids,
    containers.map(({ resourceId }) => resourceId),
    reader,
    signal,
  );
  const networks = begun
    .filter(({ kind }) => kind === 'endpoint')
    .flatMap(({ resourceId }) => networkOfEndpoint(resourceId, present) ?? []);
  const registries = begun.flatMap((step) => targetsOf(step, present));
  const { resources, contents } = await lookAt(registries, networks, reader, signal);
  return {
    ...present,
    resources: { ...resources, ...present.resources },
    contents: { ...contents, ...present.contents },
  };
}
