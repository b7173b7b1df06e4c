import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { at, listAt, textAt, textsAt } from '../src/arm/json';
import { scenarioImages, seedImages } from '../src/dataPlane/scenarioImages';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { applySnapshot, takeSnapshot } from '../src/snapshot';
import { ArmClient } from './armClient';
import { DataPlaneClient, type RegistryReply } from './dataPlaneClient';
import { TestClock } from './support';

describe('registries’ own endpoints', () => {
  let emulator: Emulator;
  let arm: ArmClient;
  let clock: TestClock;
  const registry = (name: string): DataPlaneClient =>
    new DataPlaneClient(emulator.url, `contoso${name}.azurecr.io`);
  const errorOf = ({ status, body }: RegistryReply): string =>
    `${status} ${String(at(listAt(body, 'errors')[0], 'code'))}`;
  const repositories = ({ body }: RegistryReply): string[] => textsAt(body, 'repositories');

  before(async () => {
    clock = new TestClock();
    emulator = await startEmulator({ scenario: 'contoso', clock });
    arm = new ArmClient(emulator.url);
  });
  beforeEach(async () => {
    await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST', body: '{"scenario":"contoso"}' });
  });
  after(() => emulator.close());

  it('DATA-1 answer a request without a token with where tokens come from', async () => {
    const reply = await registry('apps').send('GET', '/v2/');
    assert.equal(errorOf(reply), '401 UNAUTHORIZED');
    assert.equal(
      reply.headers['www-authenticate'],
      'Bearer realm="https://contosoapps.azurecr.io/oauth2/token",service="contosoapps.azurecr.io"',
    );
    const token = await registry('apps').tokenFor('scenario', 'registry:catalog:*');
    assert.equal((await registry('apps').send('GET', '/v2/', { token })).status, 200);
  });

  it('DATA-2 exchange an Entra token, and refuse one that is over or of another directory', async () => {
    const jwt = (claims: object): string =>
      `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
    const now = clock.now() / 1000;
    assert.equal((await registry('apps').exchange(jwt({ oid: contoso.mira, exp: now + 60 }))).status, 200);
    for (const token of [jwt({ exp: now - 1 }), jwt({ tid: contoso.fabrikamTenant }), '']) {
      assert.equal(errorOf(await registry('apps').exchange(token)), '401 UNAUTHORIZED');
    }
    const form = { grant_type: 'password', service: 'contosoapps.azurecr.io' };
    assert.equal((await registry('apps').send('POST', '/oauth2/exchange', { form })).status, 400);
  });

  it('DATA-3 take no token that was made for Resource Manager where the policy says so', async () => {
    const jwt = (aud: string): string =>
      `e30.${Buffer.from(JSON.stringify({ aud })).toString('base64url')}.s`;
    const statuses = async () =>
      Promise.all(
        ['https://management.azure.com', 'https://containerregistry.azure.net'].map(
          async (audience) => (await registry('apps').exchange(jwt(audience))).status,
        ),
      );
    assert.deepEqual(await statuses(), [200, 200]);
    const policies = { azureADAuthenticationAsArmPolicy: { status: 'disabled' } };
    await arm.succeed('PATCH', contoso.appsRegistry, { properties: { policies } });
    assert.deepEqual(await statuses(), [401, 200]);
  });

  it('DATA-4 take tokens of their own only, until they expire', async () => {
    const token = await registry('apps').tokenFor('scenario', 'registry:catalog:*');
    const catalog = (name: string, sent: string) =>
      registry(name).send('GET', '/acr/v1/_catalog', { token: sent });
    assert.equal((await catalog('apps', token)).status, 200);
    assert.equal(errorOf(await catalog('dev', token)), '401 UNAUTHORIZED');
    assert.equal(errorOf(await catalog('apps', `${token.slice(0, -4)}AAAA`)), '401 UNAUTHORIZED');
    clock.pass(2 * 60 * 60);
    const late = await catalog('apps', token);
    assert.match(String(late.headers['www-authenticate']), /error="invalid_token"$/);
  });

  it('DATA-5 list in pages, each naming the next', async () => {
    for (const path of ['/v2/_catalog', '/acr/v1/_catalog']) {
      const first = await registry('apps').get(`${path}?n=2`);
      assert.deepEqual(repositories(first), ['payments/api', 'payments/web']);
      const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(String(first.headers['link'])) ?? [];
      assert.equal(next, `${path}?last=payments%2Fweb&n=2&orderby=`);
      const second = await registry('apps').get(next);
      assert.deepEqual([repositories(second), second.headers['link']], [['tools/migrate'], undefined]);
    }
    assert.equal((await registry('apps').get('/acr/v1/_catalog?n=none')).status, 400);
    await arm.succeed('PUT', contoso.appsRegistry.replace('contosoapps', 'contosoempty'), {
      location: 'westeurope',
      sku: { name: 'Basic' },
    });
    assert.deepEqual((await registry('empty').get('/acr/v1/_catalog')).body, { repositories: null });
  });

  it('DATA-6 list tags with digests and times, by name or by time', async () => {
    const names: string[] = [];
    let path = '/acr/v1/payments/web/_tags?orderby=timedesc';
    for (let pages = 1; path !== ''; pages++) {
      const { body, headers } = await registry('apps').get(path);
      names.push(...listAt(body, 'tags').flatMap((tag) => textAt(tag, 'name') ?? []));
      path = /^<([^>]+)>/.exec(String(headers['link']))?.[1] ?? '';
      assert.ok(pages <= 3);
    }
    assert.deepEqual([names.length, new Set(names).size], [271, 271]);
    assert.deepEqual(names.slice(0, 3), ['7', '7.2', 'latest']);
    const { body } = await registry('apps').get('/acr/v1/payments/api/_tags');
    assert.deepEqual(
      listAt(body, 'tags').map((tag) => [textAt(tag, 'name'), textAt(tag, 'lastUpdateTime')]),
      [
        ['3.0.1', '2026-05-04T13:20:10Z'],
        ['3.1.0', '2026-06-11T08:41:37Z'],
        ['latest', '2026-06-11T08:41:37Z'],
      ],
    );
    const list = await registry('apps').get('/v2/payments/api/tags/list');
    assert.deepEqual(list.body, { name: 'payments/api', tags: ['3.0.1', '3.1.0', 'latest'] });
    assert.equal(errorOf(await registry('apps').get('/acr/v1/no/such/_tags')), '404 NAME_UNKNOWN');
  });

  it('DATA-7 give a manifest by tag and digest, and its digest is that of its text', async () => {
    const { headers, text } = await registry('apps').get('/v2/payments/web/manifests/7');
    const digest = String(headers['docker-content-digest']);
    assert.equal(digest, `sha256:${createHash('sha256').update(text).digest('hex')}`);
    assert.equal(headers['content-type'], 'application/vnd.docker.distribution.manifest.v2+json');
    const token = await registry('apps').tokenFor('scenario', 'repository:payments/web:pull');
    const head = await registry('apps').send('HEAD', `/v2/payments/web/manifests/${digest}`, { token });
    assert.deepEqual([head.status, head.headers['docker-content-digest'], head.text], [200, digest, '']);
    const { body } = await registry('apps').get('/acr/v1/payments/web/_manifests?n=500');
    const listed = listAt(body, 'manifests').find((each) => textAt(each, 'digest') === digest);
    assert.deepEqual(textsAt(listed, 'tags'), ['7', '7.2', 'latest']);
    for (const unknown of ['8', '%zz', '%00', `${digest.replace(':', '%3A')}0`]) {
      const answer = await registry('apps').get(`/v2/payments/web/manifests/${unknown}`);
      assert.equal(errorOf(answer), '404 MANIFEST_UNKNOWN', unknown);
    }
    assert.equal(errorOf(await registry('apps').get('/v2/nobody/manifests/1')), '404 NAME_UNKNOWN');
  });

  it('DATA-8 let in whom the network rules let in: the developer’s machine is in no network', async () => {
    const closed = await registry('core').exchange('scenario');
    assert.equal(closed.status, 403);
    assert.equal(
      closed.text,
      JSON.stringify({
        errors: [
          {
            code: 'DENIED',
            message:
              "client with IP '198.51.100.20' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
          },
        ],
      }),
    );
    const patch = (networkRuleSet: object) =>
      arm.succeed('PATCH', contoso.appsRegistry, { properties: { networkRuleSet } });
    await patch({ defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.0/24' }] });
    assert.equal((await registry('apps').send('GET', '/v2/')).status, 403);
    await patch({ defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '198.51.100.0/24' }] });
    assert.equal((await registry('apps').send('GET', '/v2/')).status, 401);
  });

  it('DATA-9 let Reader and AcrPull list and pull, and nobody without a role', async () => {
    const web = '/acr/v1/payments/web/_tags?n=1';
    const statusOf = async (who: string, path: string) =>
      (await registry('apps').get(path, `user:${who}`)).status;
    for (const who of [contoso.ana, contoso.paymentsKubelet]) {
      assert.equal(await statusOf(who, '/acr/v1/_catalog'), 200);
      assert.equal(await statusOf(who, web), 200);
      assert.equal(await statusOf(who, '/v2/payments/web/manifests/7'), 200);
    }
    const refused = await registry('apps').get('/acr/v1/_catalog', `user:${contoso.shopKubelet}`);
    assert.equal(errorOf(refused), '401 UNAUTHORIZED');
    assert.match(String(refused.headers['www-authenticate']), /error="insufficient_scope"$/);
    assert.deepEqual(listAt(at(listAt(refused.body, 'errors')[0], 'detail')), [
      { Type: 'registry', Name: 'catalog', Action: '*' },
    ]);
    assert.equal(await statusOf(contoso.shopKubelet, web), 401);
  });

  it('DATA-10 want roles for repositories in that mode, and one of its own for the list of all', async () => {
    const models = registry('models');
    const train = '/acr/v1/batch/train/_tags';
    assert.equal((await models.get('/acr/v1/_catalog')).status, 401, 'Owner counts for nothing');
    assert.equal((await models.get(train)).status, 401);
    const reader = `user:${contoso.batchKubelet}`;
    assert.equal((await models.get(train, reader)).status, 200);
    assert.equal((await models.get('/acr/v1/_catalog', reader)).status, 401);
    const assign = (guid: string, roleId: string, more: object = {}) =>
      arm.succeed(
        'PUT',
        `${contoso.modelsRegistry}/providers/Microsoft.Authorization/roleAssignments/${guid}`,
        {
          properties: {
            principalId: contoso.mira,
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
            ...more,
          },
        },
      );
    await assign('10101010-0000-4000-8000-000000000001', 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7');
    assert.deepEqual(repositories(await models.get('/acr/v1/_catalog')), ['batch/train', 'serve/gateway']);
    assert.equal((await models.get(train)).status, 401);
    const condition =
      "@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWith 'batch/'";
    await assign('10101010-0000-4000-8000-000000000002', 'b93aa761-3e63-49ed-ac28-beffa264f7ac', {
      condition,
      conditionVersion: '2.0',
    });
    assert.equal((await models.get(train)).status, 200);
    assert.equal((await models.get('/acr/v1/serve/gateway/_tags')).status, 401);
  });

  describe('importing', () => {
    const importInto = async (id: string, body: object) => {
      const { status, headers } = await arm.send('POST', `${id}/importImage`, body);
      assert.equal(status, 202);
      return arm.get(new URL(headers.get('location') ?? '').pathname);
    };
    const source = { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' };

    it('DATA-11 adds the image, with the digest that it has everywhere', async () => {
      await importInto(contoso.appsRegistry, { source, targetTags: ['test/hello:v1'] });
      await importInto(contoso.devRegistry, { source, untaggedTargetRepositories: ['test/hello'] });
      const from = { resourceId: contoso.coreRegistry, sourceImage: 'shop/api:1.4.2' };
      assert.equal((await importInto(contoso.appsRegistry, { source: from })).status, 200);
      const { headers } = await registry('apps').get('/v2/test/hello/manifests/v1');
      const digest = String(headers['docker-content-digest']);
      const untagged = await registry('dev').get('/acr/v1/test/hello/_manifests');
      assert.deepEqual(
        listAt(untagged.body, 'manifests').map((each) => [textAt(each, 'digest'), textsAt(each, 'tags')]),
        [[digest, []]],
      );
      assert.deepEqual(repositories(await registry('apps').get('/acr/v1/_catalog')), [
        'payments/api',
        'payments/web',
        'shop/api',
        'test/hello',
        'tools/migrate',
      ]);
      const image = `contosoapps.azurecr.io/test/hello@${digest}`;
      const pull = { clusterId: contoso.paymentsCluster, image };
      assert.equal(pullVerdict(emulator.estate, pull).verdict, 'Pulled');
    });

    it('DATA-12 does not find unknown images, and leaves tags alone unless forced', async () => {
      for (const unknown of [
        { registryUri: 'mcr.microsoft.com', sourceImage: 'no/such:1' },
        { registryUri: 'registry.example', sourceImage: 'hello-world:latest' },
        { resourceId: contoso.devRegistry, sourceImage: 'sandbox/echo:gone' },
      ]) {
        const { status, body } = await importInto(contoso.appsRegistry, { source: unknown });
        assert.equal(status, 404);
        assert.match(body.error?.message ?? '', /MANIFEST_UNKNOWN/);
      }
      const body = { source, targetTags: ['payments/web:7'] };
      const taken = await importInto(contoso.appsRegistry, body);
      assert.deepEqual([taken.status, taken.body.error?.code], [409, 'Conflict']);
      assert.equal((await importInto(contoso.appsRegistry, { ...body, mode: 'Force' })).status, 200);
    });
  });

  it('DATA-13 a repository that is known has what it has; any other has whatever is asked for', () => {
    const pull = (image: string) =>
      pullVerdict(emulator.estate, {
        clusterId: contoso.paymentsCluster,
        image: `contosoapps.azurecr.io/${image}`,
      });
    assert.equal(pull('payments/web:7').verdict, 'Pulled');
    assert.equal(pull('nobody/knows:1').verdict, 'Pulled');
    const image = 'contosoapps.azurecr.io/payments/web:8';
    assert.equal(
      pull('payments/web:8').eventText,
      `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    );
  });

  it('images go with their registry, and are kept by snapshots', async () => {
    const before = takeSnapshot(emulator.core);
    await arm.succeed('DELETE', contoso.devRegistry);
    const body = { location: 'westeurope', sku: { name: 'Standard' } };
    await arm.succeed('PUT', contoso.devRegistry, body);
    assert.deepEqual((await registry('dev').get('/acr/v1/_catalog')).body, { repositories: null });
    applySnapshot(emulator.core, before);
    assert.deepEqual(repositories(await registry('dev').get('/acr/v1/_catalog')), ['sandbox/echo']);
  });

  it('a scenario gives images to its own registries only, and by names that images can have', () => {
    const images = (registry: string, name: string) => [
      { registry, repositories: [{ name, images: [{ tags: ['v1'], pushed: '2026-05-01T08:00:00Z' }] }] },
    ];
    const parsed = v.parse(scenarioImages, images('/subscriptions/x', 'web'));
    assert.throws(() => {
      seedImages(emulator.estate, parsed);
    }, /no such registry/);
    assert.throws(
      () => v.parse(scenarioImages, images(contoso.appsRegistry, 'Web')),
      /no name of a repository/,
    );
  });

  it('a name that no registry has is answered by nobody, other hosts and foreign pages not at all', async () => {
    await assert.rejects(registry('nothere').send('GET', '/v2/'), { code: 'ECONNRESET' });
    const other = new DataPlaneClient(emulator.url, 'contosoapps.azurecr.io.evil.example');
    assert.equal((await other.send('GET', '/v2/')).status, 403);
  });

  it('faults and the admin API know registries too, and no token is kept', async () => {
    emulator.faults.add({ kind: 'server-error', status: 503, match: { path: '/acr/v1/_catalog' } });
    assert.equal((await registry('apps').get('/acr/v1/_catalog')).status, 503);
    emulator.faults.add({ kind: 'reset-before', match: { path: '/v2/' } });
    await assert.rejects(registry('apps').send('GET', '/v2/'), { code: 'ECONNRESET' });
    await registry('apps').get('/acr/v1/_catalog', 'secret-token');
    const text = await (await fetch(`${emulator.url}/_emulator/registries`)).text();
    assert.match(text, /"\/oauth2\/exchange"/);
    assert.doesNotMatch(text + emulator.log.text(), /secret-token|refresh_token|eyJ/);
  });
});
