import assert from 'node:assert/strict';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient, type ReplyBody } from './armClient';

const PATH = '/providers/Microsoft.ResourceGraph/resources';
const REGISTRIES = "resources | where type =~ 'microsoft.containerregistry/registries'";
const NETWORKS = "resources | where type =~ 'microsoft.network/virtualnetworks'";
const CLUSTERS = "resources | where type =~ 'microsoft.containerservice/managedclusters'";
const ENDPOINTS = `resources | where type =~ 'microsoft.network/privateendpoints'
  | mv-expand link = properties.privateLinkServiceConnections
  | project endpoint = name, target = tolower(tostring(link.properties.privateLinkServiceId))`;

/** What is written in one cell: rows as lists of their values. */
type Rows = readonly (readonly unknown[])[];

/** Queries of the kinds that the documentation of Resource Graph shows, about what the scenario has. */
const samples: Record<string, [query: string, rows: Rows]> = {
  'counts everything, of the table that is meant without a name': [
    "where type =~ 'microsoft.containerregistry/registries' | summarize count()",
    [[6]],
  ],
  'counts by a property, and names the column after its path': [
    `${NETWORKS} | summarize count() by tostring(location) | order by location asc`,
    [
      ['eastus2', 1],
      ['northeurope', 1],
      ['westeurope', 8],
    ],
  ],
  'takes the first by a column': [
    `${REGISTRIES} | summarize count() by tostring(sku.name) | top 1 by count_`,
    [['Premium', 4]],
  ],
  'gathers and reckons in groups': [
    `${REGISTRIES} | summarize closed = countif(properties.publicNetworkAccess =~ 'disabled'), least = min(name),
       last = max(name), places = dcount(location), skus = make_set(tostring(sku.name))
     | project closed, least, last, places, array_sort_asc(skus)`,
    [[2, 'contosoapps', 'contosotraining', 1, ['Basic', 'Premium', 'Standard']]],
  ],
  'sums, averages and shares': [
    `${CLUSTERS} | mv-expand pool = properties.agentPoolProfiles | summarize pools = count(),
       several = sumif(1, name startswith 'aks-pay'), mean = avg(1 + 1), percent = 100 * countif(pool.mode == 'System') / count()`,
    [[9, 3, 2, 77]],
  ],
  'takes the row with the greatest value, and any': [
    `${REGISTRIES} | summarize arg_max(name, location), take_any(kind)`,
    [['contosotraining', 'westeurope', '']],
  ],
  'counts resources of a subscription by its name': [
    `${CLUSTERS} | summarize clusters = count() by subscriptionId | join (resourcecontainers | where type == 'microsoft.resources/subscriptions'
       | project subscription = name, subscriptionId) on subscriptionId | project-away subscriptionId, subscriptionId1 | order by subscription asc`,
    [
      [5, 'Contoso Apps'],
      [2, 'Contoso Data'],
    ],
  ],
  'keeps what has no partner': [
    `${REGISTRIES} | extend target = tolower(id) | join kind=leftouter (${ENDPOINTS}) on target | project name, endpoint | top 3 by name asc`,
    [
      ['contosoapps', null],
      ['contosocore', 'pe-contosocore'],
      ['contosodata', 'pe-contosodata'],
    ],
  ],
  'joins on differently named columns, from either side': [
    `${ENDPOINTS} | join kind=inner (${REGISTRIES} | project registry = name, key = tolower(id)) on $right.key == $left.target | project registry, endpoint | sort by registry asc`,
    [
      ['contosocore', 'pe-contosocore'],
      ['contosodata', 'pe-contosodata'],
    ],
  ],
  'keeps both sides of a full outer join': [
    `${REGISTRIES} | where name == 'contosoapps' | project name | join kind=fullouter (${REGISTRIES} | where name == 'contosodev' | project name) on name | order by name asc nulls last`,
    [
      ['contosoapps', null],
      [null, 'contosodev'],
    ],
  ],
  'joins one row of each key without a word, every one with `inner`': [
    `${REGISTRIES} | project location | join (resources | where name == 'vnet-hub-weu' | project location) on location | count`,
    [[1]],
  ],
  'puts tables under each other': [
    `resourcecontainers | where type == 'microsoft.resources/subscriptions' | project name, type | union (${REGISTRIES} | project name, type)
     | summarize count() by type | order by count_ asc`,
    [
      ['microsoft.resources/subscriptions', 3],
      ['microsoft.containerregistry/registries', 6],
    ],
  ],
  'begins with a union, and says where rows are from': [
    `union withsource=from (${REGISTRIES} | project name), (${CLUSTERS} | project name) | summarize count() by from | order by from asc`,
    [
      ['union_arg0', 6],
      ['union_arg1', 7],
    ],
  ],
  'lists tags with their types': [
    `${REGISTRIES} | project tags | summarize buildschema(tags)`,
    [[{ env: 'string', owner: 'string' }]],
  ],
  'matches by a regular expression': [
    `${REGISTRIES} and name matches regex @'^contoso[a-d].*e$' | project name`,
    [['contosocore']],
  ],
  'summarizes without an aggregation, as distinct rows': [
    `${NETWORKS} | mv-expand peering = properties.virtualNetworkPeerings | project name, state = tostring(peering.properties.peeringState)
     | where state in ('Connected') and name has 'shop' | summarize by name, state`,
    [['vnet-shop-weu', 'Connected']],
  ],
  'takes ids apart': [
    `${CLUSTERS} | where name == 'aks-shop-weu' | parse id with * '/resourceGroups/' group '/providers/' *
     | project group, split(id, '/')[-1], extract('managedClusters/(.*)', 1, id), substring(name, 4), indexof(name, 'shop')`,
    [['rg-shop-weu', 'aks-shop-weu', 'aks-shop-weu', 'shop-weu', 4]],
  ],
  'drops rows that a parse does not fit': [
    `${CLUSTERS} | parse-where name with 'aks-' what '-neu' | project what`,
    [['batch']],
  ],
  'gives values and queries names': [
    `let here = 'westeurope'; let wanted = dynamic(['vnet-hub-weu', 'vnet-shop-eus2']); let networks = ${NETWORKS};
     networks | where location == here and name in (wanted) | project name`,
    [['vnet-hub-weu']],
  ],
  'looks in what another query found': [
    `resources | where id in~ ((${REGISTRIES} | where name contains 'core' | project id)) | project name`,
    [['contosocore']],
  ],
  'tells cases apart': [
    `${CLUSTERS} | extend power = tostring(properties.powerState.code)
     | project name, case(power == 'Stopped', 'asleep', isempty(power), 'unknown', 'awake') | where Column1 != 'awake'`,
    [['aks-batch-neu', 'asleep']],
  ],
  'expands addresses of interfaces': [
    `resources | where type =~ 'microsoft.network/networkinterfaces' | mv-expand ip = properties.ipConfigurations
     | project address = tostring(ip.properties.privateIPAddress) | order by address asc | take 2`,
    [['10.50.0.4'], ['10.50.0.5']],
  ],
  'expands several lists alongside, with the number of each item': [
    `${REGISTRIES} and name == 'contosocore' | mv-expand with_itemindex=n a = dynamic([1, 2, 3]), b = dynamic(['x', 'y']) to typeof(string) | project n, a, b`,
    [
      [0, 1, 'x'],
      [1, 2, 'y'],
      [2, 3, null],
    ],
  ],
  'expands the members of a bag': [
    `${REGISTRIES} and name == 'contosocore' | mv-expand one = bag_pack('a', 1, 'b', 2) | project one`,
    [[{ a: 1 }], [{ b: 2 }]],
  ],
  'reads records of private DNS': [
    `dnsresources | where type =~ 'microsoft.network/privatednszones/a' and name == 'contosocore' | project address = properties.aRecords[0].ipv4Address`,
    [['10.50.0.5']],
  ],
  'puts roles and their assignments together': [
    `authorizationresources | where type =~ 'microsoft.authorization/roleassignments' and properties.principalId == '${contoso.ana}'
     | extend roleId = tolower(tostring(split(tostring(properties.roleDefinitionId), '/')[-1]))
     | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions'
       | project roleId = tolower(name), role = tostring(properties.roleName)) on roleId | project role, properties.principalType`,
    [['Reader', 'User']],
  ],
  'lists what roles permit': [
    `authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and properties.roleName in~ ('acrpull')
     | extend permissionsList = properties.permissions | mv-expand permissionsList | extend actions = permissionsList.actions
     | summarize make_set(actions), any(properties.roleName) by name | project-away name`,
    [[['Microsoft.ContainerRegistry/registries/pull/read'], 'AcrPull']],
  ],
  'looks back from now, and between bounds': [
    `${REGISTRIES} | where properties.creationDate > ago(7d) and todatetime(properties.creationDate) <= now()
       and properties.creationDate > datetime(2020-01-01)
     | where array_length(properties.privateEndpointConnections) between (1 .. 5) and 3 !between (4 .. 5) | project name | order by name asc`,
    [['contosocore'], ['contosodata']],
  ],
  'chooses, renames and orders columns': [
    `${REGISTRIES} and name == 'contosocore' | project-keep name, loc*, kind | project-rename registry = name | project-reorder location, * | distinct *`,
    [['westeurope', 'contosocore', '']],
  ],
  'compares words, beginnings and ends, with case where it is asked for': [
    `${REGISTRIES} | where id has_cs 'Microsoft' and id !has 'Micro' and name hasprefix 'contosoc' and name endswith_cs 'core'
       and id has_all ('registries', 'subscriptions') and name has_any ('contosocore', 'other') and name !contains_cs 'CORE' | project name`,
    [['contosocore']],
  ],
  'works with lists and bags': [
    `${REGISTRIES} and name == 'contosocore' | project bag_keys(bag_merge(bag_pack('a', 1), bag_pack('b', 2))), parse_json('{"x":[1,2]}').x[-1],
       set_intersect(dynamic([1, 2]), dynamic([2, 3])), strcat_array(array_slice(dynamic(['a', 'b', 'c']), 1, 2), '+'), coalesce(tags.nothing, kind, 'none')`,
    [[['a', 'b'], 2, [2], 'b+c', 'none']],
  ],
  'works with texts and numbers': [
    `${REGISTRIES} and name == 'contosocore' | project strcat_delim('/', name, 'x'), replace_string(name, 'contoso', ''), trim('c', name),
       replace_regex(name, '(con)(toso)', @'\\2\\1'), strlen(name), 7 / 2, 7 % 4, -(2 - 5) * 2, round(2.345, 2), toint('12') + 1, max_of(3, 9, 4), iff(1 < 2, 'yes', 'no')`,
    [['contosocore/x', 'core', 'ontosocore', 'tosoconcore', 11, 3, 3, 6, 2.35, 13, 9, 'yes']],
  ],
  'finds by a tag of the group, whatever its case': [
    `${REGISTRIES} | join kind=inner (resourcecontainers | where type =~ 'microsoft.resources/subscriptions/resourcegroups'
       | mv-expand bagexpansion=array tags | where isnotempty(tags) | where tags[0] =~ 'OWNER' and tags[1] =~ 'Data'
       | project subscriptionId, resourceGroup) on subscriptionId, resourceGroup | project name | order by name asc`,
    [['contosodata'], ['contosomodels']],
  ],
  'lists tags with their values': [
    `resourcecontainers | where notempty(tags) | mvexpand parsejson(tags) | extend key = tostring(bag_keys(tags)[0])
       | distinct key, value = tostring(tags[key]) | where key == 'owner' | order by value asc`,
    [
      ['owner', 'apps'],
      ['owner', 'data'],
      ['owner', 'platform'],
    ],
  ],
  'takes names out of ids by regular expressions': [
    `resources | where type =~ 'microsoft.network/networkinterfaces' | mvexpand configuration = properties.ipConfigurations
       | project subnetId = tostring(configuration.properties.subnet.id)
       | parse kind=regex subnetId with '/virtual(Networks|Hubs)/' network '/subnets/' subnet | distinct network, subnet | order by network asc`,
    [
      ['vnet-registry-core-weu', 'snet-private-endpoints'],
      ['vnet-registry-data-weu', 'snet-private-endpoints'],
    ],
  ],
  'looks for regular expressions without regard to case': [
    `${REGISTRIES} and name matches regex '(?i)CORE$' | project extract('(?i)(TOSO)', 1, name), trim('(?i)C', name)`,
    [['toso', 'ontosocore']],
  ],
  'reckons with dates': [
    `${REGISTRIES} and name == 'contosocore' | extend day = todatetime('2026-03-01')
       | project day - 1d, 12h + day, day - todatetime('2026-02-28') == 1d, bin(day + 5h, 1d), now() - 1d < now(), now(1d) > now()`,
    [['2026-02-28T00:00:00.000Z', '2026-03-01T12:00:00.000Z', true, '2026-03-01T00:00:00.000Z', true, true]],
  ],
  'makes bags with any name': [
    `${REGISTRIES} and name == 'contosocore' | project bag_keys(pack('__proto__', 1, 'constructor', 2)), tags['constructor'],
       properties.nothing == kind, tags.nothing != properties.nothing, tags.nothing != 'a'`,
    [[['__proto__', 'constructor'], null, false, false, true]],
  ],
  'takes names that are no words in brackets': [
    `${REGISTRIES} and ['name'] == 'contosocore' | project properties.['loginServer'], tags['env']`,
    [['contosocore.azurecr.io', null]],
  ],
};

