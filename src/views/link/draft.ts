/** What the user has filled in, as text, and what the fields are offered, checked and turned into a spec with. */
import { idKey, sameId } from '../../model/armId';
import { memoizedOf } from '../../model/memoized';
import type { ObservedCluster, ObservedRegistry } from '../../provisioning';
import { followed, namesAfter, type Edits } from '../place/edits';
import type { PlaceContext } from '../place/place';
import { sharedScope } from '../planForm/protocol/fields';
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

export interface Context extends PlaceContext {
  readonly registry: ObservedRegistry;
  /** In the order in which they were chosen. */
  readonly clusters: readonly ObservedCluster[];
  /** What each cluster can choose between, by `idKey`. */
  readonly placements: Readonly<Record<string, Placement>>;
}

/** A filled form: facts, the proposals made from them, and what the user changed, by scope. */
export interface Filled {
  readonly context: Context;
  readonly proposed: Draft;
  readonly edits: Readonly<Record<string, Edits<FieldId>>>;
}

export interface Placement {
  /** There is an endpoint of its own besides the shared one. */
  readonly own: boolean;
  /** Why the cluster's own was proposed, in a sentence. */
  readonly reason: string | undefined;
}

/** Every field, as it is proposed for the user's choices or as the user has changed it. */
export const draftOf = memoizedOf(({ context, proposed, edits }: Filled): Draft => {
  const { clusters } = context;
  const shared = followed(proposed.shared, edits[sharedScope] ?? {}, context, clusters);
  const own = clusters.flatMap((cluster) => {
    const fields = proposed.clusters[idKey(cluster.id)];
    return fields === undefined
      ? []
      : [{ cluster, fields: followed(fields, edits[cluster.id] ?? {}, context, [cluster]) }];
  });
  const sharing = own.filter(({ fields }) => fields.placement !== 'own').map(({ cluster }) => cluster);
  const names = namesAfter(shared, proposed.shared, context, sharing);
  const withNames = (cluster: ObservedCluster, fields: Fields): Fields => {
    const index = sharing.indexOf(cluster);
    return index < 0 ? fields : { ...fields, ...names?.paths[index], ...edits[cluster.id] };
  };
  return {
    shared,
    clusters: Object.fromEntries(
      own.map(({ cluster, fields }) => [idKey(cluster.id), withNames(cluster, fields)]),
    ),
  };
});

export function fieldsOf(draft: Draft, cluster: ObservedCluster): Fields {
  return draft.clusters[idKey(cluster.id)] ?? draft.shared;
}

/** The fields of the place that a cluster's link uses. */
export function placeFields(draft: Draft, cluster: ObservedCluster): Fields {
  const own = fieldsOf(draft, cluster);
  return own.placement === 'own' ? own : draft.shared;
}

/** The places that are in use. */
export function placesOf(draft: Draft, { clusters }: Pick<Context, 'clusters'>): readonly Fields[] {
  const used = clusters
    .filter((cluster) => fieldsOf(draft, cluster).mode === 'private')
    .map((cluster) => placeFields(draft, cluster));
  return clusters.length === 0 ? [draft.shared] : [...new Set(used)];
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
