/** Random estates as plain data: what a generator chooses, before anything of it is made on an emulator. */
import fc from 'fast-check';

/** Where a cluster's network is linked to, and where an endpoint's records go. */
export type ZoneName = 'registryZone' | 'hubZone' | 'foreignZone';

export interface ClusterModel {
  /** Index of the subscription. */
  readonly subscription: number;
  readonly location: string;
  /** `managed`: made by AKS in the node resource group; `shared`: the one of the cluster before, if that is its own. */
  readonly network: 'managed' | 'own' | 'shared';
  /** Of an own network. */
  readonly range: string;
  readonly pools: number;
  readonly stopped: boolean;
  /** What the kubelet identity holds; the last two are mistakes that grant no pull. */
  readonly role: 'none' | 'registry' | 'group' | 'subscription' | 'controlPlane' | 'wrongMode';
  readonly linkedTo: ZoneName | 'none';
  /** With the network of the registry's endpoint, where there is one and Azure takes it. */
  readonly peering: PeeringModel;
  readonly peeredWithHub: boolean;
  readonly pullsFromNeighbour: boolean;
}

export type PeeringModel =
  | 'none'
  | 'connected'
  | 'fromCluster'
  | 'fromEndpoint'
  | 'clusterDisconnected'
  | 'endpointDisconnected'
  | 'bothDisconnected'
  | 'noAccess';

/** What makes an estate unsolvable for the first cluster, whatever else is in it. */
export type Spoiler =
  | 'servicePrincipal'
  | 'otherTenant'
  | 'restricted'
  | 'registryBusy'
  | 'publicClosed'
  | 'lock'
  | 'notRegistered'
  | 'reader';

export interface EstateModel {
  readonly registry: {
    readonly subscription: number;
    readonly sku: 'Basic' | 'Standard' | 'Premium';
    readonly byRepository: boolean;
    readonly closed: boolean;
    /** Geo-replicas besides the home region. */
    readonly replicas: number;
  };
  readonly endpoint: 'none' | 'registryNetwork' | 'hub' | 'firstCluster';
  /** Range of the registry's network, where the endpoint is in one. */
  readonly registryRange: string;
  /** Where the endpoint's zone group writes to. */
  readonly records: ZoneName | 'none';
  readonly endpointNetworkLinked: boolean;
  readonly hub: boolean;
  /** Another private registry, with its endpoint in the hub and its records in the hub's zone. */
  readonly neighbour: boolean;
  readonly clusters: readonly ClusterModel[];
  /** The first so many clusters are to be linked; the others live beside them. */
  readonly targets: number;
  /** Share of the writes after which the first attempt is stopped and rolled back; 0 for none. */
  readonly interruptedAfter: number;
  /** What is ticked when the first cluster is unlinked in the end. */
  readonly unlink: 'proposed' | 'everything' | 'nothing';
  readonly spoiler: Spoiler | 'none';
}

/** What AKS gives a network that it makes. */
export const managedRange = '10.224.0.0/12';

/** Own networks: some meet each other, the range of the registry's network, what is proposed first, or AKS's. */
const ranges = ['10.20.0.0/16', '10.30.0.0/16', '10.90.0.0/16', '172.20.0.0/16', managedRange];

const cluster: fc.Arbitrary<ClusterModel> = fc.record({
  subscription: fc.integer({ min: 0, max: 2 }),
  location: fc.constantFrom('westeurope', 'northeurope'),
  network: fc.constantFrom('own', 'own', 'managed', 'shared'),
  range: fc.constantFrom(...ranges),
  pools: fc.integer({ min: 1, max: 2 }),
  stopped: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  role: fc.constantFrom('none', 'none', 'registry', 'group', 'subscription', 'controlPlane', 'wrongMode'),
  linkedTo: fc.constantFrom('none', 'none', 'registryZone', 'hubZone', 'foreignZone'),
  peering: fc.constantFrom(
    'none',
    'none',
    'connected',
    'fromCluster',
    'fromEndpoint',
    'clusterDisconnected',
    'endpointDisconnected',
    'bothDisconnected',
    'noAccess',
  ),
  peeredWithHub: fc.boolean(),
  pullsFromNeighbour: fc.boolean(),
});

