import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { VirtualClock } from '../src/arm/clock';
import { startEmulator, type Emulator } from '../src/server';

const TENANT = '5b0f2e80-0000-4000-8000-00000000000f';
const SUBSCRIPTION = '5b0f2e80-0000-4000-8000-000000000001';
const PRINCIPAL = '5b0f2e80-0000-4000-8000-00000000000a';
const APPLICATION = '5b0f2e80-0000-4000-8000-00000000001a';
const SECRET = 'only-for-this-test';
const SCENARIO = `
name: front
tenants: [{ id: ${TENANT}, displayName: Front, defaultDomain: front.test }]
subscriptions: [{ id: ${SUBSCRIPTION}, displayName: Front, tenant: ${TENANT} }]
signedIn: ${PRINCIPAL}
principals:
  - { id: ${PRINCIPAL}, type: ServicePrincipal, name: sp-front, applicationId: ${APPLICATION}, secret: ${SECRET} }
roleAssignments: [{ principal: ${PRINCIPAL}, role: Reader, scope: /subscriptions/${SUBSCRIPTION} }]
`;

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Record<string, unknown>;
}

describe('TLS front', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'emulator-front-'));
  const authorityFile = path.join(folder, 'authority.pem');
  let emulator: Emulator;

  before(async () => {
    const scenario = path.join(folder, 'front.yaml');
    writeFileSync(scenario, SCENARIO);
    const clock = new VirtualClock(Date.now());
    emulator = await startEmulator({ scenario, clock, latencyScale: 1, tls: { authorityFile } });
  });
  after(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });

  /** A request that trusts nothing but the certificate that was written. */
  const send = (
    method: string,
    at: string,
    options: {
      form?: Record<string, string>;
      json?: unknown;
      token?: string;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { form, json, token, headers } = options;
      const outgoing = request(
        `${emulator.tlsUrl ?? ''}${at}`,
        {
          method,
          ca: readFileSync(authorityFile),
          servername: 'localhost',
          headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        },
        (incoming) => {
          text(incoming).then((body) => {
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>,
            });
          }, reject);
        },
      );
      outgoing.on('error', reject);
      if (form !== undefined) outgoing.write(new URLSearchParams(form).toString());
      if (json !== undefined) {
        outgoing.setHeader('content-type', 'application/json');
        outgoing.write(JSON.stringify(json));
      }
      outgoing.end();
    });

  const credentials = {
    grant_type: 'client_credentials',
    client_id: APPLICATION,
    client_secret: SECRET,
    scope: 'https://management.azure.com/.default',
  };
  const signIn = (form: Record<string, string>, tenant = TENANT) =>
    send('POST', `/${tenant}/oauth2/v2.0/token`, { form });
  const token = async (): Promise<string> => String((await signIn(credentials)).body['access_token']);

  it('writes the certificate to trust, readable by its owner alone, and no key', () => {
    const written = readFileSync(authorityFile, 'utf8');
    assert.match(written, /^-----BEGIN CERTIFICATE-----/);
    assert.doesNotMatch(written, /PRIVATE KEY/);
    if (process.platform !== 'win32') assert.equal(statSync(authorityFile).mode & 0o777, 0o600);
  });

  it('CLI-12 tells the other addresses of the cloud, in each form that the metadata had', async () => {
    const origin = emulator.tlsUrl ?? '';
    const old = await send('GET', '/metadata/endpoints?api-version=2015-01-01');
    assert.deepEqual(old.body['authentication'], { loginEndpoint: `${origin}/adfs`, audiences: [origin] });
    const listed = await send('GET', '/metadata/endpoints?api-version=2019-05-01');
    assert.ok(Array.isArray(listed.body));
    const { body } = await send('GET', '/metadata/endpoints?api-version=2022-09-01');
    assert.equal(body['resourceManager'], origin);
    assert.equal((await send('GET', '/metadata/endpoints')).status, 400);
  });

  for (const [what, path, tokens] of [
    ['AD FS', '/adfs/.well-known/openid-configuration', '/adfs/oauth2/token'],
    ['Entra', `/${TENANT}/v2.0/.well-known/openid-configuration`, `/${TENANT}/oauth2/v2.0/token`],
    ['a domain', '/front.test/v2.0/.well-known/openid-configuration', '/front.test/oauth2/v2.0/token'],
  ] as const) {
    it(`CLI-13 names the token endpoint of ${what}, which grants a token of the principal`, async () => {
      const { body } = await send('GET', path);
      assert.equal(body['token_endpoint'], `${emulator.tlsUrl ?? ''}${tokens}`);
      const granted = await send('POST', tokens, { form: credentials });
      assert.equal(granted.status, 200);
      assert.equal(granted.body['token_type'], 'Bearer');
      assert.equal(granted.headers['cache-control'], 'no-store');
      const claims = JSON.parse(
        Buffer.from(String(granted.body['access_token']).split('.')[1] ?? '', 'base64url').toString(),
      ) as Record<string, unknown>;
      assert.deepEqual([claims['oid'], claims['tid'], claims['appid']], [PRINCIPAL, TENANT, APPLICATION]);
    });
  }

  it('CLI-13 answers instance discovery with itself', async () => {
    const { body } = await send('GET', '/common/discovery/instance?api-version=1.1');
    assert.match(String(body['tenant_discovery_endpoint']), /^https:\/\/localhost:\d+\/common\/v2\.0\//);
  });

  it('takes the token, as that principal, until it expires', async () => {
    const granted = await token();
    const subscription = `/subscriptions/${SUBSCRIPTION}?api-version=2022-12-01`;
    assert.equal((await send('GET', subscription, { token: granted })).status, 200);
    const refused = await send(
      'PUT',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg?api-version=2025-04-01`,
      {
        token: granted,
        json: { location: 'westeurope' },
      },
    );
    assert.equal(refused.status, 403);
    assert.match(JSON.stringify(refused.body), new RegExp(`with object id '${PRINCIPAL}'`));
    const { clock } = emulator.core;
    assert.ok(clock instanceof VirtualClock);
    clock.advance(3_600_000);
    const late = await send('GET', subscription, { token: granted });
    assert.match(JSON.stringify(late.body), /ExpiredAuthenticationToken/);
  });

  const refusals: Record<string, [form: Partial<typeof credentials>, status: number, number: number]> = {
    'a wrong secret': [{ client_secret: 'another' }, 401, 7000215],
    'an unknown application': [{ client_id: PRINCIPAL }, 400, 700016],
    'another grant': [{ grant_type: 'password' }, 400, 70003],
    'a missing scope': [{ scope: '' }, 400, 900144],
  };
  for (const [what, [change, status, number]] of Object.entries(refusals)) {
    it(`CLI-14 refuses ${what} as Entra does`, async () => {
      const reply = await signIn({ ...credentials, ...change });
      assert.equal(reply.status, status);
      assert.deepEqual(reply.body['error_codes'], [number]);
      assert.match(String(reply.body['error_description']), new RegExp(`^AADSTS${number}: .* Trace ID: `));
      assert.equal(reply.body['access_token'], undefined);
    });
  }

  it('CLI-14 refuses a tenant that is not there, and a sign-in without a secret', async () => {
    assert.deepEqual((await signIn(credentials, PRINCIPAL)).body['error_codes'], [90002]);
    const { grant_type, client_id, scope } = credentials;
    assert.deepEqual((await signIn({ grant_type, client_id, scope })).body['error_codes'], [7000218]);
  });

  it('CLI-15 gives principals their names, as Microsoft Graph does', async () => {
    const { body } = await send('POST', '/v1.0/directoryObjects/getByIds', {
      token: await token(),
      json: { ids: [PRINCIPAL, TENANT] },
    });
    assert.deepEqual(body['value'], [
      {
        '@odata.type': '#microsoft.graph.servicePrincipal',
        id: PRINCIPAL,
        displayName: 'sp-front',
        appId: APPLICATION,
        servicePrincipalNames: [APPLICATION],
      },
    ]);
    const empty = { token: await token(), json: {} };
    assert.equal((await send('POST', '/v1.0/directoryObjects/getByIds', empty)).status, 400);
  });

  it('builds poll addresses on the address that it was asked at', async () => {
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-poll`;
    const owner = { headers: { authorization: 'Bearer user:00000000-0000-0000-0000-000000000001' } };
    emulator.estate.put({
      id: group,
      name: 'rg-poll',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'westeurope',
      properties: { provisioningState: 'Succeeded' },
    });
    const deleted = await send('DELETE', `${group}?api-version=2025-04-01`, owner);
    assert.equal(deleted.status, 202);
    assert.ok(String(deleted.headers['location']).startsWith(`${emulator.tlsUrl ?? ''}/subscriptions/`));
  });

  it('keeps secrets and tokens out of its state and its log', async () => {
    const granted = await token();
    await send('GET', `/subscriptions/${SUBSCRIPTION}?api-version=2022-12-01`, { token: granted });
    const seen = emulator.log.text() + JSON.stringify(emulator.estate.all());
    assert.ok(!seen.includes(SECRET));
    assert.ok(!seen.includes(granted));
  });

  it('takes no longer bodies than Resource Manager, told their length or not', async () => {
    const { status, body } = await signIn({ ...credentials, state: 'x'.repeat(5_000_000) });
    assert.equal(status, 413);
    assert.match(JSON.stringify(body), /RequestContentTooLarge/);
  });

  it('answers nobody who came by another name', async () => {
    const { status } = await send('GET', '/metadata/endpoints?api-version=2015-01-01', {
      headers: { host: 'evil.example' },
    });
    assert.equal(status, 403);
  });
});
