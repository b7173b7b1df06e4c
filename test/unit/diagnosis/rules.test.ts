/** What plain requests to Azure can't bring about, or what isn't broken yet: each by its rule, from made facts. */
import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import { diagnose, firstBroken } from '../../../src/diagnosis/diagnose';
import type { Confidence, Severity } from '../../../src/diagnosis/finding';
import type { Observed, ObservedRegistry } from '../../../src/provisioning/observed/observed';
import {
  absent,
  assignment,
  cluster,
  endpoint,
  ids,
  knownAs,
  linkedNetworks,
  linkedPair,
  linkedZone,
  network,
  peering,
  reader,
  registry,
  registryNetwork,
  unreadable,
} from '../../support/observed';

const approved = (changes: Partial<ObservedRegistry> = {}) =>
  registry({
    connections: [
      { id: `${ids.registry}/privateEndpointConnections/one`, endpointId: ids.endpoint, status: 'Approved' },
    ],
    publicNetworkAccess: 'Disabled',
    ...changes,
  });

const otherSubscription = ids.subscription.replace('aaaaaaaa', 'dddddddd');
const found = (observed: Observed) => diagnose(observed, ids.cluster).findings;
const healthy = () => linkedPair({ registry: approved() });

describe('rules of the diagnosis', () => {
  it('say nothing of a pair that is well', () => {
    assert.deepEqual(found(healthy()), []);
    assert.equal(diagnose(healthy(), ids.cluster).state, 'ok');
  });

  describe('name a number for a rule that lets packets through', () => {
    const group = `${ids.clusterNetwork}-nsg`;
    const advice = (...priorities: readonly number[]) => {
      const networks = linkedNetworks().map((each) => ({
        ...each,
        subnets: each.subnets.map((subnet) => ({ ...subnet, securityGroupId: group })),
      }));
      const rules = priorities.map((priority) => ({
        name: `deny${priority}`,
        priority,
        direction: 'Outbound' as const,
        access: 'Deny' as const,
        protocol: '*',
        sources: ['*'],
        destinations: ['*'],
        destinationPorts: ['*'],
        byGroups: false,
      }));
      const observed = {
        ...linkedPair({ registry: approved(), networks }),
        securityGroups: { [idKey(group)]: knownAs({ id: group, rules }) },
      };
      const repair = found(observed).find(({ rule }) => rule === 'way.nodesGuarded')?.instructions;
      return [repair?.commands.join() ?? '', repair?.text ?? ''] as const;
    };
    for (const [priorities, number] of [
      [[4096], '4095'],
      [[65500], '4096'],
      [[110, 109, 108], '107'],
      [[101, 102], '100'],
    ] as const) {
      it(`before ${priorities.join(', ')}: ${number}`, () => {
        assert.match(advice(...priorities)[0], new RegExp(`--priority ${number}\\b`));
      });
    }
    it('or say that none is free', () => {
      const [command, words] = advice(100, 101);
      assert.equal(command, '');
      assert.match(words, /No lower number is free/);
    });
  });

  const check = (
    what: string,
    observed: Observed,
    [rule, severity, confidence]: readonly [string, Severity, Confidence],
  ) => {
    it(`say of ${what}: ${rule}`, () => {
      const finding = found(observed).find((each) => each.rule === rule);
      assert.ok(
        finding,
        found(observed)
          .map((each) => each.rule)
          .join(),
      );
      assert.deepEqual([finding.severity, finding.confidence], [severity, confidence]);
      assert.ok(finding.message.endsWith('.') || finding.message.endsWith(')'), finding.message);
      if (confidence === 'cantTell') assert.ok(finding.ask !== undefined);
    });
  };
  const withLink = (state: string) => {
    const made = linkedZone();
    return { ...made, links: made.links.map((link) => ({ ...link, state })) };
  };

  for (const state of ['InProgress', 'Failed']) {
    check(
      `a zone link in the state ${state}`,
      linkedPair({ registry: approved(), zones: [withLink(state)] }),
      ['name.zoneLinkNotReady', 'broken', 'proved'],
    );
  }
  check(
    'records that can’t be read',
    linkedPair({ registry: approved(), zones: [{ ...linkedZone(), records: unreadable('x/read') }] }),
    ['name.unread', 'worthKnowing', 'cantTell'],
  );
  check(
    'DNS servers that stand nowhere',
    linkedPair({
      registry: approved(),
      networks: linkedNetworks().map((each) => ({ ...each, dnsServers: ['192.168.1.4'] })),
    }),
    ['name.ownDnsServer', 'worthKnowing', 'suggested'],
  );
  check(
    'a peering of some subnets',
    linkedPair({
      registry: approved(),
      networks: linkedNetworks({}, { parts: { local: ['10.20.9.0/24'], remote: ['10.90.0.32/27'] } }),
    }),
    ['way.peeringOfParts', 'broken', 'proved'],
  );
  check(
    'a peering for IPv6 only',
    linkedPair({ registry: approved(), networks: linkedNetworks({}, { onlyIPv6: true }) }),
    ['way.peeringOfIPv6', 'broken', 'proved'],
  );
  const hub = `${ids.clusterNetwork}-hub`;
  check(
    'networks that are both peered with others',
    linkedPair({
      registry: approved(),
      networks: [
        registryNetwork([peering(ids.registryNetwork, hub, '10.1.0.0/16')]),
        network(ids.clusterNetwork, '10.20.0.0/16', {
          peerings: [peering(ids.clusterNetwork, hub, '10.1.0.0/16')],
        }),
      ],
    }),
    ['way.overHub', 'worthKnowing', 'cantTell'],
  );
  check('a registry that is Standard', linkedPair({ registry: approved({ sku: 'Standard' }) }), [
    'door.notPremium',
    'broken',
    'proved',
  ]);
  check(
    'an endpoint that has failed',
    linkedPair({ registry: approved(), endpoints: [endpoint([ids.zone], { provisioningState: 'Failed' })] }),
    ['door.endpointNotWell', 'worthKnowing', 'suggested'],
  );
  check(
    'another directory',
    { ...healthy(), clusters: moved(), tenants: { [ids.subscription]: 't1', [otherSubscription]: 't2' } },
    ['identity.otherTenant', 'broken', 'proved'],
  );
  check(
    'a role with a condition',
    linkedPair({ registry: approved(), roleAssignments: [assignment({ condition: 'x' })] }),
    ['identity.condition', 'worthKnowing', 'cantTell'],
  );
  describe('of a repository that is pulled', () => {
    const conditional = (allowed: string) =>
      linkedPair({
        registry: approved({ roleAssignmentMode: 'abac' }),
        roleAssignments: [
          assignment({
            ...reader,
            condition: `@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals '${allowed}'`,
          }),
        ],
      });
    const asked = (allowed: string) =>
      diagnose(conditional(allowed), ids.cluster, { repository: 'shop/web' });

    it('say nothing where the condition of the role includes it', () => {
      assert.deepEqual(asked('shop/web').findings, []);
      assert.equal(asked('shop/web').state, 'ok');
    });
    it('name the condition that excludes it', () => {
      const { state, findings } = asked('shop/api');
      assert.equal(state, 'broken');
      assert.deepEqual(
        findings.map(({ rule, message }) => [rule, message]),
        [
          [
            'identity.leftOutByCondition',
            'The condition of the kubelet identity’s role assignment excludes the repository shop/web.',
          ],
        ],
      );
    });
  });
  check(
    'a service principal',
    linkedPair({
      registry: approved(),
      cluster: cluster({ kubeletIdentity: undefined, servicePrincipalClientId: 'app' }),
      roleAssignments: unreadable(),
    }),
    ['identity.servicePrincipal', 'worthKnowing', 'cantTell'],
  );
  check(
    'roles that can’t be read',
    linkedPair({ registry: approved(), roleAssignments: unreadable('roles/read') }),
    ['identity.unread', 'worthKnowing', 'cantTell'],
  );
  check(
    'pools without nodes',
    linkedPair({
      registry: approved(),
      cluster: cluster({ pools: cluster().pools.map((pool) => ({ ...pool, count: 0 })) }),
    }),
    ['cluster.noNodes', 'broken', 'proved'],
  );
  check(
    'a cluster that has failed',
    linkedPair({ registry: approved(), cluster: cluster({ provisioningState: 'Failed' }) }),
    ['cluster.notWell', 'worthKnowing', 'suggested'],
  );
  check('virtual nodes', linkedPair({ registry: approved(), cluster: cluster({ hasVirtualNodes: true }) }), [
    'cluster.virtualNodes',
    'worthKnowing',
    'proved',
  ]);
  check(
    'a registry that nodes start from, and can’t pull from',
    linkedPair({
      registry: approved(),
      cluster: cluster({ bootstrapRegistryId: ids.registry }),
      roleAssignments: [],
    }),
    ['cluster.bootstrap', 'willBreak', 'proved'],
  );
  check(
    'a registry that is being deleted',
    linkedPair({ registry: approved({ provisioningState: 'Deleting' }) }),
    ['registry.notWell', 'willBreak', 'proved'],
  );
  check(
    'a replica that has failed',
    linkedPair({
      registry: approved({
        replicas: [
          {
            id: `${ids.registry}/replications/x`,
            location: 'x',
            zoneRedundancy: false,
            provisioningState: 'Failed',
          },
        ],
      }),
    }),
    ['registry.replicaNotWell', 'willBreak', 'suggested'],
  );
  check(
    'a connection that waits',
    linkedPair({
      registry: approved({
        connections: [
          ...approved().connections,
          {
            id: `${ids.registry}/privateEndpointConnections/two`,
            endpointId: `${ids.endpoint}-2`,
            status: 'Pending',
          },
        ],
      }),
    }),
    ['registry.pending', 'worthKnowing', 'proved'],
  );
  check('anonymous pull', linkedPair({ registry: approved({ anonymousPull: true }) }), [
    'registry.anonymousPull',
    'worthKnowing',
    'proved',
  ]);
  check('a public address besides', linkedPair({ registry: approved({ publicNetworkAccess: 'Enabled' }) }), [
    'registry.publicToo',
    'worthKnowing',
    'proved',
  ]);
  check(
    'a public way beside an endpoint',
    linkedPair({ registry: approved({ publicNetworkAccess: 'Enabled' }), zones: [] }),
    ['registry.publicWay', 'willBreak', 'proved'],
  );
  check('an endpoint without zone group', linkedPair({ registry: approved(), endpoints: [endpoint([])] }), [
    'side.recordsByHand',
    'willBreak',
    'suggested',
  ]);
  check(
    'a peering that is behind',
    linkedPair({ registry: approved(), networks: linkedNetworks({}, { syncLevel: 'RemoteNotInSync' }) }),
    ['side.peeringBehind', 'willBreak', 'proved'],
  );

  it('say of a registry or cluster that is gone or unread what is known, and no more', () => {
    const gone = { ...healthy(), registry: absent };
    assert.equal(firstBroken(diagnose(gone, ids.cluster))?.rule, 'registry.gone');
    const unread = diagnose({ ...healthy(), registry: unreadable('registries/read') }, ids.cluster);
    assert.deepEqual([unread.state, firstBroken(unread)], ['unknown', undefined]);
    assert.equal(unread.findings[0]?.ask?.missingAction, 'registries/read');
  });

  it('offer no command with a name that a shell would read', () => {
    const role = '$(id)';
    const observed = linkedPair({
      registry: approved({ id: `${ids.registry}${role}` }),
      roleAssignments: [],
    });
    const commands = found(observed).flatMap(({ instructions }) => instructions?.commands ?? []);
    assert.ok(!commands.some((command) => command.includes(role)), commands.join());
  });
});

/** The cluster under its id, which says another subscription. */
function moved(): Observed['clusters'] {
  const id = ids.cluster.replace('aaaaaaaa', 'dddddddd');
  return { [idKey(ids.cluster)]: knownAs(cluster({ id })) };
}
