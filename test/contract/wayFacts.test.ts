/** What stands between nodes and a registry, as it is read with everything else of the pair. */
import assert from 'node:assert/strict';
import { replay } from '../../emulator/src/scenario';
import { idKey, sameId } from '../../src/model/armId';
import type {
  Fact,
  Observed,
  ObservedCluster,
  ObservedRegistry,
} from '../../src/provisioning/observed/observed';
import { addReplica, allowOnly, changeProperties } from './support/additions';
import { azureAt, never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { refusal, startInFrontOf, type ScriptedServer } from './support/scripted';

type Name = Parameters<typeof contoso>[0];

function known<T>(fact: Fact<T> | undefined): T {
  assert.equal(fact?.state, 'known', JSON.stringify(fact));
  return fact.value;
}

describe('what stands between nodes and a registry', () => {
  let azure: Linking;
  const servers: ScriptedServer[] = [];

  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await azure.close();
  });

  const observe = (registry: Name, cluster: Name, url = azure.emulator.url): Promise<Observed> =>
    azureAt(url).observe({ registryId: contoso(registry), clusterIds: [contoso(cluster)] }, never);
  const clusterOf = (observed: Observed, name: Name): ObservedCluster =>
    known(observed.clusters[idKey(contoso(name))]);
  const registryOf = async (name: Name): Promise<ObservedRegistry> =>
    known((await observe(name, 'shopCluster')).registry);
  const put = (id: string, body: unknown) => {
    replay(azure.emulator.core, 'PUT', id, body);
  };

  const nodes = () => `${contoso('shopNetwork')}/subnets/snet-nodes`;
  const inShopGroup = (type: string, name: string) =>
    `/subscriptions/${contoso('apps')}/resourceGroups/rg-shop-network-weu/providers/Microsoft.Network/${type}/${name}`;
  const routeNodes = (): string => {
    const id = inShopGroup('routeTables', 'rt-shop');
    const properties = {
      addressPrefix: '10.60.0.5/32',
      nextHopType: 'VirtualAppliance',
      nextHopIpAddress: '10.0.3.4',
    };
    put(id, { location: 'westeurope', properties: { routes: [{ name: 'to-appliance', properties }] } });
    const { addressPrefix, networkSecurityGroup } = azure.emulator.estate.get(nodes())!.properties;
    put(nodes(), {
      properties: {
        addressPrefix,
        routeTable: { id },
        ...(networkSecurityGroup ? { networkSecurityGroup } : {}),
      },
    });
    return id;
  };

  describe('in the nodes’ subnets', () => {
    const nsg = () => inShopGroup('networkSecurityGroups', 'nsg-egress');

    it('is read with the subnet, without a request of its own', async () => {
      allowOnly(azure.emulator.core, nodes(), ['VirtualNetwork']);
      const table = routeNodes();
      azure.emulator.log.clear();
      const observed = await observe('coreRegistry', 'shopCluster');

      const { rules } = known(observed.securityGroups?.[idKey(nsg())]);
      assert.deepEqual(
        rules
          .slice(0, 2)
          .map(({ name, access, direction, destinations }) => [name, access, direction, destinations]),
        [
          ['allow0', 'Allow', 'Outbound', ['VirtualNetwork']],
          ['deny', 'Deny', 'Outbound', ['*']],
        ],
      );
      assert.equal(rules.length, 8);
      assert.deepEqual(known(observed.routeTables?.[idKey(table)]).routes, [
        {
          name: 'to-appliance',
          destination: '10.60.0.5/32',
          nextHop: 'VirtualAppliance',
          nextHopAddress: '10.0.3.4',
        },
      ]);
      const subnet = known(observed.networks[idKey(contoso('shopNetwork'))]).subnets.find(({ id }) =>
        sameId(id, nodes()),
      );
      assert.deepEqual(
        [subnet?.securityGroupId, subnet?.routeTableId].map((id) => idKey(id ?? '')),
        [nsg(), table].map(idKey),
      );
      assert.doesNotMatch(azure.emulator.log.text(), /"url":"[^"]*(networkSecurityGroups|routeTables)\//);
    });

    it('is read for itself where it doesn’t come with the subnet', async () => {
      allowOnly(azure.emulator.core, nodes(), []);
      const server = await startInFrontOf(azure.emulator.url, ({ path }) =>
        path.includes('/snet-nodes?')
          ? { status: 200, body: { id: nodes(), properties: { networkSecurityGroup: { id: nsg() } } } }
          : undefined,
      );
      servers.push(server);
      const observed = await observe('coreRegistry', 'shopCluster', server.url);
      assert.equal(known(observed.securityGroups?.[idKey(nsg())]).rules[0]?.name, 'deny');
      assert.deepEqual(observed.routeTables, {});
    });

    it('is found by the network where the subnet may not be read', async () => {
      allowOnly(azure.emulator.core, nodes(), []);
      const server = await startInFrontOf(azure.emulator.url, ({ path }) =>
        path.includes('/snet-nodes?')
          ? refusal('Microsoft.Network/virtualNetworks/subnets/read', nodes())
          : undefined,
      );
      servers.push(server);
      const observed = await observe('coreRegistry', 'shopCluster', server.url);
      assert.equal(known(observed.securityGroups?.[idKey(nsg())]).rules[0]?.name, 'deny');
    });

    it('is unreadable with the right that is missing where Azure doesn’t show it', async () => {
      allowOnly(azure.emulator.core, nodes(), []);
      const read = 'Microsoft.Network/networkSecurityGroups/read';
      const server = await startInFrontOf(azure.emulator.url, ({ path }) => {
        if (path.includes('/nsg-egress?')) return refusal(read, nsg());
        return path.includes('/snet-nodes?')
          ? { status: 200, body: { id: nodes(), properties: { networkSecurityGroup: { id: nsg() } } } }
          : undefined;
      });
      servers.push(server);
      const group = (await observe('coreRegistry', 'shopCluster', server.url)).securityGroups?.[idKey(nsg())];
      assert.ok(group?.state === 'unreadable');
      assert.deepEqual([group.missingAction, group.scope], [read, nsg()]);
    });

    it('is known to be nothing where nothing is attached', async () => {
      const { securityGroups, routeTables } = await observe('coreRegistry', 'shopCluster');
      assert.deepEqual([securityGroups, routeTables], [{}, {}]);
    });

    it('is read in a network that AKS made, too', async () => {
      const aks = `${contoso('devtestNetwork')}/subnets/aks-subnet`;
      allowOnly(azure.emulator.core, aks, []);
      const { securityGroups } = await observe('devRegistry', 'devtestCluster');
      assert.equal(Object.values(securityGroups ?? {}).length, 1);
      assert.equal(known(Object.values(securityGroups ?? {})[0]).rules[0]?.name, 'deny');
    });
  });

  describe('in the endpoint’s subnet', () => {
    const subnet = () => `${contoso('coreNetwork')}/subnets/snet-private-endpoints`;
    const withPolicies = (privateEndpointNetworkPolicies: string) => {
      allowOnly(azure.emulator.core, subnet(), []);
      const { addressPrefix, networkSecurityGroup } = azure.emulator.estate.get(subnet())!.properties;
      put(subnet(), { properties: { addressPrefix, networkSecurityGroup, privateEndpointNetworkPolicies } });
    };
    for (const [policies, counts] of [
      ['Enabled', true],
      ['NetworkSecurityGroupEnabled', true],
      ['Disabled', false],
      ['RouteTableEnabled', false],
    ] as const) {
      it(`counts ${counts ? '' : 'not '}with the network policies ${policies}`, async () => {
        withPolicies(policies);
        const { securityGroups } = await observe('coreRegistry', 'shopCluster');
        assert.equal(Object.keys(securityGroups ?? {}).length, counts ? 1 : 0);
      });
    }
  });

  describe('of the cluster', () => {
    it('is its way out, with the addresses', async () => {
      const cluster = clusterOf(await observe('coreRegistry', 'shopCluster'), 'shopCluster');
      const [, address] = /"ipAddress":"([\d.]+)"/.exec(
        JSON.stringify(
          azure.emulator.estate
            .ofType('Microsoft.Network/publicIPAddresses')
            .filter(({ id }) => id.includes('aks-shop-weu')),
        ),
      )!;
      assert.deepEqual([cluster.outboundType, cluster.outboundAddresses], ['loadBalancer', [address]]);
      assert.equal(cluster.httpProxy, 'none');
      assert.equal(cluster.hasVirtualNodes, false);
      assert.equal(cluster.bootstrapRegistryId, undefined);
    });

    it('is a way out without addresses that anybody knows, where routes or nothing lead out', async () => {
      for (const outboundType of ['userDefinedRouting', 'none', 'userAssignedNATGateway']) {
        const { networkProfile } = azure.emulator.estate.get(contoso('shopCluster'))!.properties;
        changeProperties(azure.emulator.core, contoso('shopCluster'), {
          networkProfile: { ...(networkProfile as object), outboundType },
        });
        const cluster = clusterOf(await observe('coreRegistry', 'shopCluster'), 'shopCluster');
        assert.deepEqual([cluster.outboundType, cluster.outboundAddresses], [outboundType, undefined]);
      }
    });

    it('is not known in part where one of its addresses can’t be read', async () => {
      const server = await startInFrontOf(azure.emulator.url, ({ path }) =>
        path.includes('/publicIPAddresses/')
          ? refusal('Microsoft.Network/publicIPAddresses/read', contoso('shopCluster'))
          : undefined,
      );
      servers.push(server);
      const cluster = clusterOf(await observe('coreRegistry', 'shopCluster', server.url), 'shopCluster');
      assert.equal(cluster.outboundAddresses, undefined);
      assert.ok(sameId(cluster.networkId, contoso('shopNetwork')));
    });

    it('is its proxy, its virtual nodes and the registry that AKS starts nodes from', async () => {
      changeProperties(azure.emulator.core, contoso('shopCluster'), {
        httpProxyConfig: {
          httpProxy: 'http://10.9.9.9:80',
          httpsProxy: 'http://ana:s3cret@10.9.9.9:3128',
          noProxy: ['.azurecr.io'],
        },
        addonProfiles: { aciConnectorLinux: { enabled: true, config: { SubnetName: 'snet-aci' } } },
        bootstrapProfile: { artifactSource: 'Cache', containerRegistryId: contoso('coreRegistry') },
      });
      const cluster = clusterOf(await observe('coreRegistry', 'shopCluster'), 'shopCluster');
      assert.deepEqual(cluster.httpProxy, { url: 'http://10.9.9.9:3128', exceptions: ['.azurecr.io'] });
      assert.equal(cluster.hasVirtualNodes, true);
      assert.ok(sameId(cluster.bootstrapRegistryId, contoso('coreRegistry')));
      assert.doesNotMatch(JSON.stringify(cluster), /s3cret|ana:/);
    });
  });

  describe('of the registry', () => {
    it('is known where nothing is set', async () => {
      const { anonymousPull, armTokens, addressRules, subnetRules, regionalHostNames } =
        await registryOf('coreRegistry');
      assert.deepEqual(
        [anonymousPull, armTokens, addressRules, subnetRules, regionalHostNames],
        [false, 'enabled', [], [], []],
      );
    });

    it('is who it lets in, and the names that it has', async () => {
      addReplica(azure.emulator.core, contoso('appsRegistry'), 'northeurope');
      changeProperties(azure.emulator.core, contoso('appsRegistry'), {
        anonymousPullEnabled: true,
        policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } },
        networkRuleSet: {
          defaultAction: 'Deny',
          ipRules: [{ action: 'Allow', value: '203.0.113.0/24' }],
          virtualNetworkRules: [{ action: 'Allow', id: nodes() }],
        },
        regionalEndpoints: 'Enabled',
      });
      const registry = await registryOf('appsRegistry');
      assert.deepEqual(
        [registry.anonymousPull, registry.armTokens, registry.addressRules, registry.subnetRules],
        [true, 'disabled', ['203.0.113.0/24'], [nodes()]],
      );
      assert.deepEqual(registry.regionalHostNames, ['contosoapps.northeurope.geo.azurecr.io']);
      assert.deepEqual(
        registry.replicas?.map(({ location, provisioningState }) => [location, provisioningState]),
        [['northeurope', 'Succeeded']],
      );
    });

    it('is left open, as far as only previews tell it, where Azure doesn’t have the version', async () => {
      const server = await startInFrontOf(azure.emulator.url, ({ path }) =>
        path.includes('-preview')
          ? { status: 400, body: { error: { code: 'NoRegisteredProviderFound', message: 'No version.' } } }
          : undefined,
      );
      servers.push(server);
      const registry = known((await observe('coreRegistry', 'shopCluster', server.url)).registry);
      assert.deepEqual([registry.subnetRules, registry.regionalHostNames], [undefined, undefined]);
      assert.equal(registry.anonymousPull, false);
    });
  });

  it('is where the endpoint answers, or open where its interface may not be read', async () => {
    const addresses = (observed: Observed) =>
      known(observed.endpoints[idKey(contoso('coreEndpoint'))]).addresses;
    assert.equal(addresses(await observe('coreRegistry', 'shopCluster'))?.length, 2);
    // With a zone group the endpoint itself doesn't name them.
    changeProperties(azure.emulator.core, contoso('coreEndpoint'), { customDnsConfigs: [] });
    assert.equal(addresses(await observe('coreRegistry', 'shopCluster'))?.length, 2);
    const server = await startInFrontOf(azure.emulator.url, ({ path }) =>
      path.includes('/networkInterfaces/')
        ? refusal('Microsoft.Network/networkInterfaces/read', contoso('coreEndpoint'))
        : undefined,
    );
    servers.push(server);
    assert.equal(addresses(await observe('coreRegistry', 'shopCluster', server.url)), undefined);
  });

  describe('of DNS', () => {
    it('is every zone that may answer for one of the registry’s names, and no other', async () => {
      const zone = (name: string) => inShopGroup('privateDnsZones', name);
      const answering = [
        'azurecr.io',
        'contosocore.azurecr.io',
        'westeurope.data.azurecr.io',
        'contosocore.privatelink.azurecr.io',
      ];
      const others = ['contosodata.azurecr.io', 'privatelink.blob.core.windows.net'];
      for (const name of [...answering, ...others]) put(zone(name), { location: 'global' });
      const { zones } = await observe('coreRegistry', 'shopCluster');
      const seen = (name: string) => zones[idKey(zone(name))]?.state;
      assert.deepEqual(
        answering.map(seen),
        answering.map(() => 'known'),
      );
      assert.deepEqual(
        others.map(seen),
        others.map(() => undefined),
      );
    });
  });

  it('is what a peering knows of the other network, not what that has by now', async () => {
    azure.send('PUT', contoso('shopNetwork'), '2026-01-01', {
      location: 'westeurope',
      properties: {
        addressSpace: { addressPrefixes: ['10.20.0.0/16', '10.22.0.0/16'] },
        subnets: [
          { name: 'snet-nodes', properties: { addressPrefix: '10.20.0.0/20' } },
          { name: 'snet-ingress', properties: { addressPrefix: '10.20.16.0/24' } },
        ],
      },
    });
    const { networks } = await observe('coreRegistry', 'shopCluster');
    const [peering] = known(networks[idKey(contoso('coreNetwork'))]).peerings;
    assert.deepEqual(peering?.remoteAddressPrefixes, ['10.20.0.0/16']);
  });

  it('is which subnets are peered, where not all are', async () => {
    const [shop, core] = [contoso('shopNetwork'), contoso('coreNetwork')];
    const sides = [
      [shop, 'peer-vnet-registry-core-weu', core, ['snet-ingress'], ['snet-private-endpoints']],
      [core, 'peer-vnet-shop-weu', shop, ['snet-private-endpoints'], ['snet-ingress']],
    ] as const;
    for (const [from, name] of sides)
      azure.send('DELETE', `${from}/virtualNetworkPeerings/${name}`, '2026-01-01');
    for (const [from, name, to, localSubnetNames, remoteSubnetNames] of sides) {
      azure.send('PUT', `${from}/virtualNetworkPeerings/${name}`, '2026-01-01', {
        properties: {
          remoteVirtualNetwork: { id: to },
          allowVirtualNetworkAccess: true,
          peerCompleteVnets: false,
          localSubnetNames,
          remoteSubnetNames,
        },
      });
    }
    const { networks } = await observe('coreRegistry', 'shopCluster');
    const peering = known(networks[idKey(shop)]).peerings.find(({ remoteNetworkId }) =>
      sameId(remoteNetworkId, core),
    );
    assert.deepEqual(peering?.parts, { local: ['10.20.16.0/24'], remote: ['10.50.0.0/27'] });
  });
});
