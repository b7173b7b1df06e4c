/** Whose fields are whose in the link form. */
import { idKey } from '../../model/armId';
import type { ObservedCluster } from '../../provisioning';
import type * as shared from '../planForm/fields';
import { sharedScope } from '../planForm/protocol/fields';
import { fieldsOf, type Context, type Draft } from './draft';
import type { FieldId } from './protocol/fields';

/** What all clusters share, or one cluster's. */
export type Scope = shared.Scope<FieldId>;

export function sharedFields(draft: Draft): Scope {
  return { id: sharedScope, suffix: '', fields: draft.shared };
}

export function clusterFields(draft: Draft, cluster: ObservedCluster, { clusters }: Context): Scope {
  const index = clusters.findIndex(({ id }) => idKey(id) === idKey(cluster.id));
  return {
    id: cluster.id,
    suffix: clusters.length > 1 ? `-${index + 1}` : '',
    fields: fieldsOf(draft, cluster),
  };
}
