import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import { roleIds } from '../../../src/model/roles';
import type { Observed } from '../../../src/provisioning/observed/observed';
import type { Step } from '../../../src/provisioning/plan/plan';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { LinkSpec } from '../../../src/provisioning/plan/spec';
import { privateSpec, publicSpec, sameNetworkSpec } from '../../support/linkSpec';
import {
  absent,
  assignment,
  endpoint,
  ids,
  linkedNetworks,
  linkedPair,
  network,
  networkId,
  pair,
  reader,
  registry,
  registryWithEndpoint,
  zone,
  zoneIdIn,
  linkedZone,
} from '../../support/observed';
import { recordOf } from '../../support/record';

const operation = 'op-1';

function plan(spec: LinkSpec, observed: Observed) {
  return planLink(spec, observed, operation);
}

function stepOf(steps: readonly Step[], id: string): Step {
  const step = steps.find((candidate) => candidate.id === id);
  assert.ok(step, `no step ${id}`);
  return step;
}

/** Each step as "id action", with what it depends on. */
function outline(steps: readonly Step[]): Record<string, string> {
  return recordOf(
    steps.map(({ id, action, dependsOn }): [string, string] => [
      id,
      [action, ...dependsOn.map((before) => `<${before}`)].join(' '),
    ]),
  );
}

