import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { request as httpRequest } from 'node:http';
import { startEmulator } from '../src/server';
import { GROUP, network, NETWORK_PROVIDER, SUBSCRIPTION, TestAzure, TestClock } from './support';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;

describe('every answer', () => {
  let azure: TestAzure;

  before(async () => {
    azure = await TestAzure.start({ pageSize: 2 });
  });
  after(() => azure.close());

  it('ARM-1 ARM-2 ARM-3 ARM-4 carries the headers of Resource Manager and echoes what the client asked to be echoed', async () => {
    const correlation = '99999999-9999-4999-8999-999999999999';
    const answer = await azure.send('GET', `${NETWORK_PROVIDER}/virtualNetworks`, undefined, {
      'x-ms-correlation-request-id': correlation,
      'x-ms-client-request-id': 'mine',
      'x-ms-return-client-request-id': 'true',
    });
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(answer.headers.get('x-ms-correlation-request-id'), correlation);
    assert.equal(answer.headers.get('x-ms-client-request-id'), 'mine');
    assert.ok(answer.headers.get('x-ms-request-id'));
    assert.ok(answer.headers.get('x-ms-ratelimit-remaining-subscription-global-reads'));
    const quiet = await azure.send('GET', GROUP, undefined, { 'x-ms-client-request-id': 'mine' });
    assert.equal(quiet.headers.get('x-ms-client-request-id'), null);
  });

  const refusals: [
    what: string,
    method: string,
    path: string,
    status: number,
    code: string,
    body?: unknown,
  ][] = [
    ['no api-version', 'GET', `${VNET}?api-version=`, 400, 'MissingApiVersionParameter'],
    ['an unknown api-version', 'GET', `${VNET}?api-version=1999-01-01`, 400, 'NoRegisteredProviderFound'],
    [
      "an unknown version of ARM's own",
      'GET',
      `${GROUP}?api-version=1999-01-01`,
      400,
      'InvalidApiVersionParameter',
    ],
    ['an unknown type', 'GET', `${NETWORK_PROVIDER}/loadBalancers/x`, 404, 'InvalidResourceType'],
    [
      'an unknown provider',
      'GET',
      `${GROUP}/providers/Microsoft.Unknown/x/y`,
      404,
      'InvalidResourceNamespace',
    ],
    ['an unknown path', 'GET', '/somewhere', 404, 'NotFound'],
    ['a path with empty segments', 'GET', `${GROUP}//providers`, 404, 'NotFound'],
    ['a malformed path', 'GET', `${GROUP}/%zz`, 404, 'NotFound'],
    ['a malformed subscription', 'GET', '/subscriptions/x/resourceGroups/rg', 400, 'InvalidSubscriptionId'],
    ['an unknown subscription', 'GET', VNET.replace(/1/g, '3'), 404, 'SubscriptionNotFound'],
    ['an unknown group', 'GET', VNET.replace('/rg/', '/none/'), 404, 'ResourceGroupNotFound'],
    ['an unknown resource', 'GET', VNET, 404, 'ResourceNotFound'],
    ['a child of nothing', 'PUT', `${VNET}/subnets/s`, 404, 'ParentResourceNotFound', { properties: {} }],
    ['a method that a type lacks', 'POST', `${VNET}/nonsense`, 404, 'InvalidResourceType', {}],
    ['a resource in a wrong scope', 'GET', VNET.replace('/resourceGroups/rg', ''), 404, 'NotFound'],
    [
      'an operation that is forgotten',
      'GET',
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Network/locations/w/operations/x`,
      404,
      'OperationNotFound',
    ],
    ['malformed JSON', 'PUT', VNET, 400, 'InvalidRequestContent', '{'],
    ['JSON that is no object', 'PUT', VNET, 400, 'InvalidRequestContent', '[]'],
    [
      'JSON nested without end',
      'PUT',
      VNET,
      400,
      'InvalidRequestContent',
      `{"tags":${'['.repeat(9e4)}${']'.repeat(9e4)}}`,
    ],
    [
      'an unknown member',
      'PUT',
      VNET,
      400,
      'InvalidRequestFormat',
      { location: 'x', properties: { adressSpace: {} } },
    ],
    ['a missing location', 'PUT', VNET, 400, 'LocationRequired', { properties: {} }],
  ];
  for (const [what, method, path, status, code, body] of refusals) {
    it(`ARM-8 ARM-11 ARM-12 ARM-13 refuses ${what} as Resource Manager does`, async () => {
      await azure.refused(method, path, status, code, body);
    });
  }

  it('ARM-19 names the member that is unknown', async () => {
    const body = { location: 'westeurope', properties: { adressSpace: {} } };
    const { body: answer } = await azure.put(VNET, body);
    const detail = String(at(answer, 'error', 'details', '0', 'message'));
    assert.match(detail, /Could not find member 'adressSpace'.*Path 'properties\.adressSpace'/);
  });

  it('refuses a caller without a token, after the api-version and before all else', async () => {
    const answer = await azure.send('GET', VNET, undefined, { authorization: '' });
    assert.equal(answer.status, 401);
    assert.equal(at(answer.body, 'error', 'code'), 'AuthenticationFailed');
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer authorization_uri=/);
  });

  it('refuses other media types and bodies beyond the limit', async () => {
    const text = await azure.send('PUT', VNET, 'hello', { 'content-type': 'text/plain' });
    assert.equal(text.status, 415);
    const huge = await azure.send('PUT', VNET, JSON.stringify({ tags: { a: 'x'.repeat(5e6) } }));
    assert.equal(huge.status, 413);
    assert.equal(at(huge.body, 'error', 'code'), 'RequestContentTooLarge');
  });

  it('takes back the snapshot that it gave, however large', async () => {
    const own = await startEmulator({ scenario: 'contoso' });
    try {
      const url = `${own.url}/_emulator/snapshot`;
      const [network] = own.estate.ofType('Microsoft.Network/virtualNetworks');
      own.estate.put({ ...network!, tags: { filler: 'x'.repeat(6 * 1024 * 1024) } });
      const given = await (await fetch(url)).text();
      own.estate.delete(network!.id);
      const taken = await fetch(url, { method: 'PUT', body: given });
      assert.equal(taken.status, 200);
      assert.equal(own.estate.get(network!.id)?.tags?.['filler']?.length, 6 * 1024 * 1024);
    } finally {
      await own.close();
    }
  });

  it('ARM-9 pages lists by an absolute nextLink that a client can follow to the end', async () => {
    for (const name of ['one', 'two', 'three']) {
      await azure.done('PUT', `${NETWORK_PROVIDER}/virtualNetworks/${name}`, network('10.9.0.0/16'));
    }
    const all = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks`;
    const first = await azure.get(all);
    assert.equal(at(first.body, 'value', 'length'), 2);
    const next = String(at(first.body, 'nextLink'));
    assert.ok(next.startsWith(`${azure.emulator.url}/subscriptions/`));
    const second = await azure.get(next);
    assert.equal(at(second.body, 'value', 'length'), 1);
    assert.equal(at(second.body, 'nextLink'), undefined);
  });

  it('API-10 compares ids without case and keeps the first spelling', async () => {
    const shouted = `${NETWORK_PROVIDER}/virtualNetworks/ONE`.replace(
      'resourceGroups/rg',
      'RESOURCEGROUPS/RG',
    );
    const { body } = await azure.get(shouted);
    assert.equal(at(body, 'id'), `${NETWORK_PROVIDER}/virtualNetworks/one`);
  });
});

