import assert from 'node:assert/strict';
import fc from 'fast-check';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { apiVersions } from '../../src/model/apiVersions';
import { childId, extensionId, resourceGroupId, resourceId } from '../../src/model/armId';
import { roleDefinitionId, roleIds } from '../../src/model/roles';
import type { JsonObject } from '../../src/model/json';
import type { StepRequest } from '../../src/provisioning/plan/plan';
import { jsonObjects, tagSets } from '../support/json';
import { azureAt, fakeJwt, never, recordProgress } from './support/azure';
import { contoso } from './support/contoso';
import { startInFrontOf, startScripted } from './support/scripted';

const put = (apiVersion: string, body: JsonObject): StepRequest => ({ method: 'PUT', apiVersion, body });
const { network, privateDns, registry } = apiVersions;

describe('writer', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
  });
  after(() => emulator.close());

  async function write(id: string, request: StepRequest, url = emulator.url) {
    const progress = recordProgress();
    const outcome = await azureAt(url).write(id, request, progress, never);
    return { outcome, progress };
  }

  const group = resourceGroupId(contoso('apps'), 'rg-writer');
  const networkId = resourceId(
    contoso('apps'),
    'rg-writer',
    'Microsoft.Network/virtualNetworks',
    'vnet-writer',
  );
  const zoneId = resourceId(
    contoso('apps'),
    'rg-writer',
    'Microsoft.Network/privateDnsZones',
    'privatelink.azurecr.io',
  );
  const endpointId = resourceId(
    contoso('apps'),
    'rg-writer',
    'Microsoft.Network/privateEndpoints',
    'pe-writer',
  );
  const registryId = resourceId(
    contoso('apps'),
    'rg-writer',
    'Microsoft.ContainerRegistry/registries',
    'contosowriter',
  );
  const subnetId = childId(networkId, 'subnets', 'snet-private-endpoints');

  const writes: [name: string, id: string, request: StepRequest][] = [
    ['a resource group', group, put(apiVersions.resourceGroup, { location: 'westeurope' })],
    [
      'a registry',
      registryId,
      put(registry, { location: 'westeurope', sku: { name: 'Basic' }, properties: {} }),
    ],
    [
      'a registry of another SKU',
      registryId,
      { method: 'PATCH', apiVersion: registry, body: { sku: { name: 'Premium' } } },
    ],
    [
      'a network',
      networkId,
      put(network, {
        location: 'westeurope',
        properties: { addressSpace: { addressPrefixes: ['10.99.0.0/24'] } },
      }),
    ],
    [
      'a subnet',
      subnetId,
      put(network, {
        properties: { addressPrefix: '10.99.0.0/27', privateEndpointNetworkPolicies: 'Disabled' },
      }),
    ],
    ['a zone', zoneId, put(privateDns, { location: 'global' })],
    [
      'a zone link',
      childId(zoneId, 'virtualNetworkLinks', 'link-vnet-writer'),
      put(privateDns, {
        location: 'global',
        properties: { virtualNetwork: { id: networkId }, registrationEnabled: false },
      }),
    ],
    [
      'a private endpoint',
      endpointId,
      put(network, {
        location: 'westeurope',
        properties: {
          subnet: { id: subnetId },
          privateLinkServiceConnections: [
            { name: 'pe-writer', properties: { privateLinkServiceId: registryId, groupIds: ['registry'] } },
          ],
        },
      }),
    ],
    [
      'a zone group',
      childId(endpointId, 'privateDnsZoneGroups', 'default'),
      put(network, {
        properties: {
          privateDnsZoneConfigs: [{ name: 'registry', properties: { privateDnsZoneId: zoneId } }],
        },
      }),
    ],
    [
      'a peering',
      childId(networkId, 'virtualNetworkPeerings', 'peer-vnet-shop-weu'),
      put(network, {
        properties: { remoteVirtualNetwork: { id: contoso('shopNetwork') }, allowVirtualNetworkAccess: true },
      }),
    ],
    [
      'a role assignment',
      extensionId(
        registryId,
        'Microsoft.Authorization/roleAssignments',
        '7a0a1a5c-54f5-4b1e-8f3c-0c55f1d0a001',
      ),
      put(apiVersions.authorization, {
        properties: {
          roleDefinitionId: roleDefinitionId(registryId, roleIds.acrPull),
          principalId: contoso('shopKubelet'),
          principalType: 'ServicePrincipal',
        },
      }),
    ],
  ];

  for (const [name, id, request] of writes) {
    it(`writes ${name}, and the same again`, async () => {
      const { outcome, progress } = await write(id, request);
      assert.ok(outcome.ok);
      assert.equal((outcome.resource?.['id'] as string).toLowerCase(), id.toLowerCase());
      assert.equal(progress.tokens.length, 1);
      assert.ok(!progress.tokens.join().includes(fakeJwt));
      assert.ok((await write(id, request)).outcome.ok);
      const json = await azureAt(emulator.url).readResource(id, never);
      assert.ok(JSON.stringify(json).toLowerCase().includes(id.toLowerCase()));
    });
  }

  it("follows an operation by each provider's habits", async () => {
    // Azure's time stands still until the first word of an operation is heard.
    let now = Date.now();
    const slow = await startEmulator({ scenario: 'contoso', latencyScale: 0.01, clock: { now: () => now } });
    const inGroup = (type: string, name: string) => resourceId(contoso('apps'), 'rg-shop-weu', type, name);
    const heard: string[][] = [];
    for (const [id, request] of [
      [inGroup('Microsoft.ContainerRegistry/registries', 'contososlow'), writes[1]![2]],
      [inGroup('Microsoft.Network/virtualNetworks', 'vnet-slow'), writes[3]![2]],
      [inGroup('Microsoft.Network/privateDnsZones', 'privatelink.azurecr.us'), writes[5]![2]],
    ] as const) {
      const progress = recordProgress();
      const status = (text: string) => {
        progress.status(text);
        now += 60_000;
      };
      assert.ok((await azureAt(slow.url).write(id, request, { ...progress, status }, never)).ok);
      assert.ok(progress.tokens[0]?.includes(slow.url));
      heard.push(progress.statuses);
    }
    await slow.close();
    assert.deepEqual(heard, [
      ['Creating', 'Succeeded'],
      ['InProgress', 'Succeeded'],
      ['InProgress', 'Succeeded'],
    ]);
  });

  it('sends the body of the step as it stands', async () => {
    emulator.log.clear();
    const [, id, request] = writes[4]!;
    await write(id, request);
    const sent =
      emulator.log
        .text()
        .split('\n')
        .find((line) => line.includes('"PUT"')) ?? '';
    assert.ok(sent.includes(JSON.stringify(request.body)), sent);
    assert.ok(sent.includes(`api-version=${network}`));
  });

  it('sends what is created only where nothing is, and what changes only to the version that was looked at', async () => {
    const [, id, request] = writes[5]!;
    const taken = await write(id, { ...request, onlyIf: { absent: true } });
    assert.ok(!taken.outcome.ok);
    assert.deepEqual(
      [taken.outcome.failure.code, taken.outcome.failure.azure?.status, taken.progress.tokens],
      ['azure.PreconditionFailed', 412, []],
    );
    const { etag } = await azureAt(emulator.url).readResource(id, never);
    assert.ok(typeof etag === 'string');
    assert.ok((await write(id, { ...request, onlyIf: { etag } })).outcome.ok);
    const late = await write(id, { ...request, onlyIf: { etag } });
    assert.ok(!late.outcome.ok);
    assert.equal(late.outcome.failure.code, 'azure.PreconditionFailed');
  });

  it('sends members as they are called, also those that every object inherits', async () => {
    const server = await startScripted(() => ({ status: 200, body: {} }));
    try {
      await fc.assert(
        fc.asyncProperty(jsonObjects, tagSets, async (members, tags) => {
          const body = { ...members, tags };
          assert.deepEqual((await write(group, put(network, body), server.url)).outcome, { ok: true });
          assert.equal(server.seen.at(-1)?.body, JSON.stringify(body));
        }),
      );
    } finally {
      await server.close();
    }
  });

  it('deletes in reverse, and what is gone already', async () => {
    for (const [name, id, { apiVersion }] of [...writes]
      .reverse()
      .filter(([, , { method }]) => method === 'PUT')) {
      const request: StepRequest = { method: 'DELETE', apiVersion, body: {} };
      assert.deepEqual((await write(id, request)).outcome, { ok: true }, name);
      if (id !== group) assert.deepEqual((await write(id, request)).outcome, { ok: true }, `${name} again`);
    }
  });

  it('keeps what Azure says at the end of an operation that fails', async () => {
    // A network can be linked to one zone of a name only; private DNS finds out while the operation runs.
    const id = childId(contoso('dataZone'), 'virtualNetworkLinks', 'link-again');
    const body = {
      location: 'global',
      properties: { virtualNetwork: { id: contoso('shopNetwork') }, registrationEnabled: false },
    };
    const { outcome, progress } = await write(id, put(privateDns, body));
    assert.ok(!outcome.ok);
    assert.equal(outcome.failure.code, 'azure.BadRequest');
    assert.match(
      outcome.failure.azure?.message ?? '',
      /cannot be linked to multiple zones with overlapping namespaces/,
    );
    assert.equal(outcome.failure.azure?.status, undefined);
    assert.equal(outcome.failure.resourceId, id);
    assert.equal(progress.tokens.length, 1);
    assert.deepEqual(progress.statuses.at(-1), 'Failed');
  });

  it("keeps the network provider's error, which the SDK loses", async () => {
    const id = resourceId(
      contoso('apps'),
      'rg-shop-network-weu',
      'Microsoft.Network/virtualNetworks/subnets',
      'vnet-shop-weu',
      'snet-far',
    );
    const { outcome, progress } = await write(
      id,
      put(network, { properties: { addressPrefix: '192.168.0.0/24' } }),
    );
    assert.ok(!outcome.ok);
    assert.equal(outcome.failure.kind, 'user');
    const { azure } = outcome.failure;
    assert.equal(azure?.status, 400);
    assert.match(azure.code, /^Netcfg/);
    assert.ok(azure.message.length > 20);
    assert.ok(azure.requestId);
    assert.deepEqual(progress.tokens, []);
  });

  const endpoints = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/pe';

  it('stops waiting when it is cancelled', async () => {
    const server = await startScripted(({ method }) =>
      method === 'PUT'
        ? { status: 201, headers: { 'azure-asyncoperation': `${server.url}/status?api-version=1` }, body: {} }
        : { status: 200, headers: { 'retry-after': '60' }, body: { status: 'InProgress' } },
    );
    const controller = new AbortController();
    const progress = {
      ...recordProgress(),
      status: () => {
        controller.abort(new Error('enough'));
      },
    };
    const outcome = await azureAt(server.url).write(endpoints, put(network, {}), progress, controller.signal);
    await server.close();
    assert.ok(!outcome.ok && outcome.failure.kind === 'cancelled');
    assert.equal(progress.tokens.length, 1);
  });

  it('resumes a running operation from its token, and looks only where Azure is', async () => {
    let polls = 0;
    const server = await startScripted(({ method, path }) => {
      if (method === 'PUT')
        return {
          status: 201,
          headers: { 'azure-asyncoperation': `${server.url}/status?api-version=1&t=1&s=signed` },
          body: {},
        };
      if (path.startsWith('/status'))
        return { status: 200, body: { status: ++polls < 4 ? 'InProgress' : 'Succeeded' } };
      return { status: 200, body: { id: endpoints } };
    });
    const azure = azureAt(server.url, { pollInterval: 20 });
    const controller = new AbortController();
    const progress = recordProgress();
    await azure.write(
      endpoints,
      put(network, {}),
      {
        ...progress,
        status: () => {
          controller.abort();
        },
      },
      controller.signal,
    );
    const [token] = progress.tokens;
    assert.ok(token !== undefined && !token.includes(fakeJwt));

    const seenBefore = server.seen.length;
    assert.deepEqual(await azure.resume(endpoints, put(network, {}), token, recordProgress(), never), {
      ok: true,
      resource: { id: endpoints },
    });
    assert.deepEqual([...new Set(server.seen.slice(seenBefore).map(({ method }) => method))], ['GET']);
    assert.equal(server.seen.at(-2)?.path, '/status?api-version=1&t=1&s=signed');

    const tampered = token.replaceAll(server.url, 'http://127.0.0.2:1');
    const outcome = await azure.resume(endpoints, put(network, {}), tampered, recordProgress(), never);
    await server.close();
    assert.ok(!outcome.ok && outcome.failure.code === 'azure.foreignOrigin');
  });

  it('says so when Azure has forgotten the operation', async () => {
    const server = await startScripted(({ method, path }) => {
      if (method === 'PUT')
        return {
          status: 201,
          headers: { 'azure-asyncoperation': `${server.url}/status?api-version=1` },
          body: {},
        };
      return path.startsWith('/status')
        ? { status: 404, body: { error: { code: 'NotFound', message: 'No such operation.' } } }
        : undefined;
    });
    const outcome = await azureAt(server.url).write(endpoints, put(network, {}), recordProgress(), never);
    await server.close();
    assert.ok(!outcome.ok && outcome.failure.code === 'azure.operationForgotten');
  });

  it('tells about retries', async () => {
    const server = await startInFrontOf(emulator.url, ({ method }, count) =>
      method === 'PUT' && count <= 2
        ? { status: 429, body: { error: { code: 'TooManyRequests', message: 'Slow down.' } } }
        : undefined,
    );
    const { outcome, progress } = await write(group, writes[0]![2], server.url);
    await server.close();
    assert.ok(outcome.ok);
    assert.deepEqual(
      progress.retries.map(({ failure, attempt, delaySeconds }) => [
        failure.code,
        failure.kind,
        attempt,
        delaySeconds,
      ]),
      [
        ['azure.TooManyRequests', 'transient', 2, 0.005],
        ['azure.TooManyRequests', 'transient', 3, 0.01],
      ],
    );
  });
});
