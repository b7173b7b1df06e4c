import assert from 'node:assert/strict';
import { overlaps } from '../../../src/model/addressRange';
import { idKey, nameOf, resourceId } from '../../../src/model/armId';
import { FailureError } from '../../../src/model/failure';
import type { Observed, ObservedEndpoint } from '../../../src/provisioning/observed/observed';
import type { FieldId } from '../../../src/views/link/protocol/fields';
import {
  cluster,
  clusterNetwork,
  facts,
  ids,
  sharedNetwork,
  unlinked,
  unlinkedBoth,
  openStandard,
} from '../../support/linkForm/fakeAzure';
import type { FakeAzure } from '../../support/linkForm/fakeAzure';
import { allDone, FormDriver, pair, refusedByPolicy } from '../../support/linkForm/formDriver';

describe('link form: choosing', () => {
  it('lists what the inventory has, and goes on when both sides are chosen', async () => {
    const driver = await new FormDriver({ clusterIds: [] }).ready();
    assert.deepEqual(
      driver.page('choosing').registries?.shown.map(({ name }) => name),
      ['contosodev', 'contosoreg'],
    );
    await driver.send({ type: 'choose', id: ids.registry });
    assert.equal(driver.view.registry?.name, 'contosoreg');
    await driver.send({ type: 'continue' });
    driver.page('choosing');
    await driver.send({ type: 'tick', id: ids.cluster, ticked: true }, { type: 'continue' });
    assert.equal(driver.page('editing').form.errors, 0);
  });

  it('offers what matches, and keeps what is ticked and doesn’t', async () => {
    const driver = await new FormDriver({ clusterIds: [] }).ready();
    const filter = (side: 'registry' | 'cluster', text: string) =>
      driver.send({ type: 'filter', side, text });
    await driver.send({ type: 'tick', id: ids.cluster, ticked: true });
    await filter('cluster', 'PAY  west');
    await filter('registry', 'dev');
    const { registries, clusters } = driver.page('choosing');
    assert.deepEqual(
      registries?.shown.map(({ name }) => name),
      ['contosodev'],
    );
    assert.deepEqual(
      clusters?.shown.map(({ name }) => name),
      ['aks-payments'],
    );
    assert.deepEqual([clusters.matching, clusters.all, clusters.ticked, clusters.tickedShown], [1, 2, 1, 0]);
    await filter('cluster', 'no such cluster');
    assert.deepEqual(driver.page('choosing').clusters?.shown, []);
    await driver.send({ type: 'choose', id: ids.registry }, { type: 'continue' });
    assert.equal(driver.view.title, 'Link contosoreg → aks-prod');
  });

  it('takes only what was offered', async () => {
    const driver = await new FormDriver({ clusterIds: [] }).ready();
    await driver.send({ type: 'tick', id: '/subscriptions/x/evil', ticked: true });
    await driver.send({ type: 'choose', id: '/subscriptions/x/evil' });
    assert.deepEqual([driver.view.registry, driver.view.clusters], [undefined, []]);
  });

  it('lets another registry be chosen and forgets what was filled in', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('endpointName', 'pe-mine');
    await driver.send({ type: 'chooseAgain', side: 'registry' });
    assert.deepEqual(driver.page('choosing').sides, ['registry']);
    await driver.send({ type: 'choose', id: ids.registry });
    assert.equal(driver.value('endpointName'), 'pe-contosoreg');
  });

  it('names after a new network what connects it, and puts the subnet into its range, unless they were typed', async () => {
    const driver = await new FormDriver().ready();
    const ids = ['registryZoneLink', 'peeringToCluster', 'peeringToRegistry', 'subnetPrefix'] as const;
    const values = () => ids.map((id) => driver.value(id));
    const [zoneLink = '', there = '', back, subnet] = values();
    assert.ok(zoneLink.includes('vnet-contosoreg') && there.includes('vnet-contosoreg'), zoneLink);
    await driver.edit('peeringToRegistry', 'peer-mine');
    await driver.edit('networkName', 'vnet-other9');
    await driver.edit('networkPrefix', '10.99.0.0/24');
    const size = subnet?.split('/')[1] ?? '';
    assert.deepEqual(values(), [
      zoneLink.replace('vnet-contosoreg', 'vnet-other9'),
      there.replace('vnet-contosoreg', 'vnet-other9'),
      'peer-mine',
      `10.99.0.0/${size}`,
    ]);
    assert.notEqual(back, 'peer-mine');
    assert.equal(driver.page('editing').form.errors, 0);
    await driver.edit('networkPrefix', 'nonsense');
    assert.equal(driver.value('subnetPrefix'), subnet, 'of a range that is none nothing follows');
  });

  it('names what connects a new network after it alone, by the patterns of the settings, as long as Azure takes it', async () => {
    const own = { ...clusterNetwork, name: 'vnet-contosoreg-aks', id: `${clusterNetwork.id}-contosoreg-aks` };
    const moved = { ...cluster, networkId: own.id };
    const driver = await new FormDriver(pair, allDone, (azure) => {
      azure.observed = () => ({ ...unlinked, clusters: facts(moved), networks: facts(own) });
      azure.preferred = { names: { peering: 'p-{a}-{b}' } };
    }).ready();
    const names = async (network: string) => {
      await driver.edit('networkName', network);
      assert.equal(driver.page('editing').form.errors, 0, network);
      return (['registryZoneLink', 'clusterZoneLink', 'peeringToCluster', 'peeringToRegistry'] as const).map(
        (id) => driver.value(id) ?? '',
      );
    };
    const other = 'vnet-contosoreg-aks';
    assert.deepEqual(await names('hub'), ['link-hub', `link-${other}`, `p-hub-${other}`, `p-${other}-hub`]);
    for (const name of await names('n'.repeat(64))) assert.ok(name.length <= 80, name);
    const [ours, theirs] = await names(other);
    assert.notEqual(ours, theirs, 'of one zone');
  });

  it('proposes as new what isn’t there: beside an endpoint, and beside a network of that name', async () => {
    const endpoint = (name: string, subnetId: string): ObservedEndpoint => ({
      id: resourceId(
        ids.registry.split('/')[2] ?? '',
        'rg-registry-weu',
        'Microsoft.Network/privateEndpoints',
        name,
      ),
      name,
      location: 'westeurope',
      provisioningState: 'Succeeded',
      subnetId,
      targetId: ids.registry,
      groupIds: ['registry'],
      status: 'Approved',
      zoneGroup: { state: 'absent' },
    });
    const there = endpoint('pe-contosoreg', `${ids.sharedNetwork}/subnets/snet-private-endpoints`);
    const unreadable = ids.sharedNetwork.replace(/[^/]+$/, 'vnet-contosoreg');
    const estate: Observed = {
      ...unlinked,
      endpoints: facts(there),
      networks: {
        ...unlinked.networks,
        ...facts(sharedNetwork),
        [idKey(unreadable)]: { state: 'unreadable', reason: 'No.' },
      },
    };
    const of = async (observed: Observed, ...choices: readonly FieldId[]) => {
      const driver = await new FormDriver(pair, allDone, (azure) => {
        azure.observed = () => observed;
      }).ready();
      for (const field of choices) await driver.edit(field, 'new');
      return driver;
    };
    const inside = await of(estate, 'endpoint');
    assert.deepEqual(
      [inside.value('endpointName'), inside.value('network')],
      ['pe-contosoreg-2', ids.sharedNetwork],
    );
    const beside = await of(estate, 'endpoint', 'network');
    const values = [
      'endpointName',
      'networkName',
      'subnetName',
      'registryZoneLink',
      'peeringToCluster',
    ] as const;
    const proposed = [
      'pe-contosoreg-2',
      'vnet-contosoreg-2',
      'snet-private-endpoints',
      'link-vnet-contosoreg-2',
      'peer-vnet-contosoreg-2-to-vnet-shop-weu',
    ];
    assert.deepEqual(
      values.map((id) => beside.value(id)),
      proposed,
    );
    const range = beside.value('networkPrefix') ?? '';
    assert.deepEqual(
      overlaps([range], ['10.60.0.0/22', '10.40.0.0/16', '10.41.0.0/16', '10.244.0.0/16']),
      [],
    );
    assert.equal(beside.page('editing').form.errors, 0);
    await beside.preview();
    const made = beside.page('plan').plan.steps.filter(({ action }) => action === 'create');
    for (const name of proposed.slice(0, 3))
      assert.ok(
        made.some(({ title }) => title.includes(` ${name} `)),
        name,
      );

    // Once it is made it is meant still.
    const access = beside.azure.requests.at(-1)?.spec?.links[0]?.access;
    assert.ok(access?.mode === 'private');
    const [network, madeEndpoint] = [access.network.id, access.endpoint.id];
    const subnets = [{ ...sharedNetwork.subnets[0]!, id: `${network}/subnets/snet-private-endpoints` }];
    const after = {
      ...estate,
      endpoints: facts(there, {
        ...there,
        id: madeEndpoint,
        name: nameOf(madeEndpoint),
        subnetId: subnets[0]!.id,
      }),
      networks: {
        ...estate.networks,
        ...facts({ ...sharedNetwork, id: network, name: nameOf(network), addressPrefixes: [range], subnets }),
      },
    };
    beside.azure.observed = () => after;
    await (await beside.preview()).preview();
    assert.deepEqual(
      values.map((id) => beside.value(id)),
      proposed,
    );

    const hidden = endpoint('pe-x', `${unreadable}/subnets/pe`);
    const blind = await of({ ...estate, endpoints: facts(hidden) }, 'endpoint', 'network');
    assert.deepEqual(
      values.slice(0, 3).map((id) => blind.value(id)),
      ['pe-contosoreg', ...proposed.slice(1, 3)],
    );
    assert.equal(blind.page('editing').form.errors, 0);
  });

  it('puts the subnet into a range that is typed where none is free, and into no text that is none', async () => {
    const crowded = { ...sharedNetwork, addressPrefixes: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] };
    const networks = { ...unlinked.networks, ...facts({ ...crowded, subnets: [] }) };
    const driver = await new FormDriver(pair, allDone, (azure) => {
      azure.observed = () => ({ ...unlinked, networks });
    }).ready();
    assert.deepEqual([driver.value('networkPrefix'), driver.value('subnetPrefix')], ['', '']);
    const followed = async (range: string) => {
      await driver.edit('networkPrefix', range);
      return driver.value('subnetPrefix');
    };
    assert.equal(await followed('100.64.0.0/2'), '64.0.0.0/27');
    assert.equal(await followed('100.64.0.0/26'), '100.64.0.0/27');
    assert.equal(await followed('100.64.0.0/28'), '100.64.0.0/28');
    assert.equal(await followed(''), '');
    assert.equal(await followed('100.64.0.0/26'), '100.64.0.0/27');
    assert.equal(driver.page('editing').form.errors, 0);
  });

  it('takes further clusters in and keeps what was changed', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('endpointName', 'pe-mine');
    driver.azure.observed = () => unlinkedBoth;
    await driver.send({ type: 'chooseAgain', side: 'cluster' });
    assert.deepEqual(
      driver
        .page('choosing')
        .clusters?.shown.filter(({ ticked }) => ticked)
        .map(({ name }) => name),
      ['aks-prod'],
    );
    await driver.send({ type: 'tick', id: ids.otherCluster, ticked: true }, { type: 'continue' });
    assert.equal(driver.page('editing').form.errors, 0);
    assert.equal(driver.view.title, 'Link contosoreg → 2 clusters');
    assert.equal(driver.kept('endpointName'), 'pe-mine');
  });
});

