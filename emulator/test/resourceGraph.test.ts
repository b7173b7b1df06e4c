import assert from 'node:assert/strict';
import { textAt } from '../src/arm/json';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient, type ReplyBody } from './armClient';

const PATH = '/providers/Microsoft.ResourceGraph/resources';

describe('resource graph', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });

  after(() => emulator.close());

  const answer = (query: string, options: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
    arm.succeed('POST', PATH, { query, options: { resultFormat: 'objectArray', ...options }, ...more });
  const rows = async (query: string, more: Record<string, unknown> = {}): Promise<ReplyBody[]> => {
    const { data } = await answer(query, {}, more);
    assert.ok(Array.isArray(data));
    return data as ReplyBody[];
  };
  const names = async (query: string): Promise<unknown[]> => (await rows(query)).map((row) => row.name);

  const REGISTRIES = "resources | where type =~ 'Microsoft.ContainerRegistry/registries'";

  it('GRAPH-7 refuses an answer of more than 16 MiB, and says so in its details', async () => {
    const group = /^.*?\/resourceGroups\/[^/]+/.exec(contoso.coreNetwork)?.[0] ?? '';
    const filler = (name: string) => `${group}/providers/Microsoft.Network/privateEndpoints/${name}`;
    const query = "resources | where name in ('filler1', 'filler2')";
    for (const name of ['filler1', 'filler2']) {
      emulator.estate.put({
        id: filler(name),
        name,
        type: 'Microsoft.Network/privateEndpoints',
        location: 'westeurope',
        properties: { text: 'x'.repeat(9 * 1024 * 1024) },
      });
    }
    try {
      const { status, body } = await arm.send('POST', PATH, { query, options: {} });
      assert.deepEqual([status, body.error?.code], [400, 'BadRequest']);
      const [detail] = body.error?.details ?? [];
      assert.equal(detail?.code, 'ResponsePayloadTooLarge');
      assert.match(detail.message, /^Response payload size is 188\d{5}, .* the limit of 16777216\./);
      const { count, resultTruncated } = await answer(query, { $top: 1 });
      assert.deepEqual([count, resultTruncated], [1, 'true']);
      assert.equal((await rows(`${query} | project name`)).length, 2);
    } finally {
      for (const name of ['filler1', 'filler2']) emulator.estate.delete(filler(name));
    }
  });

  it('GRAPH-7 refuses less where a fault lowers the limit', async () => {
    const fault = emulator.faults.add({ kind: 'graph-limit', bytes: 5000 });
    try {
      const { body } = await arm.send('POST', PATH, { query: REGISTRIES });
      assert.equal(body.error?.details?.[0]?.code, 'ResponsePayloadTooLarge');
      assert.equal((await rows(`${REGISTRIES} | project name`)).length, 6);
    } finally {
      fault.remove();
    }
  });

  it('GRAPH-8 says how many queries are left, and refuses more where a fault counts them, for each user', async () => {
    const asked = async (client = arm) => {
      const { status, headers, body } = await client.send('POST', PATH, { query: REGISTRIES });
      const left = ['remaining', 'resets-after'].map((name) => headers.get(`x-ms-user-quota-${name}`));
      return { status, left, code: body.error?.code, retryAfter: headers.get('Retry-After') };
    };
    assert.deepEqual((await asked()).left, ['14', '00:00:05']);
    const fault = emulator.faults.add({ kind: 'graph-quota', queries: 2, seconds: 90 });
    try {
      assert.deepEqual((await asked()).left, ['1', '00:01:30']);
      assert.equal((await asked()).status, 200);
      const { status, code, left, retryAfter } = await asked();
      assert.deepEqual([status, code, left[0], retryAfter], [429, 'RateLimiting', '0', null]);
      assert.equal((await asked(arm.as(contoso.shopKubelet))).status, 200);
    } finally {
      fault.remove();
    }
    assert.equal((await asked()).status, 200);
  });

  it('GRAPH-1 answers in Resource Graph’s shape', async () => {
    const { totalRecords, count, facets, resultTruncated, data } = await answer(
      `${REGISTRIES} | order by name asc`,
    );
    assert.deepEqual(
      { totalRecords, count, facets, resultTruncated },
      {
        totalRecords: 6,
        count: 6,
        facets: [],
        resultTruncated: 'false',
      },
    );
    const [apps] = data as ReplyBody[];
    assert.deepEqual(Object.keys(apps ?? {}).slice(0, 8), [
      'id', 'name', 'type', 'tenantId', 'kind', 'location', 'resourceGroup', 'subscriptionId',
    ]); // prettier-ignore
    assert.equal(apps?.['type'], 'microsoft.containerregistry/registries');
    assert.equal(apps['tenantId'], contoso.tenant);
    assert.equal(apps['resourceGroup'], 'rg-registry-apps-weu');
    assert.deepEqual(apps['sku'], { name: 'Premium', tier: 'Premium' });
  });

  const byName: Record<string, [query: string, names: string[]]> = {
    'lower-case types with ==': [
      "Resources | where type == 'microsoft.containerservice/managedclusters' and location != 'westeurope' | sort by name asc",
      ['aks-batch-neu', 'aks-shop-eus2'],
    ],
    'paths with dots and brackets': [
      `${REGISTRIES} | where properties['publicNetworkAccess'] =~ 'disabled' | order by name asc`,
      ['contosocore', 'contosodata'],
    ],
    'in~, !in, not and parentheses': [
      `${REGISTRIES} and (sku.name in~ ('basic', 'STANDARD') or not(sku.name !in ('Classic', 'Premium')) and name startswith 'contosom') | order by name asc`,
      ['contosodev', 'contosomodels', 'contosotraining'],
    ],
    'has, contains, endswith and comments': [
      "resources // all of it\n| where type has 'virtualnetworks' and name contains 'SHOP' and name !endswith 'eus2'",
      ['vnet-shop-weu'],
    ],
    'tolower and tostring on properties': [
      `${REGISTRIES} | where tolower(tostring(properties.loginServer)) == 'contosocore.azurecr.io'`,
      ['contosocore'],
    ],
    'isempty, isnotempty, isnull': [
      `${REGISTRIES} | where isnull(properties.nothing) and isempty(tags.nothing) and isnotempty(tags.env) | order by name asc`,
      ['contosodev', 'contosotraining'],
    ],
    array_length: [
      `${REGISTRIES} | where array_length(properties.privateEndpointConnections) > 0 | order by name desc`,
      ['contosodata', 'contosocore'],
    ],
    'subnets inside their network only': [
      "resources | mv-expand subnet = properties.subnets | where subnet.name == 'snet-workload' | take 5",
      ['vnet-payments-weu'],
    ],
    'links of private DNS zones': [
      `resources | where type =~ 'microsoft.network/privatednszones/virtualnetworklinks' | where tolower(properties.virtualNetwork.id) == tolower('${contoso.paymentsNetwork}')`,
      ['link-vnet-payments-weu'],
    ],
    'joins on a key': [
      `${REGISTRIES} | join kind=inner (resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project subscriptionId, owner = name) on subscriptionId | where owner == 'Contoso Platform'`,
      ['contosocore'],
    ],
  };

  for (const [what, [query, expected]] of Object.entries(byName)) {
    it(`understands ${what}`, async () => {
      assert.deepEqual(await names(query), expected);
    });
  }

  it('projects, extends and names columns as Kusto does', async () => {
    const [row] = await rows(
      `${REGISTRIES} and name == 'contosocore' | extend server = properties.loginServer | project name, server, properties.publicNetworkAccess, upper = toupper(name)`,
    );
    assert.deepEqual(row, {
      name: 'contosocore',
      server: 'contosocore.azurecr.io',
      properties_publicNetworkAccess: 'Disabled',
      upper: 'CONTOSOCORE',
    });
  });

  it('expands arrays into rows, and keeps rows without items', async () => {
    const expanded = await rows(
      `${REGISTRIES} | mv-expand connection = properties.privateEndpointConnections | project name, status = tostring(connection.properties.privateLinkServiceConnectionState.status)`,
    );
    assert.equal(expanded.length, 6);
    assert.deepEqual(
      expanded.filter((row) => row['status'] === 'Approved').map((row) => row.name),
      ['contosocore', 'contosodata'],
    );
  });

  it('counts', async () => {
    assert.deepEqual(await rows(`${REGISTRIES} | count`), [{ Count: 6 }]);
    const groups = await rows(
      `${REGISTRIES} | summarize count() by sku = tostring(sku.name) | order by count_ desc`,
    );
    assert.deepEqual(groups[0], { sku: 'Premium', count_: 4 });
  });

  it('keeps subscriptions, groups and role assignments in tables of their own', async () => {
    const [subscription] = await rows(
      "resourcecontainers | where type == 'microsoft.resources/subscriptions' | take 1",
    );
    assert.equal(subscription?.name, 'Contoso Platform');
    const pulls = await rows(
      `authorizationresources | where type =~ 'microsoft.authorization/roleassignments' and properties.principalId == '${contoso.shopKubelet}'`,
    );
    assert.equal(pulls.length, 1);
    assert.deepEqual(await rows("resources | where type has 'roleassignments'"), []);
  });

  /** So that nothing is known any more of what queries have made of the estate. */
  const touch = () => {
    const [group] = emulator.estate.ofType('Microsoft.Resources/resourceGroups');
    emulator.estate.put({ ...group! });
  };

  it('goes through the estate once for all queries and pages, unless something has changed', async () => {
    touch();
    const { estate } = emulator;
    const all = estate.all.bind(estate);
    let runs = 0;
    estate.all = () => {
      runs += 1;
      return all();
    };
    const query = `${REGISTRIES} | project name`;
    const page = async (token?: unknown) =>
      (await answer(query, { $top: 1, ...(token === undefined ? {} : { $skipToken: token }) }))['$skipToken'];
    try {
      const second = await page();
      const third = await page(second);
      assert.equal(runs, 1);
      touch();
      await page(third);
      assert.equal(runs, 2);
      await page();
      assert.equal(runs, 2);
    } finally {
      Reflect.deleteProperty(estate, 'all');
    }
  });

  it('puts together what a network shows only for queries that look at networks', async () => {
    touch();
    const { estate } = emulator;
    const below = estate.below.bind(estate);
    const looks: string[] = [];
    estate.below = (id, type) => {
      if (type?.endsWith('/subnets') === true) looks.push(id);
      return below(id, type);
    };
    try {
      await rows(`${REGISTRIES} and isnotempty(properties.loginServer)`);
      assert.deepEqual(looks, []);
      const networks = "resources | where type =~ 'Microsoft.Network/virtualNetworks'";
      const found = await rows(`${networks} and isnotempty(properties.subnets)`);
      assert.equal(looks.length, found.length);
    } finally {
      Reflect.deleteProperty(estate, 'below');
    }
  });

  it('pages by skip token', async () => {
    const seen: unknown[] = [];
    let $skipToken: string | undefined;
    do {
      const page = await answer(`${REGISTRIES} | project name`, {
        $top: 4,
        ...($skipToken === undefined ? {} : { $skipToken }),
      });
      seen.push(...(page['data'] as ReplyBody[]).map((row) => row.name));
      $skipToken = page['$skipToken'] as string | undefined;
      assert.equal(page['resultTruncated'], $skipToken === undefined ? 'false' : 'true');
    } while ($skipToken !== undefined);
    assert.equal(new Set(seen).size, 6);
  });

  it('keeps to the subscriptions asked for, and to what the caller may read', async () => {
    assert.equal((await rows(REGISTRIES, { subscriptions: [contoso.data.toUpperCase()] })).length, 2);
    const { body } = await arm.as(contoso.ana).send('POST', PATH, { query: REGISTRIES });
    assert.equal(body['count'], 3);
  });

  it('GRAPH-6 finds roles at, above and below the subscriptions asked for', async () => {
    const { estate } = emulator;
    const assignment = estate.ofType('Microsoft.Authorization/roleAssignments')[0];
    assert.ok(assignment);
    const scopes = ['/', `/subscriptions/${contoso.data}`, contoso.dataRegistry];
    for (const [index, scope] of scopes.entries()) {
      const name = `15151515-0000-4000-8000-00000000000${index}`;
      const id = `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
      estate.put({ ...assignment, id, name, properties: { ...assignment.properties, scope } });
    }
    const found = async (authorizationScopeFilter?: string): Promise<unknown[]> => {
      const { data } = await arm.succeed('POST', PATH, {
        query: "authorizationresources | where name startswith '15151515' | project scope = properties.scope",
        subscriptions: [contoso.data],
        options: { authorizationScopeFilter },
      });
      return (data as { scope: string }[]).map(({ scope }) => scopes.indexOf(scope)).toSorted();
    };
    assert.deepEqual(await found(), [1, 2]);
    assert.deepEqual(await found('AtScopeAndBelow'), [1, 2]);
    assert.deepEqual(await found('AtScopeAndAbove'), [0, 1]);
    assert.deepEqual(await found('AtScopeAboveAndBelow'), [0, 1, 2]);
    assert.deepEqual(await found('AtScopeExact'), [1]);
  });

  it('GRAPH-6 looks in the root group of a directory, and in no other group', async () => {
    const tenant = textAt(emulator.estate.get(`/subscriptions/${contoso.data}`)?.properties, 'tenantId');
    const ask = (more: object) => arm.send('POST', PATH, { query: REGISTRIES, ...more });
    assert.equal((await ask({ managementGroups: [tenant] })).body['count'], (await ask({})).body['count']);
    assert.equal((await ask({ managementGroups: ['platform'] })).status, 400);
    assert.equal((await ask({ managementGroups: [tenant], subscriptions: [contoso.data] })).status, 400);
    assert.equal((await ask({ options: { authorizationScopeFilter: 'Everywhere' } })).status, 400);
  });

  const refusals: Record<string, [query: string, word: string, code?: string]> = {
    'an operator': ['resources | render table', 'render', 'InvalidQueryLanguage'],
    'an operator with a hyphen': [
      'resources | mv-apply x = tags on (take 1)',
      'mv-apply',
      'InvalidQueryLanguage',
    ],
    'a table': ['healthresources', 'healthresources'],
    'a function': ['resources | where series_sum(tags) > 3', 'series_sum', 'InvalidQueryLanguage'],
    'an aggregation': ['resources | summarize stdev(name)', 'stdev'],
    'an aggregation out of its place': ['resources | where count() > 1', 'count'],
    'a number of parameters': ['resources | project tolower(name, type)', 'tolower'],
    'a column': ['resources | project nmae', 'nmae'],
    'a column of a name that every object has': ['resources | project constructor', 'constructor'],
    'a new name for such a column': ['resources | project-rename made = toString', 'toString'],
    'such a column of a group': ['resources | summarize arg_max(name, valueOf)', 'valueOf'],
    'a type': ["resources | parse name with 'aks-' rest:lower", 'lower'],
    'a regular expression of parse': ["resources | parse kind=regex name with 'a(' rest", 'a('],
    'a kind of parse': ["resources | parse kind=loose name with 'a' rest", 'loose', 'InvalidQueryLanguage'],
    'a date beyond all dates': ['resources | where now() > ago(99999999999d)', 'ago'],
    'a column that no row comes to': ["resources | where name == 'x' | where 1 == 2 and nmae == 3", 'nmae'],
    'a column that is taken away': ['resources | project-away nmae', 'nmae'],
    'a column that was taken away before': ['resources | project id | order by name', 'name'],
    'a column of another table': ['resources | join (resources | project id) on nmae', 'nmae'],
    'a way to join': [
      'resources | join hint.strategy=shuffle (resources) on id',
      'hint',
      'InvalidQueryLanguage',
    ],
    'a regular expression': ["resources | where name matches regex '('", 'matches regex'],
    'a character': ['resources | where name == #', '#'],
    'what follows a query': ['resources | take 1 where', 'where'],
    'a half number': ['resources | take 1.5', '1.5'],
  };

  for (const [what, [query, word, code = 'ParserFailure']] of Object.entries(refusals)) {
    it(`GRAPH-3 refuses ${what} that it does not know, naming it`, async () => {
      const { status, body } = await arm.send('POST', PATH, { query });
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(body.error?.code, 'BadRequest');
      const details = body.error.details ?? [];
      assert.equal(details[0]?.code, 'InvalidQuery');
      const message = details.find((one) => one.code === code)?.message ?? '';
      assert.ok(message.startsWith(`${code}: '${word}' `), JSON.stringify(details));
      assert.match(message, /\(line 1, character \d+\)\.$/);
    });
  }

  it('GRAPH-3 tells the place of what it does not understand', async () => {
    const query = 'resources\n| where name == 1\n| project nmae';
    const { body } = await arm.send('POST', PATH, { query });
    assert.match(JSON.stringify(body), /'nmae' is not a column \(line 3, character 10\)/);
  });

  it('GRAPH-3 refuses what is nested too deeply, without a defect', async () => {
    const nested = `resources | where ${'('.repeat(5000)}1 == 1${')'.repeat(5000)}`;
    const long = `resources | where 1 == 1${' + 1'.repeat(100_000)}`;
    for (const query of [nested, long]) {
      const { status, body } = await arm.send('POST', PATH, { query });
      assert.equal(status, 400);
      assert.equal(body.error?.details?.[1]?.code, 'QueryTooComplex');
    }
  });

  it('GRAPH-4 refuses kinds of join that it does not have, and more operators than it takes', async () => {
    for (const kind of ['leftanti', 'leftsemi', 'rightouter']) {
      const { body } = await arm.send('POST', PATH, {
        query: `resources | join kind=${kind} (resources) on id`,
      });
      assert.deepEqual(body.error?.details?.[1], {
        code: 'UnsupportedJoinFlavor',
        message: `The join kind "${kind}" is not supported or not allowed.`,
      });
    }
    const query = `resources ${'| mv-expand zones '.repeat(4)}`;
    const { status, body } = await arm.send('POST', PATH, { query });
    assert.equal(status, 400);
    assert.match(JSON.stringify(body), /3 'mv-expand' operators at most/);
  });

  it('refuses an unknown member of the request', async () => {
    await arm.refused(400, 'InvalidRequestContent', 'POST', PATH, { query: 'resources', facet: [] });
  });
});
