import assert from 'node:assert/strict';
import { objectAt } from '../src/arm/json';
import { pullVerdict, resolveName } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';

const CORE_IMAGE = 'contosocore.azurecr.io/shop/api:1.4.2';
const APPS_IMAGE = 'contosoapps.azurecr.io/payments/web:7';

const FORBIDDEN = /403 Forbidden: client with IP '203\.0\.113\.\d+' is not allowed access/;
const UNAUTHORIZED = /401 Unauthorized/;
const TIMEOUT = /dial tcp 10\.50\.0\.5:443: i\/o timeout/;
const NO_SUCH_HOST = /lookup contosocore\.azurecr\.io on 168\.63\.129\.16:53: no such host/;

const peeringFromShop = `${contoso.shopNetwork}/virtualNetworkPeerings/peer-vnet-registry-core-weu`;
const peeringFromCore = `${contoso.coreNetwork}/virtualNetworkPeerings/peer-vnet-shop-weu`;

describe('pull oracle', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });

  afterEach(() => emulator.close());

  const pull = (clusterId: string, image: string) => {
    emulator.core.operations.settle();
    return pullVerdict(emulator.estate, { clusterId, image });
  };
  const addresses = (networkId: string, name: string) => {
    emulator.core.operations.settle();
    return resolveName(emulator.estate, { networkId, name }).answers;
  };
  const connection = async (registryId: string) => {
    const { value = [] } = await arm.succeed('GET', `${registryId}/privateEndpointConnections`);
    return value[0]?.id ?? '';
  };
  const roleOf = async (principalId: string, scope: string) => {
    const filter = `$filter=principalId eq '${principalId}'`;
    const { value = [] } = await arm.succeed(
      'GET',
      `${scope}/providers/Microsoft.Authorization/roleAssignments?${filter}`,
    );
    return value[0]?.id ?? '';
  };

  describe('a linked pair stops pulling when it loses', () => {
    const losses: Record<string, [take: () => Promise<unknown>, eventText: RegExp]> = {
      'the zone link of the cluster network': [
        () => arm.succeed('DELETE', `${contoso.coreZone}/virtualNetworkLinks/link-vnet-shop-weu`),
        FORBIDDEN,
      ],
      "the cluster side's peering": [() => arm.succeed('DELETE', peeringFromShop), TIMEOUT],
      "the registry side's peering": [() => arm.succeed('DELETE', peeringFromCore), TIMEOUT],
      "access through the cluster side's peering": [
        () => arm.change(peeringFromShop, { allowVirtualNetworkAccess: false }),
        TIMEOUT,
      ],
      "access through the registry side's peering": [
        () => arm.change(peeringFromCore, { allowVirtualNetworkAccess: false }),
        TIMEOUT,
      ],
      'the zone group': [
        () => arm.succeed('DELETE', `${contoso.coreEndpoint}/privateDnsZoneGroups/default`),
        NO_SUCH_HOST,
      ],
      'the A record of the login server': [
        () => arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore`),
        NO_SUCH_HOST,
      ],
      'the A record of the data endpoint': [
        () => arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore.westeurope.data`),
        /failed to copy: .* lookup contosocore\.westeurope\.data\.azurecr\.io on .* no such host/,
      ],
      'the right address in its A record': [
        () =>
          arm.succeed('PUT', `${contoso.coreZone}/A/contosocore`, {
            properties: { ttl: 10, aRecords: [{ ipv4Address: '10.50.0.30' }] },
          }),
        /dial tcp 10\.50\.0\.30:443: i\/o timeout/,
      ],
      "the registry's approval of the connection": [
        async () =>
          arm.change(await connection(contoso.coreRegistry), {
            privateLinkServiceConnectionState: { status: 'Rejected', description: 'not ours' },
          }),
        FORBIDDEN,
      ],
      'the connection': [
        async () => arm.succeed('DELETE', await connection(contoso.coreRegistry)),
        FORBIDDEN,
      ],
      'the private endpoint': [() => arm.succeed('DELETE', contoso.coreEndpoint), FORBIDDEN],
      'the pull role': [
        async () => arm.succeed('DELETE', await roleOf(contoso.shopKubelet, contoso.coreRegistry)),
        UNAUTHORIZED,
      ],
      'the meaning of AcrPull, by permissions per repository': [
        () =>
          arm.succeed('PATCH', contoso.coreRegistry, {
            properties: { roleAssignmentMode: 'AbacRepositoryPermissions' },
          }),
        UNAUTHORIZED,
      ],
      'Azure DNS, by DNS servers that know nothing of the zone': [
        () => arm.change(contoso.shopNetwork, { dhcpOptions: { dnsServers: ['10.99.0.4'] } }),
        FORBIDDEN,
      ],
      'the registry, while the record stays': [
        async () => {
          await arm.succeed('DELETE', `${contoso.coreEndpoint}/privateDnsZoneGroups/default`);
          await arm.succeed('PUT', `${contoso.coreZone}/A/contosocore`, {
            properties: { ttl: 10, aRecords: [{ ipv4Address: '10.50.0.5' }] },
          });
          await arm.succeed('DELETE', contoso.coreRegistry);
        },
        NO_SUCH_HOST,
      ],
    };

    for (const [what, [take, eventText]] of Object.entries(losses)) {
      it(what, async () => {
        assert.equal(pull(contoso.shopCluster, CORE_IMAGE).verdict, 'Pulled');
        await take();
        const after = pull(contoso.shopCluster, CORE_IMAGE);
        assert.match(after.eventText, eventText, JSON.stringify(after.pools, undefined, 1));
        assert.equal(after.verdict, 'Failed');
      });
    }
  });

  it('pulls privately, hop by hop, and says so as a kubelet does', () => {
    const { eventText, pools } = pull(contoso.shopCluster, CORE_IMAGE);
    assert.match(eventText, /^Successfully pulled image "contosocore\.azurecr\.io\/shop\/api:1\.4\.2" in /);
    const [pool] = pools;
    assert.deepEqual(
      pool?.hops.map(({ hop, ok }) => `${hop} ${ok}`),
      [
        'cluster true',
        'network true',
        'name true',
        'route true',
        'certificate true',
        'identity true',
        'data true',
      ],
    );
  });

  it('DOM-12 keeps pulling without public access, which a private pair never uses, and without the other network’s zone link', async () => {
    await arm.succeed('DELETE', `${contoso.coreZone}/virtualNetworkLinks/link-vnet-registry-core-weu`);
    assert.equal(pull(contoso.shopCluster, CORE_IMAGE).verdict, 'Pulled');
  });

  it('shows what the registry network’s zone link is for: names inside that network', async () => {
    assert.deepEqual(addresses(contoso.coreNetwork, 'contosocore.azurecr.io'), ['10.50.0.5']);
    await arm.succeed('DELETE', `${contoso.coreZone}/virtualNetworkLinks/link-vnet-registry-core-weu`);
    const [address = ''] = addresses(contoso.coreNetwork, 'contosocore.azurecr.io');
    assert.match(address, /^198\.51\.100\./);
  });

  it('DOM-5 pulls again with the role that permissions per repository honour', async () => {
    await arm.succeed('PATCH', contoso.coreRegistry, {
      properties: { roleAssignmentMode: 'AbacRepositoryPermissions' },
    });
    const roleAssignment = `${contoso.coreRegistry}/providers/Microsoft.Authorization/roleAssignments/5d2f0a8e-6f5b-4a0c-9a43-1c2b7d9e8f10`;
    const properties = {
      principalId: contoso.shopKubelet,
      roleDefinitionId:
        '/providers/Microsoft.Authorization/roleDefinitions/b93aa761-3e63-49ed-ac28-beffa264f7ac',
    };
    await arm.succeed('PUT', roleAssignment, { properties });
    assert.equal(pull(contoso.shopCluster, CORE_IMAGE).verdict, 'Pulled');

    const condition = (name: string) =>
      `((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWith '${name}'))`;
    await arm.succeed('PUT', roleAssignment, {
      properties: { ...properties, condition: condition('data/') },
    });
    assert.match(pull(contoso.shopCluster, CORE_IMAGE).eventText, UNAUTHORIZED);
    await arm.succeed('PUT', roleAssignment, {
      properties: { ...properties, condition: condition('shop/') },
    });
    assert.equal(pull(contoso.shopCluster, CORE_IMAGE).verdict, 'Pulled');
  });

  it('DOM-11 reaches Azure DNS through servers in a linked network that it can reach', async () => {
    await arm.change(contoso.shopNetwork, { dhcpOptions: { dnsServers: ['10.50.0.40'] } });
    assert.equal(pull(contoso.shopCluster, CORE_IMAGE).verdict, 'Pulled');
    await arm.succeed('DELETE', `${contoso.coreZone}/virtualNetworkLinks/link-vnet-registry-core-weu`);
    assert.match(pull(contoso.shopCluster, CORE_IMAGE).eventText, FORBIDDEN);
  });

  it('refuses the certificate of a name below privatelink', () => {
    const { eventText } = pull(contoso.shopCluster, 'contosocore.privatelink.azurecr.io/shop/api:1.4.2');
    assert.match(
      eventText,
      /x509: certificate is valid for \*\.azurecr\.io, not contosocore\.privatelink\.azurecr\.io/,
    );
  });

  it('finds no host for a registry that does not exist', () => {
    const { eventText } = pull(contoso.shopCluster, 'contosogone.azurecr.io/shop/api:1');
    assert.match(eventText, /lookup contosogone\.azurecr\.io .* no such host/);
  });

  describe('a pair over the public endpoint', () => {
    const restrict = (properties: Record<string, unknown>) =>
      arm.succeed('PATCH', contoso.appsRegistry, { properties });

    it('pulls, from every pool', () => {
      const { verdict, pools } = pull(contoso.paymentsCluster, APPS_IMAGE);
      assert.equal(verdict, 'Pulled');
      assert.deepEqual(
        pools.map(({ name, subnetId }) => `${name} ${subnetId?.split('/').at(-1)}`),
        ['system snet-system', 'web snet-workload', 'jobs snet-workload'],
      );
    });

    it('stops when public access is switched off', async () => {
      await restrict({ publicNetworkAccess: 'Disabled' });
      assert.match(pull(contoso.paymentsCluster, APPS_IMAGE).eventText, FORBIDDEN);
    });

    it('needs its outbound address in the network rules', async () => {
      await restrict({ networkRuleSet: { defaultAction: 'Deny', ipRules: [{ value: '198.51.100.0/24' }] } });
      assert.match(pull(contoso.paymentsCluster, APPS_IMAGE).eventText, FORBIDDEN);
      await restrict({ networkRuleSet: { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.16/29' }] } });
      assert.equal(pull(contoso.paymentsCluster, APPS_IMAGE).verdict, 'Pulled');
    });

    it('DOM-14 breaks for a network linked to another zone of the name, once the registry gets an endpoint', async () => {
      await arm.succeed('PUT', `${contoso.coreEndpoint}-apps`, {
        location: 'westeurope',
        properties: {
          subnet: { id: `${contoso.coreNetwork}/subnets/snet-private-endpoints` },
          privateLinkServiceConnections: [
            {
              name: 'apps',
              properties: { privateLinkServiceId: contoso.appsRegistry, groupIds: ['registry'] },
            },
          ],
        },
      });
      assert.match(pull(contoso.paymentsCluster, APPS_IMAGE).eventText, /no such host/);
      await arm.change(`${contoso.hubZone}/virtualNetworkLinks/link-vnet-payments-weu`, {
        resolutionPolicy: 'NxDomainRedirect',
      });
      assert.equal(pull(contoso.paymentsCluster, APPS_IMAGE).verdict, 'Pulled');
    });
  });

  it('takes a registry with an endpoint off Premium neither by PATCH nor by PUT', async () => {
    for (const name of ['Basic', 'Standard']) {
      const reply = await arm.send('PATCH', contoso.coreRegistry, { sku: { name } });
      assert.equal(reply.status, 400);
    }
    assert.equal(pull(contoso.shopCluster, CORE_IMAGE).verdict, 'Pulled');
    // What no request can bring about is judged all the same.
    const registry = emulator.estate.get(contoso.coreRegistry);
    assert.ok(registry);
    emulator.estate.put({ ...registry, sku: { name: 'Standard', tier: 'Standard' } });
    assert.match(pull(contoso.shopCluster, CORE_IMAGE).eventText, TIMEOUT);
  });

  it('has no node to pull on in a stopped cluster', () => {
    const { verdict, eventText } = pull(contoso.batchCluster, 'contosomodels.azurecr.io/batch/train:1');
    assert.deepEqual([verdict, eventText], ['Failed', 'no nodes available to schedule pods']);
  });

  it('judges a stopped pool apart from those that run', () => {
    const cluster = emulator.estate.get(contoso.paymentsCluster);
    const profiles = cluster?.properties['agentPoolProfiles'];
    assert.ok(cluster !== undefined && Array.isArray(profiles));
    const agentPoolProfiles = profiles.map((pool, index) =>
      index === 1 ? { ...objectAt(pool), powerState: { code: 'Stopped' } } : pool,
    );
    emulator.estate.put({ ...cluster, properties: { ...cluster.properties, agentPoolProfiles } });
    const { verdict, pools } = pull(contoso.paymentsCluster, APPS_IMAGE);
    assert.equal(verdict, 'Pulled');
    assert.equal(pools[1]?.hops[0]?.ok, false);
  });
});
