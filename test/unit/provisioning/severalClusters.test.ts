import assert from 'node:assert/strict';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { Observed } from '../../../src/provisioning/observed/observed';
import type { LinkSpec } from '../../../src/provisioning/plan/spec';
import { assertBlockers, type ExpectedBlockers } from '../../support/findings';
import { publicSpec } from '../../support/linkSpec';
import { absent, assignment, ids, knownAs, networkId, zoneIdIn } from '../../support/observed';
import { clusterId, clusterNamed, observedClusters, severalSpec } from '../../support/severalClusters';

const [a, b] = [clusterNamed('a'), clusterNamed('b')];
const both = observedClusters([
  [a, '10.20.0.0/16'],
  [b, '10.21.0.0/16'],
]);
const steps = (spec: LinkSpec, observed: Observed = both) => planLink(spec, observed, 'op-1').steps;

describe('one plan for several clusters', () => {
  it('has what is shared once, and of each cluster its own', () => {
    const plan = planLink(severalSpec([[a], [b]]), both, 'op-1');
    assert.deepEqual(plan.blockers, []);
    assert.deepEqual(
      plan.steps.map(({ id, clusterIds }) => [id, clusterIds.length]),
      [
        ['registrySku', 2],
        ['network', 2],
        ['zone', 2],
        ['endpoint', 2],
        ['zoneGroup', 2],
        ['peering.registryToCluster:aks-a', 1],
        ['peering.clusterToRegistry:aks-a', 1],
        ['zoneLink.registry', 2],
        ['zoneLink.cluster:aks-a', 1],
        ['roleAssignment:aks-a', 1],
        ['peering.registryToCluster:aks-b', 1],
        ['peering.clusterToRegistry:aks-b', 1],
        ['zoneLink.cluster:aks-b', 1],
        ['roleAssignment:aks-b', 1],
      ],
    );
  });

  it('depends across clusters on what is shared', () => {
    const links = steps(severalSpec([[a], [b]])).filter(({ id }) => id.startsWith('zoneLink.cluster'));
    assert.deepEqual(
      links.map(({ dependsOn }) => dependsOn),
      [['zone'], ['zone']],
    );
  });

  it('keeps the ids of steps when one of the clusters is gone', () => {
    const gone = { ...both, clusters: { ...both.clusters, [b.id.toLowerCase()]: absent } };
    const plan = planLink(severalSpec([[a], [b]]), gone, 'op-1');
    assert.ok(plan.steps.some(({ id }) => id === 'roleAssignment:aks-a'));
    assert.deepEqual(
      plan.blockers.map(({ code, resourceIds }) => [code, resourceIds]),
      [['namedThingMissing', [b.id]]],
    );
  });

  it('tells namesakes apart by their groups', () => {
    const twin = { ...b, id: clusterId('aks-a', 'rg-twin'), name: 'aks-a' };
    const observed = observedClusters([
      [a, '10.20.0.0/16'],
      [twin, '10.21.0.0/16'],
    ]);
    const names = { ...severalSpec([[b]]).links[0]!.access };
    assert.ok(names.mode === 'private');
    const roles = steps(severalSpec([[a], [twin, { names: names.names }]]), observed)
      .map(({ id }) => id)
      .filter((id) => id.startsWith('role'));
    assert.deepEqual(roles, ['roleAssignment:rg-apps/aks-a', 'roleAssignment:rg-twin/aks-a']);
  });

  it('assigns a role once where two clusters share an identity', () => {
    const same = { ...b, kubeletIdentity: a.kubeletIdentity };
    const observed = observedClusters([
      [a, '10.20.0.0/16'],
      [same, '10.21.0.0/16'],
    ]);
    const roles = steps(severalSpec([[a], [same]]), observed).filter(({ kind }) => kind === 'roleAssignment');
    assert.deepEqual(
      roles.map(({ clusterIds }) => clusterIds),
      [[a.id, same.id]],
    );
  });

  it('writes to the zones of all clusters with one group', () => {
    const hub = zoneIdIn('rg-hub');
    const spec = severalSpec([[a], [b, { zone: { id: hub, onAbsent: 'create' } }]]);
    const observed: Observed = {
      ...both,
      zones: { ...both.zones, [hub.toLowerCase()]: absent },
      resourceGroups: {
        ...both.resourceGroups,
        [hub.replace(/\/providers.*/, '').toLowerCase()]: knownAs({ id: hub, location: 'westeurope' }),
      },
    };
    const plan = planLink(spec, observed, 'op-1');
    assert.deepEqual(plan.blockers, []);
    const group = plan.steps.find(({ id }) => id === 'zoneGroup');
    assert.deepEqual(group?.request?.body, {
      properties: {
        privateDnsZoneConfigs: [
          { name: 'privatelink-azurecr-io', properties: { privateDnsZoneId: ids.zone } },
          { name: 'privatelink-azurecr-io-2', properties: { privateDnsZoneId: hub } },
        ],
      },
    });
    assert.deepEqual(group.dependsOn, ['endpoint', 'zone:rg-registry', 'zone:rg-hub']);
    // The registry's network takes one of the two.
    assert.equal(plan.steps.filter(({ id }) => id.startsWith('zoneLink.registry')).length, 1);
  });

  it('mixes public and private', () => {
    const spec = severalSpec([[a]]);
    const mixed = { ...spec, links: [...spec.links, { ...publicSpec().links[0]!, clusterId: b.id }] };
    const plan = planLink(mixed, both, 'op-1');
    assert.deepEqual(plan.blockers, []);
    assert.deepEqual(
      plan.steps.filter(({ clusterIds }) => clusterIds.includes(b.id)).map(({ id }) => id),
      ['roleAssignment:aks-b'],
    );
  });

  it('sees each cluster’s own assignments', () => {
    const observed = {
      ...both,
      roleAssignments: { ...both.roleAssignments, [b.id.toLowerCase()]: knownAs([assignment()]) },
    };
    const roles = steps(severalSpec([[a], [b]]), observed).filter(({ kind }) => kind === 'roleAssignment');
    assert.deepEqual(
      roles.map(({ action }) => action),
      ['create', 'reuse'],
    );
  });
});

