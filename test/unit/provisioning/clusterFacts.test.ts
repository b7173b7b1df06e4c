/** What a cluster's or registry's own properties mean for a plan: who made its network, what else pulls, more names. */
import assert from 'node:assert/strict';
import { linksOf } from '../../../src/provisioning/linkState';
import type { ObservedRegistry } from '../../../src/provisioning/observed/observed';
import { privateHosts, privateRecords } from '../../../src/provisioning/observed/hosts';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { WantedAccess } from '../../../src/provisioning/plan/publicAccessSpec';
import { wordToType } from '../../../src/provisioning/plan/findings';
import { planPublicAccess } from '../../../src/provisioning/publicAccess/planPublicAccess';
import { pullersOf } from '../../../src/provisioning/publicAccess/pullers';
import { mayPull } from '../../../src/provisioning/observed/mayPull';
import { privateSpec, publicSpec, sameNetworkSpec } from '../../support/linkSpec';
import {
  cluster,
  ids,
  knownAs,
  linkedPair,
  network,
  pair,
  peering,
  registry,
  registryNetwork,
  registryWithEndpoint,
  zone,
} from '../../support/observed';
import { pullingOver, registryJson } from '../../support/publicAccess';

describe('a network that AKS made', () => {
  const managed = cluster({ networkManagedByAks: true });
  const said = (spec = privateSpec(), of = managed) =>
    planLink(spec, pair({ cluster: of }), 'op-1')
      .requirements.filter(({ code }) => code === 'networkOfAks')
      .map(({ message }) => message);

  it('is said to be AKS’s, with its group, once', () => {
    const [message = '', ...others] = said();
    assert.deepEqual(others, []);
    assert.match(message, /^vnet-shop is managed by AKS.*MC_rg-shop_aks-shop_westeurope.*a peering on it/);
    assert.match(said(sameNetworkSpec())[0] ?? '', /a private endpoint in it/);
  });
  it('isn’t, where it is the user’s, or nothing is to do with it', () => {
    assert.deepEqual(said(privateSpec(), cluster()), []);
    assert.deepEqual(said(publicSpec()), []);
  });
});

describe('virtual nodes', () => {
  const withThem = cluster({ hasVirtualNodes: true });
  const told = (registryFacts: ObservedRegistry, of = withThem) =>
    planLink(privateSpec(), linkedPair({ registry: registryFacts, cluster: of }), 'op-1')
      .hazards.filter(({ code }) => code === 'virtualNodesShutOut')
      .map(({ affected }) => affected.join());
  const open = registryWithEndpoint();

  it('don’t pull from a registry that is closed or restricted, whatever is left to write', () => {
    assert.deepEqual(told({ ...open, publicNetworkAccess: 'Disabled' }), ['aks-shop']);
    assert.deepEqual(told({ ...open, defaultAction: 'Deny' }), ['aks-shop']);
  });
  it('do from one that is open; and clusters without them are left in peace', () => {
    assert.deepEqual(told(open), []);
    for (const of of [cluster(), cluster({ hasVirtualNodes: false })]) {
      assert.deepEqual(told({ ...open, publicNetworkAccess: 'Disabled' }, of), []);
    }
  });

  it('are told of by whoever closes a registry', () => {
    const everybody = pullingOver();
    const clusters = knownAs(
      everybody.pullers.clusters.state === 'known'
        ? everybody.pullers.clusters.value.map((one) => ({ ...one, hasVirtualNodes: true }))
        : [],
    );
    const observed = { ...everybody, pullers: { ...everybody.pullers, clusters } };
    const codes = (access: WantedAccess) =>
      planPublicAccess(
        { schemaVersion: 1, registryId: ids.registry, access, trustedServices: true },
        observed,
        'op-1',
      )
        .hazards.filter(({ code }) => code === 'virtualNodesShutOut')
        .map(({ affected, message }) => [affected.join(), message.includes('unless they use')]);
    assert.deepEqual(codes({ mode: 'off' }), [['aks-shop', false]]);
    assert.deepEqual(codes({ mode: 'ranges', ranges: ['203.0.113.0/24'] }), [['aks-shop', true]]);
    assert.deepEqual(codes({ mode: 'on' }), []);
  });
});

