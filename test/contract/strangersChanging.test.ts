import assert from 'node:assert/strict';
import { apiVersions } from '../../src/model/apiVersions';
import { asObject, asObjects, type JsonObject } from '../../src/model/json';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import type { Step } from '../../src/provisioning/plan/plan';
import { settingsOf } from '../../src/provisioning/plan/settings';
import { contoso } from './support/contoso';
import { planFor, proposeFor } from './support/freshRegistries';
import { Linking } from './support/linking';
import { planAccess } from './support/publicAccess';
import { appliedWhile, codesOf, raw, thing } from './support/strangers';

const rule = (value: string) => ({ action: 'Allow', value });

describe('what somebody else changes meanwhile', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const updateOf = (plan: AnyPlan, kind: Step['kind']): Step => {
    const step = plan.steps.find((one) => one.kind === kind && one.action === 'update');
    assert.ok(step, plan.steps.map(({ action, id }) => `${action} ${id}`).join());
    return step;
  };
  const propertiesOf = (id: string): JsonObject => asObject(raw(azure, id)['properties']);

  describe('in the list of a DNS zone group', () => {
    const zoneIds = (id: string) =>
      asObjects(propertiesOf(id)['privateDnsZoneConfigs']).map((config) =>
        textOf(asObject(config['properties'])['privateDnsZoneId']),
      );

    /** A zone of a third team, and the request by which they have the group write to it. */
    function theirZone(): string {
      const group = contoso('appsRegistry').replace(/\/providers\/.*/, '');
      const id = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
      azure.send('PUT', id, apiVersions.privateDns, { location: 'global' });
      return id;
    }

    function addZone(groupId: string, zoneId: string): void {
      const group = settingsOf('zoneGroup', raw(azure, groupId));
      const configs = asObjects(asObject(group['properties'])['privateDnsZoneConfigs']);
      const config = { name: 'third-team', properties: { privateDnsZoneId: zoneId } };
      azure.send('PUT', groupId, apiVersions.network, {
        properties: { privateDnsZoneConfigs: [...configs, config] },
      });
    }

    const linkOfPayments = async (): Promise<AnyPlan> =>
      azure.plan(await azure.propose('dataRegistry', 'paymentsCluster', { mode: 'private' }));

    for (const when of ['between plan and request', 'after the link'] as const) {
      it(`stays, with its records, and also when the link is rolled back: added ${when}`, async () => {
        const [plan, zone] = [await linkOfPayments(), theirZone()];
        const step = updateOf(plan, 'zoneGroup');
        const before = zoneIds(step.resourceId);
        const outcome =
          when === 'after the link'
            ? await azure.apply(plan)
            : await appliedWhile(azure, plan, step, 'look', () => {
                addZone(step.resourceId, zone);
              });
        assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
        if (when === 'after the link') addZone(step.resourceId, zone);
        assert.equal(zoneIds(step.resourceId).length, before.length + 2);
        const undone = await azure.rollBack(await azure.planRollBack(plan.operationId));
        assert.equal(undone.kind, 'done', JSON.stringify(undone));
        assert.deepEqual(zoneIds(step.resourceId), [...before, zone]);
        assert.ok(azure.emulator.estate.get(`${zone}/A/contosodata`), 'their records are there');
      });
    }

    it('stays where the roll back’s own plan was older', async () => {
      const [plan, zone] = [await linkOfPayments(), theirZone()];
      await azure.applied(plan);
      const undo = await azure.planRollBack(plan.operationId);
      const step = updateOf(undo, 'zoneGroup');
      const outcome = await appliedWhile(azure, undo, step, 'look', () => {
        addZone(step.resourceId, zone);
      });
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.ok(zoneIds(step.resourceId).includes(zone));
    });

    it('keeps the group and its endpoint, where the operation made both, and takes out its own zone', async () => {
      const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
      const plan = await azure.plan(spec);
      await azure.applied(plan);
      const idOf = (id: string) => plan.steps.find((step) => step.id === id)!.resourceId;
      const group = contoso('dataRegistry').replace(/\/providers\/.*/, '');
      const zone = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
      if (azure.emulator.estate.get(zone) === undefined) {
        azure.send('PUT', zone, apiVersions.privateDns, { location: 'global' });
      }
      addZone(idOf('zoneGroup'), zone);
      const undo = await azure.planRollBack(plan.operationId);
      const endpoint = undo.steps.find(({ id }) => id === 'undo.endpoint')!;
      assert.equal(endpoint.action, 'reuse');
      assert.match(endpoint.reason, /contains other resources \(privateDnsZoneGroups/);
      const outcome = await azure.rollBack(undo);
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.deepEqual(zoneIds(idOf('zoneGroup')), [zone]);
      assert.ok(azure.emulator.estate.get(`${zone}/A/contosoapps`), 'their records are there');
      // What only the operation's own zone was for is gone.
      assert.equal(azure.emulator.estate.get(idOf('zone')), undefined);
      assert.equal(azure.emulator.estate.get(idOf('zoneLink.cluster')), undefined);
    });

    it('is refused where it stands in the way: an entry of the same zone', async () => {
      const plan = await linkOfPayments();
      const step = updateOf(plan, 'zoneGroup');
      const [zone = ''] = (step.request?.lists ?? []).flatMap(({ add }) =>
        add.map((entry) => textOf(asObject(entry['properties'])['privateDnsZoneId'])),
      );
      let theirs: string | undefined;
      const outcome = await appliedWhile(azure, plan, step, 'look', () => {
        addZone(step.resourceId, zone);
        theirs = thing(azure, step.resourceId);
      });
      assert.deepEqual(codesOf(outcome), ['guard.changed']);
      assert.equal(thing(azure, step.resourceId), theirs);
      await azure.rollBack(await azure.planRollBack(plan.operationId));
      assert.equal(thing(azure, step.resourceId), theirs);
    });
  });

  describe('of a registry', () => {
    const registryId = contoso('coreRegistry');
    const set = (properties: object) => {
      azure.send('PATCH', registryId, apiVersions.registry, { properties });
    };
    const rules = () =>
      asObjects(asObject(propertiesOf(registryId)['networkRuleSet'])['ipRules']).map(({ value }) => value);
    const firewall = (...values: string[]) => ({
      publicNetworkAccess: 'Enabled',
      networkRuleSet: { defaultAction: 'Deny', ipRules: values.map(rule) },
    });

    it('rules of theirs stay beside ours, and when ours are rolled back', async () => {
      set(firewall('192.0.2.1'));
      const plan = await planAccess(azure.azure, registryId, {
        mode: 'ranges',
        ranges: ['192.0.2.1', '203.0.113.0/24'],
      });
      const outcome = await appliedWhile(azure, plan, updateOf(plan, 'publicAccess'), 'look', () => {
        set(firewall('192.0.2.1', '198.51.100.7'));
      });
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.deepEqual(rules(), ['192.0.2.1', '198.51.100.7', '203.0.113.0/24']);
      set(firewall('198.51.100.7', '203.0.113.0/24', '198.51.100.8'));
      const undone = await azure.rollBack(await azure.planRollBack(plan.operationId));
      assert.equal(undone.kind, 'done', JSON.stringify(undone));
      assert.deepEqual(rules(), ['198.51.100.7', '198.51.100.8']);
    });

    const changes: Readonly<Record<string, object>> = {
      'its default action': { networkRuleSet: { defaultAction: 'Allow', ipRules: [rule('192.0.2.1')] } },
      'its public access': { publicNetworkAccess: 'Disabled' },
      'whether trusted services pass': { networkRuleBypassOptions: 'None' },
      'that anybody may pull without a role': { anonymousPullEnabled: true },
    };
    for (const [what, properties] of Object.entries(changes)) {
      it(`is not changed over their heads: ${what}`, async () => {
        set({ ...firewall('192.0.2.1'), networkRuleBypassOptions: 'AzureServices' });
        const plan = await planAccess(azure.azure, registryId, {
          mode: 'ranges',
          ranges: ['203.0.113.0/24'],
        });
        let theirs: string | undefined;
        const outcome = await appliedWhile(azure, plan, updateOf(plan, 'publicAccess'), 'look', () => {
          set(properties);
          theirs = thing(azure, registryId);
        });
        assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
        assert.equal(thing(azure, registryId), theirs);
      });
    }

    it('is not closed when a rule of theirs came, who would be shut out without a word', async () => {
      set(firewall('192.0.2.1'));
      const plan = await planAccess(azure.azure, registryId, { mode: 'off' });
      const outcome = await appliedWhile(azure, plan, updateOf(plan, 'publicAccess'), 'look', () => {
        set(firewall('192.0.2.1', '198.51.100.7'));
      });
      assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
      assert.equal(propertiesOf(registryId)['publicNetworkAccess'], 'Enabled');
    });

    it('is not closed when the endpoint that pulls would go over has gone', async () => {
      set(firewall('192.0.2.1'));
      const plan = await planAccess(azure.azure, registryId, { mode: 'off' });
      const [connection] = asObjects(
        asObject((await azure.azure.readResource(registryId, new AbortController().signal))['properties'])[
          'privateEndpointConnections'
        ],
      );
      const outcome = await appliedWhile(azure, plan, updateOf(plan, 'publicAccess'), 'look', () => {
        azure.send('DELETE', textOf(connection?.['id']), apiVersions.registry);
      });
      assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
    });

    const changedFirst: Readonly<Record<string, (id: string) => void>> = {
      'is of another SKU by then': (id) => {
        azure.send('PATCH', id, apiVersions.registry, { sku: { name: 'Basic' } });
      },
      'was made again under its name': (id) => {
        const { location, sku } = raw(azure, id);
        azure.send('DELETE', id, apiVersions.registry);
        azure.send('PUT', id, apiVersions.registry, { location, sku, properties: {} });
      },
    };
    for (const [what, change] of Object.entries(changedFirst)) {
      it(`is not raised to Premium when it ${what}`, async () => {
        const id = contoso('devRegistry');
        const registry = { kind: 'existing', id } as const;
        const plan = await planFor(azure.azure, await proposeFor(azure.azure, { registry }));
        let theirs: string | undefined;
        const outcome = await appliedWhile(azure, plan, updateOf(plan, 'registrySku'), 'look', () => {
          change(id);
          theirs = thing(azure, id);
        });
        assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
        assert.equal(thing(azure, id), theirs);
      });
    }
  });

  describe('of the link of a network to a zone', () => {
    /** A plan that has names which the zone lacks resolved publicly. */
    async function withFallback(): Promise<AnyPlan> {
      const first = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
      await azure.applied(await azure.plan(first));
      const again = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
      const links = again.links.map((link) =>
        link.access.mode === 'private'
          ? { ...link, access: { ...link.access, fallbackToInternet: true } }
          : link,
      );
      return azure.plan({ ...again, links });
    }

    for (const moment of ['look', 'write'] as const) {
      it(`is looked at, also where they write between the last look and the request: ${moment}`, async () => {
        const plan = await withFallback();
        const step = updateOf(plan, 'zoneLink');
        let theirs: string | undefined;
        const outcome = await appliedWhile(azure, plan, step, moment, () => {
          azure.send('PATCH', step.resourceId, apiVersions.privateDns, {
            properties: { registrationEnabled: true, resolutionPolicy: 'NxDomainRedirect' },
          });
          theirs = thing(azure, step.resourceId);
        });
        assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
        assert.equal(thing(azure, step.resourceId), theirs);
      });
    }

    it('may bear another tag by then', async () => {
      const plan = await withFallback();
      const step = updateOf(plan, 'zoneLink');
      const { tags } = raw(azure, step.resourceId);
      const outcome = await appliedWhile(azure, plan, step, 'write', () => {
        azure.send('PATCH', step.resourceId, apiVersions.privateDns, {
          tags: { ...asObject(tags), team: 'dns' },
        });
      });
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.equal(asObject(raw(azure, step.resourceId)['tags'])['team'], 'dns');
      assert.equal(propertiesOf(step.resourceId)['resolutionPolicy'], 'NxDomainRedirect');
    });
  });

  it('is not overwritten on a peering: the flags that they set in between', async () => {
    const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
    const first = await azure.plan(spec);
    await azure.applied(first);
    const { resourceId } = first.steps.find(({ id }) => id === 'peering.clusterToRegistry')!;
    const put = (changes: object) => {
      const { properties } = settingsOf('peering', raw(azure, resourceId));
      azure.send('PUT', resourceId, apiVersions.network, {
        properties: { ...asObject(properties), ...changes },
      });
    };
    put({ allowVirtualNetworkAccess: false });
    const plan = await azure.plan(spec);
    let theirs: string | undefined;
    const outcome = await appliedWhile(azure, plan, updateOf(plan, 'peering'), 'look', () => {
      put({ allowForwardedTraffic: true });
      theirs = thing(azure, resourceId);
    });
    assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
    assert.equal(thing(azure, resourceId), theirs);
  });
});

function textOf(value: unknown): string {
  assert.ok(typeof value === 'string');
  return value;
}
