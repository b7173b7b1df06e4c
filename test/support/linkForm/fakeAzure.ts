/**
 * Azure as far as a link form sees it, with an estate that tests can change between two readings: a private registry
 * without a link, a cluster in a network of its own, and neighbours that a link would touch.
 */
import { idKey, resourceId } from '../../../src/model/armId';
import type { Inventory, Subscription } from '../../../src/provisioning/observed/inventory';
import type {
  Fact,
  Facts,
  Observed,
  ObservedCluster,
  ObservedNetwork,
  ObservedRegistry,
} from '../../../src/provisioning/observed/observed';
import type { Preferred } from '../../../src/provisioning/proposing/propose';
import type { Azure } from '../../../src/provisioning/ports';
import type { FormAzure } from '../../../src/views/link/linkDeps';
import { providerId } from '../../../src/provisioning/observed/rights';
import type { HeldPermission, ObservedRights, RightsAsked } from '../../../src/provisioning/observed/rights';

const platform = '3300cf11-4e09-4165-af3d-7f18744f6647';
const apps = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';

export const subscriptions: readonly Subscription[] = [
  { id: platform, name: 'Contoso Platform', tenantId: 't' },
  { id: apps, name: 'Contoso Apps', tenantId: 't' },
];

const network = (subscription: string, group: string, name: string): string =>
  resourceId(subscription, group, 'Microsoft.Network/virtualNetworks', name);

export const ids = {
  registry: resourceId(platform, 'rg-registry-weu', 'Microsoft.ContainerRegistry/registries', 'contosoreg'),
  otherRegistry: resourceId(apps, 'rg-dev', 'Microsoft.ContainerRegistry/registries', 'contosodev'),
  cluster: resourceId(apps, 'rg-shop-weu', 'Microsoft.ContainerService/managedClusters', 'aks-prod'),
  otherCluster: resourceId(
    apps,
    'rg-payments-weu',
    'Microsoft.ContainerService/managedClusters',
    'aks-payments',
  ),
  clusterNetwork: network(apps, 'rg-shop-network-weu', 'vnet-shop-weu'),
  paymentsNetwork: network(apps, 'rg-payments-network-weu', 'vnet-payments-weu'),
  sharedNetwork: network(platform, 'rg-hub-network-weu', 'vnet-services-weu'),
  zone: resourceId(platform, 'rg-hub-dns', 'Microsoft.Network/privateDnsZones', 'privatelink.azurecr.io'),
};

export const registry: ObservedRegistry = {
  id: ids.registry,
  name: 'contosoreg',
  location: 'westeurope',
  loginServer: 'contosoreg.azurecr.io',
  sku: 'Premium',
  provisioningState: 'Succeeded',
  publicNetworkAccess: 'Disabled',
  defaultAction: 'Allow',
  dataEndpointEnabled: false,
  dataEndpointHostNames: [],
  roleAssignmentMode: 'legacy',
  replicaLocations: [],
  connections: [],
};

export const cluster: ObservedCluster = {
  id: ids.cluster,
  name: 'aks-prod',
  location: 'westeurope',
  provisioningState: 'Succeeded',
  powerState: 'Running',
  kubernetesVersion: '1.33.1',
  nodeResourceGroup: 'MC_rg-shop-weu_aks-prod_westeurope',
  nodeResourceGroupReadOnly: false,
  kubeletIdentity: {
    objectId: 'bee3e7d7-ea09-49db-b15a-db4d4a934069',
    clientId: 'bee3e7d7-ea09-49db-b15a-db4d4a934070',
    resourceId: resourceId(
      apps,
      'MC_rg-shop-weu_aks-prod_westeurope',
      'Microsoft.ManagedIdentity/userAssignedIdentities',
      'aks-prod-agentpool',
    ),
  },
  pools: [
    {
      name: 'system',
      mode: 'System',
      count: 3,
      osType: 'Linux',
      vmSize: 'Standard_D4s_v5',
      subnetId: `${ids.clusterNetwork}/subnets/snet-aks`,
    },
  ],
  networkId: ids.clusterNetwork,
  networkManagedByAks: false,
  serviceCidrs: ['10.41.0.0/16'],
  podCidrs: ['10.244.0.0/16'],
};

