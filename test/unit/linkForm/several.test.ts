import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import type { Observed } from '../../../src/provisioning/observed/observed';
import type { Start } from '../../../src/views/link/linkForm';
import {
  cluster,
  clusterNetwork,
  facts,
  ids,
  openStandard,
  otherCluster,
  overlapping,
  unlinked,
  unlinkedBoth,
} from '../../support/linkForm/fakeAzure';
import { allDone, both, FormDriver, pair } from '../../support/linkForm/formDriver';

const objectId = 'e6a2bcbd-fb67-49e8-b27d-371965d7b652';

const driven = (observed: Observed, start: Start = both) =>
  new FormDriver(start, allDone, (azure) => {
    azure.observed = () => observed;
  }).ready();

/** The access of each cluster in the spec that was asked for last. */
function asked(driver: FormDriver) {
  const spec = driver.azure.requests.at(-1)?.spec;
  return spec?.links.map(({ access }) => (access.mode === 'private' ? access : undefined)) ?? [];
}

describe('link form: several clusters', () => {
  it('have peerings of their own with a network that is named, also where their networks have one name', async () => {
    const twin = ids.paymentsNetwork.replace('vnet-payments-weu', 'vnet-shop-weu');
    const [payments] = Object.values(unlinkedBoth.networks).flatMap((fact) =>
      fact.state === 'known' && fact.value.id === ids.paymentsNetwork ? [fact.value] : [],
    );
    assert.ok(payments);
    const driver = await driven({
      ...unlinkedBoth,
      clusters: facts(cluster, { ...otherCluster, networkId: twin }),
      networks: facts(clusterNetwork, { ...payments, id: twin, name: 'vnet-shop-weu' }),
    });
    await driver.edit('networkName', 'hub');
    await driver.preview();
    assert.deepEqual(
      asked(driver)
        .map((access) => access?.names.peeringToCluster)
        .toSorted(),
      ['peer-hub-to-vnet-shop-weu', 'peer-hub-to-vnet-shop-weu-2'],
    );
  });

  it('share one endpoint, network and zone, which are filled in once', async () => {
    const driver = await driven(unlinkedBoth);
    const sections = driver.page('editing').form.sections.map(({ title, group }) => [title, group]);
    assert.deepEqual(sections, [
      ['All 2 clusters', 'Clusters'],
      ['aks-prod', 'Clusters'],
      ['aks-payments', 'Clusters'],
      ['Private endpoint', 'Advanced'],
      ['Registry network', 'Advanced'],
      ['Private DNS zone', 'Advanced'],
      ['Names and tags', 'Advanced'],
    ]);
    await driver.edit('endpointName', 'pe-mine');
    await driver.preview();
    const [one, other] = asked(driver);
    assert.equal(one?.endpoint.id, other?.endpoint.id);
    assert.match(one?.endpoint.id ?? '', /pe-mine$/);
    const { groups, drawing, steps } = driver.page('plan').plan;
    assert.deepEqual(
      groups.map(({ title }) => title),
      ['For several clusters', 'aks-prod', 'aks-payments'],
    );
    assert.equal(groups.flatMap(({ stepIds }) => stepIds).length, steps.length);
    assert.ok(drawing?.topology === 'lanes');
    assert.deepEqual(
      drawing.lanes.map(({ path, items }) => [path, items.map(({ label }) => label)]),
      [
        ['shared', ['peering', 'VNet link', 'pull role']],
        ['shared', ['peering', 'VNet link', 'pull role']],
      ],
    );
  });

  it('each has its own way, and every field of a page its own key', async () => {
    const driver = await driven(unlinkedBoth);
    await driver.edit('mode', 'public', ids.otherCluster);
    await driver.edit('route', 'routed', ids.cluster);
    const keys = driver.page('editing').form.sections.flatMap(({ fields }) => fields.map(({ key }) => key));
    assert.equal(new Set(keys).size, keys.length);
    await driver.preview();
    const [one, other] = asked(driver);
    assert.deepEqual([one?.route, other], ['routed', undefined]);
  });

  it('one whose range overlaps gets an endpoint of its own, and the reason is told', async () => {
    const driver = await driven(overlapping);
    const placement = driver.field('placement', ids.otherCluster);
    assert.ok(placement?.kind === 'radio' && placement.value === 'own');
    assert.match(placement.help ?? '', /Its own endpoint was proposed: /);
    const section = driver.page('editing').form.sections.find(({ title }) => title === 'aks-payments');
    assert.match(section?.summary ?? '', /separate endpoint in vnet-payments-weu — /);
    await driver.preview();
    const [one, other] = asked(driver);
    assert.notEqual(one?.endpoint.id, other?.endpoint.id);
    assert.equal(other?.network.id, ids.paymentsNetwork);
  });

  it('of one network have one path: it is said once, for both', async () => {
    const observed = {
      ...unlinkedBoth,
      clusters: facts(cluster, { ...otherCluster, networkId: ids.clusterNetwork }),
      networks: facts(clusterNetwork),
    };
    const driver = await driven(observed);
    assert.equal(driver.field('placement', ids.otherCluster)?.kind, 'fact');
    await driver.edit('fallback', 'true', ids.cluster);
    await driver.preview();
    assert.deepEqual(
      asked(driver).map((access) => access?.fallbackToInternet),
      [true, true],
    );
  });

  it('are said to be public where that is proposed, and are made private by one choice', async () => {
    const { registry } = openStandard;
    const driver = await driven({ ...unlinkedBoth, registry });
    const all = driver.field('mode', '');
    assert.ok(all?.kind === 'radio' && all.value === 'public', JSON.stringify(all));
    assert.match(all.note?.text ?? '', /^Not private\. .*upgrade from Standard to Premium/);
    for (const id of [ids.cluster, ids.otherCluster]) {
      assert.match(driver.field('mode', id)?.note?.text ?? '', /^Not private/);
    }
    await driver.edit('mode', 'private', ids.cluster);
    assert.equal(driver.value('mode', ''), '', 'none is chosen while they differ');
    await driver.edit('mode', 'private', '');
    assert.deepEqual(
      [ids.cluster, ids.otherCluster].map((id) => [driver.value('mode', id), driver.field('mode', id)?.note]),
      [
        ['private', undefined],
        ['private', undefined],
      ],
    );
    assert.equal(driver.field('mode', ''), undefined);
  });

  it('are given one way by one choice, and none is chosen while they differ', async () => {
    const driver = await driven(unlinkedBoth);
    await driver.edit('route', 'routed', ids.cluster);
    assert.equal(driver.value('route', ''), '');
    await driver.edit('route', 'routed', '');
    await driver.edit('fallback', 'true', '');
    assert.deepEqual([driver.value('route', ''), driver.value('fallback', '')], ['routed', 'true']);
    await driver.preview();
    assert.deepEqual(
      asked(driver).map((access) => [access?.route, access?.fallbackToInternet]),
      [
        ['routed', true],
        ['routed', true],
      ],
    );
  });

  it('are the same after a reload', async () => {
    const before = await driven(unlinkedBoth);
    await before.edit('mode', 'public', ids.otherCluster);
    await before.edit('tags', 'owner=platform');
    const after = await driven(unlinkedBoth, before.saved);
    assert.deepEqual(after.saved.draft, before.saved.draft);
    assert.equal(after.kept('mode', ids.otherCluster), 'public');
  });
});

