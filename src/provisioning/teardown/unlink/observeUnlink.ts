import { known } from '../../observed/lookup';
import type { Observed } from '../../observed/observed';
import type { UnlinkSpec } from '../../plan/unlinkSpec';
import type { AzureObserver, JournalStorage, PullersReader, ResourceReader } from '../../ports';
import { recordsIn, type Records } from '../../journal/records';
import { observeEndangered, type Endangered } from '../lastEndpoint';
import { lookAt, type Present } from '../../observed/present';
import type { PullersThen } from '../../plan/plan';
import { pullersNow } from '../pullersThen';
import { existingLink, groupsOf, type ExistingLink } from './link';
import { clustersToAsk } from './others';

export interface UnlinkObserved {
  readonly observed: Observed;
  /** Undefined when the registry or the cluster can't be read. */
  readonly link: ExistingLink | undefined;
  readonly present: Present;
  /** The registry, whose endpoints may go; undefined without a link. */
  readonly endangered: Endangered | undefined;
  /** What journals of this computer say was made by the extension. */
  readonly records: Records;
  /** Who has roles on the registry; empty where that can't be read. */
  readonly pullers: readonly PullersThen[];
}

/**
 * Reads the link of a pair, and who else may need it. Rejects with FailureError when nothing can be said (not signed
 * in, no network, aborted).
 */
export async function observeUnlink(
  { registryId, clusterId, ways = [] }: Pick<UnlinkSpec, 'registryId' | 'clusterId' | 'ways'>,
  azure: AzureObserver & ResourceReader & PullersReader,
  journals: JournalStorage,
  signal: AbortSignal,
): Promise<UnlinkObserved> {
  const networkIds = ways.map(({ networkId }) => networkId);
  const first = await azure.observe({ registryId, clusterIds: [clusterId], networkIds }, signal);
  const link = existingLink(first, clusterId, ways);
  const others = link === undefined ? [] : clustersToAsk(first, link);
  const observed =
    others.length === 0
      ? first
      : await azure.observe({ registryId, clusterIds: [clusterId, ...others], networkIds }, signal);
  const { ids, containers } = idsOf(link);
  const endpointIds = link?.ways.flatMap(({ endpoint }) => endpoint?.id ?? []) ?? [];
  const [present, records, endangered, pullers] = await Promise.all([
    lookAt(ids, containers, azure, signal),
    recordsIn(journals),
    link && observeEndangered(registryId, endpointIds, azure, signal),
    pullersNow([registryId], azure, signal),
  ]);
  return { observed, link, present, records, endangered, pullers };
}

function idsOf(link: ExistingLink | undefined): { ids: string[]; containers: string[] } {
  if (link === undefined) return { ids: [], containers: [] };
  const zones = link.ways.flatMap(({ zones: each }) => each);
  const networks = link.ways.map(({ networkId }) => networkId);
  const endpoints = link.ways.flatMap(({ endpoint }) => endpoint?.id ?? []);
  const zoneGroups = link.ways.flatMap(({ endpoint }) => known(endpoint?.zoneGroup)?.id ?? []);
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
    containers: [...endpoints, ...zoneIds, ...networks, ...groups],
  };
}
