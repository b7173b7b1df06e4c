/** The topologies of the recipe, each as additions to the contoso estate and what a plan for it writes. */
import assert from 'node:assert/strict';
import type { Core } from '../../../emulator/src/core';
import { replay } from '../../../emulator/src/scenario';
import type { Preferred } from '../../../src/provisioning/proposing/propose';
import type { LinkSpec, PrivateAccess } from '../../../src/provisioning/plan/spec';
import * as add from './additions';
import { contoso } from './contoso';

export interface Built {
  readonly registry: `/${string}`;
  readonly clusters: readonly `/${string}`[];
  readonly preferred?: Preferred;
  /** What the user changes in the proposal. */
  readonly edit?: (access: PrivateAccess, index: number) => PrivateAccess;
  /** What somebody else does after the plan was applied. */
  readonly afterwards?: (core: Core, spec: LinkSpec) => void;
}

export interface TopologyCase {
  readonly title: string;
  readonly build: (core: Core) => Built;
  /** Everything that is written. */
  readonly writes: readonly string[];
  readonly requirements?: readonly string[];
  /** Steps of which the dropping is tried; all of them if left out. */
  readonly drop?: (steps: readonly string[]) => readonly string[];
}

export const apps = contoso('apps');
type Id = `/${string}`;
export const id = (name: Parameters<typeof contoso>[0]) => contoso(name) as Id;

const shared = ['create network', 'create zone', 'create endpoint', 'create zoneGroup'];
const ofCluster = [
  'create peering.registryToCluster',
  'create peering.clusterToRegistry',
  'create zoneLink.cluster',
  'create roleAssignment',
];
const own = ['create zoneLink.cluster', 'create roleAssignment'];
const each = (steps: readonly string[], ...clusters: readonly string[]) =>
  clusters.flatMap((name) => steps.map((step) => `${step}:${name}`));

/** A cluster in a network of its own. */
export function cluster(core: Core, name: string, prefix: string, subscription = apps): Id {
  const group = add.addGroup(core, subscription, `rg-${name}`);
  const [a, b] = prefix.split('.');
  const network = add.addNetwork(core, group, `vnet-${name}`, {
    prefix,
    subnets: { system: `${a!}.${b!}.0.0/24`, user: `${a!}.${b!}.1.0/24` },
  });
  return add.addCluster(core, group, name, [`${network}/subnets/system`, `${network}/subnets/user`]);
}

export function registry(core: Core, name = 'fabrikam', subscription = apps): Id {
  return add.addRegistry(core, add.addGroup(core, subscription, `rg-${name}`), name);
}

const tenNames = Array.from({ length: 10 }, (_, index) => `aks-${index}`);

