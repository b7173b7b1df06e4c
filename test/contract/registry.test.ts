import assert from 'node:assert/strict';
import { clouds } from '../../emulator/src/arm/clouds';
import { resolveName } from '../../emulator/src/oracle/index';
import type { RegistryPlan } from '../../src/provisioning/plan/registrySpec';
import { tickedByDefault } from '../../src/provisioning/teardown/unlink/part';
import { observeUnlink } from '../../src/provisioning/teardown/unlink/observeUnlink';
import { planUnlink, unlinkParts } from '../../src/provisioning/teardown/unlink/planUnlink';
import { indexOf } from '../../src/views/explorer/estateIndex';
import { registryNode } from '../../src/views/explorer/registryNodes';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking, requestsOf, sorted, written } from './support/linking';
import { fresh, freshSpec, makeFresh, newRegistry, planFor, proposeFor } from './support/freshRegistries';

const everything = [
  'create resourceGroup.registry',
  'create registry',
  'create replica.northeurope',
  'create replica.swedencentral',
  'create network',
  'create zone',
  'create endpoint',
  'create zoneGroup',
  'create zoneLink.registry',
];

describe('a registry by itself', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const codes = ({ blockers }: RegistryPlan) => blockers.map(({ code }) => code);

  const privateAnswers = (networkId: string, name: string) =>
    resolveName(azure.emulator.estate, { networkId, name }).answers.filter((address) =>
      /^(10|172|192)\./.test(address),
    );

  it('is made from nothing, sends what the plan says, and leaves nothing to do', async () => {
    const wanted = await freshSpec(azure.azure);
    const plan = await planFor(azure.azure, wanted);
    assert.deepEqual([plan.blockers, written(plan)], [[], everything]);
    azure.emulator.log.clear();
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(sorted(azure.writes()), sorted(requestsOf(plan as never)));
    const second = await planFor(azure.azure, wanted);
    assert.deepEqual([second.blockers, written(second), second.hazards], [[], [], []]);
    const { sku, properties, tags } = azure.emulator.estate.get(fresh.id)!;
    assert.deepEqual(
      [
        (sku as { name: string }).name,
        properties['adminUserEnabled'],
        properties['publicNetworkAccess'],
        properties['networkRuleBypassOptions'],
        properties['zoneRedundancy'],
        tags?.['team'],
      ],
      ['Premium', false, 'Disabled', 'AzureServices', 'Enabled', 'shop'],
    );
  });

  it('resolves privately in its own network, with every replica', async () => {
    const plan = await makeFresh(azure);
    const networkId = plan.purpose.spec.side!.network.id;
    for (const name of ['contosofresh', 'contosofresh.westeurope.data', 'contosofresh.northeurope.data']) {
      assert.equal(privateAnswers(networkId, `${name}.azurecr.io`).length, 1, name);
    }
  });

  it('is pulled from by a cluster that is linked afterwards, with public access off', async () => {
    await makeFresh(azure);
    const link = await azure.plan(await azure.propose(fresh.id as `/${string}`, 'shopUsCluster'));
    assert.deepEqual(link.blockers, []);
    assert.match(azure.pull(link.purpose.spec).eventText, /not allowed access/);
    assert.equal((await azure.apply(link)).kind, 'done');
    assert.deepEqual(
      [azure.pull(link.purpose.spec).verdict, azure.way(link.purpose.spec)],
      ['Pulled', 'private'],
    );
  });

  it('is proposed with the zone that others share, and with the one of a chosen network', async () => {
    const shared = await proposeFor(azure.azure, { registry: fresh });
    assert.deepEqual(shared.side?.zone, { id: contoso('hubZone'), onAbsent: 'refuse' });
    const chosen = await proposeFor(azure.azure, { registry: fresh, networkId: contoso('dataNetwork') });
    assert.equal(chosen.side?.network.id, contoso('dataNetwork'));
    assert.deepEqual(chosen.side.zone, { id: contoso('dataZone'), onAbsent: 'refuse' });
    const plan = await planFor(azure.azure, chosen);
    assert.deepEqual(plan.blockers, []);
    assert.equal((await azure.apply(plan)).kind, 'done');
    assert.equal(privateAnswers(contoso('dataNetwork'), 'contosofresh.azurecr.io').length, 1);
    assert.deepEqual(written(await planFor(azure.azure, chosen)), []);
  });

  it('that is there and public gets private addresses, and keeps its public access', async () => {
    const registry = { kind: 'existing', id: contoso('devRegistry') } as const;
    const wanted = await proposeFor(azure.azure, { registry });
    const plan = await planFor(azure.azure, wanted);
    assert.deepEqual(codes(plan), []);
    assert.ok(written(plan).includes('update registrySku'));
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.equal(privateAnswers(wanted.side!.network.id, 'contosodev.azurecr.io').length, 1);
    assert.equal(azure.emulator.estate.get(registry.id)?.properties['publicNetworkAccess'], 'Enabled');
    assert.deepEqual(written(await planFor(azure.azure, wanted)), []);
  });

  it('gets the zone of its cloud', async () => {
    const gov = await Linking.start({ cloud: clouds.usGovernment });
    try {
      const registry = newRegistry('contosofresh', { hostSuffix: 'azurecr.us', location: 'usgovvirginia' });
      const wanted = await proposeFor(gov.azure, { registry });
      assert.match(wanted.side?.zone.id ?? '', /privatelink\.azurecr\.us$/);
      const plan = await planFor(gov.azure, wanted);
      assert.deepEqual(codes(plan), []);
      assert.equal((await gov.apply(plan)).kind, 'done');
      const networkId = wanted.side!.network.id;
      const { answers } = resolveName(gov.emulator.estate, { networkId, name: 'contosofresh.azurecr.us' });
      assert.deepEqual([answers.length, answers[0]?.startsWith('10.')], [1, true]);
    } finally {
      await gov.close();
    }
  });

  it('can’t have a name that anybody has', async () => {
    const taken = newRegistry('contosodata');
    const plan = await planFor(azure.azure, await proposeFor(azure.azure, { registry: taken }));
    assert.deepEqual(codes(plan), ['nameTaken']);
    const asked = (name: string) => azure.azure.checkRegistryName(contoso('apps'), name, never);
    assert.deepEqual(await asked('contosofresh'), { available: true });
    assert.equal(((await asked('contosodata')) as { reason?: string }).reason, 'taken');
  });

  for (const name of [
    "a'b",
    'a$(id)b',
    'a`b`cd',
    'a"b',
    '--help',
    'contoso-fresh',
    'contosö1',
    'abc\n12',
    'ab?cdef',
    'ab#cdef',
    '..%2fabc',
    'abcde\u202e',
  ]) {
    it(`can’t be called ${JSON.stringify(name)}`, async () => {
      const registry = newRegistry(name);
      const plan = await planFor(azure.azure, await proposeFor(azure.azure, { registry }));
      assert.ok(codes(plan).includes('invalidName'), codes(plan).join());
      assert.doesNotMatch(azure.emulator.log.text(), /checkNameAvailability/);
      azure.emulator.log.clear();
      assert.equal((await azure.apply(plan)).kind, 'refused');
      assert.deepEqual(azure.writes(), []);
    });
  }

  it('lists regions with their zones', async () => {
    const regions = await azure.azure.listRegions(contoso('apps'), never);
    const zones = (name: string) => regions.find((region) => region.name === name)?.hasZones;
    assert.deepEqual([zones('westeurope'), zones('ukwest'), zones('nowhere')], [true, false, undefined]);
  });

  it('is shown as private, with its endpoint', async () => {
    await makeFresh(azure);
    const inventory = await azure.azure.inventory([contoso('apps')], never);
    const found = inventory.registries.find(({ id }) => id.toLowerCase() === fresh.id.toLowerCase())!;
    const node = registryNode(found, indexOf({ inventory, visible: [], subscriptions: [], links: [] }));
    assert.equal(node.description, 'private · Premium · West Europe');
    const endpoints = node.children?.find(({ label }) => label === 'Private endpoints')?.children ?? [];
    assert.deepEqual(
      endpoints.map(({ label, description }) => [label, description]),
      [['pe-contosofresh', 'approved · vnet-contosofresh/snet-private-endpoints']],
    );
  });

  it('stays, with its group, when a cluster is unlinked with all that can be ticked', async () => {
    await makeFresh(azure);
    const link = await azure.plan(await azure.propose(fresh.id as `/${string}`, 'shopUsCluster'));
    assert.equal((await azure.apply(link)).kind, 'done');
    const pair = { registryId: fresh.id, clusterId: contoso('shopUsCluster') };
    const observed = await observeUnlink(pair, azure.azure, azure.journal, never);
    const parts = unlinkParts(observed);
    const offered = parts.filter(tickedByDefault).map(({ kind }) => kind);
    assert.deepEqual([...new Set(offered)].toSorted(), ['peering', 'roleAssignment', 'zoneLink']);
    const everyPart = parts.map(({ resourceId }) => resourceId);
    const refused = planUnlink({ ...pair, ticked: everyPart }, observed, 'unlink-all');
    assert.match(
      refused.blockers[0]?.message ?? '',
      /group rg-fresh can’t be deleted.*registries contosofresh/,
    );
    const ticked = parts.filter(({ kind }) => kind !== 'resourceGroup').map(({ resourceId }) => resourceId);
    const outcome = await azure.apply(planUnlink({ ...pair, ticked }, observed, 'unlink-fresh'));
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    const { estate } = azure.emulator;
    assert.ok(estate.get(fresh.id), 'the registry is still there');
    const left = azure.state();
    assert.ok(!ticked.some((id) => left.has(id.toLowerCase())), 'the rest is gone');
  });
});