export const clusterNetwork: ObservedNetwork = {
  id: ids.clusterNetwork,
  name: 'vnet-shop-weu',
  location: 'westeurope',
  provisioningState: 'Succeeded',
  addressPrefixes: ['10.40.0.0/16'],
  dnsServers: [],
  subnets: [
    subnet(ids.clusterNetwork, 'snet-aks', '10.40.0.0/20', 90),
    subnet(ids.clusterNetwork, 'AzureBastionSubnet', '10.40.255.0/26', 2),
  ],
  peerings: [],
};

export const sharedNetwork: ObservedNetwork = {
  ...clusterNetwork,
  id: ids.sharedNetwork,
  name: 'vnet-services-weu',
  addressPrefixes: ['10.60.0.0/22'],
  subnets: [
    subnet(ids.sharedNetwork, 'snet-private-endpoints', '10.60.0.0/26', 4),
    subnet(ids.sharedNetwork, 'snet-build', '10.60.1.0/24', 8),
  ],
};

function subnet(
  networkId: string,
  name: string,
  range: string,
  usedAddresses: number,
): ObservedNetwork['subnets'][number] {
  return {
    id: `${networkId}/subnets/${name}`,
    name,
    addressPrefixes: [range],
    delegations: [],
    privateEndpointNetworkPolicies: 'Disabled',
    usedAddresses,
  };
}

export const inventory: Inventory = {
  registries: [
    registry,
    {
      ...registry,
      id: ids.otherRegistry,
      name: 'contosodev',
      loginServer: 'contosodev.azurecr.io',
      sku: 'Basic',
      publicNetworkAccess: 'Enabled',
    },
  ],
  clusters: [
    cluster,
    { ...cluster, id: ids.otherCluster, name: 'aks-payments', networkId: ids.paymentsNetwork },
  ],
  networks: [clusterNetwork, sharedNetwork],
  endpoints: [],
  zoneLinks: [],
  roleAssignments: [],
};

export function known<T>(value: T): Fact<T> {
  return { state: 'known', value };
}

export function facts<T extends { readonly id: string }>(...values: readonly T[]): Facts<T> {
  return Object.fromEntries(values.map((value) => [idKey(value.id), known(value)]));
}

/** The pair before anything is linked. */
export const unlinked: Observed = {
  at: '2026-03-01T09:00:00.000Z',
  registry: known(registry),
  clusters: facts(cluster),
  networks: facts(clusterNetwork),
  resourceGroups: {},
  endpoints: {},
  zones: {},
  roleAssignments: { [idKey(ids.cluster)]: known([]) },
  neighbours: known({
    privateRegistries: [],
    clusters: [
      {
        id: ids.cluster,
        name: 'aks-prod',
        networkId: ids.clusterNetwork,
        kubeletObjectId: 'bee3e7d7-ea09-49db-b15a-db4d4a934069',
      },
    ],
  }),
};

/** The same with a registry that is public and has to be upgraded before it can be private. */
export const openStandard: Observed = {
  ...unlinked,
  registry: known({ ...registry, sku: 'Standard', publicNetworkAccess: 'Enabled' }),
};

export const otherCluster: ObservedCluster = {
  ...cluster,
  id: ids.otherCluster,
  name: 'aks-payments',
  networkId: ids.paymentsNetwork,
  kubeletIdentity: {
    objectId: 'e0745838-26b3-463c-aee4-516a735f2c46',
    clientId: 'e0745838-26b3-463c-aee4-516a735f2c47',
    resourceId: `${ids.otherCluster}-agentpool`,
  },
};

const paymentsNetwork: ObservedNetwork = {
  ...clusterNetwork,
  id: ids.paymentsNetwork,
  name: 'vnet-payments-weu',
  addressPrefixes: ['10.50.0.0/16'],
  subnets: [subnet(ids.paymentsNetwork, 'snet-aks', '10.50.0.0/20', 40)],
};