const spoilers: readonly Spoiler[] = [
  'servicePrincipal',
  'otherTenant',
  'restricted',
  'registryBusy',
  'publicClosed',
  'lock',
  'notRegistered',
  'reader',
];

/** Any estate; about one in six is spoilt, and some others turn out to be unsolvable by their ranges and zones. */
export const anyEstate: fc.Arbitrary<EstateModel> = fc
  .record({
    registry: fc.record({
      subscription: fc.integer({ min: 0, max: 2 }),
      sku: fc.constantFrom('Premium', 'Premium', 'Standard', 'Basic'),
      byRepository: fc.boolean(),
      closed: fc.boolean(),
      replicas: fc.integer({ min: 0, max: 2 }),
    }),
    endpoint: fc.constantFrom('none', 'none', 'registryNetwork', 'hub', 'firstCluster'),
    registryRange: fc.constantFrom('10.100.0.0/24', '10.30.7.0/24', '192.168.10.0/24'),
    records: fc.constantFrom('registryZone', 'registryZone', 'hubZone', 'none'),
    endpointNetworkLinked: fc.boolean(),
    hub: fc.boolean(),
    neighbour: fc.boolean(),
    clusters: fc.array(cluster, { minLength: 1, maxLength: 4 }),
    targets: fc.integer({ min: 1, max: 3 }),
    interruptedAfter: fc.constantFrom(0, 0.2, 0.4, 0.6, 0.8, 1),
    unlink: fc.constantFrom('proposed', 'everything', 'nothing'),
    spoiler: fc.oneof(
      { weight: 5, arbitrary: fc.constant('none' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...spoilers) },
    ),
  })
  .map(consistent);

/** Brings choices together that exclude each other, so that what is built is what the model says. */
function consistent(raw: EstateModel): EstateModel {
  const spoiled = withSpoiler(raw);
  const premium = spoiled.registry.sku === 'Premium';
  const endpoint = premium ? spoiled.endpoint : 'none';
  const hub = spoiled.hub || endpoint === 'hub' || spoiled.neighbour;
  const targets = Math.min(spoiled.targets, spoiled.clusters.length);
  return {
    ...spoiled,
    endpoint,
    hub,
    targets,
    registry: {
      ...spoiled.registry,
      closed: premium && spoiled.registry.closed,
      replicas: premium ? spoiled.registry.replicas : 0,
    },
    clusters: spoiled.clusters.map((one, index) => ({
      ...one,
      network: one.network === 'shared' && index === 0 ? 'own' : one.network,
    })),
  };
}

/** What a spoiler needs around it to make a difference for certain. */
function withSpoiler(raw: EstateModel): EstateModel {
  const first = (changes: Partial<ClusterModel>): readonly ClusterModel[] =>
    raw.clusters.map((one, index) => (index === 0 ? { ...one, ...changes } : one));
  switch (raw.spoiler) {
    case 'restricted':
      return {
        ...raw,
        endpoint: 'none',
        clusters: first({ network: 'managed', linkedTo: 'none', peeredWithHub: false }),
      };
    case 'lock':
      return { ...raw, endpoint: 'none', clusters: first({ network: 'own' }) };
    case 'publicClosed':
      return { ...raw, registry: { ...raw.registry, sku: 'Premium', closed: true } };
    case 'notRegistered':
      return { ...raw, endpoint: 'none' };
    case 'otherTenant':
      return {
        ...raw,
        endpoint: 'none',
        clusters: first({ network: 'own', role: 'none', linkedTo: 'none', peeredWithHub: false }),
      };
    case 'servicePrincipal':
    case 'registryBusy':
    case 'reader':
      return { ...raw, clusters: first({ role: 'none' }) };
    case 'none':
      return raw;
  }
}
