import assert from 'node:assert/strict';
import { understood } from '../../../src/provisioning/operations/journaled';
import { canBeUndone } from '../../../src/provisioning/operations/kinds';
import { type AnyPlan, titleOf } from '../../../src/provisioning/operations/table';
import type { RegistryPlan, RegistrySpec } from '../../../src/provisioning/plan/registrySpec';
import { readJournal, JournalWriter } from '../../../src/provisioning/journal/journal';
import { systemClock } from '../../../src/platform/clock';
import { needsOf } from '../../../src/provisioning/preflight/needs';
import { planRegistry } from '../../../src/provisioning/registry/planRegistry';
import { MemoryStorage } from '../../support/fakeWriter';
import { assertHazards, endpointCosts, firstEndpoint, type ExpectedHazard } from '../../support/findings';
import {
  endpoint,
  ids,
  linkedZone,
  network,
  networkId,
  registry,
  registryNetwork,
  registryWithEndpoint,
  zone,
  zoneIdIn,
} from '../../support/observed';
import { alone, existingSpec, newSpec } from '../../support/registrySpec';

const replicas = [{ location: 'North Europe', zoneRedundancy: false }];

describe('planning a registry by itself', () => {
  const stepOf = ({ steps }: RegistryPlan, id: string) => steps.find((step) => step.id === id)!;
  const actions = ({ steps }: RegistryPlan) => steps.map(({ action, id }) => `${action} ${id}`);
  const fromNothing = planRegistry(
    newSpec({ replicas }),
    alone({ missingGroups: [ids.registryGroup] }),
    'op-1',
  );

  it('makes everything from nothing', () => {
    assert.deepEqual(actions(fromNothing), [
      'create resourceGroup.registry',
      'create registry',
      'create replica.northeurope',
      'create network',
      'create zone',
      'create endpoint',
      'create zoneGroup',
      'create zoneLink.registry',
    ]);
    assert.deepEqual(fromNothing.blockers, []);
  });

  it('sends a closed Premium registry without admin user, open for trusted services, with the mark', () => {
    assert.deepEqual(stepOf(fromNothing, 'registry').request, {
      method: 'PUT',
      apiVersion: '2025-11-01',
      body: {
        location: 'westeurope',
        tags: { team: 'shop', 'acr-private-link-operation': 'op-1' },
        sku: { name: 'Premium' },
        properties: {
          adminUserEnabled: false,
          publicNetworkAccess: 'Disabled',
          networkRuleBypassOptions: 'AzureServices',
          zoneRedundancy: 'Enabled',
          roleAssignmentMode: 'LegacyRegistryPermissions',
        },
      },
    });
    const abac = planRegistry(newSpec({ roleAssignmentMode: 'abac' }), alone(), 'op-1');
    const { properties } = stepOf(abac, 'registry').request!.body as { properties: Record<string, string> };
    assert.equal(properties['roleAssignmentMode'], 'AbacRepositoryPermissions');
  });

  it('makes replicas after the registry, and the endpoint after both, with a network meanwhile', () => {
    assert.deepEqual(stepOf(fromNothing, 'replica.northeurope').dependsOn, ['registry']);
    assert.deepEqual(stepOf(fromNothing, 'network').dependsOn, ['resourceGroup.registry']);
    assert.deepEqual(stepOf(fromNothing, 'endpoint').dependsOn.toSorted(), [
      'network',
      'registry',
      'replica.northeurope',
      'resourceGroup.registry',
    ]);
  });

  it('makes a registry alone where no private addresses are wanted', () => {
    const spec = { ...newSpec({ publicNetworkAccess: 'Enabled' }), side: undefined };
    const plan = planRegistry(spec, alone(), 'op-1');
    assert.deepEqual([actions(plan), plan.blockers], [['create registry'], []]);
    assert.deepEqual(
      plan.hazards.map(({ code }) => code),
      ['costOfRegistry'],
    );
  });

  it('leaves names to a central team', () => {
    const plan = planRegistry(newSpec({}, { dns: 'central' }), alone(), 'op-1');
    assert.deepEqual(actions(plan), ['create registry', 'create network', 'create endpoint']);
    assert.ok(plan.requirements.some(({ code }) => code === 'centralDns'));
  });

  it('has nothing to do where everything is there', () => {
    const made = {
      ...registryWithEndpoint(),
      publicNetworkAccess: 'Disabled' as const,
      replicaLocations: ['northeurope'],
      replicas: [
        {
          id: `${ids.registry}/replications/northeurope`,
          location: 'northeurope',
          zoneRedundancy: false,
          provisioningState: 'Succeeded',
        },
      ],
    };
    const observed = alone({
      registry: made,
      networks: [registryNetwork()],
      endpoints: [endpoint([ids.zone])],
      zones: [linkedZone()],
    });
    const plan = planRegistry(newSpec({ replicas }), observed, 'op-1');
    assert.deepEqual(plan.blockers, []);
    assert.ok(
      plan.steps.every(({ action }) => action === 'reuse'),
      actions(plan).join(),
    );
    assert.deepEqual(plan.hazards, []);
  });

  it('gives an existing registry private addresses, upgraded first', () => {
    const plan = planRegistry(
      existingSpec({}, true),
      alone({ registry: registry({ sku: 'Basic' }) }),
      'op-1',
    );
    assert.deepEqual(actions(plan), [
      'update registrySku',
      'create network',
      'create zone',
      'create endpoint',
      'create zoneGroup',
      'create zoneLink.registry',
    ]);
    assert.ok(stepOf(plan, 'endpoint').dependsOn.includes('registrySku'));
  });

  it('is journaled, read back, told by its title, and can be undone', async () => {
    const plans: readonly (readonly [AnyPlan, string])[] = [
      [fromNothing, 'Create private registry contoso'],
      [planRegistry(withoutSide(newSpec()), alone(), 'op-2'), 'Create registry contoso'],
      [planRegistry(existingSpec(), alone({ registry: registry() }), 'op-3'), 'Make contoso private'],
    ];
    for (const [plan, title] of plans) {
      const storage = new MemoryStorage();
      const begin = { plan, title, acknowledged: [], owner: 'here' };
      const writer = await JournalWriter.open(storage, systemClock, begin);
      assert.ok(writer instanceof JournalWriter);
      await writer.finish('done');
      const read = await readJournal(storage, plan.operationId);
      assert.ok(read?.ok);
      assert.deepEqual(read.journal.plan, plan);
      assert.deepEqual([titleOf(plan), read.journal.title], [title, title]);
      assert.ok(canBeUndone(plan.purpose.kind));
    }
    assert.equal(understood({ ...fromNothing, purpose: { kind: 'registry', spec: {} } }), undefined);
  });

  it('needs the rights of every step, and providers that are registered', () => {
    const needs = needsOf(fromNothing);
    const required = (id: string) =>
      needs
        .find(({ step }) => step.id === id)!
        .rights.filter(({ weight }) => weight === 'required')
        .map(({ action, scope }) => `${action} @ ${scope.split('/').slice(-2).join('/')}`);
    const registries = 'Microsoft.ContainerRegistry/registries';
    const above = `subscriptions/${ids.subscription}`;
    assert.deepEqual(required('registry'), [
      `${registries}/write @ ${above}`,
      `${registries}/read @ ${above}`,
    ]);
    assert.deepEqual(required('replica.northeurope'), [
      `${registries}/replications/write @ ${above}`,
      `${registries}/replications/read @ ${above}`,
    ]);
    assert.ok(
      required('endpoint').includes(`${registries}/privateEndpointConnectionsApproval/action @ ${above}`),
    );
    const providers = needs.find(({ step }) => step.id === 'registry')!.providers;
    assert.deepEqual(providers, [
      { subscriptionId: ids.subscription, namespace: 'Microsoft.ContainerRegistry' },
    ]);
  });

  describe('hazards', () => {
    const fabrikam = {
      id: ids.registry.replace('contoso', 'fabrikam'),
      loginServer: 'fabrikam.azurecr.io',
      pullPrincipals: [ids.kubelet],
    };
    const shop = {
      id: ids.cluster,
      name: 'aks-shop',
      networkId: networkId('vnet-other'),
      kubeletObjectId: ids.kubelet,
    };
    const neighbours = { pullPrincipals: [ids.kubelet], privateRegistries: [fabrikam], clusters: [shop] };
    const host = network(networkId('vnet-other'), '10.90.0.0/26');
    const inHost = {
      network: { id: host.id, onAbsent: 'refuse', location: 'westeurope', addressPrefix: '10.90.0.0/26' },
      subnet: { id: `${host.id}/subnets/snet-pe`, onAbsent: 'create', addressPrefix: '10.90.0.0/27' },
    } as const;
    const check = (what: string, plan: RegistryPlan, expected: readonly ExpectedHazard[]) => {
      it(what, () => {
        assertHazards(plan.hazards, expected);
      });
    };
    const outside = [
      'ACR Tasks (az acr build)',
      'browsing images in the portal and in this extension',
      'this computer, unless it is in such a network',
    ];

    const registryCosts: ExpectedHazard = [
      'costOfRegistry',
      [],
      /^Registry contoso costs about US\$ .* with the Premium SKU/,
    ];
    check('a closed registry locks out who is outside, and costs', fromNothing, [
      endpointCosts,
      registryCosts,
      ['closedFromOutside', outside, /^Public network access of contoso is disabled from the start/],
      [
        'costOfReplicas',
        [],
        /^Each replica of contoso costs as much as the registry.* The plan creates 1\.$/,
      ],
    ]);
    check(
      'a public one locks out nobody',
      planRegistry(newSpec({ publicNetworkAccess: 'Enabled' }), alone(), 'op-1'),
      [endpointCosts, registryCosts],
    );
    it('says so where a closed one has no private endpoint either', () => {
      const { hazards } = planRegistry(withoutSide(newSpec()), alone(), 'op-1');
      const closed = hazards.find(({ code }) => code === 'closedFromOutside');
      assert.match(closed?.message ?? '', /pushing and pulling aren’t possible/);
    });
    it('names prices, their source and their date', () => {
      const { hazards } = planRegistry(newSpec(), alone(), 'op-1');
      for (const code of ['costOfRegistry', 'costOfEndpoint']) {
        const { message } = hazards.find((hazard) => hazard.code === code)!;
        assert.match(message, /US\$ \d.*Microsoft’s list prices.*20\d\d/);
      }
    });
    check(
      'linking a network to the zone hides its clusters’ other private registries',
      planRegistry(
        newSpec({ publicNetworkAccess: 'Enabled' }, inHost),
        alone({ networks: [host], neighbours }),
        'op-1',
      ),
      [
        endpointCosts,
        registryCosts,
        ['zoneLinkHidesRegistries', ['aks-shop → fabrikam.azurecr.io'], /^After vnet-other is linked/],
      ],
    );
    check(
      'the first endpoint of a registry in use takes its name from networks with another zone',
      planRegistry(
        existingSpec({}, true),
        alone({
          registry: registry({ sku: 'Basic' }),
          zones: [zone(zoneIdIn('rg-other'), [host.id])],
          networks: [host],
          neighbours,
        }),
        'op-1',
      ),
      [
        ...firstEndpoint,
        [
          'registryNameBecomesPrivate',
          ['aks-shop'],
          /Networks linked to a different private DNS zone with this name/,
        ],
        ['costOfSku', [], /costs more per day with the Premium SKU than with Basic/],
      ],
    );
    check(
      'networks of the same zone get an address that they have no way to',
      planRegistry(
        existingSpec(),
        alone({ registry: registry(), zones: [zone(ids.zone, [host.id])], networks: [host], neighbours }),
        'op-1',
      ),
      [
        ...firstEndpoint,
        ['privateAddressWithoutPath', ['aks-shop'], /without being peered with vnet-contoso/],
      ],
    );
    check(
      'of a new registry nobody can lose anything by that',
      planRegistry(
        newSpec({ publicNetworkAccess: 'Enabled' }),
        alone({
          zones: [zone(ids.zone, [host.id]), zone(zoneIdIn('rg-other'), [networkId('third')])],
          neighbours,
        }),
        'op-1',
      ),
      [endpointCosts, registryCosts],
    );
  });
});

function withoutSide({ schemaVersion, registry: wish, tags }: RegistrySpec): RegistrySpec {
  return { schemaVersion, registry: wish, tags };
}