describe('link form: topologies', () => {
  it('names a blocker’s way out as a choice to switch to, where the form has one', async () => {
    const driver = await driven(overlapping);
    await driver.edit('placement', 'shared', ids.otherCluster);
    await driver.preview();
    const { blockers } = driver.page('plan').plan;
    const found = blockers.flatMap(({ switches }) => switches);
    const { scope, field, value } = found.find((one) => one.scope === ids.otherCluster) ?? {};
    assert.deepEqual([scope, field, value], [ids.otherCluster, 'placement', 'own']);
    await driver.edit('placement', 'own', ids.otherCluster);
    await driver.preview();
    assert.deepEqual(driver.page('plan').plan.blockers, []);
  });

  for (const [message, good] of [
    ['Please approve: shop', true],
    ['x'.repeat(140), true],
    ['x'.repeat(141), false],
  ] as const) {
    it(`a message to the owner of ${message.length} characters is ${good ? 'taken' : 'refused'}`, async () => {
      const driver = await driven(unlinked, pair);
      await driver.edit('approval', 'manual');
      await driver.edit('requestMessage', message);
      assert.equal(driver.field('requestMessage')?.error === undefined, good);
      await driver.preview();
      const approval = { mode: 'manual', requestMessage: message };
      if (good) assert.deepEqual(asked(driver)[0]?.endpoint.approval, approval);
      else driver.page('editing');
    });
  }

  it('names left to a central team hide what the plan would make of DNS', async () => {
    const driver = await driven(unlinked, pair);
    await driver.edit('dns', 'central');
    for (const field of ['zone', 'fallback', 'clusterZoneLink', 'zoneGroupName'] as const) {
      assert.equal(driver.field(field), undefined);
    }
    await driver.preview();
    assert.equal(asked(driver)[0]?.dns, 'central');
    const { drawing } = driver.page('plan').plan;
    assert.equal(drawing?.parts.zone, undefined);
  });

  it('a cluster on a service principal asks for its object id, and says how to find it', async () => {
    const onPrincipal = { ...cluster, kubeletIdentity: undefined, servicePrincipalClientId: objectId };
    const driver = await driven(
      { ...unlinked, clusters: facts(onPrincipal), roleAssignments: unlinked.roleAssignments },
      pair,
    );
    const field = driver.field('principal');
    assert.equal(field?.command, `az ad sp show --id ${objectId} --query id --output tsv`);
    assert.ok(field.error);
    await driver.edit('principal', 'not-an-id');
    assert.ok(driver.field('principal')?.error);
    await driver.edit('principal', ` ${objectId} `);
    assert.equal(driver.field('principal')?.error, undefined);
    await driver.preview();
    assert.equal(driver.azure.requests.at(-1)?.spec?.links[0]?.servicePrincipalObjectId, objectId);
  });

  it('a lacking right is shown with the step and its remedy', async () => {
    const driver = await driven(unlinked, pair);
    driver.azure.permissions = [
      { actions: ['*'], notActions: ['Microsoft.Authorization/roleAssignments/write'] },
    ];
    await driver.preview();
    const { steps } = driver.page('plan').plan;
    const role = steps.find(({ rights }) => rights?.state === 'missing');
    assert.equal(role?.id, 'roleAssignment');
    const [lacking] = role.rights?.missing ?? [];
    assert.match(lacking?.message ?? '', /Microsoft\.Authorization\/roleAssignments\/write/);
    assert.match(lacking?.wayOut ?? '', /Role Based Access Control Administrator/);
    assert.ok(steps.some(({ rights }) => rights?.state === 'granted'));
  });

  it('is keyed by cluster without regard to case', async () => {
    const driver = await driven(unlinked, { ...pair, clusterIds: [idKey(ids.cluster)] });
    assert.equal(driver.page('editing').form.errors, 0);
  });
});
