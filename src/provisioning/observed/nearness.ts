/** Which registries and clusters of an inventory may have to do with each other, before it is looked at how. */
import { idKey, parentId } from '../../model/armId';
import { ByScope, scopesOf } from '../../model/byScope';
import { groupBy } from '../../model/groupBy';
import { memoized, once } from '../../model/memoized';
import { isManagementGroup, mayLetPull } from '../../model/roles';
import type { World } from '../../reachability/world';
import type { Inventory } from './inventory';
import type { ObservedCluster, ObservedRegistry } from './observed';

type Endpoint = Inventory['endpoints'][number];
type Role = NonNullable<Inventory['roleAssignments']>[number];

/** By network, principal and id, never one by one: most have nothing to do with each other. */
export class Nearness {
  readonly registries = once(() => new Map(this.inventory.registries.map((one) => [idKey(one.id), one])));
  readonly clusters = once(() => new Map(this.inventory.clusters.map((one) => [idKey(one.id), one])));
  readonly #order = once(
    () => new Map([...this.registries().keys(), ...this.clusters().keys()].map((key, at) => [key, at])),
  );
  readonly #peers = once(() => peersOf(this.inventory.networks));
  readonly #clustersIn = this.#clustersBy(({ networkId }) => idKey(networkId ?? ''));
  readonly #bootstrapped = this.#clustersBy(({ bootstrapRegistryId }) => idKey(bootstrapRegistryId ?? ''));
  readonly #byIdentity = this.#clustersBy(identityOf);
  readonly #endpointsOf = this.#endpointsBy(({ targetId }) => idKey(targetId));
  readonly #endpointsIn = this.#endpointsBy(networkOf);
  /** Roles to pull that identities of clusters have. */
  readonly #held = once(() =>
    (this.inventory.roleAssignments ?? []).filter(
      (role) => this.#byIdentity().has(role.principalId.toLowerCase()) && mayLetPullAnywhere(role),
    ),
  );
  readonly #roles = once(() => new ByScope(this.#held(), ({ scope }) => scope));
  readonly #rolesOf = once(() => groupBy(this.#held(), ({ principalId }) => principalId.toLowerCase()));
  readonly #below = once(() => {
    const scopes = new Set(this.#held().map(({ scope }) => idKey(scope)));
    const below = this.inventory.registries.flatMap((registry) =>
      scopesOf(registry.id).flatMap((scope) => (scopes.has(scope) ? [{ scope, registry }] : [])),
    );
    return groupBy(below, ({ scope }) => scope);
  });

  /** What things are looked up in, each made when it is first needed: of a large estate each takes a moment. */
  readonly indexes: readonly (() => unknown)[] = [
    this.registries,
    this.clusters,
    this.#order,
    this.#peers,
    this.#clustersIn,
    this.#bootstrapped,
    this.#byIdentity,
    this.#endpointsOf,
    this.#endpointsIn,
    this.#held,
    this.#roles,
    this.#rolesOf,
    this.#below,
  ];

  constructor(
    private readonly inventory: Inventory,
    private readonly world: World,
  ) {}

  /** In the order of the inventory. */
  clustersOf(registry: ObservedRegistry): readonly ObservedCluster[] {
    const ways = this.#isOpen(registry) ? this.#clustersNear : this.#openClustersNear;
    const networks = new Set(this.#approved(registry).map(networkOf));
    return this.#ordered([
      ...[...networks].flatMap(ways),
      ...this.#roles()
        .applyingAt(registry.id)
        .flatMap(({ principalId }) => this.#byIdentity().get(principalId.toLowerCase()) ?? []),
      ...(this.#bootstrapped().get(idKey(registry.id)) ?? []),
    ]);
  }

  registriesOf(cluster: ObservedCluster): readonly ObservedRegistry[] {
    const ways = this.#isOpenTo(cluster) ? this.#registriesNear : this.#openRegistriesNear;
    const roles = this.#rolesOf().get(identityOf(cluster)) ?? [];
    return this.#ordered([
      ...ways(idKey(cluster.networkId ?? '')),
      ...roles.flatMap(({ scope }) => this.#below().get(idKey(scope)) ?? []).map(({ registry }) => registry),
      ...this.#registry(cluster.bootstrapRegistryId),
    ]);
  }

  /** An approved one in the cluster's network, which comes first, or in a peered one. */
  endpointBetween(registry: ObservedRegistry, { networkId = '' }: ObservedCluster): string | undefined {
    const own = idKey(networkId);
    const endpoints = this.#approved(registry);
    const peers = this.#peers().get(own);
    const found =
      endpoints.find((endpoint) => networkOf(endpoint) === own) ??
      endpoints.find((endpoint) => peers?.has(networkOf(endpoint)));
    return found?.id;
  }

  /** The registry knows of its connections even where the endpoint is in a subscription that can't be seen. */
  hiddenEndpoint(registry: ObservedRegistry): string | undefined {
    if (this.#approved(registry).length > 0) return undefined;
    return registry.connections.find(({ status }) => status === 'Approved')?.endpointId;
  }

  // In a hub all registries are near all clusters. Those near each other count only where more than a role that can be
  // seen may let in: with a role they are found by that.
  readonly #clustersNear = memoized((network: string) =>
    this.#near(network).flatMap((near) => this.#clustersIn().get(near) ?? []),
  );
  readonly #openClustersNear = memoized((network: string) =>
    this.#clustersNear(network).filter((cluster) => this.#isOpenTo(cluster)),
  );
  readonly #registriesNear = memoized((network: string) =>
    this.#near(network)
      .flatMap((near) => this.#endpointsIn().get(near) ?? [])
      .flatMap(({ targetId }) => this.#registry(targetId)),
  );
  readonly #openRegistriesNear = memoized((network: string) =>
    this.#registriesNear(network).filter((registry) => this.#isOpen(registry)),
  );

  /** Whether somebody without a role that can be seen may pull from the registry. */
  #isOpen(registry: ObservedRegistry): boolean {
    const nobody = { id: '', kubeletIdentity: { objectId: '', clientId: '', resourceId: '' } };
    return registry.anonymousPull === true || this.world.roles(registry, nobody).unseen.length > 0;
  }

  /** Whether the cluster may have roles that can't be seen. */
  #isOpenTo(cluster: ObservedCluster): boolean {
    const roles = this.#rolesOf().get(identityOf(cluster)) ?? [];
    return cluster.kubeletIdentity === undefined || roles.some(({ scope }) => isManagementGroup(scope));
  }

  #registry(id: string | undefined): readonly ObservedRegistry[] {
    const found = this.registries().get(idKey(id ?? ''));
    return found === undefined ? [] : [found];
  }

  #approved({ id }: ObservedRegistry): readonly Endpoint[] {
    return this.#endpointsOf().get(idKey(id)) ?? [];
  }

  #near(network: string): readonly string[] {
    return [network, ...(this.#peers().get(network) ?? [])];
  }

  #clustersBy(keyOf: (cluster: ObservedCluster) => string) {
    return once(() => groupBy(this.inventory.clusters, keyOf));
  }

  #endpointsBy(keyOf: (endpoint: Endpoint) => string) {
    return once(() =>
      groupBy(
        this.inventory.endpoints.filter(({ status }) => status === 'Approved'),
        keyOf,
      ),
    );
  }

  /** Each once. */
  #ordered<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
    if (items.length < 2) return items;
    const at = (item: T) => this.#order().get(idKey(item.id)) ?? 0;
    const placed = [...new Set(items)].map((item) => ({ item, place: at(item) }));
    return placed.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
  }
}

const mayLetPullAnywhere = (role: Role) => mayLetPull(role, 'legacy') || mayLetPull(role, 'abac');

const networkOf = ({ subnetId }: Endpoint) => idKey(parentId(subnetId));

/** Empty for a cluster that has none. */
const identityOf = ({ kubeletIdentity }: ObservedCluster) => kubeletIdentity?.objectId.toLowerCase() ?? '';

/** Peered from either side. */
function peersOf(networks: Inventory['networks']): ReadonlyMap<string, ReadonlySet<string>> {
  const peers = new Map<string, Set<string>>();
  const add = (one: string, other: string) => {
    const found = peers.get(one);
    if (found) found.add(other);
    else peers.set(one, new Set([other]));
  };
  for (const { id, peerings } of networks) {
    for (const { remoteNetworkId } of peerings) {
      add(idKey(id), idKey(remoteNetworkId));
      add(idKey(remoteNetworkId), idKey(id));
    }
  }
  return peers;
}
