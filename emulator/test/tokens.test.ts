import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient, type ArmReply } from './armClient';
import { network } from './support';

const ADATUM = '9a1d2f5e-3c47-4f0e-8a51-b6c0d1e2f394';
const SHOP = '5d0c6a0e-9f35-4a4c-8b43-0d5fbd0c7f11';
const NETWORK = `/subscriptions/${contoso.platform}/resourceGroups/rg-hub-network-weu/providers/Microsoft.Network/virtualNetworks/vnet-token`;
const GRAPH = '/providers/Microsoft.ResourceGraph/resources';

describe('tokens', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    const { estate } = emulator;
    const subscription = `/subscriptions/${SHOP}`;
    estate.put({
      id: subscription,
      name: 'Fabrikam Shop',
      type: 'Microsoft.Resources/subscriptions',
      properties: {
        subscriptionId: SHOP,
        tenantId: contoso.fabrikamTenant,
        displayName: 'Fabrikam Shop',
        state: 'Enabled',
      },
    });
    const registry = estate.get(contoso.coreRegistry)!;
    estate.put({ ...registry, id: registry.id.replace(contoso.platform, SHOP), name: 'fabrikamshop' });
    const owner = estate
      .ofType('Microsoft.Authorization/roleAssignments')
      .find(({ id }) => id.startsWith(`/subscriptions/${contoso.apps}/providers/Microsoft.Authorization`))!;
    estate.put({
      ...owner,
      id: owner.id.replace(contoso.apps, SHOP),
      properties: { ...owner.properties, scope: subscription },
    });
  });
  afterEach(() => emulator.close());

  const miraOf = (tid: string | undefined, claims: object = {}): ArmClient => {
    const payload = Buffer.from(JSON.stringify({ oid: contoso.mira, tid, ...claims }));
    return new ArmClient(emulator.url, `header.${payload.toString('base64url')}.signature`);
  };
  const namesOf = ({ value = [] }: { value?: readonly Record<string, unknown>[] }) =>
    value.map(({ displayName }) => displayName).sort();
  const challengeOf = ({ headers }: ArmReply) => headers.get('www-authenticate') ?? '';

  it('ARM-32 see the subscriptions of their directory, by list and by Resource Graph', async () => {
    const own = ['Contoso Apps', 'Contoso Data', 'Contoso Platform'];
    const query = {
      query: 'resourcecontainers | where type =~ "microsoft.resources/subscriptions" | project name',
    };
    for (const [tenant, expected] of [
      [contoso.tenant, own],
      [contoso.fabrikamTenant, ['Fabrikam Shop']],
      [undefined, [...own, 'Fabrikam Shop']],
    ] as const) {
      const mira = miraOf(tenant);
      assert.deepEqual(namesOf(await mira.succeed('GET', '/subscriptions')), expected);
      const { data } = (await mira.succeed('POST', GRAPH, query)) as { data?: { name: string }[] };
      assert.deepEqual(data?.map(({ name }) => name).sort(), expected);
    }
  });

  it('ARM-33 tell all directories that the account is in, whichever they are of', async () => {
    emulator.estate.put({
      id: `/tenants/${ADATUM}`,
      name: ADATUM,
      type: 'Microsoft.Resources/tenants',
      properties: { displayName: 'Adatum', defaultDomain: 'adatum.example', members: [contoso.mira] },
    });
    for (const tenant of [contoso.tenant, contoso.fabrikamTenant, ADATUM]) {
      assert.deepEqual(namesOf(await miraOf(tenant).succeed('GET', '/tenants')), [
        'Adatum',
        'Contoso',
        'Fabrikam',
      ]);
    }
    const ana = new ArmClient(emulator.url).as(contoso.ana);
    assert.deepEqual(namesOf(await ana.succeed('GET', '/tenants')), ['Contoso', 'Fabrikam']);
  });

  it('ARM-34 of one directory are asked for more proof, and let in with it', async () => {
    const tenant = contoso.fabrikamTenant;
    emulator.faults.add({ kind: 'claims-challenge', tenant, context: 'c1' });
    const refused = await miraOf(tenant).get('/subscriptions');
    assert.equal(refused.status, 401);
    const [, claims = ''] =
      /^Bearer realm="", authorization_uri="https:[^"]+", error="insufficient_claims", claims="([^"]+)"$/.exec(
        challengeOf(refused),
      ) ?? [];
    assert.deepEqual(JSON.parse(Buffer.from(claims, 'base64').toString()), {
      access_token: { acrs: { essential: true, values: ['c1'] } },
    });
    await miraOf(tenant, { acrs: ['c1'] }).succeed('GET', '/subscriptions');
    await miraOf(tenant, { acrs: ['c2'] }).refused(
      401,
      'InvalidAuthenticationToken',
      'GET',
      '/subscriptions',
    );
    await miraOf(contoso.tenant).succeed('GET', '/subscriptions');
  });

  it('ARM-35 without multifactor authentication read, and write only after it where that is required', async () => {
    emulator.faults.add({ kind: 'claims-challenge', match: { method: ['PUT', 'PATCH', 'DELETE'] } });
    const [weak, strong] = [miraOf(contoso.tenant), miraOf(contoso.tenant, { acrs: ['p1'] })];
    const body = network('10.99.0.0/16');
    await weak.succeed('GET', contoso.coreRegistry);
    const refused = await weak.send('PUT', NETWORK, body);
    assert.deepEqual([refused.status, at(refused.body, 'error', 'code')], [401, 'RequestDisallowedByPolicy']);
    const [, claims = ''] = /claims="([^"]+)"/.exec(challengeOf(refused)) ?? [];
    assert.equal(claims, 'eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlcyI6WyJwMSJdfX19');
    assert.equal((await weak.get(NETWORK)).status, 404);
    await strong.succeed('PUT', NETWORK, body);
  });
});
