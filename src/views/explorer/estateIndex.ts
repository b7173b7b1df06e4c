/** The estate by keys, made once: the tree asks for each node that is unfolded, and never goes through everything for one. */
import { t } from '@vscode/l10n';
import { idKey, parseId, subscriptionKeyOf, subscriptionOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { once } from '../../model/memoized';
import { gapNames } from '../../platform/estateGaps';
import type { ShownEstate, ShownInventory } from '../../platform/shownEstate';
import type { Link, ObservedCluster, ObservedRegistry, Unread } from '../../provisioning';
import { hasRunningNodes, standingOf } from '../../provisioning/overview';
import { ageOf } from './age';
import type { TreeNode } from './treeNode';

type Network = NonNullable<ShownInventory['networks']>[number];
type Endpoint = NonNullable<ShownInventory['endpoints']>[number];

export interface EstateIndex {
  registriesIn(subscriptionId: string): readonly ObservedRegistry[];
  clustersIn(subscriptionId: string): readonly ObservedCluster[];
  /** What of the subscription couldn't be read. */
  unreadIn(subscriptionId: string): readonly Unread[];
  /** Whether there may be some in the subscription that couldn't be read. */
  hasGapIn(subscriptionId: string, kind: 'registries' | 'clusters'): boolean;
  /** Links of a registry or a cluster; none where `lacks` says so. */
  linksOf(id: string): readonly Link[];
  /** Of a cluster that is known: nothing runs in it that could pull. */
  isIdle(clusterId: string): boolean;
  /** What stands in the place of links, networks and endpoints where they aren't known yet; undefined where they are. */
  readonly lacks: string | undefined;
  /** Only what needs somebody is in it: lists that are empty say nothing. */
  readonly isOnlyProblems: boolean;
  /** Something couldn't be read: what isn't found may be there. */
  readonly hasGaps: boolean;
  /** `read 2 hours ago`, where it wasn't read by this window. */
  readonly age: string | undefined;
  network(id: string | undefined): Network | undefined;
  endpoint(id: string): Endpoint | undefined;
  /** Name of the subscription that a resource is in; its GUID where the account doesn't see it. */
  subscriptionOf(id: string): string;
  /** What of these resources needs somebody: those that failed, and links that are broken, each once. */
  problemsOf(resources: readonly (ObservedRegistry | ObservedCluster)[]): number;
  /** How a node of these is marked: as failed itself, or for what is in it. */
  problemIn(
    resources: readonly (ObservedRegistry | ObservedCluster)[],
    own?: ObservedRegistry | ObservedCluster,
  ): Pick<TreeNode, 'problem'>;
}

const types = {
  registries: 'microsoft.containerregistry/registries',
  clusters: 'microsoft.containerservice/managedclusters',
};

/** `now` in milliseconds since the epoch. */
export function indexOf(
  {
    visible,
    inventory,
    links = [],
    rest,
    keptAt,
    accountDirectories = [],
    isOnlyProblems = false,
  }: ShownEstate,
  now: number = Date.now(),
): EstateIndex {
  const { networks: ofEstate = [], endpoints: known = [] } = inventory ?? {};
  const registries = groupBy(inventory?.registries ?? [], ({ id }) => subscriptionOf(id).toLowerCase());
  const clusters = groupBy(inventory?.clusters ?? [], ({ id }) => subscriptionOf(id).toLowerCase());
  const unread = groupBy(inventory?.unread ?? [], ({ id }) => subscriptionKeyOf(id));
  const unreadIn = (id: string) => unread.get(id.toLowerCase()) ?? [];
  // Azure doesn't name all that it leaves out: that may be anywhere.
  const nameless = unread.get('') ?? [];
  const linksById = new Map([
    ...groupBy(links, ({ registryId }) => idKey(registryId)),
    ...groupBy(links, ({ clusterId }) => idKey(clusterId)),
  ]);
  // Only what is unfolded asks for these.
  const networks = once(() => new Map(ofEstate.map((network) => [idKey(network.id), network])));
  const endpoints = once(() => new Map(known.map((endpoint) => [idKey(endpoint.id), endpoint])));
  const idle = once(
    () =>
      new Set((inventory?.clusters ?? []).flatMap((each) => (hasRunningNodes(each) ? [] : [idKey(each.id)]))),
  );
  const subscriptions = new Map(visible.map(({ id, name }) => [id.toLowerCase(), name]));
  const linksOf = (id: string) => linksById.get(idKey(id)) ?? [];
  const problemsOf: EstateIndex['problemsOf'] = (resources) => {
    const failed = resources.filter((each) => standingOf(each.provisioningState) === 'failed');
    const broken = resources.flatMap(({ id }) => linksOf(id).filter(({ state }) => state === 'broken'));
    return failed.length + new Set(broken).size;
  };
  return {
    registriesIn: (id) => registries.get(id.toLowerCase()) ?? [],
    clustersIn: (id) => clusters.get(id.toLowerCase()) ?? [],
    unreadIn,
    hasGapIn: (id, kind) =>
      [...nameless, ...unreadIn(id)].some((one) => {
        const type = parseId(one.id)?.type?.toLowerCase();
        return one.isAround !== true && (type === undefined || type === types[kind]);
      }),
    linksOf,
    isIdle: (clusterId) => idle().has(idKey(clusterId)),
    lacks:
      keptAt !== undefined || rest === undefined
        ? undefined
        : rest === 'reading'
          ? t('reading…')
          : t('not read'),
    isOnlyProblems,
    hasGaps: gapNames({ inventory: inventory ?? {}, subscriptions: visible, accountDirectories }).length > 0,
    age: keptAt === undefined ? undefined : t`read ${ageOf(keptAt, now)}`,
    network: (id) => (id === undefined ? undefined : networks().get(idKey(id))),
    endpoint: (id) => endpoints().get(idKey(id)),
    subscriptionOf: (id) => subscriptions.get(subscriptionKeyOf(id)) ?? subscriptionKeyOf(id),
    problemsOf,
    problemIn: (resources, own) =>
      own !== undefined && standingOf(own.provisioningState) === 'failed'
        ? { problem: 'own' }
        : problemsOf(resources) > 0
          ? { problem: 'below' }
          : {},
  };
}
