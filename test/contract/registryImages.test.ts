import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import type { AzureOptions } from '../../src/provisioning/azureOptions';
import type { RegistryImages } from '../../src/provisioning/ports';
import type { Listing, RegistryAddress } from '../../src/provisioning/observed/registryImages';
import { azureAt, never } from './support/azure';
import { contoso } from './support/contoso';

const apps: RegistryAddress = { loginServer: 'contosoapps.azurecr.io', roleAssignmentMode: 'legacy' };
const core: RegistryAddress = { loginServer: 'contosocore.azurecr.io', roleAssignmentMode: 'legacy' };
const models: RegistryAddress = { loginServer: 'contosomodels.azurecr.io', roleAssignmentMode: 'abac' };

async function all<T>(list: (from: string | undefined) => Promise<Listing<T>>): Promise<T[][]> {
  const pages: T[][] = [];
  for (let from: string | undefined; pages.length === 0 || from !== undefined;) {
    const page = await list(from);
    assert.equal(page.kind, 'listed', JSON.stringify(page));
    pages.push([...page.items]);
    from = page.next;
  }
  return pages;
}

describe('images of registries, over the emulator', () => {
  let emulator: Emulator;
  const images = (overrides: Partial<AzureOptions> = {}): RegistryImages =>
    azureAt(emulator.url, overrides).images;
  const as = (objectId: string): RegistryImages =>
    images({ tokenSource: () => Promise.resolve({ token: `user:${objectId}`, expiresOn: Infinity }) });
  const put = (path: string, body: object, method = 'PUT') =>
    fetch(
      `${emulator.url}${path}?api-version=${path.includes('Authorization') ? '2022-04-01' : '2025-11-01'}`,
      {
        method,
        headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    );

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
  });
  afterEach(() => emulator.close());

  it('are listed in pages, tags the newest first', async () => {
    const azure = images();
    assert.deepEqual(await all((from) => azure.repositories(apps, from, never)), [
      ['payments/api', 'payments/web', 'tools/migrate'],
    ]);
    const pages = await all((from) => azure.tags(apps, 'payments/web', from, never));
    assert.deepEqual(
      pages.map((page) => page.length),
      [100, 100, 71],
    );
    const tags = pages.flat();
    assert.equal(new Set(tags.map(({ name }) => name)).size, 271);
    assert.equal(tags[0]?.updated, Date.parse('2026-06-18T09:12:44Z'));
    assert.deepEqual(
      tags.map(({ updated }) => updated),
      tags.map(({ updated }) => updated).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
    );
    const digest = await azure.digestOf(apps, 'payments/web', '7', never);
    assert.deepEqual(digest, { kind: 'found', digest: tags.find(({ name }) => name === '7')?.digest });
    const itself = tags.find(({ name }) => name === '7')?.digest ?? assert.fail();
    assert.deepEqual(await azure.digestOf(apps, 'payments/web', itself, never), digest);
  });

  it('cost one sign-in for a registry and a scope, until the registry takes it no more', async () => {
    const azure = images();
    await all((from) => azure.tags(apps, 'payments/web', from, never));
    const asked = () => emulator.core.dataPlane.exchanges().map(({ url }) => url.split('?')[0]);
    const page = '/acr/v1/payments/web/_tags';
    assert.deepEqual(asked(), ['/oauth2/exchange', '/oauth2/token', page, page, page]);
    await azure.repositories(apps, undefined, never);
    assert.deepEqual(asked().slice(5), ['/oauth2/token', '/acr/v1/_catalog']);
  });

  it('are read anew where the registry no longer knows what it gave', async () => {
    const azure = images();
    await azure.repositories(apps, undefined, never);
    const port = Number(new URL(emulator.url).port);
    await emulator.close();
    emulator = await startEmulator({ scenario: 'contoso', port });
    assert.equal((await azure.tags(apps, 'payments/web', undefined, never)).kind, 'listed');
    assert.equal((await azure.repositories(apps, undefined, never)).kind, 'listed');
  });

  it('of an empty registry are none', async () => {
    const id = contoso('appsRegistry').replace('contosoapps', 'contosoempty');
    await put(id, { location: 'westeurope', sku: { name: 'Basic' } });
    const empty = { ...apps, loginServer: 'contosoempty.azurecr.io' };
    assert.deepEqual(await images().repositories(empty, undefined, never), {
      kind: 'listed',
      items: [],
      next: undefined,
    });
  });

  it('of a closed registry are unreachable, with the address that it saw', async () => {
    const answer = await images().repositories(core, undefined, never);
    assert.equal(answer.kind, 'unreachable');
    assert.deepEqual([answer.reason, answer.address], ['firewall', '198.51.100.20']);
    assert.equal(
      answer.failure.message,
      'contosocore.azurecr.io blocks this computer’s IP address (198.51.100.20).',
    );
    assert.match(answer.failure.nextAction, /Import an image or type the image name/);
  });

  it('of a registry that was closed meanwhile are unreachable, also by HEAD, which has no words', async () => {
    const azure = images();
    assert.equal((await azure.digestOf(apps, 'payments/web', '7', never)).kind, 'found');
    await put(contoso('appsRegistry'), { properties: { publicNetworkAccess: 'Disabled' } }, 'PATCH');
    const answer = await azure.digestOf(apps, 'payments/web', '7', never);
    assert.deepEqual([answer.kind, 'reason' in answer && answer.reason], ['unreachable', 'firewall']);
  });

  it('of a registry without an address are unreachable', async () => {
    const gone = { ...apps, loginServer: 'contosonowhere.azurecr.io' };
    const answer = await images().tags(gone, 'web', undefined, never);
    assert.deepEqual([answer.kind, 'reason' in answer && answer.reason], ['unreachable', 'connection']);
  });

  it('without a role name the one that is missing', async () => {
    const stranger = as(contoso('shopKubelet'));
    const answer = await stranger.repositories(apps, undefined, never);
    assert.equal(answer.kind, 'forbidden');
    assert.equal(answer.missingRole.name, 'AcrPull');
    assert.match(
      answer.failure.message,
      /^You don’t have permission to list repositories of contosoapps\.azurecr\.io; this requires .* AcrPull\.$/,
    );
    assert.equal((await stranger.tags(apps, 'payments/web', undefined, never)).kind, 'forbidden');
    assert.equal((await as(contoso('ana')).repositories(apps, undefined, never)).kind, 'listed');
  });

  it('of a registry with permissions by repository need roles of their own', async () => {
    const owner = images();
    const catalog = await owner.repositories(models, undefined, never);
    assert.equal(catalog.kind, 'forbidden');
    assert.equal(catalog.missingRole.name, 'Container Registry Repository Catalog Lister');
    const tags = await owner.tags(models, 'batch/train', undefined, never);
    assert.equal(tags.kind, 'forbidden');
    assert.equal(tags.missingRole.name, 'Container Registry Repository Reader');
    const role = `${contoso('modelsRegistry')}/providers/Microsoft.Authorization/roleAssignments/10101010-0000-4000-8000-000000000009`;
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${catalog.missingRole.id}`;
    await put(role, { properties: { principalId: contoso('mira'), roleDefinitionId } });
    // The role is new, the token of before is not: it is replaced.
    assert.deepEqual(await all((from) => owner.repositories(models, from, never)), [
      ['batch/train', 'serve/gateway'],
    ]);
    assert.equal((await owner.tags(models, 'batch/train', undefined, never)).kind, 'forbidden');
  });

  it('that don’t exist are not found', async () => {
    for (const answer of [
      await images().tags(apps, 'no/such', undefined, never),
      await images().digestOf(apps, 'payments/web', 'no-such', never),
      await images().digestOf(apps, 'payments/web', `sha256:${'0'.repeat(64)}`, never),
    ]) {
      assert.equal(answer.kind, 'failed');
      assert.equal(answer.failure.code, 'registry.notFound');
    }
  });

  it('are read once more when the registry stumbles, and cancelled when nobody waits', async () => {
    emulator.faults.add({ kind: 'server-error', status: 503, match: { path: '/acr/v1/_catalog' } });
    assert.equal((await images().repositories(apps, undefined, never)).kind, 'listed');
    emulator.faults.add({ kind: 'throttled', match: { path: '/acr/v1/_catalog', times: 'always' } });
    const throttled = await images().repositories(apps, undefined, never);
    assert.deepEqual(
      [throttled.kind, 'failure' in throttled && throttled.failure.kind],
      ['failed', 'transient'],
    );
    const aborted = await images().repositories(apps, undefined, AbortSignal.abort());
    assert.equal('failure' in aborted && aborted.failure.kind, 'cancelled');
  });

  it('are asked for with a token of Resource Manager where there is no other', async () => {
    const scopes: string[] = [];
    const azure = images({
      tokenSource: ([scope = '']) => {
        scopes.push(scope);
        if (scope.includes('containerregistry')) return Promise.reject(new Error('no consent'));
        return Promise.resolve({ token: 'emulator', expiresOn: Infinity });
      },
    });
    assert.equal((await azure.repositories(apps, undefined, never)).kind, 'listed');
    assert.deepEqual(scopes, [
      'https://containerregistry.azure.net/.default',
      'https://management.azure.com/.default',
    ]);
  });
});
