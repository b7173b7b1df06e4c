import assert from 'node:assert/strict';
import { pullVerdict } from '../src/oracle/index';
import { partsOf, type PoolParts } from '../src/oracle/parts';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import { identityCauses } from './causes/identityCauses';
import { nameCauses } from './causes/nameCauses';
import { pathCauses } from './causes/pathCauses';
import * as make from './causes/requests';

const shopPair = { registryId: contoso.coreRegistry, clusterId: contoso.shopCluster };
const paymentsPair = { registryId: contoso.appsRegistry, clusterId: contoso.paymentsCluster };
const SHOP_PEERING_OF_SUBNETS = {
  remoteVirtualNetwork: { id: contoso.coreNetwork },
  peerCompleteVnets: false,
  localSubnetNames: ['snet-ingress'],
  remoteSubnetNames: ['snet-private-endpoints'],
};

describe('the parts of a pull', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const parts = (pair: Parameters<typeof partsOf>[1]): PoolParts[] => {
    emulator.core.operations.settle();
    return partsOf(emulator.estate, pair);
  };
  const broken = (pair: Parameters<typeof partsOf>[1] = shopPair): (string | undefined)[] =>
    parts(pair).map((pool) => pool.broken ?? pool.verdict);

  it('are all fine for a pair that pulls, and each is told', () => {
    const [pool] = parts({ ...shopPair, image: 'shop/api:1.4.2' });
    assert.equal(pool?.verdict, 'Pulled');
    assert.deepEqual(
      pool.findings.map(({ part, ok, host = '' }) => `${part} ${ok} ${host}`.trim()),
      [
        'nodes true',
        'name true contosocore.azurecr.io',
        'name true',
        'way true',
        'way true',
        'way true contosocore.westeurope.data.azurecr.io',
        'identity true',
        'image true',
      ],
    );
  });

  const losses: Record<string, [take: () => Promise<unknown>, first: string, reason: RegExp]> = {
    'the zone link': [() => arm.succeed('DELETE', make.shopLink), 'door', /public access is disabled/],
    'the record of the registry': [
      () => arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore`),
      'name',
      /NXDOMAIN/,
    ],
    'the record of the data endpoint': [
      () => arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore.westeurope.data`),
      'name',
      /westeurope\.data.*NXDOMAIN/,
    ],
    'the right address in its record': [
      () => arm.succeed('PUT', `${contoso.coreZone}/A/contosocore`, make.addressRecord('10.50.0.30')),
      'name',
      /no private endpoint has 10\.50\.0\.30/,
    ],
    'a peering': [() => arm.succeed('DELETE', make.corePeering), 'way', /no peering from/],
    'an endpoint that the registry has approved': [
      async () => {
        const body = make.endpointBody(make.ENDPOINTS, contoso.coreRegistry, true);
        await arm.succeed('PUT', `${contoso.coreEndpoint}-waiting`, body);
        await arm.succeed('PUT', `${contoso.coreZone}/A/contosocore`, make.addressRecord('10.50.0.7'));
      },
      'door',
      /is not an approved endpoint/,
    ],
    'the registry’s approval of its only endpoint': [
      async () => {
        const path = `${contoso.coreRegistry}/privateEndpointConnections`;
        const { value = [] } = await arm.succeed('GET', path);
        const rejected = { privateLinkServiceConnectionState: { status: 'Rejected' } };
        await arm.change(value[0]?.id ?? '', rejected);
      },
      'door',
      /public access is disabled/,
    ],
    'the role': [() => make.withoutRole(arm), 'identity', /no role assignment of/],
  };
  for (const [what, [take, first, reason]] of Object.entries(losses)) {
    it(`without ${what}: ${first}`, async () => {
      await take();
      const [pool] = parts(shopPair);
      assert.equal(pool?.broken, first, JSON.stringify(pool, undefined, 1));
      assert.match(pool.reason ?? '', reason);
    });
  }

  it('tell the first of two that are broken, and the other behind it', async () => {
    await make.withoutRole(arm);
    await arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore.westeurope.data`);
    const [pool] = parts(shopPair);
    assert.equal(pool?.broken, 'name');
    assert.deepEqual(
      pool.findings.filter(({ ok }) => !ok).map(({ part }) => part),
      ['name', 'identity'],
    );
  });

  it('judge each pool by its own subnet, and one alone where it is named', async () => {
    const id = await make.denyHttps(arm, contoso.paymentsNetwork, 'Outbound');
    await arm.change(`${contoso.paymentsNetwork}/subnets/snet-workload`, { networkSecurityGroup: { id } });
    assert.deepEqual(broken(paymentsPair), ['Pulled', 'way', 'way']);
    assert.deepEqual(broken({ ...paymentsPair, pool: 'jobs' }), ['way']);
  });

  it('judge a stopped cluster as if its nodes ran, and say that none does', async () => {
    await arm.succeed('POST', `${contoso.shopCluster}/stop`);
    assert.deepEqual(broken(), ['NoNodes']);
    await make.withoutRole(arm);
    const [pool] = parts(shopPair);
    assert.deepEqual([pool?.verdict, pool?.broken], ['NoNodes', 'identity']);
  });

  it('ask for the image only where one is named that the registry lacks', () => {
    emulator.estate.put({
      id: `${contoso.coreRegistry}/emulatedRepositories/shop~api`,
      name: 'shop~api',
      type: 'Microsoft.ContainerRegistry/registries/emulatedRepositories',
      properties: { tags: [{ name: '1' }], manifests: [] },
    });
    assert.deepEqual(broken({ ...shopPair, image: 'shop/api:1' }), ['Pulled']);
    assert.deepEqual(broken({ ...shopPair, image: 'shop/api:2' }), ['image']);
  });

  it('refuse what isn’t there', () => {
    assert.throws(() => parts({ ...shopPair, clusterId: '/subscriptions/x' }), /There is no/);
    assert.throws(() => parts({ ...shopPair, registryId: '/subscriptions/x' }), /There is no/);
  });

  it('are answered by the admin API, too', async () => {
    const query = new URLSearchParams({ registry: contoso.coreRegistry, cluster: contoso.shopCluster });
    const answer = await fetch(`${emulator.url}/_emulator/parts?${query.toString()}`);
    const { pools } = (await answer.json()) as { pools: PoolParts[] };
    assert.deepEqual(
      pools.map(({ verdict }) => verdict),
      ['Pulled'],
    );
  });

  describe('say the same as the pod’s event', () => {
    const agree = (): void => {
      emulator.core.operations.settle();
      for (const registry of emulator.estate.ofType('Microsoft.ContainerRegistry/registries')) {
        for (const cluster of emulator.estate.ofType('Microsoft.ContainerService/managedClusters')) {
          const pair = { registryId: registry.id, clusterId: cluster.id, image: 'shop/api:1.4.2' };
          const image = `${registry.properties['loginServer'] as string}/shop/api:1.4.2`;
          const { pools } = pullVerdict(emulator.estate, { clusterId: cluster.id, image });
          assert.deepEqual(
            partsOf(emulator.estate, pair).map(({ pool, verdict }) => [pool, verdict === 'Pulled']),
            pools.map(({ name, verdict }) => [name, verdict === 'Pulled']),
            `${registry.name} ${cluster.name}`,
          );
        }
      }
    };
    it('for every registry and cluster', agree);
    for (const { row, cause, setUp } of [...nameCauses, ...pathCauses, ...identityCauses]) {
      it(`cause ${row}: ${cause}`, async () => {
        await setUp(arm);
        agree();
      });
    }
    it('where one peering is of other subnets', async () => {
      await arm.succeed('DELETE', make.shopPeering);
      await arm.succeed('DELETE', make.corePeering);
      await arm.succeed('PUT', make.shopPeering, { properties: SHOP_PEERING_OF_SUBNETS });
      await arm.succeed('PUT', make.corePeering, make.peeringBody(contoso.shopNetwork));
      assert.deepEqual(broken(), ['way']);
      agree();
    });
  });
});
