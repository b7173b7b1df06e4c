/** The spec that a draft without errors stands for. */
import { resourceId, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import type { ClusterLink, LinkSpec, ObservedCluster, OnAbsent, PrivateAccess } from '../../provisioning';
import { makeNew, networkFacts } from '../planForm/networks';
import { fieldsOf, placeFields, type Context, type Draft, type Fields } from './draft';
import { placeOf } from './place';
import { parseTags } from '../planForm/tags';

export function specOf(draft: Draft, context: Context): LinkSpec {
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
export function privateAccess(at: Fields, path: Fields, shared: Fields, context: Context): PrivateAccess {
  const place = placeOf(at, context);
  const existing = (choice: string): OnAbsent => (choice === makeNew ? 'create' : 'refuse');
  return {
    mode: 'private',
    upgradeToPremium: shared.upgrade === 'true',
    network: {
      id: place.networkId,
      onAbsent: place.networkIsNew ? 'create' : 'refuse',
      location: place.networkIsNew
        ? at.networkLocation
        : (networkOf(context, place.networkId)?.location ?? at.networkLocation),
      addressPrefix: at.networkPrefix,
    },
    subnet: {
      id: place.subnetId,
      onAbsent: place.subnetIsNew ? 'create' : 'refuse',
      addressPrefix: at.subnetPrefix,
    },
    endpoint: {
      id: place.endpointId,
      onAbsent: existing(at.endpoint),
      approval:
        at.approval === 'manual'
          ? { mode: 'manual', requestMessage: at.requestMessage.trim() }
          : { mode: 'automatic' },
    },
    route: path.route === 'routed' ? 'routed' : 'peering',
    dns: at.dns === 'central' ? 'central' : 'zone',
    zone: {
      id:
        at.zone === makeNew
          ? resourceId(
              at.zoneSubscription,
              at.zoneGroup,
              'Microsoft.Network/privateDnsZones',
              privateZoneName(context.registry.loginServer),
            )
          : at.zone,
      onAbsent: existing(at.zone),
    },
    names: {
      zoneGroup: at.zoneGroupName,
      registryZoneLink: at.registryZoneLink,
      clusterZoneLink: path.clusterZoneLink,
      peeringToCluster: path.peeringToCluster,
      peeringToRegistry: path.peeringToRegistry,
    },
    fallbackToInternet: path.fallback === 'true',
  };
}

function networkOf({ observed, inventory }: Context, id: string) {
  return networkFacts(observed, id) ?? inventory.networks.find((network) => sameId(network.id, id));
}
