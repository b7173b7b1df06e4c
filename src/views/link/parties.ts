/** Registries and clusters as they are offered and named in the header. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { memoizedOf } from '../../model/memoized';
import { regionName } from '../../model/regionNames';
import {
  factOf,
  hasRunningNodes,
  type Inventory,
  known,
  type Link,
  linksIn,
  type LinkState,
  type Observed,
  type ObservedCluster,
  type ObservedRegistry,
  type Subscription,
} from '../../provisioning';
import { gapWords } from '../../platform/estateGaps';
import type { OfferedView, Parties, PartyView } from './protocol';

export interface World {
  readonly inventory: Inventory;
  readonly subscriptions: readonly Subscription[];
  /** What was read last of those that are chosen; undefined while they are being chosen. */
  readonly observed?: Observed;
}

const linkWords: Readonly<Record<LinkState, string>> = {
  linked: t('already linked'),
  roleOnly: t('has the pull role'),
  broken: t('its link is broken'),
  unknown: '',
};

/** More than anybody reads, and few enough to be sent and drawn at every letter. */
const mostShown = 100;

/** Registries that match what was typed, with how each is linked to the clusters that are chosen already. */
export function registriesOf(world: World, { clusterIds }: Parties, filter: string): OfferedView<PartyView> {
  const links = groupBy(
    clusterIds.flatMap((id) => linksIn(world.inventory).ofCluster(id)),
    ({ registryId }) => idKey(registryId),
  );
  const relationOf = (key: string) => relation(links.get(key) ?? [], clusterIds.length);
  const { registries, gap } = partiesIn(world);
  return { ...offered(registries, filter, relationOf, (party) => party, new Set()), gap };
}

/** Clusters, with how each is linked to the registry that is chosen already. */
export function clustersOf(
  world: World,
  { registryId, clusterIds }: Parties,
  filter: string,
): OfferedView<PartyView & { readonly ticked: boolean }> {
  const links = groupBy(
    registryId === undefined ? [] : linksIn(world.inventory).ofRegistry(registryId),
    ({ clusterId }) => idKey(clusterId),
  );
  const ticked = new Set(clusterIds.map(idKey));
  const relationOf = (key: string) => relation(links.get(key) ?? [], 1);
  const { clusters, gap } = partiesIn(world);
  const shownAs = (party: PartyView) => ({ ...party, ticked: ticked.has(idKey(party.id)) });
  return { ...offered(clusters, filter, relationOf, shownAs, ticked), gap };
}

function offered<P extends PartyView>(
  parties: readonly Party[],
  filter: string,
  relationOf: (key: string) => string,
  shownAs: (party: PartyView) => P,
  ticked: ReadonlySet<string>,
): Omit<OfferedView<P>, 'gap'> {
  const words = filter.toLowerCase().split(/\s+/);
  const matching = parties.filter(({ key, text }) => {
    const related = relationOf(key);
    const all = related === '' ? text : `${text} ${related.toLowerCase()}`;
    return words.every((word) => all.includes(word));
  });
  const shown = matching.slice(0, mostShown);
  return {
    shown: shown.map(({ id, name, detail, key }) =>
      shownAs({ id, name, detail: joined(detail, relationOf(key)) }),
    ),
    matching: matching.length,
    all: parties.length,
    ticked: ticked.size,
    tickedShown: shown.filter(({ key }) => ticked.has(key)).length,
  };
}

interface Party extends PartyView {
  readonly key: string;
  /** Its detail in the header. */
  readonly short: string;
  /** What a filter looks at. */
  readonly text: string;
}

/** By name, and as they are whatever is chosen: made once, because each letter and each tick asks. */
const partiesIn = memoizedOf((world: World) => {
  const names = new Map(world.subscriptions.map(({ id, name }) => [id.toLowerCase(), name]));
  const party = ({ id, name }: { id: string; name: string }, own: string, further?: string): Party => {
    const short = joined(own, placeOf(id, names));
    const detail = joined(short, further);
    return { id, name, key: idKey(id), short, detail, text: `${name} ${detail}`.toLowerCase() };
  };
  const byName = (a: Party, b: Party) => a.name.localeCompare(b.name);
  const { inventory } = world;
  // With the login server, because that is what one has at hand to look for.
  const registries = inventory.registries
    .map((registry) => party(registry, detailOfRegistry(registry), registry.loginServer))
    .toSorted(byName);
  const clusters = inventory.clusters
    .map((cluster) => party(cluster, detailOfCluster(cluster)))
    .toSorted(byName);
  const byKey = new Map([...registries, ...clusters].map((each) => [each.key, each]));
  return { names, registries, clusters, byKey, gap: gapWords(world) };
});

/** A chosen side for the header; only its name while nothing is known of it. */
export function registryOf({ registryId }: Parties, world: World | undefined): PartyView | undefined {
  return registryId === undefined ? undefined : partyOf(registryId, world);
}

export function chosenClusters({ clusterIds }: Parties, world: World | undefined): readonly PartyView[] {
  return clusterIds.map((id) => partyOf(id, world));
}

function partyOf(id: string, world: World | undefined): PartyView {
  const name = nameOf(id);
  if (world === undefined) return { id, name, detail: '' };
  const { names, byKey } = partiesIn(world);
  const seen = lastSeen(id, world);
  const detail = seen === undefined ? byKey.get(idKey(id))?.short : joined(seen, placeOf(id, names));
  return { id, name, detail: detail ?? placeOf(id, names) };
}

/** What was read of it after the list in which it was chosen. */
function lastSeen(id: string, { observed }: World): string | undefined {
  if (observed === undefined) return undefined;
  const registry = known(observed.registry);
  if (sameId(registry?.id, id)) return registry && detailOfRegistry(registry);
  const cluster = known(factOf(observed.clusters, id));
  return cluster && detailOfCluster(cluster);
}

/** Names of chosen clusters that have no running nodes. */
export function idleOf({ clusterIds }: Parties, world: World | undefined): readonly string[] {
  return clusterIds.flatMap((id) => {
    const cluster = world?.observed && known(factOf(world.observed.clusters, id));
    return cluster === undefined || hasRunningNodes(cluster) ? [] : [cluster.name];
  });
}

/** "Link contosodata → 3 clusters"; "…" stands for what isn't chosen yet. */
export function titleOf({ registryId, clusterIds }: Parties): string {
  const registry = registryId === undefined ? '…' : nameOf(registryId);
  const [first] = clusterIds;
  const clusters =
    clusterIds.length > 1 ? t`${clusterIds.length} clusters` : first === undefined ? '…' : nameOf(first);
  return t`Link ${registry} → ${clusters}`;
}

function relation(links: readonly Link[], of: number): string {
  const [link] = links;
  if (link === undefined) return '';
  if (of === 1) return linkWords[link.state];
  const linked = links.filter(({ state }) => state === 'linked').length;
  return linked === 0 ? '' : t`already linked to ${linked} of ${of}`;
}

function detailOfRegistry({ sku, location }: ObservedRegistry): string {
  return joined(sku, regionName(location));
}

function detailOfCluster({ location, networkId, powerState }: ObservedCluster): string {
  return joined(
    regionName(location),
    networkId === undefined ? undefined : nameOf(networkId),
    powerState === 'Stopped' ? t('stopped') : undefined,
  );
}

function placeOf(id: string, names: ReadonlyMap<string, string>): string {
  const subscription = subscriptionOf(id);
  return joined(parseId(id)?.resourceGroup, names.get(subscription.toLowerCase()) ?? subscription);
}

function joined(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' · ');
}