describe('link form: what Azure refuses to tell', () => {
  for (const [what, prepare, phase] of [
    [
      'an unreadable registry',
      { ...unlinked, registry: { state: 'unreadable', reason: 'No right.' } },
      'observing',
    ],
    [
      'a missing cluster',
      { ...unlinked, clusters: { [idKey(ids.cluster)]: { state: 'absent' } } },
      'observing',
    ],
  ] as const) {
    it(`${what} is a problem with a way to try again`, async () => {
      const driver = await new FormDriver(pair, allDone, (azure) => {
        azure.observed = () => prepare;
      }).ready();
      const page = driver.page(phase);
      assert.ok(page.problem?.retryLabel);
      driver.azure.observed = () => unlinked;
      await driver.send({ type: 'retry' });
      driver.page('editing');
    });
  }

  it('a failed preview says so and keeps what was typed', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('endpointName', 'pe-mine');
    driver.azure.observed = () => {
      throw new FailureError(refusedByPolicy);
    };
    await driver.preview();
    const { problem } = driver.page('editing');
    assert.deepEqual(problem?.azure, {
      code: 'RequestDisallowedByPolicy',
      message: 'was disallowed by policy',
      requestId: 'req-1',
    });
    assert.equal(driver.kept('endpointName'), 'pe-mine');
  });
});

