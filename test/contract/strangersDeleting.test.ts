import assert from 'node:assert/strict';
import { apiVersions } from '../../src/model/apiVersions';
import { asObject, type JsonObject } from '../../src/model/json';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import type { UnlinkPlan } from '../../src/provisioning/plan/unlinkSpec';
import type { Step } from '../../src/provisioning/plan/plan';
import { settingsOf } from '../../src/provisioning/plan/settings';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { appliedWhile, codesOf, raw, thing } from './support/strangers';

const [registry, cluster] = ['appsRegistry', 'shopUsCluster'] as const;

/** Things that can be deleted and made again while everything around them stays. */
const replaceable = ['zoneLink', 'peering', 'roleAssignment', 'zoneGroup'] as const;

describe('what somebody else has come to use', () => {
  let azure: Linking;
  let link: AnyPlan;
  beforeEach(async () => {
    azure = await Linking.start();
    link = await azure.plan(await azure.propose(registry, cluster, { mode: 'private' }));
    await azure.applied(link);
  });
  afterEach(() => azure.close());

  const idOf = (stepId: string) => link.steps.find(({ id }) => id === stepId)!.resourceId;
  const versionOf = (kind: Step['kind']) =>
    link.steps.find((step) => step.kind === kind)!.request!.apiVersion;

  const unlinkAll = (): Promise<UnlinkPlan> => azure.planUnlink(registry, cluster, () => true);
  const plans: Readonly<Record<string, () => Promise<AnyPlan>>> = {
    unlink: unlinkAll,
    'roll back': () => azure.planRollBack(link.operationId),
  };
  const deletionOf = (plan: AnyPlan, id: string): Step => {
    const step = plan.steps.find(({ resourceId, action }) => resourceId === id && action === 'delete');
    assert.ok(step, JSON.stringify(plan.steps.map(({ action, title, reason }) => [action, title, reason])));
    return step;
  };

  /** The same settings, tags and mark included: only what Azure gave it at its creation is another. */
  function replace(kind: Step['kind'], id: string): void {
    // Azure connects two sides again only when neither is left of those before.
    const sides = ['peering.registryToCluster', 'peering.clusterToRegistry'].map(idOf);
    const bodies = (kind === 'peering' ? sides : [id]).map(
      (each) => [each, settingsOf(kind, raw(azure, each))] as const,
    );
    for (const [each] of bodies) azure.send('DELETE', each, versionOf(kind));
    for (const [each, body] of bodies) azure.send('PUT', each, versionOf(kind), body);
  }

  for (const [name, planOf] of Object.entries(plans)) {
    for (const kind of replaceable) {
      // A zone group has nothing that tells it from an equal one: it would have to be another one.
      const isTold = kind !== 'zoneGroup';
      it(`is not deleted by ${name} when it was ${isTold ? 'made again' : 'changed'} after the plan: ${kind}`, async () => {
        const plan = await planOf();
        const step = plan.steps.find((one) => one.kind === kind && one.action === 'delete');
        assert.ok(step);
        let theirs: string | undefined;
        const outcome = await appliedWhile(azure, plan, step, 'look', () => {
          if (isTold) replace(kind, step.resourceId);
          else addZone(step.resourceId);
          theirs = thing(azure, step.resourceId);
          assert.ok(theirs !== undefined);
        });
        assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
        assert.equal(thing(azure, step.resourceId), theirs);
      });
    }
  }

  function addZone(groupId: string): void {
    const group = contoso('dataRegistry').replace(/\/providers\/.*/, '');
    const zone = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
    if (azure.emulator.estate.get(zone) === undefined) {
      azure.send('PUT', zone, apiVersions.privateDns, { location: 'global' });
    }
    const { properties } = settingsOf('zoneGroup', raw(azure, groupId));
    const configs = asObject(properties)['privateDnsZoneConfigs'] as readonly JsonObject[];
    azure.send('PUT', groupId, apiVersions.network, {
      properties: {
        privateDnsZoneConfigs: [...configs, { name: 'theirs', properties: { privateDnsZoneId: zone } }],
      },
    });
  }

  it('is not deleted when a zone link is made again between the last look and the request', async () => {
    const plan = await unlinkAll();
    const id = idOf('zoneLink.cluster');
    const outcome = await appliedWhile(azure, plan, deletionOf(plan, id), 'write', () => {
      replace('zoneLink', id);
    });
    assert.deepEqual(codesOf(outcome), ['guard.changed'], JSON.stringify(outcome));
    assert.ok(azure.emulator.estate.get(id));
  });

  const uses: Readonly<Record<string, { readonly stepId: string; readonly use: (id: string) => void }>> = {
    'a gateway over the peering': {
      stepId: 'peering.registryToCluster',
      use: (id) => {
        const { properties } = settingsOf('peering', raw(azure, id));
        azure.send('PUT', id, apiVersions.network, {
          properties: { ...asObject(properties), allowGatewayTransit: true },
        });
      },
    },
    'forwarded traffic over the peering': {
      stepId: 'peering.clusterToRegistry',
      use: (id) => {
        const { properties } = settingsOf('peering', raw(azure, id));
        azure.send('PUT', id, apiVersions.network, {
          properties: { ...asObject(properties), allowForwardedTraffic: true },
        });
      },
    },
    'machines that the network registers in the zone': {
      stepId: 'zoneLink.cluster',
      use: (id) => {
        azure.send('PATCH', id, apiVersions.privateDns, { properties: { registrationEnabled: true } });
      },
    },
    'the words and condition of a role assignment': {
      stepId: 'roleAssignment',
      use: (id) => {
        const { properties } = settingsOf('roleAssignment', raw(azure, id));
        const kept = Object.entries(asObject(properties)).filter(([, value]) => value !== null);
        azure.send('PUT', id, apiVersions.authorization, {
          properties: {
            ...Object.fromEntries(kept),
            condition: '@Resource[Microsoft.ContainerRegistry/registries:name] StringEquals "x"',
            conditionVersion: '2.0',
          },
        });
      },
    },
    'a DNS server of the network': {
      stepId: 'network',
      use: (id) => {
        const { location, tags, properties } = raw(azure, id);
        azure.send('PUT', id, apiVersions.network, {
          location: location ?? '',
          tags: tags ?? {},
          properties: {
            addressSpace: asObject(properties)['addressSpace'] ?? {},
            dhcpOptions: { dnsServers: ['10.9.9.9'] },
          },
        });
      },
    },
    'another subnet of the network': {
      stepId: 'network',
      use: (id) => {
        const space = asObject(asObject(raw(azure, id)['properties'])['addressSpace']);
        const [prefix = ''] = space['addressPrefixes'] as readonly string[];
        const lastQuarter = prefix.replace(
          /(\d+)\/26$/,
          (_, start: string) => `${String(Number(start) + 48)}/28`,
        );
        azure.send('PUT', `${id}/subnets/theirs`, apiVersions.network, {
          properties: { addressPrefix: lastQuarter },
        });
      },
    },
    'the words of a tag': {
      stepId: 'zone',
      use: (id) => {
        const tags = { ...asObject(raw(azure, id)['tags']), owner: 'platform team' };
        azure.send('PATCH', id, apiVersions.privateDns, { tags });
      },
    },
    'a zone that the endpoint writes to': {
      stepId: 'zoneGroup',
      use: addZone,
    },
  };
  for (const [what, { stepId, use }] of Object.entries(uses)) {
    it(`is not deleted under their feet: ${what}`, async () => {
      const plan = await unlinkAll();
      const id = idOf(stepId);
      let theirs: string | undefined;
      const outcome = await appliedWhile(azure, plan, deletionOf(plan, id), 'look', () => {
        use(id);
        theirs = thing(azure, id);
      });
      const [code = ''] = codesOf(outcome);
      assert.match(code, /^guard\.(changed|foreignContents)$/, JSON.stringify(outcome));
      assert.equal(thing(azure, id), theirs);
    });
  }
});
