/** Registries and clusters as they are offered and named in the header. */
import { idKey, nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { regionName } from '../../model/regionNames';
import {
  type Inventory,
  type Link,
  linksOf,
  type LinkState,
  type ObservedCluster,
  type ObservedRegistry,
  type Subscription,
} from '../../provisioning';
import { subscriptionName } from './options';
import type { Parties, PartyView } from './protocol';

export interface World {
  readonly inventory: Inventory;
  readonly subscriptions: readonly Subscription[];
}

const linkWords: Readonly<Record<LinkState, string>> = {
  linked: 'linked already',
  roleOnly: 'has the pull role',
  broken: 'its link is broken',
  unknown: '',
};

/** Registries, with how each is linked to the clusters that are chosen already. */
export function registriesOf(world: World, { clusterIds }: Parties): readonly PartyView[] {
  const chosen = new Set(clusterIds.map(idKey));
  const links = chosen.size === 0 ? [] : linksOf(world.inventory);
  const near = groupBy(
    links.filter(({ clusterId }) => chosen.has(idKey(clusterId))),
    ({ registryId }) => idKey(registryId),
  );
  return world.inventory.registries
    .map((registry) => {
      const { id, name, loginServer } = registry;
      const own = relation(near.get(idKey(id)) ?? [], clusterIds.length);
      // With the login server, because that is what one has at hand to look for.
      return { id, name, detail: joined(detailOfRegistry(registry), placeOf(id, world), loginServer, own) };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Clusters, with how each is linked to the registry that is chosen already. */
export function clustersOf(
  world: World,
  { registryId, clusterIds }: Parties,
): readonly (PartyView & { readonly ticked: boolean })[] {
  const chosen = new Set(clusterIds.map(idKey));
  const links = registryId === undefined ? [] : linksOf(world.inventory);
  const near = groupBy(
    links.filter((link) => sameId(link.registryId, registryId)),
    ({ clusterId }) => idKey(clusterId),
  );
  return world.inventory.clusters
    .map((cluster) => {
      const { id, name } = cluster;
      const own = relation(near.get(idKey(id)) ?? [], 1);
      const detail = joined(detailOfCluster(cluster), placeOf(id, world), own);
      return { id, name, detail, ticked: chosen.has(idKey(id)) };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** A chosen side for the header; only its name while nothing is known of it. */
export function registryOf({ registryId }: Parties, world: World | undefined): PartyView | undefined {
  if (registryId === undefined) return undefined;
  const registry = world?.inventory.registries.find(({ id }) => sameId(id, registryId));
  return partyOf(registryId, world, registry && detailOfRegistry(registry));
}

export function chosenClusters({ clusterIds }: Parties, world: World | undefined): readonly PartyView[] {
  return clusterIds.map((id) => {
    const cluster = world?.inventory.clusters.find((one) => sameId(one.id, id));
    return partyOf(id, world, cluster && detailOfCluster(cluster));
  });
}

function partyOf(id: string, world: World | undefined, detail: string | undefined): PartyView {
  const place = world === undefined ? '' : placeOf(id, world);
  return { id, name: nameOf(id), detail: joined(detail, place) };
}

/** "Link contosodata → 3 clusters"; "…" stands for what isn't chosen yet. */
export function titleOf({ registryId, clusterIds }: Parties): string {
  const registry = registryId === undefined ? '…' : nameOf(registryId);
  const [first] = clusterIds;
  const clusters =
    clusterIds.length > 1 ? `${clusterIds.length} clusters` : first === undefined ? '…' : nameOf(first);
  return `Link ${registry} → ${clusters}`;
}

function relation(links: readonly Link[], of: number): string {
  const [link] = links;
  if (link === undefined) return '';
  if (of === 1) return linkWords[link.state];
  const linked = links.filter(({ state }) => state === 'linked').length;
  return linked === 0 ? '' : `linked to ${linked} of ${of} already`;
}

function detailOfRegistry({ sku, location }: ObservedRegistry): string {
  return joined(sku, regionName(location));
}

function detailOfCluster({ location, networkId, powerState }: ObservedCluster): string {
  return joined(
    regionName(location),
    networkId === undefined ? undefined : nameOf(networkId),
    powerState === 'Stopped' ? 'stopped' : undefined,
  );
}

function placeOf(id: string, world: World): string {
  return joined(parseId(id)?.resourceGroup, subscriptionName(world, subscriptionOf(id)));
}

function joined(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' · ');
}
