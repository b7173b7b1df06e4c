import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import {
  GROUP,
  network,
  NETWORK_PROVIDER,
  OTHER_SUBSCRIPTION,
  SUBSCRIPTION,
  TestAzure,
  TestClock,
} from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;
const ZONE = `${NETWORK_PROVIDER}/privateDnsZones/privatelink.azurecr.io`;
const OTHER_ZONE = ZONE.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION);
const LINK = `${ZONE}/virtualNetworkLinks/link`;
const link = (more: object = {}, id = VNET): unknown => ({
  location: 'global',
  properties: { virtualNetwork: { id }, registrationEnabled: false, ...more },
});
const record = (...addresses: string[]): unknown => ({
  properties: { ttl: 300, aRecords: addresses.map((ipv4Address) => ({ ipv4Address })) },
});

describe('private DNS', () => {
  let azure: TestAzure;

  beforeEach(async () => {
    azure = await TestAzure.start();
    await azure.done('PUT', VNET, network('10.1.0.0/16'));
    await azure.done('PUT', ZONE, { location: 'global' });
  });
  afterEach(() => azure.close());

  it('LRO-17 LRO-28 LRO-30 answers 202 with an empty body and both headers; a zone appears when it is done', async () => {
    const clock = new TestClock();
    const slow = await TestAzure.start({ latencyScale: 1, clock });
    try {
      const first = await slow.put(ZONE, { location: 'global' }, { 'if-none-match': '*' });
      assert.equal(first.status, 202);
      assert.deepEqual(first.body, {});
      const poll = first.headers.get('azure-asyncoperation') ?? '';
      assert.match(poll, /\/privateDnsOperationStatuses\//);
      assert.match(first.headers.get('location') ?? '', /\/privateDnsOperationResults\//);
      assert.equal((await slow.get(ZONE)).status, 404);
      const running = await slow.get(poll);
      assert.equal(running.status, 202);
      assert.deepEqual(running.body, { status: 'InProgress' });
      assert.equal(running.headers.get('azure-asyncoperation'), poll);
      clock.pass(30);
      const ended = await slow.get(poll);
      assert.equal(ended.status, 200);
      assert.deepEqual(ended.body, { status: 'Succeeded' });
      const result = await slow.get(first.headers.get('location') ?? '');
      assert.equal(at(result.body, 'id'), ZONE);
    } finally {
      await slow.close();
    }
  });

  it('DNS-2 CLI-9 counts record sets and links, the SOA included', async () => {
    await azure.put(`${ZONE}/A/one`, record('10.0.0.1'));
    await azure.done('PUT', LINK, link());
    const { body } = await azure.get(ZONE);
    assert.equal(at(body, 'properties', 'numberOfRecordSets'), 2);
    assert.equal(at(body, 'properties', 'numberOfVirtualNetworkLinks'), 1);
    assert.equal(at(body, 'properties', 'maxNumberOfRecordSets'), 25000);
    assert.match(String(at(body, 'etag')), /^[0-9a-f-]{36}$/);
  });

  it('ARM-23 ARM-24 ARM-25 creates only once with If-None-Match, and changes only the known version with If-Match', async () => {
    const again = await azure.put(ZONE, { location: 'global' }, { 'if-none-match': '*' });
    assert.equal(again.status, 412);
    assert.match(
      String(at(again.body, 'error', 'message')),
      /^The Zone privatelink\.azurecr\.io exists already and hence cannot be created again\./,
    );
    const stale = await azure.send('DELETE', ZONE, undefined, { 'if-match': 'stale' });
    assert.equal(stale.status, 412);
    const { body } = await azure.get(ZONE);
    const fresh = await azure.send('DELETE', ZONE, undefined, { 'if-match': String(at(body, 'etag')) });
    assert.equal(fresh.status, 202);
  });

  it('DNS-1 is global, and refuses other locations', async () => {
    const body = { location: 'westeurope' };
    await azure.refused('PUT', ZONE, 400, 'LocationNotAvailableForResourceType', body);
  });

  it('DNS-4 DNS-5 links a network, with the resolution policy of private link zones', async () => {
    const { body } = await azure.done('PUT', LINK, link());
    assert.deepEqual(at(body, 'properties'), {
      provisioningState: 'Succeeded',
      registrationEnabled: false,
      resolutionPolicy: 'Default',
      virtualNetwork: { id: VNET },
      virtualNetworkLinkState: 'Completed',
    });
    const changed = await azure.done('PATCH', LINK, { properties: { resolutionPolicy: 'NxDomainRedirect' } });
    assert.equal(at(changed.body, 'properties', 'resolutionPolicy'), 'NxDomainRedirect');
    const plain = ZONE.replace('privatelink.azurecr.io', 'contoso.internal');
    await azure.done('PUT', plain, { location: 'global' });
    const policy = link({ resolutionPolicy: 'NxDomainRedirect' });
    await azure.refused('PUT', `${plain}/virtualNetworkLinks/l`, 400, 'BadRequest', policy);
    const without = await azure.done('PUT', `${plain}/virtualNetworkLinks/l`, link());
    assert.equal(at(without.body, 'properties', 'resolutionPolicy'), undefined);
  });

  it('DNS-6 LRO-5 refuses a second zone of the name for a network, in the poll', async () => {
    await azure.done('PUT', LINK, link());
    await azure.done('PUT', OTHER_ZONE, { location: 'global' });
    const first = await azure.put(`${OTHER_ZONE}/virtualNetworkLinks/link`, link());
    assert.equal(first.status, 202);
    const outcome = (await azure.outcome(first)) as {
      status: string;
      error?: { code: string; message: string };
    };
    assert.equal(outcome.status, 'Failed');
    assert.equal(outcome.error?.code, 'BadRequest');
    assert.match(outcome.error.message, /multiple zones with overlapping namespaces/);
    assert.equal((await azure.get(`${OTHER_ZONE}/virtualNetworkLinks/link`)).status, 404);
    await azure.outcome(await azure.send('DELETE', LINK));
    await azure.done('PUT', `${OTHER_ZONE}/virtualNetworkLinks/link`, link());
  });

  it('refuses the same network twice in a zone, and one that does not exist', async () => {
    await azure.done('PUT', LINK, link());
    await azure.refused('PUT', `${LINK}2`, 409, 'Conflict', link());
    await azure.refused('PUT', `${LINK}3`, 400, 'BadRequest', link({}, `${VNET}x`));
  });

  it('DNS-7 LRO-19 deletes a zone only when its links are gone', async () => {
    await azure.done('PUT', LINK, link());
    const message = await azure.refused('DELETE', ZONE, 409, 'CannotDeleteResource');
    assert.match(message, /Some existing nested resource IDs include: '.*virtualNetworkLinks\/link'/);
    const removed = await azure.send('DELETE', LINK);
    assert.equal(removed.status, 202);
    await azure.outcome(removed);
    await azure.outcome(await azure.send('DELETE', ZONE));
    assert.equal((await azure.get(ZONE)).status, 404);
    assert.equal(azure.emulator.estate.below(ZONE).length, 0);
  });

  it('LRO-20 DNS-8 writes, lists and deletes A records at once', async () => {
    const created = await azure.put(`${ZONE}/A/reg.westeurope.data`, record('10.0.0.1'));
    assert.equal(created.status, 201);
    assert.equal(at(created.body, 'type'), 'Microsoft.Network/privateDnsZones/A');
    assert.equal(at(created.body, 'properties', 'fqdn'), 'reg.westeurope.data.privatelink.azurecr.io.');
    assert.equal((await azure.put(`${ZONE}/a/reg.westeurope.data`, record('10.0.0.2'))).status, 200);
    const taken = await azure.put(`${ZONE}/A/reg.westeurope.data`, record(), { 'if-none-match': '*' });
    assert.equal(taken.status, 412);
    assert.equal(at((await azure.get(`${ZONE}/A`)).body, 'value', 'length'), 1);
    assert.equal(at((await azure.get(`${ZONE}/aLL`)).body, 'value', 'length'), 2);
    assert.equal((await azure.put(`${ZONE}/A/*`, record('10.0.0.3'))).status, 201);
    await azure.refused('PUT', `${ZONE}/A/bad`, 400, 'BadRequest', record('10.0.0.300'));
    assert.equal((await azure.send('DELETE', `${ZONE}/A/reg.westeurope.data`)).status, 200);
    assert.equal((await azure.send('DELETE', `${ZONE}/A/reg.westeurope.data`)).status, 204);
  });

  it('DNS-9 keeps the name of an alias for it alone', async () => {
    const alias = { properties: { ttl: 300, cnameRecord: { cname: 'elsewhere.test' } } };
    assert.equal((await azure.put(`${ZONE}/A/reg`, record('10.0.0.1'))).status, 201);
    await azure.refused('PUT', `${ZONE}/CNAME/REG`, 409, 'Conflict', alias);
    await azure.refused('PUT', `${ZONE}/CNAME/@`, 409, 'Conflict', alias);
    assert.equal((await azure.put(`${ZONE}/A/@`, record('10.0.0.1'))).status, 201);
    assert.equal((await azure.put(`${ZONE}/CNAME/other`, alias)).status, 201);
    assert.equal((await azure.put(`${ZONE}/CNAME/other`, alias)).status, 200);
    await azure.refused('PUT', `${ZONE}/A/other`, 409, 'Conflict', record('10.0.0.1'));
    assert.equal((await azure.send('DELETE', `${ZONE}/CNAME/other`)).status, 200);
    assert.equal((await azure.put(`${ZONE}/A/other`, record('10.0.0.1'))).status, 201);
  });

  it('lists zones of a group and of a subscription', async () => {
    const lists = [GROUP, `/subscriptions/${SUBSCRIPTION}`];
    for (const scope of lists) {
      const { body } = await azure.get(`${scope}/providers/Microsoft.Network/privateDnsZones`);
      assert.equal(at(body, 'value', 'length'), 1);
    }
  });
});
