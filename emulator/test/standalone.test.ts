import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../src/arm/clock';
import { clouds } from '../src/arm/clouds';
import { at } from '../src/arm/json';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { applySnapshot, takeSnapshot } from '../src/snapshot';
import { ArmClient } from './armClient';
import { GROUP, network, NETWORK_PROVIDER, TestAzure } from './support';
import { Random } from './walk/random';

const VNET = `${NETWORK_PROVIDER}/virtualNetworks/vnet`;

describe('a snapshot', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('goes on where the emulator ended: resources, rights, and how running operations came out', async () => {
    const snapshotFile = join(folder, 'state.json');
    const first = await startEmulator({ scenario: 'contoso', snapshotFile, latencyScale: 1 });
    const path = `/subscriptions/${contoso.platform}/resourceGroups/rg-hub-dns/providers/Microsoft.Network/privateDnsZones/new.test`;
    const started = await new ArmClient(first.url).send('PUT', path, { location: 'global' });
    const poll = new URL(started.headers.get('azure-asyncoperation') ?? '');
    assert.equal((await new ArmClient(first.url).get(path)).status, 404);
    await first.close();
    assert.deepEqual(readdirSync(folder), ['state.json']);

    const second = await startEmulator({ scenario: 'nonsense', snapshotFile });
    try {
      const arm = new ArmClient(second.url);
      assert.equal((await arm.succeed('GET', path)).name, 'new.test');
      const status = await arm.get(poll.pathname);
      assert.deepEqual([status.status, status.body], [200, { status: 'Succeeded' }]);
      await arm.as(contoso.ana).refused(403, 'AuthorizationFailed', 'DELETE', contoso.appsRegistry);
    } finally {
      await second.close();
    }
  });

  it('changes nothing of what runs, and can be put back through the admin API', async () => {
    const clock = new VirtualClock();
    const azure = await TestAzure.start({ clock, latencyScale: 1 });
    try {
      const first = await azure.put(VNET, network('10.0.0.0/16'));
      const before = azure.emulator.estate.all();
      const { body: snapshot } = await azure.send('GET', '/_emulator/snapshot');
      assert.deepEqual(azure.emulator.estate.all(), before);
      assert.equal(at(await azure.outcome(first), 'status'), 'InProgress');
      clock.advance(600);
      await azure
        .done('PUT', `${VNET}/subnets/one`, { properties: { addressPrefix: '10.0.0.0/24' } })
        .catch(() => undefined);
      assert.equal((await azure.get(`${VNET}/subnets/one`)).status, 200);
      assert.equal((await azure.send('PUT', '/_emulator/snapshot', snapshot)).status, 200);
      assert.equal((await azure.get(`${VNET}/subnets/one`)).status, 404);
      assert.equal(at((await azure.get(VNET)).body, 'properties', 'provisioningState'), 'Succeeded');
      assert.equal((await azure.send('PUT', '/_emulator/snapshot', { version: 2 })).status, 400);
      assert.equal((await azure.get(VNET)).status, 200);
    } finally {
      await azure.close();
    }
  });

  it('says what is wrong with a file that is none, or of another cloud', async () => {
    const snapshotFile = join(folder, 'state.json');
    writeFileSync(snapshotFile, '{');
    await assert.rejects(
      startEmulator({ snapshotFile }),
      /state\.json can't be read .* Delete it to start anew/,
    );
    assert.equal(readFileSync(snapshotFile, 'utf8'), '{');
    const azure = await TestAzure.start();
    const snapshot = { ...takeSnapshot(azure.emulator.core), cloud: 'china' };
    await azure.close();
    assert.throws(() => {
      applySnapshot(azure.emulator.core, snapshot);
    }, /start the emulator with --cloud china/);
  });
});

describe('the clock', () => {
  it('is moved by the admin API where it is virtual, and operations pass through their states', async () => {
    const azure = await TestAzure.start({ clock: new VirtualClock(), latencyScale: 1 });
    try {
      const advance = (body: unknown) => azure.send('POST', '/_emulator/clock', body);
      const state = async () => at((await azure.get(VNET)).body, 'properties', 'provisioningState');
      const put = await azure.put(VNET, network('10.0.0.0/16'));
      assert.equal(at(put.body, 'properties', 'provisioningState'), 'Updating');
      await advance({ advanceSeconds: 3 });
      assert.equal(await state(), 'Updating');
      await advance({ advanceSeconds: 1 });
      assert.equal(await state(), 'Succeeded');
      await azure.send('DELETE', VNET);
      assert.equal(await state(), 'Deleting');
      await advance({ untilIdle: true });
      assert.equal((await azure.get(VNET)).status, 404);
      assert.equal((await advance({ advanceSeconds: -1 })).status, 400);
    } finally {
      await azure.close();
    }
  });

  it('is left alone where it is real; the pace of single operations can be set', async () => {
    const azure = await TestAzure.start();
    try {
      const answer = await azure.send('POST', '/_emulator/clock', { advanceSeconds: 1 });
      assert.equal(at(answer.body, 'error', 'code'), 'ClockIsReal');
      const latency = { scale: 0.5, profile: { virtualNetwork: 120 }, roleDelaySeconds: 5 };
      assert.deepEqual((await azure.send('PUT', '/_emulator/latency', latency)).body, latency);
      assert.equal(azure.emulator.core.latency.milliseconds('virtualNetwork'), 60_000);
      assert.equal((await azure.send('PUT', '/_emulator/latency', { profile: { vnet: 1 } })).status, 400);
    } finally {
      await azure.close();
    }
  });
});

