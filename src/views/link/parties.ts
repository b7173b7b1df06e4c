/** Registries and clusters as they are offered and named in the header. */
import { nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import { type Inventory, type Link, linksOf, type LinkState, type Subscription } from '../../provisioning';
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
  const links = clusterIds.length === 0 ? [] : linksOf(world.inventory);
  return world.inventory.registries
    .map(({ id, name }) => {
      const mine = links.filter(
        ({ registryId, clusterId }) =>
          sameId(registryId, id) && clusterIds.some((one) => sameId(one, clusterId)),
      );
      return { id, name, detail: joined(registryDetail(id, world), relation(mine, clusterIds.length)) };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Clusters, with how each is linked to the registry that is chosen already. */
export function clustersOf(
  world: World,
  { registryId, clusterIds }: Parties,
): readonly (PartyView & { readonly ticked: boolean })[] {
  const links = registryId === undefined ? [] : linksOf(world.inventory);
  return world.inventory.clusters
    .map(({ id, name }) => {
      const mine = links.filter((link) => sameId(link.clusterId, id) && sameId(link.registryId, registryId));
      return {
        id,
        name,
        detail: joined(clusterDetail(id, world), relation(mine, 1)),
        ticked: clusterIds.some((one) => sameId(one, id)),
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** A chosen side for the header; only its name while nothing is known of it. */
export function registryOf({ registryId }: Parties, world: World | undefined): PartyView | undefined {
  if (registryId === undefined) return undefined;
  return {
    id: registryId,
    name: nameOf(registryId),
    detail: world === undefined ? '' : registryDetail(registryId, world),
  };
}

export function chosenClusters({ clusterIds }: Parties, world: World | undefined): readonly PartyView[] {
  return clusterIds.map((id) => ({
    id,
    name: nameOf(id),
    detail: world === undefined ? '' : clusterDetail(id, world),
  }));
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

function registryDetail(id: string, world: World): string {
  const registry = world.inventory.registries.find((one) => sameId(one.id, id));
  return joined(registry?.sku, registry?.location, ...placeOf(id, world));
}

function clusterDetail(id: string, world: World): string {
  const cluster = world.inventory.clusters.find((one) => sameId(one.id, id));
  return joined(
    cluster?.location,
    ...placeOf(id, world),
    cluster?.networkId === undefined ? undefined : nameOf(cluster.networkId),
    cluster?.powerState === 'Stopped' ? 'stopped' : undefined,
  );
}

function placeOf(id: string, world: World): readonly string[] {
  return [parseId(id)?.resourceGroup ?? '', subscriptionName(world, subscriptionOf(id))];
}

function joined(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' · ');
}
