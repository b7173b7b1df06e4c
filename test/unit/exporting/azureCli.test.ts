import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { clouds } from '../../../src/model/clouds';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { writesOf } from '../../../src/exporting/model';
import { idKey, subscriptionKeyOf } from '../../../src/model/armId';
import { asObjects, type JsonObject } from '../../../src/model/json';
import type { AnyPlan } from '../../../src/provisioning';
import { valueAt, withValue } from '../../../src/provisioning/plan/settings';
import { deletingPlan, exportedPlans } from '../../support/exportedPlans';
import { scriptProblems } from '../../support/exported/scriptProblems';
import { FakeAz, writesAmong } from '../../support/fakeAz';
import { ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';

function scriptFor(plan: AnyPlan): string {
  const done = exportPlan(plan, 'azureCli', clouds.public);
  assert.ok(done.kind === 'exported', JSON.stringify(done));
  const [file = assert.fail('no file'), ...others] = done.files;
  assert.deepEqual([file.name, others], ['apply.sh', []]);
  return file.text;
}

/** What changes and deletions find, as their guards have it; lists as they were. */
function groundOf(plan: AnyPlan): Record<string, JsonObject> {
  const found: Record<string, JsonObject> = {};
  for (const { action, resourceId, guard } of writesOf(plan)) {
    if (action === 'create') continue;
    found[resourceId] = together(together(found[resourceId], guard?.unchanged?.settings), guard?.expected);
  }
  for (const { action, resourceId, request } of writesOf(plan)) {
    for (const { list, add, remove } of action === 'create' ? [] : (request.lists ?? [])) {
      const before = [
        ...asObjects(valueAt(request.body, list)).filter((one) => !add.includes(one)),
        ...remove,
      ];
      found[resourceId] = together(found[resourceId], withValue({}, list, before));
    }
  }
  return found;
}

function together(a: JsonObject = {}, b: JsonObject = {}): JsonObject {
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => {
      const [one, two] = [a[name], b[name]];
      const areBoth = [one, two].every(
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      );
      return [name, areBoth ? together(one as JsonObject, two as JsonObject) : (two ?? one ?? null)];
    }),
  );
}