describe('link form: coming back', () => {
  it('has what the user changed, and follows the settings of then in everything else', async () => {
    const before = await new FormDriver().ready();
    await before.edit('endpointName', 'pe-mine');
    const settings = { names: { network: 'net-{registry}' }, tags: { owner: 'platform' } };
    const after = await new FormDriver(before.saved, allDone, (azure) => {
      azure.preferred = settings;
    }).ready();
    assert.deepEqual(
      [after.value('endpointName'), after.value('networkName'), after.value('tags')],
      ['pe-mine', 'net-contosoreg', 'owner=platform'],
    );
  });

  it('has every value of what was written, whatever would be proposed by then', async () => {
    const before = await (await new FormDriver().ready()).preview();
    await before.acknowledgeAll();
    await before.apply();
    const after = await new FormDriver({ ...before.saved, phase: 'editing' }, allDone, (azure) => {
      azure.preferred = { names: { network: 'net-{registry}' } };
    }).ready();
    assert.equal(after.value('networkName'), 'vnet-contosoreg');
  });

  it('has a choice that is the proposed one, though another choice has come to propose something else', async () => {
    const read = (azure: FakeAzure) => {
      azure.observed = ({ spec }) =>
        spec === undefined
          ? unlinked
          : { ...unlinked, networks: { ...unlinked.networks, ...facts(sharedNetwork) } };
    };
    const before = await new FormDriver(pair, allDone, read).ready();
    const group = before.value('endpointGroup') ?? '';
    await before.edit('network', ids.sharedNetwork);
    assert.notEqual(before.value('endpointGroup'), group);
    await before.edit('endpointGroup', group);
    const after = await new FormDriver(before.saved, allDone, read).ready();
    assert.equal(after.value('endpointGroup'), group);
  });
});