export const topologies: readonly TopologyCase[] = [
  {
    title: 'registry, cluster, network and zone in four subscriptions, pools in two subnets',
    build: (core) => {
      const [one, two, three, four] = ['r', 'c', 'n', 'z'].map((name) => add.addSubscription(core, name));
      const [networks, zones] = [add.addGroup(core, three!, 'rg-n'), add.addGroup(core, four!, 'rg-z')];
      const moved = <T extends { id: string }>(thing: T, group: string): T => ({
        ...thing,
        id: thing.id.replace(/^.*?\/resourceGroups\/[^/]+/, group),
      });
      return {
        registry: registry(core, 'fabrikam', one),
        clusters: [cluster(core, 'aks-far', '10.70.0.0/16', two)],
        edit: (access) => ({
          ...access,
          network: moved(access.network, networks),
          subnet: moved(access.subnet, networks),
          endpoint: moved(access.endpoint, networks),
          zone: moved(access.zone, zones),
        }),
      };
    },
    writes: [...shared, ...ofCluster, 'create zoneLink.registry'],
  },
  {
    title: 'two clusters share network, endpoint and zone',
    build: (core) => ({
      registry: registry(core),
      clusters: [cluster(core, 'aks-a', '10.70.0.0/16'), cluster(core, 'aks-b', '10.71.0.0/16')],
    }),
    writes: [...shared, 'create zoneLink.registry', ...each(ofCluster, 'aks-a', 'aks-b')],
  },
  {
    title: 'two clusters of one network share its peerings and its link',
    build: (core) => {
      const first = cluster(core, 'aks-a', '10.70.0.0/16');
      const group = first.replace(/\/providers\/.*/, '');
      const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-aks-a/subnets/user`;
      return { registry: registry(core), clusters: [first, add.addCluster(core, group, 'aks-b', [subnet])] };
    },
    writes: [
      ...shared,
      'create zoneLink.registry',
      ...each(ofCluster, 'aks-a'),
      'create roleAssignment:aks-b',
    ],
  },
  {
    title: 'two networks that AKS made overlap: the second gets an endpoint and a zone of its own',
    build: () => ({ registry: id('appsRegistry'), clusters: [id('devtestCluster'), id('trainingCluster')] }),
    writes: [
      'create network:vnet-contosoapps',
      'create subnet:aks-vnet-72904415',
      'create zone:rg-registry-apps-weu',
      'create zone:rg-training-weu',
      'create endpoint:pe-contosoapps',
      'create endpoint:pe-contosoapps-2',
      'create zoneGroup:pe-contosoapps',
      'create zoneGroup:pe-contosoapps-2',
      'create zoneLink.registry:vnet-contosoapps',
      ...each(ofCluster, 'aks-devtest-weu'),
      ...each(own, 'aks-training-weu'),
    ],
    requirements: ['networkOfAks', 'networkOfAks'],
  },
  {
    title:
      'the network of the existing endpoint overlaps: an endpoint in the cluster’s network, with its own zone',
    build: () => ({ registry: id('dataRegistry'), clusters: [id('analyticsCluster')] }),
    writes: [
      'create subnet',
      'create zone',
      'create endpoint',
      'create zoneGroup',
      'create zoneLink.cluster',
    ],
  },
  {
    title: 'two clusters of one resource group, each with its own endpoint: zones in different groups',
    build: (core) => {
      const group = add.addGroup(core, apps, 'rg-twins');
      return {
        registry: registry(core),
        clusters: ['aks-a', 'aks-b'].map((name) => add.addCluster(core, group, name)),
        preferred: { placement: 'clusterNetwork' },
      };
    },
    writes: [
      'create resourceGroup.zone:rg-fabrikam-aks-b',
      ...each(['create subnet'], 'aks-vnet-aks-a', 'aks-vnet-aks-b'),
      ...each(['create zone'], 'rg-twins', 'rg-fabrikam-aks-b'),
      ...each(['create endpoint', 'create zoneGroup'], 'pe-fabrikam', 'pe-fabrikam-2'),
      ...each(own, 'aks-a', 'aks-b'),
    ],
    requirements: ['networkOfAks', 'networkOfAks'],
  },
  {
    title: 'an endpoint that is reached through a peering that is there',
    build: (core) => {
      const target = cluster(core, 'aks-near', '10.70.0.0/16');
      const network = `${target.replace(/\/providers\/.*/, '')}/providers/Microsoft.Network/virtualNetworks/vnet-aks-near`;
      add.peer(core, network, id('coreNetwork'));
      return { registry: id('coreRegistry'), clusters: [target] };
    },
    writes: own,
  },
  {
    title: 'an endpoint behind a hub: nothing is planned for the route, and nothing is promised',
    build: (core) => ({
      registry: id('coreRegistry'),
      clusters: [cluster(core, 'aks-spoke', '10.70.0.0/16')],
      preferred: { route: 'routed' },
      // The emulator's oracle knows no hubs: a peering stands for what the user vouched for.
      afterwards: () => {
        const network = `/subscriptions/${apps}/resourceGroups/rg-aks-spoke/providers/Microsoft.Network/virtualNetworks/vnet-aks-spoke`;
        add.peer(core, network, id('coreNetwork'));
      },
    }),
    writes: own,
    requirements: ['routeNotChecked'],
  },
  {
    title: 'names are left to a central team',
    build: (core) => ({
      registry: registry(core),
      clusters: [cluster(core, 'aks-a', '10.70.0.0/16')],
      preferred: { dns: 'central' },
      afterwards: (_, spec) => {
        const { endpoint } = firstAccess(spec);
        const network = `/subscriptions/${apps}/resourceGroups/rg-aks-a/providers/Microsoft.Network/virtualNetworks/vnet-aks-a`;
        const zone = add.addZone(core, id('hubZone').replace(/\/providers\/.*/, ''), [network]);
        replay(core, 'PUT', `${endpoint.id}/privateDnsZoneGroups/byPolicy`, {
          properties: {
            privateDnsZoneConfigs: [{ name: 'registry', properties: { privateDnsZoneId: zone } }],
          },
        });
      },
    }),
    writes: ['create network', 'create endpoint', ...ofCluster.filter((step) => !step.includes('zoneLink'))],
    requirements: ['centralDns'],
  },
  {
    title: 'the registry’s owner approves the endpoint by hand',
    build: (core) => ({
      registry: registry(core),
      clusters: [cluster(core, 'aks-a', '10.70.0.0/16')],
      preferred: { approval: { mode: 'manual', requestMessage: 'For aks-a, please.' } },
      afterwards: (_, spec) => {
        const [connection] = core.estate.below(
          spec.registryId,
          'Microsoft.ContainerRegistry/registries/privateEndpointConnections',
        );
        const { privateEndpoint } = connection!.properties;
        const approved = { status: 'Approved', description: 'Fine.' };
        const properties = { privateEndpoint, privateLinkServiceConnectionState: approved };
        replay(core, 'PUT', connection!.id, { properties });
      },
    }),
    writes: [...shared, ...ofCluster, 'create zoneLink.registry'],
    requirements: ['approval'],
  },
  {
    title: 'a registry with two replicas',
    build: (core) => {
      const replicated = registry(core);
      for (const region of ['northeurope', 'eastus2']) add.addReplica(core, replicated, region);
      return { registry: replicated, clusters: [cluster(core, 'aks-a', '10.70.0.0/16')] };
    },
    writes: [...shared, ...ofCluster, 'create zoneLink.registry'],
  },
  {
    title: 'a cluster that runs on a service principal',
    build: (core) => {
      const old = cluster(core, 'aks-old', '10.70.0.0/16');
      const [clientId, objectId] = [
        '5f0f7b2e-24c1-4d3b-8a3c-8f9f3a7f2d11',
        'd4b1f6a0-5f5e-4f5b-9a54-0d2f7f3f7a22',
      ];
      core.estate.put({
        id: `/directoryObjects/${objectId}`,
        name: objectId,
        type: 'Microsoft.Graph/directoryObjects',
        properties: { principalType: 'ServicePrincipal', displayName: 'sp-aks-old', appId: clientId },
      });
      const servicePrincipalProfile = { clientId };
      add.changeProperties(core, old, { servicePrincipalProfile }, ['identityProfile']);
      return {
        registry: registry(core),
        clusters: [old],
        preferred: { clusters: { [old]: { servicePrincipalObjectId: objectId } } },
      };
    },
    writes: [...shared, ...ofCluster, 'create zoneLink.registry'],
  },
  {
    title: 'ten clusters in one plan',
    build: (core) => ({
      registry: registry(core),
      clusters: tenNames.map((name, index) => cluster(core, name, `10.${70 + index}.0.0/16`)),
    }),
    writes: [...shared, 'create zoneLink.registry', ...each(ofCluster, ...tenNames)],
    drop: (steps) => steps.filter((step) => !step.includes(':') || step.endsWith(':aks-7')),
  },
];

export function firstAccess({ links }: LinkSpec): PrivateAccess {
  const [first] = links;
  assert.ok(first?.access.mode === 'private');
  return first.access;
}
