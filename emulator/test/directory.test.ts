import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contosoNames } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly value?: readonly Readonly<Record<string, string>>[];
    readonly error?: { readonly code: string; readonly message: string };
    readonly [member: string]: unknown;
  };
}

const { mira, tomas, pipeline, platformEngineers, tenant, fabrikamTenant } = contosoNames;
const as = (id: string): string => `Bearer user:${id}`;
const jsonWebToken = (claims: unknown): string =>
  `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;

describe('directory', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'emulator-directory-'));
  const logFile = path.join(folder, 'traffic.jsonl');
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', logFile });
  });
  after(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });

  const send = async (
    at: string,
    query: Record<string, string> = {},
    { method = 'GET', authorization = 'Bearer scenario' } = {},
  ): Promise<Reply> => {
    const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`;
    const response = await fetch(`${emulator.url}${at}${search}`, {
      method,
      ...(authorization === '' ? {} : { headers: { authorization } }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Reply['body'],
    };
  };
  const names = async (set: string, query: Record<string, string> = {}): Promise<unknown[]> => {
    const { status, body } = await send(`/v1.0/${set}`, query);
    assert.equal(status, 200, JSON.stringify(body));
    return (body.value ?? []).map(({ displayName }) => displayName);
  };
  const refused = (reply: Reply): unknown[] => [reply.status, reply.body.error?.code];

  it('DIR-1 tells a user who they are', async () => {
    const $select = 'id,displayName,userPrincipalName';
    assert.deepEqual((await send('/v1.0/me', { $select })).body, {
      '@odata.context': `${emulator.url}/v1.0/$metadata#users(${$select})/$entity`,
      id: mira,
      displayName: 'mira.jansen@contoso.com',
      userPrincipalName: 'mira.jansen@contoso.com',
    });
    const other = await send('/v1.0/me', { $select: 'id' }, { authorization: as(tomas) });
    assert.deepEqual(other.body, {
      '@odata.context': `${emulator.url}/v1.0/$metadata#users(id)/$entity`,
      id: tomas,
    });
    const named = await send('/v1.0/me', {}, { authorization: jsonWebToken({ oid: tomas, tid: tenant }) });
    assert.equal(named.body['id'], tomas);
  });

  it('DIR-2 has no /me for an application, nor for somebody of another directory', async () => {
    for (const authorization of [as(pipeline), jsonWebToken({ oid: mira, tid: fabrikamTenant })]) {
      const reply = await send('/v1.0/me', {}, { authorization });
      assert.equal(reply.status, 400);
      assert.deepEqual(reply.body, {
        error: {
          code: 'BadRequest',
          message: '/me request is only valid with delegated authentication flow.',
        },
      });
    }
  });

  it('DIR-3 lists users, groups and service principals, managed identities too, by name', async () => {
    assert.deepEqual((await send('/v1.0/groups')).body, {
      '@odata.context': `${emulator.url}/v1.0/$metadata#groups`,
      value: [{ id: platformEngineers, displayName: 'Platform Engineers' }],
    });
    assert.deepEqual(await names('users'), [
      'ana.ruiz@contoso.com',
      'mira.jansen@contoso.com',
      'tomas.lindqvist@contoso.com',
    ]);
    const all = await names('servicePrincipals');
    assert.deepEqual(
      all.filter((name) => String(name).startsWith('aks-shop-weu') || String(name).startsWith('sp-')),
      ['aks-shop-weu', 'aks-shop-weu-agentpool', 'sp-contoso-automation', 'sp-contoso-pipeline'],
    );
    assert.deepEqual(all, all.toSorted());
  });

  it('DIR-4 finds by the beginning of a name, without case', async () => {
    const $filter = "startswith(displayName,'TOMAS') or startsWith(userPrincipalName,'ana')";
    assert.deepEqual(await names('users', { $filter }), [
      'ana.ruiz@contoso.com',
      'tomas.lindqvist@contoso.com',
    ]);
    assert.deepEqual(await names('groups', { $filter: "startswith(displayName,'engineers')" }), []);
    const pipelines = await names('servicePrincipals', {
      $filter: "startswith( displayName , 'sp-contoso-p' )",
    });
    assert.deepEqual(pipelines, ['sp-contoso-pipeline']);
  });

  it('DIR-4 reads a doubled quote as one, and words of filters in a name as a name', async () => {
    const name = "O'Neill') or startswith(displayName,'";
    const id = '9c0f2e80-0000-4000-8000-00000000000a';
    emulator.estate.put({
      id: `/directoryObjects/${id}`,
      name: id,
      type: 'Microsoft.Graph/directoryObjects',
      properties: { principalType: 'Group', displayName: name },
    });
    try {
      const literal = name.replaceAll("'", "''");
      assert.deepEqual(await names('groups', { $filter: `startswith(displayName,'${literal}')` }), [name]);
      const single = await send('/v1.0/groups', { $filter: "startswith(displayName,'O'Neill')" });
      assert.deepEqual(refused(single), [400, 'Request_UnsupportedQuery']);
    } finally {
      emulator.estate.delete(`/directoryObjects/${id}`);
    }
  });

  for (const [set, $filter] of [
    ['users', ''],
    ['users', "displayName eq 'ana'"],
    ['users', "startswith(mail,'ana')"],
    ['users', "startswith(displayName,'a') or "],
    ['users', "startswith(displayName,'a') and startswith(userPrincipalName,'a')"],
    ['users', "startswith(displayName,'a')startswith(displayName,'b')"],
    ['users', `startswith(displayName,'${'a'.repeat(121)}')`],
    ['groups', "startswith(userPrincipalName,'a')"],
    ['servicePrincipals', "contains(displayName,'a')"],
  ] as const) {
    it(`DIR-5 refuses the filter ${$filter.slice(0, 60)} of ${set} by its text`, async () => {
      const reply = await send(`/v1.0/${set}`, { $filter });
      assert.deepEqual(refused(reply), [400, 'Request_UnsupportedQuery']);
      assert.ok(reply.body.error?.message.endsWith(`: ${$filter}`));
    });
  }

  it('DIR-6 answers the properties that are asked for, and refuses those that there are not', async () => {
    const { body } = await send('/v1.0/users', { $select: 'id,displayName', $top: '1' });
    assert.deepEqual(body.value, [{ id: contosoNames.ana, displayName: 'ana.ruiz@contoso.com' }]);
    const reply = await send('/v1.0/groups', { $select: 'id,userPrincipalName' });
    assert.deepEqual(refused(reply), [400, 'BadRequest']);
    assert.match(
      reply.body.error?.message ?? '',
      /property named 'userPrincipalName' on type 'microsoft\.graph\.group'/,
    );
  });

  it('DIR-7 gives pages of 1 to 999, and the address of the next one', async () => {
    const first = await send('/v1.0/users', { $top: '2', $select: 'id' });
    assert.equal(first.body.value?.length, 2);
    const next = new URL(String(first.body['@odata.nextLink']));
    assert.equal(next.origin, emulator.url);
    const second = await send(next.pathname, Object.fromEntries(next.searchParams));
    assert.deepEqual(second.body.value, [{ id: tomas }]);
    assert.equal(second.body['@odata.nextLink'], undefined);
    for (const $top of ['0', '1000', '-1', 'all', '']) {
      assert.deepEqual(refused(await send('/v1.0/users', { $top })), [400, 'Request_UnsupportedQuery'], $top);
    }
  });

  it('DIR-8 wants a bearer token that is not over', async () => {
    for (const authorization of ['', 'Basic YTpi', jsonWebToken({ oid: mira, exp: 1 })]) {
      for (const at of ['/v1.0/me', '/v1.0/users', '/v1.0/directoryObjects/getByIds']) {
        const reply = await send(at, {}, { authorization });
        assert.deepEqual(refused(reply), [401, 'InvalidAuthenticationToken'], `${authorization} ${at}`);
        assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer /);
      }
    }
  });

  it('DIR-9 lets no application list, unless nobody is judged', async () => {
    for (const set of ['users', 'groups', 'servicePrincipals']) {
      const reply = await send(`/v1.0/${set}`, {}, { authorization: as(pipeline) });
      assert.equal(reply.status, 403);
      assert.deepEqual(reply.body, {
        error: {
          code: 'Authorization_RequestDenied',
          message: 'Insufficient privileges to complete the operation.',
        },
      });
    }
    const empty = await startEmulator();
    try {
      const answer = await fetch(`${empty.url}/v1.0/users`, { headers: { authorization: 'Bearer any' } });
      assert.equal(answer.status, 200);
      assert.deepEqual(((await answer.json()) as Reply['body']).value, []);
    } finally {
      await empty.close();
    }
  });

  it('DIR-10 refuses other methods', async () => {
    for (const method of ['POST', 'PATCH', 'DELETE', 'PUT']) {
      for (const at of ['/v1.0/me', '/v1.0/users']) {
        const reply = await send(at, {}, { method });
        assert.deepEqual(refused(reply), [405, 'Request_BadRequest']);
        assert.equal(reply.headers.get('allow'), 'GET');
      }
    }
    assert.equal((await send('/v1.0/me', {}, { method: 'HEAD' })).status, 405);
    assert.equal((await send('/v1.0/directoryObjects/getByIds')).status, 405);
  });

  it('refuses other paths and query options by name', async () => {
    for (const at of ['organization', `users/${mira}`, 'me/memberOf']) {
      const reply = await send(`/v1.0/${at}`);
      assert.deepEqual(refused(reply), [404, 'Request_ResourceNotFound']);
      assert.ok(reply.body.error?.message.includes(`'${at}'`));
    }
    const ordered = await send('/v1.0/users', { $orderby: 'displayName' });
    assert.deepEqual(refused(ordered), [400, 'Request_UnsupportedQuery']);
    assert.match(ordered.body.error?.message ?? '', /'\$orderby'/);
  });

  it('meets the faults that are switched on', async () => {
    emulator.faults.add({ kind: 'throttled', retryAfter: 7, match: { path: '/v1.0/users' } });
    const reply = await send('/v1.0/users');
    assert.deepEqual([...refused(reply), reply.headers.get('retry-after')], [429, 'TooManyRequests', '7']);
    emulator.faults.add({ kind: 'reset-before', match: { path: '/v1.0/*' } });
    await assert.rejects(send('/v1.0/me'));
    assert.equal((await send('/v1.0/me')).status, 200);
  });

  it('is no traffic of Resource Manager, and leaves no token anywhere', async () => {
    const marker = as(tomas);
    await send('/v1.0/me', {}, { authorization: marker });
    await send('/v1.0/nothing', {}, { authorization: marker });
    const control = await send('/tenants', { 'api-version': '2022-12-01' });
    assert.equal(control.status, 200);
    const written = readFileSync(logFile, 'utf8') + emulator.log.text();
    assert.match(written, /\/tenants\?/);
    assert.doesNotMatch(written, /\/v1\.0\//);
    assert.ok(!written.includes(marker));
  });
});
