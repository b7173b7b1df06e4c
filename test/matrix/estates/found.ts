/** Estates in which the property of random estates failed once, each as small as it was made. */
import type { ClusterModel, EstateModel } from './model';
import type { RegistryModel } from './registries';

const cluster: ClusterModel = {
  subscription: 0,
  location: 'westeurope',
  network: 'own',
  range: '10.20.0.0/16',
  pools: 1,
  stopped: true,
  role: 'none',
  linkedTo: 'none',
  peering: 'none',
  peeredWithHub: false,
  pullsFromNeighbour: false,
};
const estate: Omit<EstateModel, 'clusters' | 'targets'> = {
  registry: { subscription: 0, sku: 'Premium', byRepository: false, closed: false, replicas: 0 },
  endpoint: 'hub',
  registryRange: '10.100.0.0/24',
  records: 'registryZone',
  endpointNetworkLinked: false,
  hub: true,
  neighbour: true,
  interruptedAfter: 1,
  unlink: 'proposed',
  spoiler: 'none',
};

export const found: readonly (readonly [fault: string, model: EstateModel])[] = [
  [
    'a roll back kept a zone link for another registry to whose endpoint only a disconnected peering could lead',
    {
      ...estate,
      endpoint: 'firstCluster',
      interruptedAfter: 0.2,
      clusters: [
        { ...cluster, pullsFromNeighbour: true },
        { ...cluster, range: '10.90.0.0/16' },
        { ...cluster, network: 'shared', linkedTo: 'hubZone', peering: 'bothDisconnected' },
      ],
      targets: 2,
    },
  ],
  [
    'a roll back kept a peering for another registry whose name was only found by the zone link that went along',
    { ...estate, clusters: [{ ...cluster, pullsFromNeighbour: true }], targets: 1 },
  ],
  [
    'a cluster came to another registry by the zone link and the peering together, and both stay',
    {
      ...estate,
      clusters: [
        { ...cluster, linkedTo: 'hubZone' },
        { ...cluster, range: '172.20.0.0/16', pullsFromNeighbour: true },
      ],
      targets: 2,
    },
  ],
  [
    'a cluster with a role on the whole subscription came to another registry by the zone link alone, which stays',
    {
      ...estate,
      registry: { ...estate.registry, subscription: 1, closed: true },
      endpoint: 'none',
      interruptedAfter: 0.6,
      clusters: [
        { ...cluster, role: 'subscription', peeredWithHub: true },
        { ...cluster, range: '10.90.0.0/16', linkedTo: 'hubZone' },
      ],
      targets: 2,
    },
  ],
];

export const foundByThemselves: readonly (readonly [fault: string, model: RegistryModel])[] = [
  [
    'a roll back kept a zone link for another registry to whose endpoint only a peering led that lets nothing through',
    {
      estate: {
        ...estate,
        endpoint: 'registryNetwork',
        endpointNetworkLinked: true,
        hub: false,
        neighbour: false,
        clusters: [{ ...cluster, role: 'subscription', peering: 'noAccess' }, cluster],
        targets: 1,
      },
      isNew: true,
      subscription: 0,
      replicas: 0,
      closed: false,
      place: 'firstCluster',
    },
  ],
];
