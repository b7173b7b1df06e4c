import assert from 'node:assert/strict';
import { pullVerdict, resolveName } from '../src/oracle/index';
import type { NameAnswer } from '../src/oracle/names';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const AZURE = '168.63.129.16';
/** In a network that is linked to the zone and peered; in none; in one to which there is no way. */
const [LINKED, NOWHERE, APART] = ['10.50.0.40', '192.168.5.4', '10.90.0.9'];
const HOST = 'contosocore.azurecr.io';

describe('DNS servers of a network', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
    const apart = `${make.groupOf(contoso.coreNetwork)}/providers/Microsoft.Network/virtualNetworks/vnet-apart`;
    await arm.succeed('PUT', apart, make.networkBody('10.90.0.0/24', { dns: '10.90.0.0/27' }));
  });
  afterEach(() => emulator.close());

  const ask = async (...dnsServers: string[]): Promise<NameAnswer> => {
    await arm.change(contoso.shopNetwork, { dhcpOptions: { dnsServers } });
    emulator.core.operations.settle();
    return resolveName(emulator.estate, { networkId: contoso.shopNetwork, name: HOST });
  };
  const event = (): string => {
    const pull = { clusterId: contoso.shopCluster, image: make.CORE_IMAGE };
    return pullVerdict(emulator.estate, pull).eventText;
  };

  it('DNS-11 are judged each for itself', async () => {
    const { servers, agreed } = await ask(AZURE, LINKED, NOWHERE, APART);
    const [own, linked, nowhere, apart] = servers;
    assert.deepEqual([own?.answers, linked?.answers], [['10.50.0.5'], ['10.50.0.5']]);
    assert.deepEqual(own?.networkIds, [contoso.shopNetwork]);
    assert.deepEqual(linked?.networkIds, [contoso.coreNetwork]);
    assert.match(nowhere?.answers[0] ?? '', /^198\.51\.100\./);
    assert.equal(nowhere?.networkIds, undefined);
    assert.deepEqual([apart?.status, apart?.answers], ['TIMEOUT', []]);
    assert.equal(agreed, false);
    assert.equal((await ask(AZURE, LINKED)).agreed, true);
  });

  const orders: readonly [servers: string[], decides: string, event: RegExp][] = [
    [[AZURE, NOWHERE], AZURE, /^Successfully pulled/],
    [[NOWHERE, AZURE], NOWHERE, /403 Forbidden/],
    [[APART, LINKED], LINKED, /^Successfully pulled/],
    [[APART, NOWHERE, LINKED], NOWHERE, /403 Forbidden/],
    [
      [APART],
      APART,
      /lookup contosocore\.azurecr\.io on 10\.90\.0\.9:53: read udp .*->10\.90\.0\.9:53: i\/o timeout$/,
    ],
  ];
  for (const [servers, decides, text] of orders) {
    it(`DNS-12 are asked in their order, ${servers.join(', ')}: ${decides} decides`, async () => {
      assert.equal((await ask(...servers)).server, decides);
      assert.match(event(), text);
    });
  }

  it('DNS-12 decide also by saying that there is no such name', async () => {
    await arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore`);
    const answer = await ask(LINKED, NOWHERE);
    assert.deepEqual([answer.status, answer.server], ['NXDOMAIN', LINKED]);
    assert.match(event(), /lookup contosocore\.azurecr\.io on 10\.50\.0\.40:53: no such host$/);
  });

  it('DNS-11 are named in the hop where they don’t agree', async () => {
    await ask(AZURE, NOWHERE);
    const pull = { clusterId: contoso.shopCluster, image: make.CORE_IMAGE };
    const hops = pullVerdict(emulator.estate, pull).pools[0]?.hops;
    assert.deepEqual(hops?.find(({ hop }) => hop === 'name')?.disagreeing, [AZURE, NOWHERE]);
  });

  it('DNS-11 are reached like anything else: a peering of other subnets leads to none', async () => {
    assert.equal((await ask('10.50.0.10')).status, 'NOERROR');
    for (const id of [make.shopPeering, make.corePeering]) await arm.succeed('DELETE', id);
    const names = { localSubnetNames: ['snet-nodes'], remoteSubnetNames: ['snet-private-endpoints'] };
    const back = {
      localSubnetNames: names.remoteSubnetNames,
      remoteSubnetNames: names.localSubnetNames,
    };
    for (const [id, remote, more] of [
      [make.shopPeering, contoso.coreNetwork, names],
      [make.corePeering, contoso.shopNetwork, back],
    ] as const) {
      const properties = { remoteVirtualNetwork: { id: remote }, peerCompleteVnets: false, ...more };
      await arm.succeed('PUT', id, { properties });
    }
    emulator.core.operations.settle();
    const resolve = (subnet: string): string =>
      resolveName(emulator.estate, {
        networkId: contoso.shopNetwork,
        subnetId: `${contoso.shopNetwork}/subnets/${subnet}`,
        name: HOST,
      }).status;
    assert.deepEqual([resolve('snet-nodes'), resolve('snet-ingress')], ['NOERROR', 'TIMEOUT']);
    assert.equal((await ask(LINKED)).status, 'TIMEOUT', 'an address outside of all subnets is in none');
  });

  for (const [wildcard, name, status] of [
    ['*', HOST, 'NOERROR'],
    ['*', 'contosocore.westeurope.data.azurecr.io', 'NOERROR'],
    ['*.westeurope.data', 'contosocore.westeurope.data.azurecr.io', 'NOERROR'],
    ['*.data', 'contosocore.westeurope.data.azurecr.io', 'NOERROR'],
    ['*.westeurope.data', HOST, 'NXDOMAIN'],
  ] as const) {
    it(`DNS-13 a wildcard ${wildcard}: ${name} is ${status}`, async () => {
      for (const label of ['contosocore', 'contosocore.westeurope.data'])
        await arm.succeed('DELETE', `${contoso.coreZone}/A/${label}`);
      const { id, type, ...zone } = emulator.estate.get(contoso.coreZone)!;
      const record = { fqdn: '*.', ttl: 10, aRecords: [{ ipv4Address: '10.50.0.5' }] };
      emulator.estate.put({
        ...zone,
        id: `${id}/A/${wildcard}`,
        name: wildcard,
        type: `${type}/A`,
        properties: record,
      });
      assert.equal(resolveName(emulator.estate, { networkId: contoso.shopNetwork, name }).status, status);
    });
  }

  describe('DNS-10 of zones the one with the longest name decides', () => {
    const group = make.groupOf(contoso.coreZone);
    for (const zone of ['azurecr.io', 'contosocore.azurecr.io', 'westeurope.data.privatelink.azurecr.io']) {
      it(`${zone} without the record, linked: no such host`, async () => {
        const id = `${group}/providers/Microsoft.Network/privateDnsZones/${zone}`;
        await arm.succeed('PUT', id, { location: 'global' });
        assert.match(event(), /^Successfully pulled/);
        const link = { location: 'global', properties: { virtualNetwork: { id: contoso.shopNetwork } } };
        await arm.succeed('PUT', `${id}/virtualNetworkLinks/shop`, link);
        emulator.core.operations.settle();
        assert.match(event(), /no such host$/);
      });
    }
    it('azurecr.io with the record and that of the data endpoint, linked: pulled', async () => {
      const id = `${group}/providers/Microsoft.Network/privateDnsZones/azurecr.io`;
      await arm.succeed('PUT', id, { location: 'global' });
      const link = { location: 'global', properties: { virtualNetwork: { id: contoso.shopNetwork } } };
      await arm.succeed('PUT', `${id}/virtualNetworkLinks/shop`, link);
      await arm.succeed('PUT', `${id}/A/contosocore`, make.addressRecord('10.50.0.5'));
      await arm.succeed('PUT', `${id}/A/contosocore.westeurope.data`, make.addressRecord('10.50.0.4'));
      await arm.succeed('DELETE', make.shopLink);
      emulator.core.operations.settle();
      assert.match(event(), /^Successfully pulled/);
    });
  });
});