describe('links that contradict each other', () => {
  const check = (what: string, spec: LinkSpec, observed: Observed, expected: ExpectedBlockers) => {
    it(what, () => {
      assertBlockers(planLink(spec, observed, 'op-1').blockers, expected);
    });
  };
  check(
    'overlapping networks, of which only one can be peered',
    severalSpec([[a], [b]]),
    observedClusters([
      [a, '10.224.0.0/12'],
      [b, '10.224.0.0/12'],
    ]),
    { rangesOverlap: /aks-a \(vnet-a.*aks-b \(vnet-b.*only be peered with one of them/ },
  );
  const access = severalSpec([[a]]).links[0]!.access;
  assert.ok(access.mode === 'private');
  check(
    'a network wanted with two ranges',
    severalSpec([[a], [b, { network: { ...access.network, addressPrefix: '10.90.0.0/25' } }]]),
    both,
    { linksContradict: /virtual network vnet-contoso/ },
  );
  check(
    'an endpoint approved by hand and at once',
    severalSpec([
      [a],
      [b, { endpoint: { ...access.endpoint, approval: { mode: 'manual', requestMessage: '' } } }],
    ]),
    both,
    { linksContradict: /private endpoint pe-contoso/ },
  );
  check('the same cluster twice', severalSpec([[a], [a]]), both, { clusterTwice: /aks-a/ });
  const shared = { ...b, networkId: a.networkId };
  const inOne = observedClusters([
    [a, '10.20.0.0/16'],
    [shared, '10.20.0.0/16'],
  ]);
  const hub = zoneIdIn('rg-hub');
  check(
    'clusters of one network with two zones',
    severalSpec([[a], [shared, { zone: { id: hub, onAbsent: 'create' } }]]),
    {
      ...inOne,
      zones: { ...inOne.zones, [hub.toLowerCase()]: absent },
      resourceGroups: {
        ...inOne.resourceGroups,
        [hub.replace(/\/providers.*/, '').toLowerCase()]: knownAs({ id: hub, location: 'westeurope' }),
      },
    },
    { networkLinkedToOtherZone: /aks-a and aks-b share the network vnet-a/ },
  );
  const otherEndpoint = ids.endpoint.replace('pe-contoso', 'pe-other');
  check(
    'two endpoints in one zone',
    severalSpec([
      [a],
      [
        b,
        {
          network: { ...access.network, id: networkId('vnet-b'), onAbsent: 'refuse' },
          subnet: {
            id: `${networkId('vnet-b')}/subnets/s`,
            onAbsent: 'create',
            addressPrefix: '10.21.9.0/27',
          },
          endpoint: { ...access.endpoint, id: otherEndpoint },
        },
      ],
    ]),
    { ...both, endpoints: { ...both.endpoints, [otherEndpoint.toLowerCase()]: absent } },
    { secondEndpointInZone: /pe-contoso.*aks-a.*pe-other.*aks-b/ },
  );
  check(
    'two peerings under one name',
    severalSpec([[a], [b, { names: { ...access.names, peeringToCluster: 'peer-to-a' } }]]),
    both,
    {
      namedThingDiffers: [
        /^“Peering .* vnet-a” and “Peering .* vnet-b” would have the same name/,
        /^“Virtual network link: vnet-a .*vnet-b/,
      ],
    },
  );
});
