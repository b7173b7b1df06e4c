/** What the inventory tells of the way between nodes and registries, from a few queries. */
import assert from 'node:assert/strict';
import { replay } from '../../emulator/src/scenario';
import { idKey, nameOf, sameId } from '../../src/model/armId';
import type { FirstSeen, Inventory } from '../../src/provisioning/observed/inventory';
import type { Fact } from '../../src/provisioning/observed/observed';
import { addReplica, addSubscription, allowOnly, changeProperties } from './support/additions';
import { azureAt, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';
import { assign, defineRole, joinGroup } from './support/people';
import { refusal, startInFrontOf, type ScriptedServer } from './support/scripted';

type Name = Parameters<typeof contoso>[0];

function known<T>(fact: Fact<T> | undefined): T {
  assert.equal(fact?.state, 'known', JSON.stringify(fact));
  return fact.value;
}

describe('the inventory of what stands between nodes and registries', () => {
  let azure: Linking;
  let server: ScriptedServer | undefined;

  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await azure.close();
  });

  const inventory = (url = server?.url ?? azure.emulator.url): Promise<Inventory> =>
    azureAt(url).inventory(subscriptionIds, never);
  const one = <T extends { readonly id: string }>(things: readonly T[], name: Name): T => {
    const found = things.find(({ id }) => sameId(id, contoso(name)));
    assert.ok(found, name);
    return found;
  };
  const put = (id: string, body: unknown) => {
    replay(azure.emulator.core, 'PUT', id, body);
  };
  const inShopGroup = (type: string, name: string) =>
    `/subscriptions/${contoso('apps')}/resourceGroups/rg-shop-network-weu/providers/Microsoft.Network/${type}/${name}`;
  const nodes = () => `${contoso('shopNetwork')}/subnets/snet-nodes`;

  it('is read with four queries of Resource Graph, each beside the others', async () => {
    azure.emulator.log.clear();
    await inventory();
    assert.equal(azure.emulator.log.text().match(/"url":"[^"]*ResourceGraph/gi)?.length, 4);
  });

  it('gives registries and clusters before the rest is there, with all that their own rows tell', async () => {
    const seen: FirstSeen[] = [];
    const whole = await azure.azure.inventory(subscriptionIds, never, (each) => seen.push(each));
    const [first, ...others] = seen;
    assert.equal(others.length, 0);
    assert.deepEqual(first?.registries, whole.registries);
    const ids = (clusters: readonly { readonly id: string }[] = []) => clusters.map(({ id }) => id);
    assert.deepEqual(ids(first.clusters), ids(whole.clusters));
    // Which network AKS made for a cluster, networks tell.
    const made = whole.clusters.filter(({ networkManagedByAks }) => networkManagedByAks);
    assert.ok(made.length > 0);
    for (const { id, networkId } of made) {
      assert.ok(networkId);
      assert.equal(first.clusters.find((one) => one.id === id)?.networkId, undefined);
    }
  });

  it('has networks with their state, DNS servers and subnets, and what is attached to these', async () => {
    allowOnly(azure.emulator.core, nodes(), ['VirtualNetwork']);
    const group = inShopGroup('networkSecurityGroups', 'nsg-egress');
    const table = inShopGroup('routeTables', 'rt-shop');
    const toAppliance = {
      addressPrefix: '0.0.0.0/0',
      nextHopType: 'VirtualAppliance',
      nextHopIpAddress: '10.0.3.4',
    };
    put(table, {
      location: 'westeurope',
      properties: { routes: [{ name: 'out', properties: toAppliance }] },
    });
    put(nodes(), {
      properties: {
        addressPrefix: '10.20.0.0/20',
        networkSecurityGroup: { id: group },
        routeTable: { id: table },
        serviceEndpoints: [{ service: 'Microsoft.ContainerRegistry' }],
      },
    });
    const { networks, securityGroups, routeTables } = await inventory();
    const shop = one(networks, 'shopNetwork');
    assert.deepEqual([shop.provisioningState, shop.dnsServers], ['Succeeded', []]);
    assert.deepEqual(
      one(networks, 'hubNetwork')
        .subnets?.map(({ name }) => name)
        .includes('snet-private-endpoints'),
      true,
    );
    const subnet = shop.subnets?.find(({ id }) => sameId(id, nodes()));
    assert.deepEqual(
      [subnet?.addressPrefixes, subnet?.serviceEndpoints, subnet?.privateEndpointNetworkPolicies],
      [['10.20.0.0/20'], ['Microsoft.ContainerRegistry'], 'Disabled'],
    );
    assert.ok(sameId(subnet?.securityGroupId, group) && sameId(subnet?.routeTableId, table));
    const { rules } = known(securityGroups?.[idKey(group)]);
    assert.deepEqual(rules.map(({ name }) => name).slice(0, 3), ['allow0', 'deny', 'AllowVnetInBound']);
    assert.deepEqual(known(routeTables?.[idKey(table)]).routes, [
      { name: 'out', destination: '0.0.0.0/0', nextHop: 'VirtualAppliance', nextHopAddress: '10.0.3.4' },
    ]);
  });

  it('counts the addresses in use in a subnet, as they are counted when it is read by itself', async () => {
    const { networks } = await inventory();
    const observed = await azureAt(azure.emulator.url).observe(
      { registryId: contoso('coreRegistry'), clusterIds: [contoso('shopCluster')] },
      never,
    );
    const read = known(observed.networks[idKey(contoso('coreNetwork'))]);
    assert.deepEqual(one(networks, 'coreNetwork').subnets, read.subnets);
    assert.ok(read.subnets.some(({ usedAddresses }) => usedAddresses > 0));
  });

  it('tells a security group of another form by itself, as unreadable', async () => {
    allowOnly(azure.emulator.core, nodes(), []);
    const group = inShopGroup('networkSecurityGroups', 'nsg-egress');
    const { properties } = azure.emulator.estate.get(group)!;
    const odd = { ...properties, securityRules: [{ name: 'odd', properties: { priority: 'first' } }] };
    azure.emulator.estate.put({ ...azure.emulator.estate.get(group)!, properties: odd });
    const { securityGroups, clusters } = await inventory();
    const fact = securityGroups?.[idKey(group)];
    assert.ok(fact?.state === 'unreadable');
    assert.match(fact.reason, /priority/);
    assert.equal(clusters.length, 7);
  });

  it('has peerings with what they know, and which subnets they are of', async () => {
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
    const { networks } = await inventory();
    const peering = one(networks, 'shopNetwork').peerings.find(({ remoteNetworkId }) =>
      sameId(remoteNetworkId, core),
    );
    assert.deepEqual(peering?.parts, { local: ['10.20.16.0/24'], remote: ['10.50.0.0/27'] });
  });

  it('has endpoints with their state and addresses', async () => {
    const { endpoints } = await inventory();
    const { provisioningState, addresses = [] } = one(endpoints, 'coreEndpoint');
    assert.equal(provisioningState, 'Succeeded');
    assert.deepEqual(addresses.map(({ fqdn }) => fqdn).sort(), [
      'contosocore.azurecr.io',
      'contosocore.westeurope.data.azurecr.io',
    ]);
    assert.ok(addresses.every(({ address }) => address.startsWith('10.50.0.')));
  });

  it('reads the interface of an endpoint that Resource Graph doesn’t know yet, or leaves its addresses open', async () => {
    let refuses = false;
    server = await startInFrontOf(azure.emulator.url, ({ path, body }) => {
      if (/ResourceGraph/i.test(path) && body.includes('networkinterfaces')) {
        return { status: 200, body: { totalRecords: 0, count: 0, resultTruncated: 'false', data: hidden } };
      }
      return refuses && path.includes('/networkInterfaces/')
        ? refusal('Microsoft.Network/networkInterfaces/read', contoso('coreEndpoint'))
        : undefined;
    });
    const { properties, ...row } = azure.emulator.estate.get(contoso('coreEndpoint'))!;
    const hidden = [{ ...row, properties: { ...properties, customDnsConfigs: [] } }];
    assert.equal(one((await inventory()).endpoints, 'coreEndpoint').addresses?.length, 2);
    refuses = true;
    assert.equal(one((await inventory()).endpoints, 'coreEndpoint').addresses, undefined);
  });

  describe('with zones', () => {
    const zone = (name: string) => inShopGroup('privateDnsZones', name);
    const link = (name: string) => {
      put(zone(name), { location: 'global' });
      put(`${zone(name)}/virtualNetworkLinks/shop`, {
        location: 'global',
        properties: { virtualNetwork: { id: contoso('shopNetwork') }, registrationEnabled: false },
      });
    };

    it('has the links of all that may answer for a registry, and the records', async () => {
      for (const name of ['azurecr.io', 'contosocore.azurecr.io', 'privatelink.azurecr.us', 'myazurecr.io'])
        link(name);
      put(`${zone('azurecr.io')}/A/contosocore`, {
        properties: { ttl: 300, aRecords: [{ ipv4Address: '10.1.2.3' }] },
      });
      const { zoneLinks, zoneRecords = {} } = await inventory();
      const names = new Set(zoneLinks.map(({ zoneName }) => zoneName));
      assert.deepEqual([...names].sort(), ['azurecr.io', 'contosocore.azurecr.io', 'privatelink.azurecr.io']);
      assert.deepEqual(known(zoneRecords[idKey(zone('azurecr.io'))]), [
        { name: 'contosocore', addresses: ['10.1.2.3'] },
      ]);
      assert.deepEqual(known(zoneRecords[idKey(zone('contosocore.azurecr.io'))]), []);
      assert.deepEqual(
        known(zoneRecords[idKey(contoso('coreZone'))])
          .map(({ name }) => name)
          .sort(),
        ['contosocore', 'contosocore.westeurope.data'],
      );
      // No registry has a name there.
      assert.equal(zoneRecords[idKey(zone('privatelink.azurecr.us'))], undefined);
    });

    it('says of a zone that can’t be read which right is missing, and reads the others', async () => {
      const read = 'Microsoft.Network/privateDnsZones/ALL/read';
      server = await startInFrontOf(azure.emulator.url, ({ path }) =>
        path.toLowerCase().startsWith(`${contoso('coreZone')}/ALL?`.toLowerCase())
          ? refusal(read, contoso('coreZone'))
          : undefined,
      );
      const { zoneRecords = {} } = await inventory();
      const fact = zoneRecords[idKey(contoso('coreZone'))];
      assert.ok(fact?.state === 'unreadable');
      assert.equal(fact.missingAction, read);
      known(zoneRecords[idKey(contoso('dataZone'))]);
    });

    it('reads few at a time and no more than it has to, those of nodes’ networks first', async () => {
      const subscription = addSubscription(azure.emulator.core, 'Zones');
      const group = `/subscriptions/${subscription}/resourceGroups/rg-zones`;
      put(group, { location: 'westeurope' });
      const ids = Array.from({ length: 70 }, (_, index) => {
        const id = `${group}-${index}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
        put(`${group}-${index}`, { location: 'westeurope' });
        put(id, { location: 'global' });
        const link = {
          id: `${id}/virtualNetworkLinks/link`,
          name: 'link',
          type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
          location: 'global',
          properties: {
            virtualNetwork: { id: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-${index}` },
            virtualNetworkLinkState: 'Completed',
          },
        };
        azure.emulator.estate.put(link);
        return id;
      });
      const all = [...subscriptionIds, subscription];
      const { zoneRecords = {} } = await azureAt(azure.emulator.url).inventory(all, never);
      const states = Object.values(zoneRecords).map(({ state }) => state);
      assert.equal(states.length, ids.length + 3);
      assert.equal(states.filter((state) => state === 'unreadable').length, 13);
      // The others are in the order of their ids, of which the subscription's is another one each time.
      for (const name of ['coreZone', 'hubZone'] as const) known(zoneRecords[idKey(contoso(name))]);
    });
  });

  it('has clusters and registries with their own properties', async () => {
    addReplica(azure.emulator.core, contoso('appsRegistry'), 'northeurope');
    changeProperties(azure.emulator.core, contoso('appsRegistry'), {
      anonymousPullEnabled: true,
      policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } },
      networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.0/24' }] },
    });
    changeProperties(azure.emulator.core, contoso('shopCluster'), {
      httpProxyConfig: { httpsProxy: 'http://ana:s3cret@10.9.9.9:3128', noProxy: ['.azurecr.io'] },
      addonProfiles: { aciConnectorLinux: { enabled: true } },
      bootstrapProfile: { artifactSource: 'Cache', containerRegistryId: contoso('coreRegistry') },
    });
    const { registries, clusters } = await inventory();
    const apps = one(registries, 'appsRegistry');
    assert.deepEqual(
      [apps.anonymousPull, apps.armTokens, apps.addressRules],
      [true, 'disabled', ['203.0.113.0/24']],
    );
    assert.deepEqual(
      apps.replicas?.map(({ location, provisioningState }) => [location, provisioningState]),
      [['northeurope', 'Succeeded']],
    );
    // Resource Graph doesn't tell what only previews know.
    assert.deepEqual([apps.subnetRules, apps.regionalHostNames], [undefined, undefined]);
    const shop = one(clusters, 'shopCluster');
    assert.deepEqual(shop.httpProxy, { url: 'http://10.9.9.9:3128', exceptions: ['.azurecr.io'] });
    assert.deepEqual([shop.hasVirtualNodes, shop.outboundType], [true, 'loadBalancer']);
    assert.ok(sameId(shop.bootstrapRegistryId, contoso('coreRegistry')));
    const payments = one(clusters, 'paymentsCluster');
    assert.deepEqual([payments.httpProxy, payments.hasVirtualNodes], ['none', false]);
    assert.deepEqual([payments.bootstrapRegistryId, payments.outboundAddresses], [undefined, undefined]);
  });

  describe('with roles', () => {
    const rolesOf = ({ roleAssignments = [] }: Inventory, principalId: string) =>
      roleAssignments.filter((role) => role.principalId === principalId);

    it('has what built-in and custom roles permit, of identities and of groups', async () => {
      const pull = ['Microsoft.ContainerRegistry/registries/pull/read'];
      const role = defineRole(azure.emulator, { actions: pull });
      assign(azure.emulator, contoso('paymentsKubelet'), role, contoso('coreRegistry'));
      const group = contoso('platformEngineers');
      joinGroup(azure.emulator, group, contoso('shopKubelet'));
      const found = await inventory();
      const custom = rolesOf(found, contoso('paymentsKubelet')).find(({ scope }) =>
        sameId(scope, contoso('coreRegistry')),
      );
      assert.equal(custom?.roleId, nameOf(role));
      assert.deepEqual(
        custom.permissions?.flatMap(({ actions }) => actions),
        pull,
      );
      const builtIn = rolesOf(found, contoso('shopKubelet')).find(({ scope }) =>
        sameId(scope, contoso('coreRegistry')),
      );
      assert.deepEqual(
        builtIn?.permissions?.flatMap(({ actions }) => actions),
        pull,
      );
      assert.ok(
        rolesOf(found, group).every(({ toGroup, permissions }) => toGroup && permissions !== undefined),
      );
    });

    it('has conditions, and leaves open what a role permits of which the definition isn’t seen', async () => {
      const [assignment] = azure.emulator.estate
        .ofType('Microsoft.Authorization/roleAssignments')
        .filter(({ properties }) => properties['principalId'] === contoso('shopKubelet'));
      const roleDefinitionId = `/subscriptions/${contoso('apps')}/providers/Microsoft.Authorization/roleDefinitions/77777777-7777-4777-8777-777777777777`;
      const properties = {
        ...assignment!.properties,
        roleDefinitionId,
        condition: '@Resource[a] StringEquals b',
      };
      azure.emulator.estate.put({ ...assignment!, properties });
      const [role] = rolesOf(await inventory(), contoso('shopKubelet'));
      assert.deepEqual(
        [role?.roleId, role?.permissions, role?.condition],
        ['77777777-7777-4777-8777-777777777777', undefined, '@Resource[a] StringEquals b'],
      );
    });
  });
});
