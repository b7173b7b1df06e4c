/** The estate by keys, made once: the tree asks for each node that is unfolded, and never goes through everything for one. */
import { idKey, subscriptionKeyOf, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { Inventory, Link, ObservedCluster, ObservedRegistry, Subscription } from '../../provisioning';
import { standingOf } from '../../provisioning/overview';

/** The part of the estate that the tree needs. */
export interface ShownEstate {
  readonly visible: readonly Subscription[];
  readonly subscriptions: readonly Subscription[];
  readonly inventory: Inventory;
  readonly links: readonly Link[];
}

type Network = Inventory['networks'][number];
type Endpoint = Inventory['endpoints'][number];

export interface EstateIndex {
  registriesIn(subscriptionId: string): readonly ObservedRegistry[];
  clustersIn(subscriptionId: string): readonly ObservedCluster[];
  /** Links of a registry or a cluster. */
  linksOf(id: string): readonly Link[];
  network(id: string | undefined): Network | undefined;
  endpoint(id: string): Endpoint | undefined;
  /** Name of the subscription that a resource is in; its GUID where the account doesn't see it. */
  subscriptionOf(id: string): string;
  /** What of these resources needs somebody: those that failed, and links that are broken, each once. */
  problemsOf(resources: readonly (ObservedRegistry | ObservedCluster)[]): number;
}

export function indexOf({
  visible,
  inventory,
  links,
}: Pick<ShownEstate, 'visible' | 'inventory' | 'links'>): EstateIndex {
  const registries = groupBy(inventory.registries, ({ id }) => subscriptionOf(id).toLowerCase());
  const clusters = groupBy(inventory.clusters, ({ id }) => subscriptionOf(id).toLowerCase());
  const linksById = new Map([
    ...groupBy(links, ({ registryId }) => idKey(registryId)),
    ...groupBy(links, ({ clusterId }) => idKey(clusterId)),
  ]);
  const networks = new Map(inventory.networks.map((network) => [idKey(network.id), network]));
  const endpoints = new Map(inventory.endpoints.map((endpoint) => [idKey(endpoint.id), endpoint]));
  const subscriptions = new Map(visible.map(({ id, name }) => [id.toLowerCase(), name]));
  const linksOf = (id: string) => linksById.get(idKey(id)) ?? [];
  return {
    registriesIn: (id) => registries.get(id.toLowerCase()) ?? [],
    clustersIn: (id) => clusters.get(id.toLowerCase()) ?? [],
    linksOf,
    network: (id) => (id === undefined ? undefined : networks.get(idKey(id))),
    endpoint: (id) => endpoints.get(idKey(id)),
    subscriptionOf: (id) => subscriptions.get(subscriptionKeyOf(id)) ?? subscriptionKeyOf(id),
    problemsOf(resources) {
      const failed = resources.filter((each) => standingOf(each.provisioningState) === 'failed');
      const broken = resources.flatMap(({ id }) => linksOf(id).filter(({ state }) => state === 'broken'));
      return failed.length + new Set(broken).size;
    },
  };
}
