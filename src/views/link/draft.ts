/** What the user has filled in, as text, and what the fields are offered, checked and turned into a spec with. */
import { idKey, sameId } from '../../model/armId';
import type {
  Inventory,
  Observed,
  ObservedCluster,
  ObservedRegistry,
  Subscription,
} from '../../provisioning';
import type { FieldId } from './protocol/fields';

export type Fields = Readonly<Record<FieldId, string>>;

/**
 * One set of fields for what all clusters share, one for each cluster. The fields that say where the endpoint is are in
 * both: a cluster's own count when its placement is `own`.
 */
export interface Draft {
  readonly shared: Fields;
  /** By `idKey` of the cluster. */
  readonly clusters: Readonly<Record<string, Fields>>;
}

export interface Context {
  readonly registry: ObservedRegistry;
  /** In the order in which they were chosen. */
  readonly clusters: readonly ObservedCluster[];
  readonly observed: Observed;
  readonly inventory: Inventory;
  readonly subscriptions: readonly Subscription[];
  /** What each cluster can choose between, by `idKey`. */
  readonly placements: Readonly<Record<string, Placement>>;
}

/** A filled form: facts, the proposals made from them, and what the user made of these. */
export interface Filled {
  readonly context: Context;
  readonly proposed: Draft;
  readonly draft: Draft;
}

export interface Placement {
  /** There is an endpoint of its own besides the shared one. */
  readonly own: boolean;
  /** Why the cluster's own was proposed, in a sentence. */
  readonly reason: string | undefined;
}

export function fieldsOf(draft: Draft, cluster: ObservedCluster): Fields {
  return draft.clusters[idKey(cluster.id)] ?? draft.shared;
}

/** The fields of the place that a cluster's link uses. */
export function placeFields(draft: Draft, cluster: ObservedCluster): Fields {
  const own = fieldsOf(draft, cluster);
  return own.placement === 'own' ? own : draft.shared;
}

/** The first of the clusters that are in the same network: what is said of the network is said there. */
export function spokesman(
  { clusters }: Pick<Context, 'clusters'>,
  cluster: ObservedCluster,
): ObservedCluster {
  return (
    clusters.find(({ networkId }) => networkId !== undefined && sameId(networkId, cluster.networkId)) ??
    cluster
  );
}

export function endpointOf({ observed }: Pick<Context, 'observed'>, id: string) {
  const fact = observed.endpoints[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}