describe('a plan as a script of the Azure CLI', () => {
  const open: FakeAz[] = [];
  afterEach(() => {
    for (const az of open.splice(0)) az.dispose();
  });
  const azFor = (plan: AnyPlan, resources = groundOf(plan)): FakeAz => {
    const subscriptions = plan.steps.map(({ resourceId }) => subscriptionKeyOf(resourceId));
    const az = new FakeAz(resources, [...new Set(subscriptions)]);
    open.push(az);
    return az;
  };

  for (const [name, make] of Object.entries(exportedPlans)) {
    describe(`of ${name}`, () => {
      const plan = make();
      const script = scriptFor(plan);

      it('is bash', () => {
        const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
        assert.deepEqual([status, stderr], [0, '']);
      });

      it('has nothing that shellcheck finds', function () {
        const program = process.env['SHELLCHECK'];
        // The suite has said why.
        if (program === undefined) return void this.skip();
        // A process on a busy machine may be slow to start.
        this.timeout(60_000);
        const { status, stdout, stderr } = spawnSync(program, ['-'], { input: script, encoding: 'utf8' });
        assert.deepEqual([status, stdout, stderr], [0, '', '']);
      });

      it('says exactly what the plan sends, after what each waits for', () => {
        assert.deepEqual(scriptProblems(writesOf(plan), script), []);
      });
    });
  }

  for (const name of [
    'a link that raises the SKU',
    'a link over an endpoint whose group writes to another zone',
    'a link whose peering is out of date',
    'public access from some addresses',
    'an approval',
  ]) {
    it(`makes ${name}, and the second time changes nothing`, function () {
      // Two runs of up to twenty commands, which on a busy machine take their time.
      this.timeout(60_000);
      const plan = exportedPlans[name]?.() ?? assert.fail(name);
      const script = scriptFor(plan);
      const az = azFor(plan);
      const first = az.run(script);
      assert.deepEqual([first.status, first.errors], [0, ''], first.output);
      const sent = writesAmong(first.calls);
      const writes = writesOf(plan);
      assert.equal(sent.length, writes.length);
      for (const { id, body } of sent) {
        assert.deepEqual(body, writes.find(({ resourceId }) => resourceId === id)?.request.body);
      }
      const after = az.present;
      const second = az.run(script);
      assert.deepEqual([second.status, second.errors], [0, ''], second.output);
      assert.deepEqual(az.present, after);
    });
  }

  it('stops at the first error and says at which step; started again, it goes on', () => {
    const plan = exportedPlans['a link from nothing']?.() ?? assert.fail();
    const az = azFor(plan);
    az.failOn(ids.endpoint);
    const { status, errors, output, calls } = az.run(scriptFor(plan));
    assert.equal(status, 1);
    assert.match(errors, /AuthorizationFailed[\s\S]*Stopped at: 3\/9 Create Private endpoint pe-contoso/);
    assert.doesNotMatch(output, /4\/9/);
    const done = writesAmong(calls).map(({ id }) => id);
    assert.deepEqual(done, [ids.registryNetwork, ids.zone]);
    az.failOn(undefined);
    const again = az.run(scriptFor(plan));
    assert.equal(again.status, 0);
    assert.match(again.output, /1\/9.*\n {4}It already exists\. Not changed\./);
    assert.deepEqual(
      writesAmong(again.calls).filter(({ id }) => done.includes(id)),
      [],
    );
  });

  it('takes what it may not read for neither there nor absent', () => {
    const plan = exportedPlans['a grant']?.() ?? assert.fail();
    const [one = assert.fail()] = writesOf(plan);
    const az = azFor(plan);
    az.failOn(one.resourceId);
    const { status, calls } = az.run(scriptFor(plan));
    assert.deepEqual([status, writesAmong(calls)], [1, []]);
  });

  it('does nothing where the account sees not every subscription', () => {
    const plan = deletingPlan();
    const az = new FakeAz(groundOf(plan), []);
    open.push(az);
    const { status, errors, calls } = az.run(scriptFor(plan), { args: ['--yes'] });
    assert.deepEqual([status, calls.map(({ command }) => command)], [1, ['account show']]);
    assert.match(errors, /Stopped at: Subscriptions/);
  });

  it('writes again what failed, and leaves alone what is being deleted', () => {
    const plan = planOf([step('network', { resourceId: ids.registryNetwork })]);
    const inState = (provisioningState: string) => ({
      [ids.registryNetwork]: { properties: { provisioningState } },
    });
    const failed = azFor(plan, inState('Failed')).run(scriptFor(plan));
    assert.deepEqual([failed.status, writesAmong(failed.calls).length], [0, 1]);
    const going = azFor(plan, inState('Deleting')).run(scriptFor(plan));
    assert.deepEqual([going.status, writesAmong(going.calls).length], [1, 0]);
  });

  it('sees that a list has to get shorter, or empty', () => {
    for (const ipRules of [[{ value: '198.51.100.0/24' }], []]) {
      const request = {
        method: 'PATCH',
        apiVersion: '2025-11-01',
        body: { properties: { networkRuleSet: { ipRules } } },
      } as const;
      const plan = planOf([
        step('access', { action: 'update', kind: 'publicAccess', resourceId: ids.registry, request }),
      ]);
      const before = [{ value: '198.51.100.0/24' }, { value: '203.0.113.7' }];
      const az = azFor(plan, { [ids.registry]: { properties: { networkRuleSet: { ipRules: before } } } });
      const first = az.run(scriptFor(plan));
      assert.deepEqual([first.status, first.errors, writesAmong(first.calls).length], [0, '', 1]);
      const second = az.run(scriptFor(plan));
      assert.deepEqual([second.status, second.errors, writesAmong(second.calls).length], [0, '', 0]);
    }
  });

  it('changes nothing that others have changed since', () => {
    for (const name of ['a link that raises the SKU', 'public access from some addresses']) {
      const plan = exportedPlans[name]?.() ?? assert.fail();
      const ground = groundOf(plan);
      const az = azFor(plan, {
        [ids.registry]: together(ground[ids.registry], { sku: { name: 'Standard' } }),
      });
      const { status, errors, calls } = az.run(scriptFor(plan));
      assert.deepEqual([status, writesAmong(calls)], [1, []], name);
      assert.match(errors, /It has changed since this was planned/);
    }
  });

  it('loses no entry that others have put into a list since', () => {
    const name = 'a link over an endpoint whose group writes to another zone';
    const plan = exportedPlans[name]?.() ?? assert.fail();
    const [{ resourceId } = assert.fail()] = writesOf(plan);
    const others = { name: 'third', properties: { privateDnsZoneId: `${ids.zone}3` } };
    const az = azFor(plan, { [resourceId]: { properties: { privateDnsZoneConfigs: [others] } } });
    const { status, errors, calls } = az.run(scriptFor(plan));
    assert.deepEqual([status, writesAmong(calls)], [1, []]);
    assert.match(errors, /Its list has changed/);
  });

  describe('that deletes', () => {
    const subnets = { properties: { subnets: [{ id: ids.subnet }] } };
    const ground = { [ids.registryNetwork]: subnets, [ids.endpoint]: {} };
    const ofDeletions = (resources: Readonly<Record<string, JsonObject>>, changes = {}) =>
      azFor(deletingPlan(changes), { ...resources });

    it('asks before each, and stops at a no', () => {
      const az = ofDeletions(ground);
      const { status, output, calls } = az.run(scriptFor(deletingPlan()), { input: 'y\nn\n' });
      assert.equal(status, 1);
      assert.deepEqual(
        writesAmong(calls).map(({ id }) => id),
        [ids.endpoint],
      );
      assert.match(output, /Delete .*pe-contoso\? \[y\/N\]/);
      const silent = ofDeletions(ground).run(scriptFor(deletingPlan()));
      assert.deepEqual([silent.status, writesAmong(silent.calls)], [1, []], 'no answer is no yes');
    });

    it('goes in the safe order with --yes, and the second time finds all gone', () => {
      const az = ofDeletions(ground);
      const { status, calls } = az.run(scriptFor(deletingPlan()), { args: ['--yes'] });
      assert.equal(status, 0);
      assert.deepEqual(
        writesAmong(calls).map(({ id }) => id),
        [ids.endpoint, ids.registryNetwork],
      );
      const again = az.run(scriptFor(deletingPlan()), { args: ['--yes'] });
      assert.deepEqual([again.status, writesAmong(again.calls)], [0, []]);
      assert.equal(again.output.match(/Already deleted\./g)?.length, 2);
    });

    it('knows no other argument', () => {
      const { status, calls } = ofDeletions(ground).run(scriptFor(deletingPlan()), { args: ['--force'] });
      assert.deepEqual([status, calls], [2, []]);
    });

    it('keeps what somebody else has put something into', () => {
      const others: Record<string, Record<string, JsonObject>> = {
        'a subnet': {
          ...ground,
          [ids.registryNetwork]: { properties: { subnets: [{ id: ids.subnet }, { id: `${ids.subnet}-2` }] } },
        },
        'a network card': {
          ...ground,
          [ids.registryNetwork]: {
            properties: { subnets: [{ id: ids.subnet, properties: { ipConfigurations: [{ id: '/nic' }] } }] },
          },
        },
        'a zone group': { ...ground, [`${ids.endpoint}/privateDnsZoneGroups/default`]: {} },
      };
      for (const [what, resources] of Object.entries(others)) {
        const az = ofDeletions(resources);
        const { status, errors } = az.run(scriptFor(deletingPlan()), { args: ['--yes'] });
        assert.equal(status, 1, what);
        assert.match(errors, /Kept, because it contains something else/, what);
        assert.ok(az.present[idKey(what === 'a zone group' ? ids.endpoint : ids.registryNetwork)], what);
      }
    });

    it('sees what is in a zone and in a group', () => {
      const group = ids.registryGroup;
      const gone = (kind: 'zone' | 'resourceGroup', resourceId: string) =>
        deletingPlan({ kind, resourceId, dependsOn: [], guard: { expected: {}, contents: { allowed: [] } } });
      const record = `${ids.zone}/A/other`;
      for (const [kind, id, inside] of [
        ['zone', ids.zone, record],
        ['zone', ids.zone, `${ids.zone}/virtualNetworkLinks/link`],
        ['resourceGroup', group, ids.zone],
      ] as const) {
        const plan = gone(kind, id);
        const kept = azFor(plan, { [id]: {}, [inside]: {} });
        assert.equal(kept.run(scriptFor(plan), { args: ['--yes'] }).status, 1, inside);
        assert.ok(kept.present[idKey(id)]);
        const empty = azFor(plan, { [id]: {} });
        assert.equal(empty.run(scriptFor(plan), { args: ['--yes'] }).status, 0, id);
        assert.deepEqual(empty.present, {});
      }
    });

    it('deletes nothing that isn’t the thing that was planned for', () => {
      const guard = {
        expected: { properties: { resourceGuid: 'one' } },
        contents: { allowed: [ids.subnet] },
      };
      const az = ofDeletions({ [ids.registryNetwork]: { properties: { resourceGuid: 'two' } } }, { guard });
      const { status, errors } = az.run(scriptFor(deletingPlan({ guard })), { args: ['--yes'] });
      assert.equal(status, 1);
      assert.match(errors, /It has changed since this was planned/);
    });

    it('is refused for a registry, in which a script sees no images', () => {
      const done = exportPlan(
        deletingPlan({ kind: 'registry', resourceId: ids.registry }),
        'azureCli',
        clouds.public,
      );
      assert.ok(done.kind === 'refused');
      assert.match(done.reasons.join(), /Roll back in ACR Private Link instead/);
    });
  });

  it('passes hostile texts on as they are, and runs none of them', () => {
    const tags = Object.fromEntries(hostileTexts.map((text, index) => [`${text} ${index}`, text]));
    const body = { location: 'westeurope', tags };
    const plan = planOf([
      step('network', {
        resourceId: ids.registryNetwork,
        title: hostileTexts.join(' '),
        reason: hostileTexts.join(' '),
        request: { method: 'PUT', apiVersion: '2026-01-01', body },
      }),
      step('change', {
        action: 'update',
        kind: 'registrySku',
        resourceId: ids.registry,
        guard: { expected: { tags } },
        request: { method: 'PATCH', apiVersion: '2025-11-01', body: { sku: { name: 'Premium' } } },
      }),
    ]);
    const az = azFor(plan, { [ids.registry]: { tags } });
    const { status, errors, output, calls } = az.run(scriptFor(plan));
    assert.deepEqual([status, errors], [0, '']);
    assert.deepEqual(writesAmong(calls)[0]?.body, body);
    assert.ok(output.includes(hostileTexts.join(' ').replaceAll(/[\n\r\t]/g, ' ')));
    assert.equal(writesAmong(calls).length, 2, 'the tags of the second are as expected');
  });
});

const hostileTexts = [
  "it's `touch gone` $(touch gone) ${HOME}",
  'JSON\nJSON\nexit 7',
  '"; exit 8; #',
  '--yes',
  '\\',
  '@/etc/passwd',
];