describe('link form: editing', () => {
  for (const [field, typed, meant] of [
    ['endpointName', '  pe-mine\t', 'pe-mine'],
    ['networkPrefix', ' 10.200.0.0/24 ', '10.200.0.0/24'],
    ['tags', ' owner=platform ', 'owner=platform'],
  ] as const) {
    it(`${field} means no blanks around it`, async () => {
      const driver = await new FormDriver().ready();
      await driver.edit(field, typed);
      assert.equal(driver.value(field), meant);
      assert.equal(driver.field(field)?.error, undefined);
    });
  }

  it('says that a comma parts no tags, and that a value is empty', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('tags', 'costCenter=1, owner=2');
    assert.match(driver.field('tags')?.note?.text ?? '', /one tag.*Separate tags with “;”/);
    await driver.edit('tags', 'owner=');
    assert.match(driver.field('tags')?.note?.text ?? '', /“owner” has an empty value/);
    await driver.edit('tags', 'owner=platform; costCenter=1');
    assert.equal(driver.field('tags')?.note, undefined);
  });

  for (const [field, value] of [
    ['endpointName', '-'],
    ['endpointName', ''],
    ['endpointName', '<img src=x onerror=alert(1)>'],
    ['networkPrefix', '10.40.1.0/24'],
    ['networkPrefix', '10.90.0.1/26'],
    ['subnetPrefix', '10.1.0.0/27'],
    ['zoneGroup', 'ends.with.'],
    ['peeringToCluster', 'a/b'],
    ['tags', 'no equals sign'],
    ['tags', 'a=1; A=2'],
    ['tags', 'Microsoft-owner=platform'],
    ['networkPrefix', '127.0.0.0/24'],
    ['networkPrefix', '224.0.0.0/24'],
  ] as const) {
    it(`${field} “${value}” is refused where it was typed, and nothing is previewed`, async () => {
      const driver = await new FormDriver().ready();
      await driver.edit(field, value);
      assert.ok(driver.field(field)?.error);
      const asked = driver.azure.requests.length;
      await driver.preview();
      assert.ok(driver.page('editing').form.errors > 0);
      assert.equal(driver.azure.requests.length, asked);
    });
  }

  for (const [field, value] of [
    ['network', '/subscriptions/x/not/there'],
    ['endpoint', 'https://example.com'],
    ['zone', ids.zone],
    ['networkSubscription', '../..'],
    ['networkLocation', 'moon'],
    ['mode', 'both'],
    ['fallback', 'yes'],
    ['subnet', `${ids.sharedNetwork}/subnets/x`],
  ] as const) {
    it(`${field} can’t be “${value}”, which isn’t offered`, async () => {
      const driver = await new FormDriver().ready();
      const { draft } = driver.saved;
      await driver.edit(field, value);
      assert.deepEqual(driver.saved.draft, draft);
      // The same when it comes out of what was kept over a reload.
      const reloaded = await new FormDriver({
        ...pair,
        phase: 'editing',
        draft: { '': { [field]: value }, [ids.cluster]: { [field]: value } },
      }).ready();
      assert.deepEqual(reloaded.saved.draft, draft);
    });
  }

  it('a network and subnet that were chosen are there again after a reload', async () => {
    const driver = await new FormDriver(
      {
        ...pair,
        phase: 'editing',
        draft: {
          '': {
            network: ids.sharedNetwork,
            subnet: `${ids.sharedNetwork}/subnets/snet-build`,
            endpointGroup: 'rg-mine',
          },
        },
      },
      allDone,
      (azure) => {
        azure.observed = ({ spec }) =>
          spec === undefined
            ? unlinked
            : { ...unlinked, networks: { ...unlinked.networks, ...facts(sharedNetwork) } };
      },
    ).ready();
    assert.equal(driver.kept('subnet'), `${ids.sharedNetwork}/subnets/snet-build`);
    assert.equal(driver.kept('endpointGroup'), 'rg-mine');
    assert.equal(driver.page('editing').form.errors, 0);
  });

  it('a network of the inventory is read when it is chosen, and its subnets are offered', async () => {
    const driver = await new FormDriver().ready();
    driver.azure.observed = () => ({
      ...unlinked,
      networks: { ...unlinked.networks, ...facts(sharedNetwork) },
    });
    await driver.edit('endpointName', 'a/../b');
    await driver.edit('network', ids.sharedNetwork);
    const subnet = driver.field('subnet');
    assert.equal(
      subnet?.kind === 'choice' && subnet.value,
      `${ids.sharedNetwork}/subnets/snet-private-endpoints`,
    );
    // Half-typed text must not get into what is asked of Azure.
    assert.ok(!JSON.stringify(driver.azure.requests).includes('a/../b'));
  });

  it('the cluster’s own network needs no peering, and a new subnet in it lies in a free range', async () => {
    const driver = await new FormDriver().ready();
    await driver.edit('placement', 'own');
    assert.equal(driver.field('peeringToCluster'), undefined);
    const range = driver.field('subnetPrefix');
    assert.equal(range?.kind === 'text' && range.value, '10.40.16.0/27');
    await driver.preview();
    assert.equal(driver.page('plan').plan.drawing?.topology, 'shared');
  });

  it('a registry that is not Premium asks for the upgrade before a private plan', async () => {
    const driver = await new FormDriver(pair, allDone, (azure) => {
      azure.observed = () => openStandard;
    }).ready();
    assert.equal(driver.field('upgrade'), undefined);
    await driver.edit('mode', 'private');
    await driver.edit('upgrade', 'false');
    assert.ok(driver.field('upgrade')?.error);
  });

  it('drops a plan that was shown', async () => {
    const driver = await (await new FormDriver().ready()).preview();
    driver.page('plan');
    await driver.edit('tags', 'owner=platform');
    assert.ok(driver.page('editing').notice);
  });
});