/** Two clusters, each in a network of its own, before anything is linked. */
export const unlinkedBoth: Observed = {
  ...unlinked,
  clusters: facts(cluster, otherCluster),
  networks: facts(clusterNetwork, paymentsNetwork),
  roleAssignments: { [idKey(ids.cluster)]: known([]), [idKey(ids.otherCluster)]: known([]) },
};

/** The same, in networks with one and the same address space: they can't be peered with one network both. */
export const overlapping: Observed = {
  ...unlinkedBoth,
  networks: facts(clusterNetwork, {
    ...paymentsNetwork,
    addressPrefixes: ['10.40.0.0/16'],
    subnets: [subnet(ids.paymentsNetwork, 'snet-aks', '10.40.0.0/20', 40)],
  }),
};

export type ObserveRequest = Parameters<Azure['observe']>[0];

/** Answers with `observed`, which a test sets; what a spec names and nobody knows is absent. */
export class FakeAzure implements FormAzure {
  observed: (request: ObserveRequest) => Observed | Promise<Observed> = () => unlinked;
  /** The settings, which a form asks for besides. */
  preferred: Preferred = {};
  readonly requests: ObserveRequest[] = [];
  readonly written: string[] = [];
  write: Azure['write'] = (id, _request, progress) => {
    this.written.push(id);
    void progress.accepted(undefined);
    return Promise.resolve({ ok: true });
  };
  resume: Azure['resume'] = (id, request, _token, progress, signal) =>
    this.write(id, request, progress, signal);
  read: Azure['read'] = () => Promise.resolve({ state: 'absent' });
  contents: Azure['contents'] = () => Promise.resolve({ state: 'absent' });
  locks: Azure['locks'] = () => Promise.resolve(known([]));
  assignments: Azure['assignments'] = () => Promise.resolve(known([]));

  async observe(request: ObserveRequest, signal: AbortSignal): Promise<Observed> {
    this.requests.push(request);
    const observed = await this.observed(request);
    signal.throwIfAborted();
    return withAbsent(observed, request);
  }

  readonly observeGrant: Azure['observeGrant'] = () =>
    Promise.resolve({ registry: { state: 'absent' }, assignments: known([]) });

  readonly readPullers: Azure['readPullers'] = () =>
    Promise.resolve({ assignments: known([]), clusters: known([]), names: {} });

  /** Of an owner of everything; a test may take something away. */
  permissions: readonly HeldPermission[] = [{ actions: ['*'], notActions: [] }];

  readRights({ scopes, providers }: RightsAsked): Promise<ObservedRights> {
    const permissions = Object.fromEntries(scopes.map((scope) => [idKey(scope), known(this.permissions)]));
    const registrations = Object.fromEntries(
      providers.map((provider) => [idKey(providerId(provider)), known('Registered')]),
    );
    return Promise.resolve({ caller: undefined, permissions, denyAssignments: {}, locks: {}, registrations });
  }

  listSubscriptions(): Promise<readonly Subscription[]> {
    return Promise.resolve(subscriptions);
  }
}

function withAbsent(observed: Observed, { spec }: ObserveRequest): Observed {
  const accesses = spec?.links.flatMap(({ access }) => (access.mode === 'private' ? [access] : [])) ?? [];
  return accesses.reduce((sofar, { network, endpoint, zone }) => {
    const absent = (id: string): Facts<never> => ({ [idKey(id)]: { state: 'absent' } });
    return {
      ...sofar,
      networks: { ...absent(network.id), ...sofar.networks },
      endpoints: { ...absent(endpoint.id), ...sofar.endpoints },
      zones: { ...absent(zone.id), ...sofar.zones },
      resourceGroups: {
        ...Object.fromEntries(
          [network, endpoint, zone]
            .map(({ id }) => /^.*?resourceGroups\/[^/]+/i.exec(id)?.[0] ?? '')
            .map((id) => [idKey(id), known({ id, location: 'westeurope' })]),
        ),
        ...sofar.resourceGroups,
      },
    };
  }, observed);
}