describe('the server', () => {
  it('listens on loopback only', async () => {
    await assert.rejects(startEmulator({ host: '0.0.0.0' }), /loopback only/);
  });

  it('refuses names that are rebound to loopback, and pages of other origins', async () => {
    const azure = await TestAzure.start();
    try {
      const status = await new Promise((resolve, reject) => {
        const { port } = new URL(azure.emulator.url);
        const headers = { host: `evil.example:${port}`, authorization: 'Bearer x' };
        httpRequest(
          { port, host: '127.0.0.1', path: '/subscriptions?api-version=2022-12-01', headers },
          (response) => {
            resolve(response.statusCode);
          },
        )
          .on('error', reject)
          .end();
      });
      assert.equal(status, 403);
      const page = await azure.send('POST', '/_emulator/reset', '{}', { origin: 'https://evil.example' });
      assert.equal(page.status, 403);
    } finally {
      await azure.close();
    }
  });

  it('LRO-7 CLI-11 builds poll URLs for the front that a request came through', async () => {
    const azure = await TestAzure.start();
    try {
      const answer = await azure.put(VNET, network('10.0.0.0/16'), {
        'x-forwarded-host': 'arm.localhost:8443',
        'x-forwarded-proto': 'https',
      });
      assert.match(
        answer.headers.get('azure-asyncoperation') ?? '',
        /^https:\/\/arm\.localhost:8443\/subscriptions\//,
      );
    } finally {
      await azure.close();
    }
  });

  it('logs every exchange without the token, and the admin API gives and clears the log', async () => {
    const azure = await TestAzure.start();
    try {
      await azure.put(VNET, network('10.0.0.0/16'));
      const read = async (query: string): Promise<string> =>
        (await fetch(`${azure.emulator.url}/_emulator/log${query}`)).text();
      const lines = (await read('?clear=true')).trim().split('\n');
      const [exchange] = lines.map((line) => JSON.parse(line) as unknown);
      assert.equal(at(exchange, 'request', 'method'), 'PUT');
      assert.equal(at(exchange, 'request', 'headers', 'authorization'), 'REDACTED');
      assert.equal(at(exchange, 'response', 'status'), 201);
      assert.equal(await read(''), '');
    } finally {
      await azure.close();
    }
  });

  it('answers admin calls: latency, state, reset, and what it does not know', async () => {
    const azure = await TestAzure.start();
    try {
      const admin = async (
        method: string,
        path: string,
        body?: unknown,
      ): Promise<{ status: number; body: unknown }> => {
        const response = await fetch(`${azure.emulator.url}/_emulator/${path}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { status: response.status, body: await response.json() };
      };
      assert.deepEqual(await admin('PUT', 'latency', { scale: 0.5 }), { status: 200, body: { scale: 0.5 } });
      assert.deepEqual(await admin('GET', 'latency'), { status: 200, body: { scale: 0.5 } });
      assert.equal((await admin('PUT', 'latency', { scale: -1 })).status, 400);
      assert.equal((await admin('GET', 'nonsense')).status, 404);
      assert.equal((await admin('GET', 'oracle')).status, 400);
      assert.deepEqual((await admin('POST', 'reset', {})).body, { scenario: null, resources: 0 });
      const state = (await admin('GET', 'state')).body as { resources: unknown[] };
      assert.deepEqual(state.resources, []);
      await admin('POST', 'reset', { scenario: 'contoso' });
      for (const scenario of ['nonsense', 'constructor', 'nowhere.yaml']) {
        const refused = await admin('POST', 'reset', { scenario });
        assert.equal(refused.status, 400);
        assert.match(JSON.stringify(refused.body), new RegExp(scenario));
      }
      assert.ok(
        azure.emulator.estate.all().length > 50,
        'a scenario that is not there must not take what is',
      );
    } finally {
      await azure.close();
    }
  });
});

describe('operations', () => {
  it('LRO-6 CLI-5 say when to come back in whole seconds, in milliseconds below one, and at once at scale 0', async () => {
    for (const [scale, retryAfter, milliseconds] of [
      [1, '10', null],
      [0.25, '3', null],
      [0.05, null, '500'],
      [0, '0', null],
    ] as const) {
      const azure = await TestAzure.start({ latencyScale: scale, clock: new TestClock() });
      try {
        const { headers } = await azure.put(VNET, network('10.0.0.0/16'));
        assert.equal(headers.get('retry-after'), retryAfter);
        assert.equal(headers.get('x-ms-retry-after-ms'), milliseconds);
      } finally {
        await azure.close();
      }
    }
  });

  it('take effect in the order in which they fall due, not in that in which they began', async () => {
    const clock = new TestClock();
    const azure = await TestAzure.start({ latencyScale: 1, clock });
    try {
      const { operations } = azure.emulator.core;
      const order: string[] = [];
      const start = (name: string, latency: 'subnet' | 'privateEndpoint'): void => {
        const effect = (): void => void order.push(name);
        const target = `${VNET}/subnets/${name}`;
        const request = { origin: azure.emulator.url, apiVersion: '2026-01-01' };
        operations.start(request, { habit: 'network', latency, target, verb: 'create', name, effect });
      };
      start('slow', 'privateEndpoint');
      start('quick', 'subnet');
      clock.pass(3);
      await azure.get(GROUP);
      assert.deepEqual(order, []);
      clock.pass(60);
      await azure.get(GROUP);
      assert.deepEqual(order, ['quick', 'slow']);
    } finally {
      await azure.close();
    }
  });

  it('end at once when they are told to, whatever the clock says', async () => {
    const azure = await TestAzure.start({ latencyScale: 100, clock: new TestClock() });
    try {
      const state = async () => at((await azure.get(VNET)).body, 'properties', 'provisioningState');
      await azure.put(VNET, network('10.0.0.0/16'));
      assert.equal(await state(), 'Updating');
      await fetch(`${azure.emulator.url}/_emulator/settle`, { method: 'POST' });
      assert.equal(await state(), 'Succeeded');
    } finally {
      await azure.close();
    }
  });
});

describe('an emulator with a token of its own', () => {
  const token = 'only-this-one';
  const subscriptions = '/subscriptions?api-version=2022-12-01';
  let emulator: Awaited<ReturnType<typeof startEmulator>>;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0, token });
  });
  after(() => emulator.close());

  const statusOf = async (path: string, given?: string): Promise<number> => {
    const headers = given === undefined ? {} : { authorization: `Bearer ${given}` };
    return (await fetch(`${emulator.url}${path}`, { headers })).status;
  };

  it('answers whoever has it, and nobody else', async () => {
    for (const path of [subscriptions, '/_emulator/state', '/v1.0/me']) {
      assert.deepEqual([await statusOf(path), await statusOf(path, 'another')], [401, 401], path);
      assert.notEqual(await statusOf(path, token), 401, path);
    }
  });

  it('exchanges no other token for one of a registry', async () => {
    const exchange = async (given: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const { port } = new URL(emulator.url);
        const host = 'contosoapps.azurecr.io';
        const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
        const sent = httpRequest({
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/oauth2/exchange',
          headers,
        });
        sent.on('response', (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        sent.on('error', reject);
        sent.end(
          new URLSearchParams({ grant_type: 'access_token', service: host, access_token: given }).toString(),
        );
      });
    assert.equal(await exchange('another'), 401);
    assert.equal(await exchange(token), 200);
  });
});
