/** Registries and clusters as they are offered and named in the header. */
import { nameOf, parseId, sameId, subscriptionOf } from '../../model/armId';
import type { Inventory, Subscription } from '../../provisioning/inventory';
import { linksOf, type LinkState } from '../../provisioning/linkState';
import type { Pair } from './formState';
import { subscriptionName } from './options';
import type { PartyView, Side } from './protocol';

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

/** One side's list, with how each is related to the side that is chosen already. */
export function partiesOf(side: Side, world: World, pair: Pair): readonly PartyView[] {
  const { inventory } = world;
  const other = side === 'registry' ? pair.clusterId : pair.registryId;
  const links = other === undefined ? [] : linksOf(inventory);
  const relation = (id: string): string => {
    const link = links.find(({ registryId, clusterId }) =>
      side === 'registry'
        ? sameId(registryId, id) && sameId(clusterId, other)
        : sameId(clusterId, id) && sameId(registryId, other),
    );
    return link === undefined ? '' : linkWords[link.state];
  };
  const all = side === 'registry' ? inventory.registries : inventory.clusters;
  return all
    .map(({ id, name }) => ({
      id,
      name,
      detail: [detailOf(side, id, world), relation(id)].filter((word) => word !== '').join(' · '),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** A chosen side for the header; only its name while nothing is known of it. */
export function partyOf(side: Side, id: string | undefined, world: World | undefined): PartyView | undefined {
  if (id === undefined) return undefined;
  return { id, name: nameOf(id), detail: world === undefined ? '' : detailOf(side, id, world) };
}

function detailOf(side: Side, id: string, world: World): string {
  const words = [parseId(id)?.resourceGroup ?? '', subscriptionName(world, subscriptionOf(id))];
  if (side === 'registry') {
    const registry = world.inventory.registries.find((one) => sameId(one.id, id));
    if (registry !== undefined) words.unshift(registry.sku, registry.location);
  } else {
    const cluster = world.inventory.clusters.find((one) => sameId(one.id, id));
    if (cluster !== undefined) {
      words.unshift(cluster.location);
      if (cluster.networkId !== undefined) words.push(nameOf(cluster.networkId));
      if (cluster.powerState === 'Stopped') words.push('stopped');
    }
  }
  return words.filter((word) => word !== '').join(' · ');
}
