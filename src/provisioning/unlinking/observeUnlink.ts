import { idKey } from '../../model/armId';
import type { Observed } from '../observed/observed';
import type { AzureObserver, JournalStorage, PullersReader, ResourceReader } from '../ports';
import { createdBy, recordedOperations } from '../journal/operations';
import { observeEndangered, type Endangered } from '../teardown/lastEndpoint';
import { lookAt, type Present } from '../observed/present';
import { existingLink, groupsOf, type ExistingLink } from './link';
import { clustersToAsk } from './others';

export interface UnlinkObserved {
  readonly observed: Observed;
  /** Undefined when the registry or the cluster can't be read. */
  readonly link: ExistingLink | undefined;
  readonly present: Present;
  /** The registry, whose endpoints may go; undefined without a link. */
  readonly endangered: Endangered | undefined;
  /** Keys of ids that journals of this computer say were made by the extension. */
  readonly recorded: ReadonlySet<string>;
}

/**
 * Reads the link of a pair, and who else may need it. Rejects with FailureError when nothing can be said (not signed
 * in, no network, aborted).
 */
export async function observeUnlink(
  pair: { readonly registryId: string; readonly clusterId: string },
  azure: AzureObserver & ResourceReader & PullersReader,
  journals: JournalStorage,
  signal: AbortSignal,
): Promise<UnlinkObserved> {
  const { registryId, clusterId } = pair;
  const first = await azure.observe({ registryId, clusterIds: [clusterId] }, signal);
  const link = existingLink(first, clusterId);
  const others = link === undefined ? [] : clustersToAsk(first, link);
  const observed =
    others.length === 0
      ? first
      : await azure.observe({ registryId, clusterIds: [clusterId, ...others] }, signal);
  const { ids, containers } = idsOf(link);
  const endpointIds = link?.ways.map(({ endpoint }) => endpoint.id) ?? [];
  const [present, recorded, endangered] = await Promise.all([
    lookAt(ids, containers, azure, signal),
    madeHere(journals),
    link && observeEndangered(registryId, endpointIds, azure, signal),
  ]);
  return { observed, link, present, recorded, endangered };
}

function idsOf(link: ExistingLink | undefined): { ids: string[]; containers: string[] } {
  if (link === undefined) return { ids: [], containers: [] };
  const zones = link.ways.flatMap(({ zones: each }) => each);
  const networks = link.ways.map(({ networkId }) => networkId);
  const endpoints = link.ways.map(({ endpoint }) => endpoint.id);
  const zoneGroups = link.ways.flatMap(({ endpoint: { zoneGroup } }) =>
    zoneGroup.state === 'known' ? [zoneGroup.value.id] : [],
  );
  const zoneIds = zones.map(({ zone }) => zone.id);
  const groups = groupsOf([...networks, ...endpoints, ...zoneIds]);
  return {
    ids: [
      ...link.roles.map(({ id }) => id),
      ...link.ways.flatMap(({ peerings }) => peerings.map(({ peering }) => peering.id)),
      ...zones.flatMap(({ clusterLink, registryLink }) =>
        [clusterLink?.id ?? [], registryLink?.id ?? []].flat(),
      ),
      ...endpoints,
      ...zoneGroups,
      ...zoneIds,
      ...networks,
      ...groups,
    ],
    containers: [...zoneIds, ...networks, ...groups],
  };
}

/** Keys of what was created by operations whose journals are here; journals that are set aside or can't be checked prove nothing. */
async function madeHere(journals: JournalStorage): Promise<ReadonlySet<string>> {
  const { interrupted, running, stopped, ended } = await recordedOperations(journals, 0);
  const made = [...interrupted, ...running, ...stopped, ...ended].flatMap(createdBy);
  return new Set(made.map(idKey));
}