describe('resource graph’s language', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  after(() => emulator.close());

  for (const [what, [query, expected]] of Object.entries(samples)) {
    it(`GRAPH-2 ${what}`, async () => {
      const { data } = await arm.succeed('POST', PATH, { query });
      assert.deepEqual((data as object[]).map(Object.values), expected);
    });
  }

  it('GRAPH-5 counts values in facets, and says what is wrong with one', async () => {
    const { facets, count } = await arm.succeed('POST', PATH, {
      query: `${REGISTRIES} | project name, location, sku.name`,
      options: { $top: 1 },
      facets: [
        { expression: 'location' },
        { expression: 'sku.name', options: { sortBy: 'tolower(sku_name)', sortOrder: 'asc', $top: 2 } },
        { expression: 'location', options: { filter: "name contains 'data'" } },
        { expression: 'nothing' },
      ],
    });
    assert.equal(count, 1);
    const [byPlace, bySku, filtered, wrong] = facets as ReplyBody[];
    assert.deepEqual(byPlace, {
      expression: 'location',
      resultType: 'FacetResult',
      totalRecords: 1,
      count: 1,
      data: [{ location: 'westeurope', count: 6 }],
    });
    assert.deepEqual(
      [bySku?.['totalRecords'], bySku?.['data']],
      [
        3,
        [
          { sku_name: 'Basic', count: 1 },
          { sku_name: 'Premium', count: 4 },
        ],
      ],
    );
    assert.deepEqual(filtered?.['data'], [{ location: 'westeurope', count: 1 }]);
    assert.equal(wrong?.['resultType'], 'FacetError');
    assert.match(JSON.stringify(wrong['errors']), /InvalidColumnNames.*nothing/);
  });

  it('GRAPH-5 gives a table where it is asked for', async () => {
    const { data } = await arm.succeed('POST', PATH, {
      query: `${REGISTRIES} and name == 'contosocore' | project name, tags, pools = 2, isnull(kind)`,
      options: { resultFormat: 'table' },
    });
    assert.deepEqual(data, {
      columns: [
        { name: 'name', type: 'string' },
        { name: 'tags', type: 'object' },
        { name: 'pools', type: 'integer' },
        { name: 'Column1', type: 'boolean' },
      ],
      rows: [['contosocore', { owner: 'platform' }, 2, false]],
    });
  });
});
