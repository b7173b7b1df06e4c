/** The spec that a draft without errors stands for. */
import type { ClusterLink, LinkSpec, ObservedCluster, PrivateAccess } from '../../provisioning';
import { sideOf } from '../place/place';
import { parseTags } from '../planForm/tags';
import { draftOf, fieldsOf, placeFields, type Context, type Draft, type Fields, type Filled } from './draft';

export function specOf(filled: Filled): LinkSpec {
  const { context } = filled;
  const draft = draftOf(filled);
  const tags = parseTags(draft.shared.tags);
  return {
    schemaVersion: 2,
    registryId: context.registry.id,
    links: context.clusters.map((cluster) => linkOf(draft, cluster, context)),
    tags: tags.ok ? tags.tags : {},
  };
}

function linkOf(draft: Draft, cluster: ObservedCluster, context: Context): ClusterLink {
  const fields = fieldsOf(draft, cluster);
  const principal = fields.principal.trim();
  return {
    clusterId: cluster.id,
    access:
      fields.mode === 'public'
        ? { mode: 'public' }
        : privateAccess(placeFields(draft, cluster), fields, draft.shared, context),
    ...(principal === '' ? {} : { servicePrincipalObjectId: principal }),
  };
}

/** `at` says where the endpoint is, `path` how the cluster gets there. */
function privateAccess(at: Fields, path: Fields, shared: Fields, context: Context): PrivateAccess {
  const { names, ...side } = sideOf(at, context);
  const { clusterZoneLink, peeringToCluster, peeringToRegistry } = path;
  return {
    mode: 'private',
    ...side,
    upgradeToPremium: shared.upgrade === 'true',
    route: path.route === 'routed' ? 'routed' : 'peering',
    names: { ...names, clusterZoneLink, peeringToCluster, peeringToRegistry },
    fallbackToInternet: path.fallback === 'true',
  };
}
