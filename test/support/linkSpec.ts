/** The spec that the observations of `observed.ts` are planned with. */
import type { LinkSpec, PrivateAccess } from '../../src/provisioning/plan/spec';
import { ids } from './observed';

export function privateSpec(changes: Partial<PrivateAccess> = {}): LinkSpec {
  return {
    schemaVersion: 2,
    registryId: ids.registry,
    links: [{ clusterId: ids.cluster, access: privateAccess(changes) }],
    tags: { team: 'shop' },
  };
}

export function privateAccess(changes: Partial<PrivateAccess> = {}): PrivateAccess {
  return {
    mode: 'private',
    upgradeToPremium: false,
    network: {
      id: ids.registryNetwork,
      onAbsent: 'create',
      location: 'westeurope',
      addressPrefix: '10.90.0.0/26',
    },
    subnet: { id: ids.subnet, onAbsent: 'create', addressPrefix: '10.90.0.0/27' },
    endpoint: { id: ids.endpoint, onAbsent: 'create', approval: { mode: 'automatic' } },
    route: 'peering',
    dns: 'zone',
    zone: { id: ids.zone, onAbsent: 'create' },
    names: {
      zoneGroup: 'default',
      registryZoneLink: 'link-vnet-contoso',
      clusterZoneLink: 'link-vnet-shop',
      peeringToCluster: 'peer-vnet-contoso-to-vnet-shop',
      peeringToRegistry: 'peer-vnet-shop-to-vnet-contoso',
    },
    fallbackToInternet: false,
    ...changes,
  };
}

export function publicSpec(): LinkSpec {
  return { ...privateSpec(), links: [{ clusterId: ids.cluster, access: { mode: 'public' } }] };
}

/** The spec with the endpoint in a subnet of the cluster's own network. */
export function sameNetworkSpec(): LinkSpec {
  return privateSpec({
    network: {
      id: ids.clusterNetwork,
      onAbsent: 'refuse',
      location: 'westeurope',
      addressPrefix: '10.20.0.0/16',
    },
    subnet: {
      id: `${ids.clusterNetwork}/subnets/snet-private-endpoints`,
      onAbsent: 'create',
      addressPrefix: '10.20.240.0/27',
    },
  });
}
