import { distinctIds, idKey } from '../../../model/armId';
import { asObject } from '../../../model/json';
import type { PullersThen, Step, StepKind } from '../../plan/plan';
import { pullersNow } from '../pullersThen';
import { observeNeighbourhood } from '../needs';
import type { Journal } from '../../journal/journalSchema';
import { recordsIn, type Records } from '../../journal/records';
import type { Observed } from '../../observed/observed';
import { factOf, known } from '../../observed/lookup';
import type { AzureObserver, JournalStorage, PullersReader, ResourceReader } from '../../ports';
import { networkOf, targetsOf } from '../../observed/endpoint';
import { becomesPublic, observeEndangered, type Endangered } from '../lastEndpoint';
import { contentsOf, lookAt, type Present } from '../../observed/present';
import { isContainer } from '../teardown';

export interface RollBackObserved extends Present {
  /** Registries of the endpoints that the operation made. */
  readonly endangered: readonly Endangered[];
  /** Those of them whose name leads to their public address again, with what decides how networks resolve it. */
  readonly links: readonly Observed[];
  /** Each registry that the operation was about, with who pulls from it near what the operation made. */
  readonly neighbourhoods: readonly Observed[];
  /** Who has roles on them; without those where that can't be read. */
  readonly pullers: readonly PullersThen[];
  /** Which operation made what, as the journals of this computer say. */
  readonly records: Records;
}

/** Reads what a roll back of the operation depends on. Rejects with FailureError when nothing can be said. */
export async function observeRollBack(
  { plan, steps }: Pick<Journal, 'plan' | 'steps'>,
  {
    azure: reader,
    journal: journals,
  }: {
    readonly azure: AzureObserver & ResourceReader & PullersReader;
    readonly journal: JournalStorage;
  },
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
  const seen = await registriesOf(plan.steps, reader, signal);
  const shared = begun.filter(({ action }) => action === 'create').flatMap(networksOf);
  const registries = distinctIds(endpoints.flatMap(targetsOf));
  const meant = distinctIds(plan.steps.flatMap(({ clusterIds }) => clusterIds));
  const [contents, endangered, neighbourhoods, pullers, records] = await Promise.all([
    contentsOf(
      networks.filter((id) => present.contents[idKey(id)] === undefined),
      reader,
      signal,
    ),
    Promise.all(registries.map((id) => observeEndangered(id, endpointIds, reader, signal))),
    Promise.all(
      seen.map((id) => observeNeighbourhood(id, { networkIds: shared, clusterIds: meant }, reader, signal)),
    ),
    pullersNow(seen, reader, signal),
    recordsIn(journals),
  ]);
  const links = await Promise.all(
    endangered
      .filter(({ registry }) => becomesPublic(known(registry), endpointIds))
      .map(
        async ({ registryId, access }) =>
          access?.link ?? (await reader.observe({ registryId, clusterIds: [] }, signal)),
      ),
  );
  return {
    ...present,
    contents: { ...contents, ...present.contents },
    endangered,
    links,
    neighbourhoods,
    pullers,
    records,
  };
}

/** Those that its endpoints lead to, also endpoints that were there before, and those on which it assigned roles. */
async function registriesOf(
  steps: readonly Step[],
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<string[]> {
  const created = steps.filter(({ action }) => action === 'create');
  if (!created.some(({ kind }) => sharedKinds.includes(kind))) return [];
  const facts = await Promise.all(
    steps.filter(({ kind }) => kind === 'endpoint').map(({ resourceId }) => reader.read(resourceId, signal)),
  );
  const onRegistry = created.flatMap(
    ({ resourceId }) => /^.*\/Microsoft\.ContainerRegistry\/registries\/[^/]+/i.exec(resourceId)?.[0] ?? [],
  );
  return distinctIds([
    ...facts.flatMap((fact) => (known(fact) ? targetsOf(known(fact) ?? {}) : [])),
    ...onRegistry,
  ]);
}

/** What others may have come to use. */
const sharedKinds: readonly StepKind[] = ['peering', 'zoneLink', 'roleAssignment', 'endpoint'];

function networksOf({ kind, holds, request }: Step): readonly string[] {
  if (kind === 'peering') return holds;
  const { id } = asObject(asObject(request?.body['properties'])['virtualNetwork']);
  return kind === 'zoneLink' && typeof id === 'string' ? [id] : [];
}