describe('a registry that AKS starts a cluster’s nodes from', () => {
  const boots = cluster({ bootstrapRegistryId: ids.registry.toUpperCase() });

  it('makes a pair in the tree, once, with or without a role', () => {
    const alone = { networks: [], endpoints: [], zoneLinks: [] };
    const pairs = (
      of: ReturnType<typeof cluster>,
      roleAssignments: Parameters<typeof linksOf>[0]['roleAssignments'] = [],
    ) => linksOf({ ...alone, registries: [registry()], clusters: [of], roleAssignments });
    assert.deepEqual(
      pairs(boots).map(({ registryId, clusterId }) => [registryId, clusterId]),
      [[ids.registry, ids.cluster]],
    );
    const role = {
      scope: ids.registry,
      principalId: ids.kubelet,
      roleId: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
    };
    assert.equal(pairs(boots, [role]).length, 1);
    assert.deepEqual(pairs(cluster()), []);
    assert.deepEqual(pairs(cluster({ bootstrapRegistryId: `${ids.registry}2` })), []);
  });

  it('is needed by it like one that it may pull from', () => {
    const neighbour = { id: ids.cluster, name: 'aks-shop', networkId: undefined, kubeletObjectId: undefined };
    // Its roles are known, and none lets it pull.
    const noRoles = pair();
    assert.equal(mayPull(neighbour, noRoles), false);
    assert.equal(mayPull({ ...neighbour, bootstrapRegistryId: ids.registry }, noRoles), true);
    assert.equal(mayPull({ ...neighbour, bootstrapRegistryId: `${ids.registry}2` }, noRoles), false);
  });

  const visible = {
    id: ids.cluster,
    name: 'aks-shop',
    kubeletObjectId: undefined,
    groupAssignmentIds: [],
    servicePrincipalClientId: undefined,
    bootstrapRegistryId: ids.registry,
  };
  const pullers = { assignments: knownAs([]), clusters: knownAs([visible]), names: {} };

  it('has its name typed before it is closed to a cluster without a private path, which needs no role', () => {
    const link = pair({ cluster: boots, networks: [network(ids.clusterNetwork, '10.20.0.0/16')] });
    const observed = { settings: knownAs(registryJson('on')), pullers, link };
    const puller = pullersOf(observed)?.clusters.at(0);
    assert.deepEqual([puller?.name, puller?.startsNodes, puller?.roles], ['aks-shop', true, []]);
    const plan = (access: WantedAccess) =>
      planPublicAccess(
        { schemaVersion: 1, registryId: ids.registry, access, trustedServices: true },
        observed,
        'op-1',
      );
    const closing = plan({ mode: 'off' });
    assert.equal(wordToType(closing), 'contoso');
    const found = closing.hazards.find(({ code }) => code === 'stopsStartingNodes');
    assert.deepEqual(found?.affected, ['aks-shop']);
    assert.match(found.message, /^AKS bootstraps the nodes of aks-shop from contoso/);
    assert.equal(wordToType(plan({ mode: 'on' })), undefined);
  });
});

describe('regional endpoints of a registry', () => {
  const regional = registry({
    replicaLocations: ['northeurope'],
    regionalHostNames: ['contoso.northeurope.geo.azurecr.io'],
  });

  it('are among the names that its endpoint has addresses for', () => {
    assert.deepEqual(privateHosts(regional), [
      'contoso.azurecr.io',
      'contoso.westeurope.data.azurecr.io',
      'contoso.northeurope.data.azurecr.io',
      'contoso.northeurope.geo.azurecr.io',
    ]);
    assert.deepEqual(privateRecords(regional), [
      'contoso',
      'contoso.westeurope.data',
      'contoso.northeurope.data',
      'contoso.northeurope.geo',
    ]);
    assert.deepEqual(privateRecords(registry()), ['contoso', 'contoso.westeurope.data']);
  });

  it('take addresses of the subnet', () => {
    const subnet = { id: ids.subnet, onAbsent: 'create' as const, addressPrefix: '10.90.0.0/29' };
    const blockers = (of: ObservedRegistry) =>
      planLink(privateSpec({ subnet }), pair({ registry: of }), 'op-1').blockers.map(
        ({ message }) => message,
      );
    const [message = ''] = blockers(regional);
    assert.match(
      message,
      /needs 4 addresses, but subnet snet-private-endpoints \(10\.90\.0\.0\/29\) has 3 left/,
    );
    assert.deepEqual(blockers({ ...regional, regionalHostNames: [] }), []);
  });

  it('are named for a central team', () => {
    const { requirements } = planLink(privateSpec({ dns: 'central' }), pair({ registry: regional }), 'op-1');
    const central = requirements.find(({ code }) => code === 'centralDns');
    assert.match(central?.message ?? '', /contoso\.northeurope\.data, contoso\.northeurope\.geo\)/);
  });
});

describe('DNS servers that stand in no network', () => {
  it('are not said to answer with the public address', () => {
    const hub = '/subscriptions/x/resourceGroups/RG_vhub/providers/Microsoft.Network/virtualNetworks/HV_vhub';
    const networks = [
      registryNetwork(),
      network(ids.clusterNetwork, '10.20.0.0/16', {
        dnsServers: ['10.100.64.4'],
        peerings: [peering(ids.clusterNetwork, hub, '10.100.64.0/23')],
      }),
    ];
    const { hazards } = planLink(privateSpec(), pair({ networks, zones: [zone(ids.zone)] }), 'op-1');
    const told = hazards.find(({ code }) => code === 'customDns');
    assert.match(told?.message ?? '', /10\.100\.64\.4.*It’s unknown whether nodes get the private address/);
    assert.doesNotMatch(told?.message ?? '', /keeps its public address/);
  });
});
