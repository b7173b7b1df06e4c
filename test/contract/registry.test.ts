import assert from 'node:assert/strict';
import { clouds } from '../../emulator/src/arm/clouds';
import { resolveName } from '../../emulator/src/oracle/index';
import { apiVersions } from '../../src/model/apiVersions';
import type { RegistryPlan } from '../../src/provisioning/anyPlan';
import type { RegistrySpec } from '../../src/provisioning/registry/registrySpec';
import { tickedByDefault } from '../../src/provisioning/unlinking/part';
import { observeUnlink } from '../../src/provisioning/unlinking/observeUnlink';
import { planUnlink, unlinkParts } from '../../src/provisioning/unlinking/planUnlink';
import { accessOf, registryNode } from '../../src/views/explorer/registryNodes';
import { differences, withoutDataEndpoints } from '../support/estateState';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking, requestsOf, sorted, written } from './support/linking';
import { newRegistry, planFor, proposeFor, withOwnZone } from './support/freshRegistries';

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

  const wish = newRegistry('contosofresh', { replicas: ['northeurope', 'swedencentral'] });
  const spec = async (): Promise<RegistrySpec> =>
    withOwnZone(await proposeFor(azure.azure, { registry: wish, tags: { team: 'shop' } }));
  const codes = ({ blockers }: RegistryPlan) => blockers.map(({ code }) => code);

  async function made(): Promise<RegistryPlan> {
    const plan = await planFor(azure.azure, await spec());
    assert.deepEqual(plan.blockers, []);
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    return plan;
  }

  const privateAnswers = (networkId: string, name: string) =>
    resolveName(azure.emulator.estate, { networkId, name }).answers.filter((address) =>
      /^(10|172|192)\./.test(address),
    );

  it('is made from nothing, sends what the plan says, and leaves nothing to do', async () => {
    const wanted = await spec();
    const plan = await planFor(azure.azure, wanted);
    assert.deepEqual([plan.blockers, written(plan)], [[], everything]);
    azure.emulator.log.clear();
    const outcome = await azure.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(sorted(azure.writes()), sorted(requestsOf(plan as never)));
    const second = await planFor(azure.azure, wanted);
    assert.deepEqual([second.blockers, written(second), second.hazards], [[], [], []]);
    const { sku, properties, tags } = azure.emulator.estate.get(wish.id)!;
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
    const plan = await made();
    const networkId = plan.purpose.spec.side!.network.id;
    for (const name of ['contosofresh', 'contosofresh.westeurope.data', 'contosofresh.northeurope.data']) {
      assert.equal(privateAnswers(networkId, `${name}.azurecr.io`).length, 1, name);
    }
  });

  it('is pulled from by a cluster that is linked afterwards, with public access off', async () => {
    await made();
    const link = await azure.plan(await azure.propose(wish.id as `/${string}`, 'shopUsCluster'));
    assert.deepEqual(link.blockers, []);
    assert.match(azure.pull(link.spec).eventText, /not allowed access/);
    assert.equal((await azure.apply(link)).kind, 'done');
    assert.deepEqual([azure.pull(link.spec).verdict, azure.way(link.spec)], ['Pulled', 'private']);
  });

  it('is proposed with the zone that others share, and with the one of a chosen network', async () => {
    const shared = await proposeFor(azure.azure, { registry: wish });
    assert.deepEqual(shared.side?.zone, { id: contoso('hubZone'), onAbsent: 'refuse' });
    const chosen = await proposeFor(azure.azure, { registry: wish, networkId: contoso('dataNetwork') });
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

  it('that was made private is as it was after a roll back', async () => {
    const before = withoutDataEndpoints(azure.state());
    const registry = { kind: 'existing', id: contoso('devRegistry') } as const;
    const plan = await planFor(azure.azure, await proposeFor(azure.azure, { registry }));
    assert.equal((await azure.apply(plan)).kind, 'done');
    const undo = await azure.planRollBack(plan.operationId);
    assert.ok(undo.steps.some(({ id, action }) => id === 'undo.registrySku' && action === 'update'));
    const outcome = await azure.rollBack(undo);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
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
    await made();
    const inventory = await azure.azure.inventory([contoso('apps')], never);
    const found = inventory.registries.find(({ id }) => id.toLowerCase() === wish.id.toLowerCase())!;
    assert.equal(accessOf(found), 'private');
    const node = registryNode(found, inventory, []);
    const endpoints = node.children?.find(({ label }) => label === 'Private endpoints')?.children ?? [];
    assert.deepEqual(
      endpoints.map(({ label, description }) => [label, description]),
      [['pe-contosofresh', 'approved · vnet-contosofresh/snet-private-endpoints']],
    );
  });

  it('stays, with its group, when a cluster is unlinked with all that can be ticked', async () => {
    await made();
    const link = await azure.plan(await azure.propose(wish.id as `/${string}`, 'shopUsCluster'));
    assert.equal((await azure.apply(link)).kind, 'done');
    const pair = { registryId: wish.id, clusterId: contoso('shopUsCluster') };
    const observed = await observeUnlink(pair, azure.azure, azure.journal, never);
    const parts = unlinkParts(observed);
    const offered = parts.filter(tickedByDefault).map(({ kind }) => kind);
    assert.deepEqual([...new Set(offered)].toSorted(), ['peering', 'roleAssignment', 'zoneLink']);
    const everyPart = parts.map(({ resourceId }) => resourceId);
    const refused = planUnlink({ ...pair, ticked: everyPart }, observed, 'unlink-all');
    assert.match(
      refused.blockers[0]?.message ?? '',
      /group rg-fresh can't be deleted.*registries contosofresh/,
    );
    const ticked = parts.filter(({ kind }) => kind !== 'resourceGroup').map(({ resourceId }) => resourceId);
    const outcome = await azure.apply(planUnlink({ ...pair, ticked }, observed, 'unlink-fresh'));
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
    const { estate } = azure.emulator;
    assert.ok(estate.get(wish.id), 'the registry is still there');
    const left = azure.state();
    assert.ok(!ticked.some((id) => left.has(id.toLowerCase())), 'the rest is gone');
  });

  describe('rolled back', () => {
    it('leaves nothing behind', async () => {
      const before = withoutDataEndpoints(azure.state());
      const plan = await made();
      const undo = await azure.planRollBack(plan.operationId);
      assert.deepEqual(undo.blockers, []);
      assert.ok(undo.hazards.some(({ code }) => code === 'registryContents'));
      const outcome = await azure.rollBack(undo);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
    });

    for (const count of [1, 2, 3, 6, 8]) {
      it(`leaves nothing of the first ${count} steps`, async () => {
        const before = withoutDataEndpoints(azure.state());
        const plan = await planFor(azure.azure, await spec());
        const writes = plan.steps.filter(({ action }) => action !== 'reuse');
        azure.emulator.faults.add({
          kind: 'policy-denied',
          match: { path: `*${writes[count]!.resourceId}` },
        });
        assert.notEqual((await azure.apply(plan)).kind, 'done');
        azure.emulator.faults.clear();
        const undone = await azure.rollBack(await azure.planRollBack(plan.operationId));
        assert.equal(undone.kind, 'done', JSON.stringify(undone));
        assert.deepEqual(differences(before, withoutDataEndpoints(azure.state())), []);
      });
    }

    const kept = async (plan: RegistryPlan, why: RegExp) => {
      const undo = await azure.planRollBack(plan.operationId);
      const step = undo.steps.find(({ id }) => id === 'undo.registry')!;
      assert.equal(step.action, 'reuse');
      assert.match(step.reason, why);
      const outcome = await azure.rollBack(undo);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.ok(azure.emulator.estate.get(wish.id), 'it is still there');
    };
    const importImage = () => {
      const source = { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' };
      azure.send('POST', `${wish.id}/importImage`, apiVersions.registry, { source });
    };

    it('keeps a registry that holds images', async () => {
      const plan = await made();
      importImage();
      await kept(plan, /something else is in it \(stored images\)/);
    });

    it('keeps a registry with somebody else’s replica', async () => {
      const plan = await made();
      azure.send('PUT', `${wish.id}/replications/uksouth`, apiVersions.registry, { location: 'uksouth' });
      await kept(plan, /something else is in it \(replications uksouth\)/);
    });

    it('keeps a registry that somebody else’s endpoint leads to', async () => {
      const plan = await made();
      const endpoint = contoso('dataEndpoint').replace('pe-contosodata', 'pe-foreign');
      azure.send('PUT', endpoint, apiVersions.network, {
        location: 'westeurope',
        properties: {
          subnet: { id: `${contoso('dataNetwork')}/subnets/snet-private-endpoints` },
          privateLinkServiceConnections: [
            { name: 'foreign', properties: { privateLinkServiceId: wish.id, groupIds: ['registry'] } },
          ],
        },
      });
      await kept(plan, /something else is in it \(privateEndpointConnections contosofresh\./);
    });

    it('keeps a registry that no longer bears its mark', async () => {
      const plan = await made();
      azure.send('PATCH', wish.id, apiVersions.registry, { tags: { team: 'other' } });
      await kept(plan, /doesn’t bear the mark/);
    });

    it('stops at a registry into which an image came after the plan was made', async () => {
      const plan = await made();
      const undo = await azure.planRollBack(plan.operationId);
      importImage();
      const outcome = await azure.rollBack(undo);
      assert.ok(outcome.kind === 'failed');
      assert.ok(outcome.failures.some(({ code }) => code === 'guard.foreignContents'));
      assert.ok(azure.emulator.estate.get(wish.id));
    });
  });
});