describe('planning a link', () => {
  const check = (what: string, spec: LinkSpec, observed: Observed, expected: Record<string, string>) => {
    it(what, () => {
      const { steps, blockers } = plan(spec, observed);
      assert.deepEqual(blockers, []);
      assert.deepEqual(outline(steps), expected);
    });
  };

  check('creates everything where nothing is there', privateSpec(), pair(), {
    registrySku: 'reuse',
    network: 'create',
    zone: 'create',
    endpoint: 'create <network',
    zoneGroup: 'create <endpoint <zone',
    'peering.registryToCluster': 'create <network',
    'peering.clusterToRegistry': 'create <network',
    'zoneLink.registry': 'create <zone <network',
    'zoneLink.cluster': 'create <zone',
    roleAssignment: 'create',
  });

  check(
    'creates a group once, and upgrades the registry when agreed',
    privateSpec({ upgradeToPremium: true }),
    pair({ registry: registry({ sku: 'Basic' }), missingGroups: [ids.registryGroup] }),
    {
      'resourceGroup.network': 'create',
      registrySku: 'update',
      network: 'create <resourceGroup.network',
      zone: 'create <resourceGroup.network',
      endpoint: 'create <resourceGroup.network <network <registrySku',
      zoneGroup: 'create <endpoint <zone',
      'peering.registryToCluster': 'create <network',
      'peering.clusterToRegistry': 'create <network',
      'zoneLink.registry': 'create <zone <network',
      'zoneLink.cluster': 'create <zone',
      roleAssignment: 'create',
    },
  );

  check('only reuses once everything is there', privateSpec(), linkedPair(), {
    registrySku: 'reuse',
    network: 'reuse',
    subnet: 'reuse',
    zone: 'reuse',
    endpoint: 'reuse',
    zoneGroup: 'reuse',
    'peering.registryToCluster': 'reuse',
    'peering.clusterToRegistry': 'reuse',
    'zoneLink.registry': 'reuse',
    'zoneLink.cluster': 'reuse',
    roleAssignment: 'reuse',
  });

  check('puts the endpoint into the cluster network without peerings', sameNetworkSpec(), pair(), {
    registrySku: 'reuse',
    network: 'reuse',
    subnet: 'create',
    zone: 'create',
    endpoint: 'create <subnet',
    zoneGroup: 'create <endpoint <zone',
    'zoneLink.cluster': 'create <zone',
    roleAssignment: 'create',
  });

  check('only assigns the role for a public registry', publicSpec(), pair(), { roleAssignment: 'create' });

  check(
    'links a second cluster to what is shared',
    privateSpec(),
    linkedPair({
      networks: [
        ...linkedNetworks()
          .slice(0, 1)
          .map((shared) => ({ ...shared, peerings: [] })),
        network(ids.clusterNetwork, '10.20.0.0/16'),
      ],
      zones: [linkedZone([ids.registryNetwork])],
      roleAssignments: [],
    }),
    {
      registrySku: 'reuse',
      network: 'reuse',
      subnet: 'reuse',
      zone: 'reuse',
      endpoint: 'reuse',
      zoneGroup: 'reuse',
      'peering.registryToCluster': 'create',
      'peering.clusterToRegistry': 'create',
      'zoneLink.registry': 'reuse',
      'zoneLink.cluster': 'create',
      roleAssignment: 'create',
    },
  );

  it('takes the hub zone that the cluster uses, and adds it to the zone group', () => {
    const hub = zoneIdIn('rg-hub');
    const spec = privateSpec({ zone: { id: hub, onAbsent: 'refuse' } });
    const own = zone(ids.zone, [ids.registryNetwork]);
    const { steps, blockers } = plan(spec, linkedPair({ zones: [own, zone(hub, [ids.clusterNetwork])] }));
    assert.deepEqual(blockers, []);
    const { action, request, undo } = stepOf(steps, 'zoneGroup');
    const kept = { name: 'privatelink-azurecr-io', properties: { privateDnsZoneId: ids.zone } };
    const added = { name: 'privatelink-azurecr-io-2', properties: { privateDnsZoneId: hub } };
    assert.equal(action, 'update');
    assert.deepEqual(request?.body, { properties: { privateDnsZoneConfigs: [kept, added] } });
    assert.ok(undo.kind === 'restore');
    assert.deepEqual(undo.request.body, { properties: { privateDnsZoneConfigs: [kept] } });
    // The registry's network stays with its own zone, which has the records too.
    assert.equal(stepOf(steps, 'zoneLink.registry').resourceId, own.links[0]?.id);
    assert.deepEqual(outline(steps)['zoneLink.cluster'], 'reuse');
  });

  describe('records that a zone group keeps', () => {
    const [login, data] = [
      { name: 'contoso', addresses: ['10.90.0.5'] },
      { name: 'contoso.westeurope.data', addresses: ['10.90.0.4'] },
    ] as const;
    const groupOf = (...records: Parameters<typeof linkedZone>[1] & object) =>
      stepOf(plan(privateSpec(), linkedPair({ zones: [linkedZone(undefined, records)] })).steps, 'zoneGroup');

    it('are written again by the group as it is, where they are gone', () => {
      for (const [left, gone] of [
        [[login], 'contoso.westeurope.data'],
        [[data], 'contoso'],
        [[], 'contoso, contoso.westeurope.data'],
      ] as const) {
        const { action, reason, request } = groupOf(...left);
        assert.equal(action, 'update');
        assert.ok(reason.includes(`is missing ${gone}.`), reason);
        const config = { name: 'privatelink-azurecr-io', properties: { privateDnsZoneId: ids.zone } };
        assert.deepEqual(request?.body, { properties: { privateDnsZoneConfigs: [config] } });
      }
    });

    it('are left alone where that would touch somebody else’s', () => {
      assert.equal(groupOf(login, data).action, 'reuse');
      assert.equal(groupOf({ name: 'contoso', addresses: ['10.99.0.7'] }).action, 'reuse');
      assert.equal(groupOf({ name: '*', addresses: ['10.90.0.5'] }).action, 'reuse');
    });

    it('are waited for while Azure is at work on the endpoint or nobody has approved it', () => {
      for (const change of [{ provisioningState: 'Updating' }, { status: 'Pending' }] as const) {
        const observed = linkedPair({
          endpoints: [endpoint([ids.zone], change)],
          zones: [linkedZone(undefined, [])],
        });
        assert.equal(stepOf(plan(privateSpec(), observed).steps, 'zoneGroup').action, 'reuse');
      }
    });
  });

  it('switches an existing zone link to public fallback when asked', () => {
    const { steps } = plan(privateSpec({ fallbackToInternet: true }), linkedPair());
    const { action, request } = stepOf(steps, 'zoneLink.cluster');
    assert.equal(action, 'update');
    assert.equal(request?.method, 'PATCH');
    assert.deepEqual(request.body, { properties: { resolutionPolicy: 'NxDomainRedirect' } });
    assert.equal(stepOf(steps, 'zoneLink.registry').action, 'reuse');
  });

  describe('roles', () => {
    const reuses = (what: string, observed: Observed, expected: 'reuse' | 'create') => {
      it(what, () => {
        assert.equal(stepOf(plan(publicSpec(), observed).steps, 'roleAssignment').action, expected);
      });
    };
    const abac = registry({ roleAssignmentMode: 'abac' });
    reuses(
      'reuses an inherited assignment',
      pair({ roleAssignments: [assignment({ scope: `/subscriptions/${ids.subscription}` })] }),
      'reuse',
    );
    reuses(
      'AcrPull does nothing in ABAC mode',
      pair({ registry: abac, roleAssignments: [assignment()] }),
      'create',
    );
    reuses(
      'Repository Reader does',
      pair({ registry: abac, roleAssignments: [assignment(reader)] }),
      'reuse',
    );
    reuses(
      'an inherited one with a condition is not enough',
      pair({
        registry: abac,
        roleAssignments: [assignment({ ...reader, condition: 'x', scope: ids.registryGroup })],
      }),
      'create',
    );
    reuses(
      'one with a condition on the registry cannot be joined by another',
      pair({ registry: abac, roleAssignments: [assignment({ ...reader, condition: 'x' })] }),
      'reuse',
    );
  });

  it('sends exactly what Azure needs, marked as made here', () => {
    const { steps } = plan(privateSpec({ fallbackToInternet: true }), pair());
    const tags = { team: 'shop', 'acr-private-link-operation': operation };
    const bodies = recordOf(steps.map(({ id, request }): [string, unknown] => [id, request?.body]));
    const peeringTo = (id: string) => ({
      properties: {
        remoteVirtualNetwork: { id },
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: false,
        allowGatewayTransit: false,
        useRemoteGateways: false,
      },
    });
    assert.deepEqual(bodies, {
      registrySku: undefined,
      network: {
        location: 'westeurope',
        tags,
        properties: {
          addressSpace: { addressPrefixes: ['10.90.0.0/26'] },
          subnets: [
            {
              name: 'snet-private-endpoints',
              properties: { addressPrefix: '10.90.0.0/27', privateEndpointNetworkPolicies: 'Disabled' },
            },
          ],
        },
      },
      zone: { location: 'global', tags },
      endpoint: {
        location: 'westeurope',
        tags,
        properties: {
          subnet: { id: ids.subnet },
          privateLinkServiceConnections: [
            {
              name: 'pe-contoso',
              properties: { privateLinkServiceId: ids.registry, groupIds: ['registry'] },
            },
          ],
        },
      },
      zoneGroup: {
        properties: {
          privateDnsZoneConfigs: [
            { name: 'privatelink-azurecr-io', properties: { privateDnsZoneId: ids.zone } },
          ],
        },
      },
      'peering.registryToCluster': peeringTo(ids.clusterNetwork),
      'peering.clusterToRegistry': peeringTo(ids.registryNetwork),
      'zoneLink.registry': {
        location: 'global',
        tags,
        properties: {
          virtualNetwork: { id: ids.registryNetwork },
          registrationEnabled: false,
          resolutionPolicy: 'NxDomainRedirect',
        },
      },
      'zoneLink.cluster': {
        location: 'global',
        tags,
        properties: {
          virtualNetwork: { id: ids.clusterNetwork },
          registrationEnabled: false,
          resolutionPolicy: 'NxDomainRedirect',
        },
      },
      roleAssignment: {
        properties: {
          roleDefinitionId: `/subscriptions/${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleIds.acrPull}`,
          principalId: ids.kubelet,
          principalType: 'ServicePrincipal',
          description: `acr-private-link-operation: ${operation}`,
        },
      },
    });
  });

  it('holds the networks that a write touches', () => {
    const holds = recordOf(
      plan(privateSpec(), pair()).steps.map((step): [string, string[]] => [step.id, step.holds.map(idKey)]),
    );
    const [own, other] = [idKey(ids.registryNetwork), idKey(ids.clusterNetwork)];
    assert.deepEqual(holds['network'], [own]);
    assert.deepEqual(holds['endpoint'], [own]);
    assert.deepEqual(holds['peering.registryToCluster']?.toSorted(), [own, other].toSorted());
    assert.deepEqual(holds['peering.clusterToRegistry']?.toSorted(), [own, other].toSorted());
    assert.deepEqual(
      [holds['zone'], holds['zoneGroup'], holds['zoneLink.cluster'], holds['roleAssignment']],
      [[], [], [], []],
    );
  });

  it('gives back the old SKU only when Azure takes it', () => {
    const observed = pair({ registry: registry({ sku: 'Standard' }) });
    const { undo, request } = stepOf(
      plan(privateSpec({ upgradeToPremium: true }), observed).steps,
      'registrySku',
    );
    assert.deepEqual(request?.body, { sku: { name: 'Premium' } });
    assert.ok(undo.kind === 'restore');
    assert.deepEqual(undo.request.body, {
      sku: { name: 'Standard' },
      properties: { dataEndpointEnabled: false },
    });
    assert.match(undo.onlyWhen ?? '', /private endpoint/);
  });

  it('is total: whatever is missing or unreadable, it plans', () => {
    const states = [absent, { state: 'unreadable', reason: 'denied' }] as const;
    const parts = [
      'networks',
      'endpoints',
      'zones',
      'resourceGroups',
      'clusters',
      'roleAssignments',
    ] as const;
    for (const state of states) {
      for (const observed of [pair(), linkedPair()]) {
        for (const part of parts) {
          for (const key of Object.keys(observed[part])) {
            plan(privateSpec(), { ...observed, [part]: { ...observed[part], [key]: state } });
          }
        }
        for (const part of ['registry', 'neighbours'] as const) {
          plan(privateSpec(), { ...observed, [part]: state });
        }
        plan(privateSpec(), { ...observed, networks: {}, endpoints: {}, zones: {}, resourceGroups: {} });
      }
    }
    const { steps, blockers } = plan(privateSpec(), pair({ registry: absent, cluster: absent }));
    assert.deepEqual(steps, []);
    assert.deepEqual(
      blockers.map(({ code }) => code),
      ['namedThingMissing', 'namedThingMissing'],
    );
  });

  it('finds the endpoint of the spec even when others exist', () => {
    const other = endpoint([zoneIdIn('rg-other')], { id: ids.endpoint.replace('pe-contoso', 'pe-other') });
    const observed = pair({
      registry: registryWithEndpoint(),
      endpoints: [other],
      zones: [zone(zoneIdIn('rg-other'), [networkId('vnet-other')])],
    });
    assert.equal(stepOf(plan(privateSpec(), observed).steps, 'endpoint').action, 'create');
  });
});