describe('clouds', () => {
  it('name registries and zones after themselves', async () => {
    const emulator = await startEmulator({ scenario: 'contoso', cloud: clouds.china });
    try {
      const arm = new ArmClient(emulator.url);
      const registry = await arm.succeed('GET', contoso.coreRegistry);
      assert.equal(registry.properties?.['loginServer'], 'contosocore.azurecr.cn');
      const resources = await arm.succeed('GET', `${contoso.coreRegistry}/privateLinkResources/registry`);
      assert.deepEqual(resources.properties?.['requiredZoneNames'], ['privatelink.azurecr.cn']);
      const zones = emulator.estate.ofType('Microsoft.Network/privateDnsZones').map(({ name }) => name);
      assert.ok(zones.includes('privatelink.azurecr.cn') && !zones.includes('privatelink.azurecr.io'));
    } finally {
      await emulator.close();
    }
  });
});

describe('whatever is sent', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
  });
  after(() => emulator.close());

  /** Sends text as it is and gives the answer's first line and body; nothing where the connection just ends. */
  const raw = (text: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve({
          status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0),
          body: answer.slice(answer.indexOf('\r\n\r\n') + 4),
        });
      });
      socket.end(text);
    });
  const head = 'Host: 127.0.0.1\r\nAuthorization: Bearer x\r\nConnection: close\r\n';

  const cases: [what: string, text: string, status: number, code: string][] = [
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'BadRequest'],
    ['a method that nobody knows', `BREW /x HTTP/1.1\r\n${head}\r\n`, 400, 'BadRequest'],
    ['a method of WebDAV', `PROPFIND /x?api-version=1 HTTP/1.1\r\n${head}\r\n`, 405, 'HttpMethodNotAllowed'],
    [
      'a long URL',
      `GET /${'x'.repeat(17_000)}?api-version=1 HTTP/1.1\r\n${head}\r\n`,
      414,
      'RequestUriTooLong',
    ],
    [
      'an endless URL',
      `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n${head}\r\n`,
      431,
      'RequestHeaderFieldsTooLarge',
    ],
    [
      'a URL of another host',
      `GET http://evil.test/x?api-version=1 HTTP/1.1\r\n${head}\r\n`,
      404,
      'NotFound',
    ],
    [
      'a compressed body',
      `PUT ${GROUP}?api-version=2025-04-01 HTTP/1.1\r\n${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
      415,
      'UnsupportedMediaType',
    ],
    [
      'bytes that are no text',
      `PUT ${contoso.coreRegistry}?api-version=2025-11-01 HTTP/1.1\r\n${head}Content-Length: 4\r\n\r\n\u0000\u0001{x`,
      400,
      'InvalidRequestContent',
    ],
  ];
  for (const [what, text, status, code] of cases) {
    it(`refuses ${what} as Resource Manager does`, async () => {
      const answer = await raw(text);
      assert.equal(
        `${answer.status} ${String(at(JSON.parse(answer.body), 'error', 'code'))}`,
        `${status} ${code}`,
      );
    });
  }

  const seed = Number(process.env['RANDOM_WALK_SEED'] ?? Date.now() % 1_000_000);

  it(`gets an answer below 500, and with a code where it is refused (RANDOM_WALK_SEED=${seed})`, () => {
    const random = new Random(seed);
    const text = (length: number): string =>
      Array.from({ length: random.below(length) }, () => String.fromCharCode(random.below(0x2ff))).join('');
    const value = (depth: number): unknown => {
      const kind = random.below(depth > 5 ? 4 : 6);
      if (kind === 4) return Array.from({ length: random.below(4) }, () => value(depth + 1));
      if (kind < 4) return [null, random.next(), random.chance(0.5), text(12)][kind];
      const names = [...MEMBERS, text(5), '__proto__', 'constructor'];
      return Object.fromEntries(
        Array.from({ length: random.below(5) }, () => [random.one(names), value(depth + 1)]),
      );
    };
    for (let run = 0; run < 1500; run += 1) {
      const id = random.one([contoso.coreRegistry, contoso.hubNetwork, '/subscriptions', '']);
      const rest = random.one([
        '',
        '/..',
        '/%2e%2e/x',
        '/a%2Fb',
        '/%5c',
        `/${encodeURIComponent(text(9))}`,
        `/${text(9)}`,
      ]);
      const version = random.one(['2026-01-01', '2025-11-01', '2025-04-01', '']);
      const method = random.one(['GET', 'PUT', 'PATCH', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE']);
      const body = random.chance(0.8)
        ? JSON.stringify({ location: 'westeurope', properties: value(0) })
        : text(40);
      const { answer } = emulator.core.handle({
        method,
        url: `${id}${rest}${random.chance(0.2) ? rest : ''}?api-version=${version}`,
        headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
        body,
        origin: emulator.url,
      });
      assert.ok(answer.status < 500, `${method} ${id}${rest} ${body}`);
      if (answer.status >= 400 && method !== 'HEAD') assert.ok(at(answer.body, 'error', 'code'));
    }
  });
});

const MEMBERS = [
  'properties',
  'subnets',
  'addressSpace',
  'addressPrefixes',
  'id',
  'name',
  'sku',
  'policies',
  'tags',
  'networkRuleSet',
];
