import { idKey } from '../../model/armId';
import type { Journal } from '../journal/journalSchema';
import type { AzureObserver, PullersReader, ResourceReader } from '../ports';
import { observeEndangered, type Endangered } from '../teardown/lastEndpoint';
import { targetsOf } from '../teardown/locks';
import { lookAt, type Present } from '../teardown/present';
import { isContainer } from '../teardown/teardown';
import { networkOfEndpoint } from './planRollBack';

export interface RollBackObserved extends Present {
  /** Registries of the endpoints that the operation made. */
  readonly endangered: readonly Endangered[];
}

/** Reads what a roll back of the operation depends on. Rejects with FailureError when nothing can be said. */
export async function observeRollBack(
  { plan, steps }: Pick<Journal, 'plan' | 'steps'>,
  reader: AzureObserver & ResourceReader & PullersReader,
  signal: AbortSignal,
): Promise<RollBackObserved> {
  const begun = plan.steps.filter(({ id, action }) => action !== 'reuse' && steps[id] !== undefined);
  const containers = begun.filter(({ kind }) => isContainer(kind));
  const ids = begun.map(({ resourceId }) => resourceId);
  const present = await lookAt(
    ids,
    containers.map(({ resourceId }) => resourceId),
    reader,
    signal,
  );
  const endpoints = begun.filter(({ kind }) => kind === 'endpoint');
  const endpointIds = endpoints.map(({ resourceId }) => resourceId);
  const networks = endpointIds.flatMap((id) => networkOfEndpoint(id, present) ?? []);
  const targets = endpoints.flatMap((step) => targetsOf(step, present));
  const registries = [...new Map(targets.map((id) => [idKey(id), id])).values()];
  const [{ contents }, endangered] = await Promise.all([
    lookAt([], networks, reader, signal),
    Promise.all(registries.map((id) => observeEndangered(id, endpointIds, reader, signal))),
  ]);
  return { ...present, contents: { ...contents, ...present.contents }, endangered };
}
