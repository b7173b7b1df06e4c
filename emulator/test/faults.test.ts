import assert from 'node:assert/strict';
import { VirtualClock } from '../src/arm/clock';
import { at } from '../src/arm/json';
import type { FaultRequest } from '../src/faults/fault';
import { network, NETWORK_PROVIDER, REGISTRY, TestAzure, type Answer } from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;
const BODY = network('10.0.0.0/16', { one: '10.0.0.0/24' });
const GRAPH = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';

describe('faults', () => {
  let azure: TestAzure;
  let clock: VirtualClock;

  beforeEach(async () => {
    clock = new VirtualClock();
    azure = await TestAzure.start({ clock });
  });
  afterEach(() => azure.close());

  const add = (fault: FaultRequest) => azure.emulator.faults.add(fault);
  const put = (): Promise<Answer> => azure.put(VNET, BODY);
  const codeOf = ({ status, body }: Answer): string => `${status} ${String(at(body, 'error', 'code'))}`;
  const injected = (): (string | undefined)[] => azure.emulator.log.exchanges().map((item) => item.injected);

  const answers: [fault: FaultRequest, code: string, retryAfter: string | null][] = [
    [{ kind: 'throttled', retryAfter: 7 }, '429 TooManyRequests', '7'],
    [{ kind: 'throttled', retryAfter: null }, '429 TooManyRequests', null],
    [{ kind: 'server-error', status: 500 }, '500 InternalServerError', null],
    [{ kind: 'server-error', status: 502 }, '502 BadGateway', null],
    [{ kind: 'server-error', retryAfter: 2 }, '503 ServiceUnavailable', '2'],
    [{ kind: 'server-error', status: 504 }, '504 GatewayTimeout', null],
    [{ kind: 'another-operation' }, '409 AnotherOperationInProgress', null],
    [{ kind: 'referenced-not-provisioned' }, '409 ReferencedResourceNotProvisioned', null],
    [{ kind: 'retryable-error', retryAfter: 3 }, '429 RetryableErrorDueToAnotherOperation', '3'],
    [{ kind: 'expired-token' }, '401 ExpiredAuthenticationToken', null],
    [{ kind: 'claims-challenge' }, '401 RequestDisallowedByPolicy', null],
    [{ kind: 'policy-denied' }, '403 RequestDisallowedByPolicy', null],
    [{ kind: 'locked', level: 'ReadOnly' }, '409 ScopeLocked', null],
    [
      { kind: 'permission-removed', actions: ['Microsoft.Network/virtualNetworks/*'] },
      '403 AuthorizationFailed',
      null,
    ],
  ];
  for (const [fault, code, retryAfter] of answers) {
    it(`answer ${code} (${JSON.stringify(fault)}) before anything happens, and are marked in the log`, async () => {
      const { remove } = add(fault);
      const refused = await put();
      assert.equal(codeOf(refused), code);
      assert.equal(refused.headers.get('retry-after'), retryAfter);
      assert.deepEqual(injected(), [fault.kind]);
      remove();
      assert.equal((await put()).status, 201);
    });
  }

  it('lose a connection before or after the request took effect', async () => {
    add({ kind: 'reset-before', match: { method: 'PUT' } });
    await assert.rejects(put());
    assert.equal((await azure.get(VNET)).status, 404);
    add({ kind: 'reset-after', match: { method: 'PUT' } });
    await assert.rejects(put());
    assert.equal((await azure.get(VNET)).status, 200);
    assert.deepEqual(injected(), ['reset-before', undefined, 'reset-after', undefined]);
    const lost = azure.emulator.log.exchanges()[2];
    assert.equal(lost?.response.status, 201);
  });

  for (const [kind, state] of [
    ['operation-failed', 'Failed'],
    ['operation-canceled', 'Canceled'],
  ] as const) {
    it(`let an operation end ${state}, and the resource shows it`, async () => {
      add({ kind, code: 'SubnetIsFull', message: 'No room.' });
      const first = await put();
      assert.equal(first.status, 201);
      const outcome = await azure.outcome(first);
      assert.equal(at(outcome, 'status'), state);
      assert.deepEqual(at(outcome, 'error'), { code: 'SubnetIsFull', message: 'No room.' });
      const { body } = await azure.get(VNET);
      assert.equal(at(body, 'properties', 'provisioningState'), state);
      assert.equal(at(body, 'properties', 'subnets', '0', 'properties', 'provisioningState'), state);
      await azure.done('PUT', VNET, BODY);
    });
  }

  it('let an operation take longer, by the emulator’s clock', async () => {
    add({ kind: 'operation-slow', seconds: 30 });
    const first = await put();
    clock.advance(29);
    assert.equal(at(await azure.outcome(first), 'status'), 'InProgress');
    clock.advance(1);
    assert.equal(at(await azure.outcome(first), 'status'), 'Succeeded');
  });

  it('forget an operation that is polled', async () => {
    const first = await put();
    add({ kind: 'expired-operation' });
    assert.equal(at(await azure.outcome(first), 'error', 'code'), 'OperationNotFound');
    assert.equal(at(await azure.outcome(first), 'status'), 'Succeeded');
  });

  it('delay an answer by real time', async () => {
    add({ kind: 'latency', milliseconds: 60 });
    const start = performance.now();
    await put();
    assert.ok(performance.now() - start >= 55);
  });

  it('hit the requests that they are for: method, path, caller, which, and how often', async () => {
    add({
      kind: 'throttled',
      match: { method: ['PUT', 'DELETE'], path: '*/virtualNetworks/VN*', nth: 2, times: 2 },
    });
    assert.equal((await put()).status, 201);
    assert.equal((await azure.get(VNET)).status, 200);
    assert.equal((await put()).status, 429);
    assert.equal((await azure.put(VNET.replace('vnet', 'other'), network('10.1.0.0/16'))).status, 201);
    assert.equal((await put()).status, 429);
    assert.equal((await put()).status, 200);
    add({ kind: 'throttled', match: { caller: 'somebody', times: 'always' } });
    assert.equal((await put()).status, 200);
    for (const times of [1, 2]) {
      const answer = await azure.send('GET', VNET, undefined, { authorization: 'Bearer user:somebody' });
      assert.equal(answer.status, 429, `time ${times}`);
    }
    const [first] = azure.emulator.faults.list();
    assert.equal(first?.hits, 2);
  });

  it('take rights on linked scopes away', async () => {
    azure.addRegistry();
    await azure.done('PUT', VNET, BODY);
    add({ kind: 'permission-removed', actions: ['*/privateEndpointConnectionsApproval/action'] });
    const body = {
      location: 'westeurope',
      properties: {
        subnet: { id: `${VNET}/subnets/one` },
        privateLinkServiceConnections: [
          { name: 'l', properties: { privateLinkServiceId: REGISTRY, groupIds: ['registry'] } },
        ],
      },
    };
    await azure.refused(
      'PUT',
      `${NETWORK_PROVIDER}/privateEndpoints/pe`,
      403,
      'LinkedAuthorizationFailed',
      body,
    );
  });

  it('let Resource Graph lag, by a time or for good', async () => {
    const count = async (): Promise<unknown> =>
      at((await azure.send('POST', GRAPH, { query: 'resources' })).body, 'totalRecords');
    const { remove } = add({ kind: 'graph-lag', seconds: 60 });
    await azure.done('PUT', VNET, BODY);
    assert.equal(await count(), 0);
    clock.advance(60);
    assert.equal(await count(), 1);
    remove();
    const frozen = add({ kind: 'graph-lag' });
    await azure.done('DELETE', VNET).catch(() => undefined);
    clock.advance(3600);
    assert.equal(await count(), 1);
    frozen.remove();
    assert.equal(await count(), 0);
  });

  it('are added, listed and taken back by the admin API, which refuses what it does not know', async () => {
    const admin = async (method: string, body?: unknown, query = ''): Promise<Answer> =>
      azure.send(method, `/_emulator/faults${query}`, body);
    const added = await admin('POST', { kind: 'throttled', match: { times: 'always' } });
    assert.equal(at(added.body, 'id'), 'fault-1');
    assert.equal((await put()).status, 429);
    assert.equal(at((await admin('GET')).body, 'faults', '0', 'hits'), 1);
    assert.equal((await admin('DELETE', undefined, '?id=fault-2')).status, 404);
    assert.deepEqual((await admin('DELETE', undefined, '?id=fault-1')).body, { faults: [] });
    assert.equal((await put()).status, 201);
    for (const wrong of [{}, { kind: 'nonsense' }, { kind: 'throttled', match: { pth: 'x' } }]) {
      assert.equal((await admin('POST', wrong)).status, 400);
    }
    await admin('POST', { kind: 'throttled' });
    await azure.send('POST', '/_emulator/reset', {});
    assert.deepEqual((await admin('GET')).body, { faults: [] });
  });
});
