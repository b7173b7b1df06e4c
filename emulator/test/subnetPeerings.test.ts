import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const [NODE_SUBNET, ENDPOINT_SUBNET, OTHER] = ['snet-nodes', 'snet-private-endpoints', 'snet-ingress'];

describe('peerings of subnets, of IPv6, and out of sync', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const detailOfWay = (): string => {
    emulator.core.operations.settle();
    const pull = { clusterId: contoso.shopCluster, image: make.CORE_IMAGE };
    const { verdict, pools } = pullVerdict(emulator.estate, pull);
    if (verdict === 'Pulled') return 'Pulled';
    const last = pools[0]?.hops.at(-1);
    assert.equal(last?.hop, 'route', JSON.stringify(pools));
    return last.detail;
  };
  const peer = async (shop: object, core: object): Promise<void> => {
    for (const id of [make.shopPeering, make.corePeering]) await arm.succeed('DELETE', id);
    for (const [id, remote, more] of [
      [make.shopPeering, contoso.coreNetwork, shop],
      [make.corePeering, contoso.shopNetwork, core],
    ] as const) {
      await arm.succeed('PUT', id, { properties: { remoteVirtualNetwork: { id: remote }, ...more } });
    }
  };
  const ofSubnets = (localSubnetNames: string[], remoteSubnetNames: string[]): object => ({
    peerCompleteVnets: false,
    localSubnetNames,
    remoteSubnetNames,
  });

  const all = [NODE_SUBNET, ENDPOINT_SUBNET] as const;
  const cases: readonly [what: string, shop: object, core: object, detail: RegExp][] = [
    [
      'PEER-10 carry between the subnets that both sides name',
      ofSubnets([all[0]], [all[1]]),
      ofSubnets([all[1]], [all[0]]),
      /^Pulled$/,
    ],
    [
      'PEER-10 carry nothing of a subnet that its own side leaves out',
      ofSubnets([OTHER], [all[1]]),
      ofSubnets([all[1]], [all[0]]),
      /peer-vnet-registry-core-weu is of the subnets snet-ingress of .*vnet-shop-weu, not of snet-nodes/,
    ],
    [
      'PEER-10 carry nothing to a subnet that the other side leaves out',
      ofSubnets([all[0]], [all[1]]),
      ofSubnets([all[1]], [OTHER]),
      /peer-vnet-shop-weu is of the subnets snet-ingress of .*vnet-shop-weu, not of snet-nodes/,
    ],
    [
      'PEER-10 carry nothing where one side alone is of whole networks',
      {},
      ofSubnets([all[1]], [OTHER]),
      /peer-vnet-shop-weu is of the subnets/,
    ],
    [
      'PEER-12 carry no IPv4 where one side is of IPv6 only',
      {},
      { enableOnlyIPv6Peering: true },
      /peer-vnet-shop-weu carries IPv6 only/,
    ],
  ];
  for (const [what, shop, core, detail] of cases) {
    it(what, async () => {
      await peer(shop, core);
      assert.match(detailOfWay(), detail);
    });
  }

  it('PEER-10 show the subnets as they were sent', async () => {
    await peer(ofSubnets([NODE_SUBNET], [ENDPOINT_SUBNET]), ofSubnets([ENDPOINT_SUBNET], [NODE_SUBNET]));
    const { body } = await arm.get(make.shopPeering);
    assert.deepEqual(
      ['peerCompleteVnets', 'localSubnetNames', 'remoteSubnetNames', 'peeringState'].map((member) =>
        at(body, 'properties', member),
      ),
      [false, [NODE_SUBNET], [ENDPOINT_SUBNET], 'Connected'],
    );
  });

  it('PEER-11 take more subnets, and never become of whole networks or the other way round', async () => {
    await peer(ofSubnets([OTHER], [ENDPOINT_SUBNET]), ofSubnets([ENDPOINT_SUBNET], [OTHER, NODE_SUBNET]));
    assert.match(detailOfWay(), /not of snet-nodes/);
    await arm.change(make.shopPeering, { localSubnetNames: [OTHER, NODE_SUBNET] });
    assert.equal(detailOfWay(), 'Pulled');
    // Synchronised without a word of its subnets, it keeps them.
    const synced = `${make.shopPeering}?syncRemoteAddressSpace=true`;
    const remoteVirtualNetwork = { id: contoso.coreNetwork };
    await arm.succeed('PUT', synced, { properties: { remoteVirtualNetwork, peerCompleteVnets: false } });
    assert.equal(detailOfWay(), 'Pulled');
    const whole = make.peeringBody(contoso.coreNetwork);
    await arm.refused(400, 'ChangingPeerCompleteVnetsNotAllowed', 'PUT', make.shopPeering, whole);
    await peer({}, {});
    const some = {
      properties: { remoteVirtualNetwork: { id: contoso.coreNetwork }, ...ofSubnets([OTHER], [OTHER]) },
    };
    await arm.refused(400, 'ChangingPeerCompleteVnetsNotAllowed', 'PUT', make.shopPeering, some);
  });

  it('PEER-11 name subnets of both networks that are there, 200 at most', async () => {
    await arm.succeed('DELETE', make.shopPeering);
    await arm.succeed('DELETE', make.corePeering);
    const many = Array.from({ length: 200 }, () => OTHER);
    for (const [code, names] of [
      ['InvalidRequestFormat', {}],
      ['InvalidRequestFormat', { localSubnetNames: [OTHER] }],
      ['InvalidRequestFormat', { localSubnetNames: many, remoteSubnetNames: [ENDPOINT_SUBNET] }],
      ['InvalidResourceReference', { localSubnetNames: ['no'], remoteSubnetNames: [ENDPOINT_SUBNET] }],
      ['InvalidResourceReference', { localSubnetNames: [OTHER], remoteSubnetNames: ['no'] }],
    ] as const) {
      const remoteVirtualNetwork = { id: contoso.coreNetwork };
      const properties = { remoteVirtualNetwork, peerCompleteVnets: false, ...names };
      await arm.refused(400, code, 'PUT', make.shopPeering, { properties });
    }
  });

  describe('PEER-13 route by what each side knows of the other', () => {
    const sync = (id: string, remote: string): Promise<unknown> =>
      arm.succeed('PUT', `${id}?syncRemoteAddressSpace=true`, make.peeringBody(remote));
    const grow = (network: string, ...addressPrefixes: string[]): Promise<void> =>
      arm.change(network, { addressSpace: { addressPrefixes } });

    it('to an endpoint in a new range', async () => {
      await grow(contoso.coreNetwork, '10.50.0.0/24', '10.51.0.0/24');
      const subnet = `${contoso.coreNetwork}/subnets/more`;
      await arm.succeed('PUT', subnet, { properties: { addressPrefix: '10.51.0.0/27' } });
      await arm.succeed('DELETE', contoso.coreEndpoint);
      await arm.succeed('PUT', contoso.coreEndpoint, make.endpointBody(subnet, contoso.coreRegistry));
      await arm.succeed('PUT', make.coreGroup, make.zoneGroupBody(contoso.coreZone));
      assert.match(detailOfWay(), /peer-vnet-registry-core-weu does not know the range of 10\.51\.0\.\d/);
      const { body } = await arm.get(make.shopPeering);
      assert.deepEqual(
        ['remoteAddressSpace', 'remoteVirtualNetworkAddressSpace'].map((member) =>
          at(body, 'properties', member, 'addressPrefixes'),
        ),
        [['10.50.0.0/24'], ['10.50.0.0/24', '10.51.0.0/24']],
      );
      await sync(make.shopPeering, contoso.coreNetwork);
      assert.equal(detailOfWay(), 'Pulled');
    });

    it('and back to nodes in a new range', async () => {
      await grow(contoso.shopNetwork, '10.20.0.0/16', '10.22.0.0/16');
      assert.equal(detailOfWay(), 'Pulled');
      const subnet = `${contoso.shopNetwork}/subnets/new`;
      await arm.succeed('PUT', subnet, { properties: { addressPrefix: '10.22.0.0/20' } });
      const cluster = emulator.estate.get(contoso.shopCluster)!;
      const pools = cluster.properties['agentPoolProfiles'] as Record<string, string>[];
      const moved = pools.map((pool) => ({ ...pool, vnetSubnetID: subnet }));
      emulator.estate.put({ ...cluster, properties: { ...cluster.properties, agentPoolProfiles: moved } });
      assert.match(detailOfWay(), /peer-vnet-shop-weu does not know the range of 10\.22\.0\.0\/20/);
      await sync(make.corePeering, contoso.shopNetwork);
      assert.equal(detailOfWay(), 'Pulled');
    });

    it('and count as the network for security groups only as far as they know it', async () => {
      const id = `${make.groupOf(contoso.shopNetwork)}/providers/Microsoft.Network/networkSecurityGroups/nsg-inside`;
      const rule = (name: string, priority: number, access: string, destinationAddressPrefix: string) => ({
        name,
        properties: {
          ...{ priority, access, destinationAddressPrefix, direction: 'Outbound', protocol: '*' },
          ...{ sourceAddressPrefix: '*', sourcePortRange: '*', destinationPortRange: '*' },
        },
      });
      const securityRules = [rule('inside', 200, 'Allow', 'VirtualNetwork'), rule('none', 300, 'Deny', '*')];
      await arm.succeed('PUT', id, { location: 'westeurope', properties: { securityRules } });
      await arm.change(make.NODES, { networkSecurityGroup: { id } });
      assert.equal(detailOfWay(), 'Pulled');
      await arm.succeed('DELETE', make.corePeering);
      assert.match(detailOfWay(), /rule none of/);
    });
  });
});
