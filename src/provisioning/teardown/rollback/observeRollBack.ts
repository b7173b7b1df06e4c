import { distinctIds, idKey } from '../../../model/armId';
import type { Journal } from '../../journal/journalSchema';
import type { Observed } from '../../observed/observed';
import { factOf, known } from '../../observed/lookup';
import type { AzureObserver, PullersReader, ResourceReader } from '../../ports';
import { networkOf, targetsOf } from '../../observed/endpoint';
import { becomesPublic, observeEndangered, type Endangered } from '../lastEndpoint';
import { contentsOf, lookAt, type Present } from '../../observed/present';
import { isContainer } from '../teardown';

export interface RollBackObserved extends Present {
  /** Registries of the endpoints that the operation made. */
  readonly endangered: readonly Endangered[];
  /** Those of them whose name leads to their public address again, with what decides how networks resolve it. */
  readonly links: readonly Observed[];
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
  const endpointIds = begun.filter(({ kind }) => kind === 'endpoint').map(({ resourceId }) => resourceId);
  const endpoints = endpointIds.flatMap((id) => {
    const fact = factOf(present.resources, id);
    return fact.state === 'known' ? [fact.value] : [];
  });
  const networks = endpoints.flatMap((endpoint) => networkOf(endpoint) ?? []);
  const registries = distinctIds(endpoints.flatMap(targetsOf));
  const [contents, endangered] = await Promise.all([
    contentsOf(
      networks.filter((id) => present.contents[idKey(id)] === undefined),
      reader,
      signal,
    ),
    Promise.all(registries.map((id) => observeEndangered(id, endpointIds, reader, signal))),
  ]);
  const links = await Promise.all(
    endangered
      .filter(({ registry }) => becomesPublic(known(registry), endpointIds))
      .map(
        async ({ registryId, access }) =>
          access?.link ?? (await reader.observe({ registryId, clusterIds: [] }, signal)),
      ),
  );
  return { ...present, contents: { ...contents, ...present.contents }, endangered, links };
}
