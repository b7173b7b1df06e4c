/** Each thing that a pull needs taken away by itself: which hop says so, and what it is seen by. */
import assert from 'node:assert/strict';
import { roleIds } from '../../../src/model/roles';
import type { ObservedSecurityRule } from '../../../src/provisioning/observed/observed';
import type { HopName } from '../../../src/reachability/hops';
import { decidingHop } from '../../../src/reachability/reach';
import {
  endpoint,
  endpointNetwork,
  ids,
  known,
  nodesNetwork,
  peering,
  reach,
  records,
  subnet,
  unreadable,
  type Made,
} from '../../support/reachWorld';

function rule(changes: Partial<ObservedSecurityRule>): ObservedSecurityRule {
  return {
    name: 'deny-all',
    priority: 100,
    direction: 'Outbound',
    access: 'Deny',
    protocol: '*',
    sources: ['*'],
    destinations: ['*'],
    destinationPorts: ['*'],
    byGroups: false,
    ...changes,
  };
}

const guarded =
  (...rules: readonly ObservedSecurityRule[]) =>
  (made: Made) => {
    made.networks = [
      nodesNetwork({ subnets: [subnet(ids.nodes, '10.1.0.0/24', { securityGroupId: ids.group })] }),
      endpointNetwork(),
    ];
    made.groups = known({ id: ids.group, rules });
  };

type Peerings = NonNullable<Parameters<typeof nodesNetwork>[0]>['peerings'];

const routed = (destination: string, nextHop: string, peerings?: Peerings) => (made: Made) => {
  const subnets = [subnet(ids.nodes, '10.1.0.0/24', { routeTableId: ids.table })];
  made.networks = [nodesNetwork({ subnets, ...(peerings && { peerings }) }), endpointNetwork()];
  made.tables = known({
    id: ids.table,
    routes: [{ name: 'to-firewall', destination, nextHop, nextHopAddress: '10.0.0.4' }],
  });
};

const disconnected = peering(ids.nodesNetwork, ids.endpointNetwork, '10.2.0.0/16', { state: 'Disconnected' });
const toHub = peering(ids.nodesNetwork, ids.hub, '10.0.0.0/16');

const peered = (changes: Parameters<typeof peering>[3]) => (made: Made) => {
  made.networks = [
    nodesNetwork({ peerings: [peering(ids.nodesNetwork, ids.endpointNetwork, '10.2.0.0/16', changes)] }),
    endpointNetwork(),
  ];
};

const zone = (changes: Partial<Made['zones'][number]>) => (made: Made) => {
  made.zones = made.zones.map((each) => ({ ...each, ...changes }));
};

const open = (made: Made) => {
  made.registry = { ...made.registry, publicNetworkAccess: 'Enabled' };
};

const servers =
  (...dnsServers: readonly string[]) =>
  (made: Made) => {
    made.networks = [nodesNetwork({ dnsServers }), endpointNetwork()];
  };

const role = (changes: Partial<Made['roles']['own'][number]>) => (made: Made) => {
  made.roles = { ...made.roles, own: made.roles.own.map((each) => ({ ...each, ...changes })) };
};

const pull = {
  actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
  notActions: [],
  dataActions: [],
  notDataActions: [],
};

describe('reaching a registry', () => {
  it('is ok over a private endpoint, hop by hop, for the login server and for layers', () => {
    const { state, route, pools, runs } = reach();
    assert.deepEqual([state, route, runs], ['ok', 'private', true]);
    assert.deepEqual(
      pools.flatMap(({ hops }) => hops.map(({ hop }) => hop)),
      ['name', 'way', 'door', 'identity', 'layersName', 'layersWay', 'layersDoor'],
    );
  });

  const broken: readonly (readonly [
    what: string,
    change: (made: Made) => void,
    hop: HopName,
    message: RegExp,
  ])[] = [
    ['the record is gone', zone({ records: known([]) }), 'name', /no record contoso.*no such host/],
    [
      'the record says another address',
      zone({ records: known([{ name: 'contoso', addresses: ['10.2.0.9'] }, ...records.slice(1)]) }),
      'name',
      /points to 10\.2\.0\.9/,
    ],
    [
      'the record of the data endpoint is gone',
      zone({ records: known(records.slice(0, 1)) }),
      'layersName',
      /contoso\.westeurope\.data/,
    ],
    ['the zone isn’t linked', zone({ links: [] }), 'door', /disabled/],
    [
      'the zone’s link failed',
      zone({ links: [{ networkId: ids.nodesNetwork, state: 'Failed' }] }),
      'door',
      /disabled/,
    ],
    [
      'the zone’s link is under way',
      zone({ links: [{ networkId: ids.nodesNetwork, state: 'InProgress' }] }),
      'door',
      /disabled/,
    ],
    [
      'a zone azurecr.io answers before',
      (made) =>
        made.zones.push({ name: 'azurecr.io', records: known([]), links: [{ networkId: ids.nodesNetwork }] }),
      'name',
      /azurecr\.io .*no record contoso/,
    ],
    [
      'a zone of the registry’s own name answers before',
      (made) =>
        made.zones.push({
          name: 'contoso.azurecr.io',
          records: known([]),
          links: [{ networkId: ids.nodesNetwork }],
        }),
      'name',
      /no record @/,
    ],
    [
      'a zone for the data endpoints of the region hides them',
      (made) =>
        made.zones.push({
          name: 'westeurope.data.privatelink.azurecr.io',
          records: known([]),
          links: [{ networkId: ids.nodesNetwork }],
        }),
      'layersName',
      /westeurope\.data\.privatelink/,
    ],
    ['a peering is Disconnected', peered({ state: 'Disconnected' }), 'way', /it’s Disconnected/],
    ['a peering denies access', peered({ allowVirtualNetworkAccess: false }), 'way', /doesn’t allow access/],
    [
      'a peering doesn’t know the endpoint’s range yet',
      peered({ remoteAddressPrefixes: ['10.3.0.0/16'] }),
      'way',
      /isn’t in sync/,
    ],
    [
      'a peering is for other subnets',
      peered({ parts: { local: ['10.1.0.0/24'], remote: ['10.2.1.0/24'] } }),
      'way',
      /only includes some subnets/,
    ],
    [
      'a peering is for other subnets of the nodes',
      peered({ parts: { local: ['10.1.9.0/24'], remote: ['10.2.0.0/27'] } }),
      'way',
      /only includes some subnets/,
    ],
    ['a peering is for IPv6', peered({ onlyIPv6: true }), 'way', /IPv6 only/],
    [
      'the other side of the peering lacks',
      (made) => (made.networks = [nodesNetwork(), endpointNetwork({ peerings: [] })]),
      'way',
      /Peering from vnet-contoso to vnet-nodes/,
    ],
    ['a security group denies everything', guarded(rule({})), 'way', /rule deny-all .*nsg-nodes/],
    [
      'a security group denies the endpoint’s range',
      guarded(rule({ destinations: ['10.2.0.0/24'], destinationPorts: ['400-500'] })),
      'way',
      /deny-all/,
    ],
    [
      'a security group denies the networks',
      guarded(rule({ destinations: ['VirtualNetwork'], protocol: 'TCP' })),
      'way',
      /deny-all/,
    ],
    [
      'a peering is Disconnected, and a route for other addresses leads over an appliance',
      routed('192.168.0.0/16', 'VirtualAppliance', [disconnected, toHub]),
      'way',
      /it’s Disconnected/,
    ],
    ['a route drops it', routed('10.2.0.5/32', 'None'), 'way', /route to-firewall.*drops/],
    [
      'the endpoint isn’t approved',
      (made) =>
        (made.registry = {
          ...made.registry,
          connections: [
            { id: 'c', endpointId: ids.endpoint, status: 'Rejected' },
            { id: 'd', endpointId: 'other', status: 'Approved' },
          ],
        }),
      'door',
      /isn’t an approved private endpoint/,
    ],
    [
      'the registry is Standard',
      (made) => (made.registry = { ...made.registry, sku: 'Standard' }),
      'door',
      /Premium/,
    ],
    [
      'there is no role',
      (made) => (made.roles = { own: [], unseen: [] }),
      'identity',
      /AcrPull role assignment/,
    ],
    [
      'the registry honours another role',
      (made) => (made.registry = { ...made.registry, roleAssignmentMode: 'abac' }),
      'identity',
      /doesn’t honor AcrPull/,
    ],
    [
      'the role is on another registry',
      role({ scope: '/subscriptions/other' }),
      'identity',
      /AcrPull role assignment/,
    ],
    ['the role permits nothing of it', role({ permissions: [] }), 'identity', /AcrPull role assignment/],
    [
      'the cluster is in another directory',
      (made) => {
        made.registry = {
          ...made.registry,
          id: made.registry.id.replace(/^\/subscriptions\/[^/]+/, '/subscriptions/other'),
        };
        made.roles = {
          ...made.roles,
          own: made.roles.own.map((each) => ({ ...each, scope: made.registry.id })),
        };
        made.tenants = { '11111111-1111-4111-8111-111111111111': 'one', other: 'two' };
      },
      'identity',
      /directory/,
    ],
    [
      'nothing leaves the network, and the name is public',
      (made) => {
        open(made);
        zone({ links: [] })(made);
        made.cluster = { ...made.cluster, outboundType: 'none' };
      },
      'way',
      /no outbound internet access/,
    ],
    [
      'the firewall lets other addresses in',
      (made) => {
        zone({ links: [] })(made);
        made.registry = {
          ...made.registry,
          publicNetworkAccess: 'Enabled',
          defaultAction: 'Deny',
          addressRules: ['203.0.113.0/28'],
        };
        made.cluster = { ...made.cluster, outboundAddresses: ['198.51.100.7'] };
      },
      'door',
      /198\.51\.100\.7/,
    ],
  ];
  for (const [what, change, hop, message] of broken) {
    it(`is broken where ${what}`, () => {
      const found = reach(change);
      const deciding = decidingHop(found);
      assert.deepEqual([found.state, deciding?.hop], ['broken', hop], deciding?.message);
      assert.match(deciding?.message ?? '', message);
    });
  }

  const unknown: readonly (readonly [
    what: string,
    change: (made: Made) => void,
    hop: HopName,
    message: RegExp,
  ])[] = [
    [
      'the DNS server stands in a network that is linked, and may forward',
      (made) => {
        made.networks = [nodesNetwork({ dnsServers: ['10.2.9.4'] }), endpointNetwork()];
        zone({ links: [{ networkId: ids.endpointNetwork }] })(made);
      },
      'name',
      /10\.2\.9\.4 in vnet-contoso\. Nodes get 10\.2\.0\.5 .* if it forwards/,
    ],
    ['a DNS server stands nowhere', servers('192.168.5.4'), 'name', /192\.168\.5\.4/],
    [
      'one of two DNS servers stands nowhere',
      servers('168.63.129.16', '192.168.5.4'),
      'name',
      /192\.168\.5\.4/,
    ],
    ['the records can’t be read', zone({ records: unreadable }), 'name', /can’t be read/],
    [
      'a zone of the name can’t be read',
      (made) =>
        (made.unreadZones = [{ id: '/zone', name: 'privatelink.azurecr.io', reason: 'You may not.' }]),
      'name',
      /You may not/,
    ],
    [
      'the nodes’ network can’t be read',
      (made) => (made.networks = [endpointNetwork()]),
      'name',
      /vnet-nodes can’t be read/,
    ],
    [
      'the endpoint’s network can’t be read',
      (made) => (made.networks = [nodesNetwork()]),
      'way',
      /vnet-contoso can’t be read/,
    ],
    [
      'the endpoint can’t be read',
      (made) => (made.endpoints = [{ id: ids.endpoint, endpoint: unreadable }]),
      'name',
      /pe-contoso/,
    ],
    [
      'the endpoint failed',
      (made) =>
        (made.endpoints = [{ id: ids.endpoint, endpoint: endpoint({ provisioningState: 'Failed' }) }]),
      'door',
      /is Failed/,
    ],
    [
      'both networks are peered with a hub only',
      (made) => {
        made.networks = [
          nodesNetwork({ peerings: [peering(ids.nodesNetwork, ids.hub, '10.0.0.0/16')] }),
          endpointNetwork({ peerings: [peering(ids.endpointNetwork, ids.hub, '10.0.0.0/16')] }),
        ];
      },
      'way',
      /through a hub/,
    ],
    [
      'the security group can’t be read',
      (made) => {
        guarded()(made);
        made.groups = unreadable;
      },
      'way',
      /nsg-nodes/,
    ],
    ['a route leads over an appliance', routed('10.2.0.5/32', 'VirtualAppliance'), 'way', /to-firewall/],
    [
      'a route leads over an appliance in place of a peering that is Disconnected',
      routed('10.0.0.0/8', 'VirtualAppliance', [disconnected, toHub]),
      'way',
      /to-firewall/,
    ],
    [
      'the nodes’ subnet wasn’t read',
      (made) => (made.networks = [nodesNetwork({ subnets: [] }), endpointNetwork()]),
      'way',
      /snet-nodes wasn’t read/,
    ],
    [
      'the role has a condition',
      role({ condition: "@Request[x] StringEquals 'shop'" }),
      'identity',
      /condition/,
    ],
    [
      'what a custom role permits isn’t known',
      role({ roleId: 'ffffffff-0000-4000-8000-000000000000' }),
      'identity',
      /are unknown/,
    ],
    [
      'only groups have roles',
      (made) => (made.roles = { own: [], unseen: ['It may be in a group'] }),
      'identity',
      /in a group/,
    ],
    [
      'the registry takes no tokens for Resource Manager',
      (made) => (made.registry = { ...made.registry, armTokens: 'disabled' }),
      'identity',
      /azureADAuthenticationAsArmPolicy/,
    ],
    [
      'a proxy asks for a closed registry',
      (made) =>
        (made.cluster = {
          ...made.cluster,
          httpProxy: { url: 'http://proxy:3128', exceptions: ['localhost'] },
        }),
      'door',
      /proxy/,
    ],
    [
      'the network isn’t known',
      (made) => (made.cluster = { ...made.cluster, networkId: undefined }),
      'name',
      /network is unknown/,
    ],
  ];
  for (const [what, change, hop, message] of unknown) {
    it(`is unknown where ${what}`, () => {
      const found = reach(change);
      const deciding = decidingHop(found);
      assert.deepEqual([found.state, deciding?.hop], ['unknown', hop], deciding?.message);
      assert.match(deciding?.message ?? '', message);
    });
  }

  const fine: readonly (readonly [what: string, change: (made: Made) => void])[] = [
    [
      'a security group allows it before it denies the rest',
      guarded(
        rule({
          name: 'allow',
          priority: 90,
          access: 'Allow',
          destinations: ['10.2.0.0/27'],
          destinationPorts: ['443'],
        }),
        rule({}),
      ),
    ],
    ['a security group denies other ports', guarded(rule({ destinationPorts: ['22', '3389'] }))],
    ['a security group denies UDP', guarded(rule({ protocol: 'Udp' }))],
    ['a security group denies the internet', guarded(rule({ destinations: ['Internet'] }))],
    ['everything else goes to a firewall', routed('0.0.0.0/0', 'VirtualAppliance')],
    ['the DNS server is Azure’s', servers('168.63.129.16')],
    [
      'a custom role permits it',
      role({ roleId: 'ffffffff-0000-4000-8000-000000000000', permissions: [pull] }),
    ],
    [
      'everybody may pull',
      (made) => {
        made.roles = { own: [], unseen: [] };
        made.registry = { ...made.registry, anonymousPull: true };
      },
    ],
    [
      'the proxy has an exception for the registry’s names',
      (made) =>
        (made.cluster = {
          ...made.cluster,
          httpProxy: { url: 'http://proxy:3128', exceptions: ['.azurecr.io'] },
        }),
    ],
  ];
  for (const [what, change] of fine) {
    it(`is ok where ${what}`, () => {
      const found = reach(change);
      assert.deepEqual([found.state, found.route], ['ok', 'private'], decidingHop(found)?.message);
    });
  }

  it('is ok at the public address of an open registry where its zone falls back or isn’t linked', () => {
    for (const links of [
      [],
      [{ networkId: ids.nodesNetwork, resolutionPolicy: 'NxDomainRedirect' as const }],
    ]) {
      const found = reach((made) => {
        open(made);
        zone({ records: known([]), links })(made);
      });
      assert.deepEqual([found.state, found.route], ['ok', 'public'], decidingHop(found)?.message);
    }
  });

  it('counts the worst of several pools, and names it', () => {
    const found = reach((made) => {
      const [pool] = made.cluster.pools;
      const other = `${ids.nodesNetwork}/subnets/snet-other`;
      made.cluster = { ...made.cluster, pools: [pool!, { ...pool!, name: 'other', subnetId: other }] };
      made.networks = [
        nodesNetwork({
          subnets: [
            subnet(ids.nodes, '10.1.0.0/24'),
            subnet(other, '10.1.1.0/24', { securityGroupId: ids.group }),
          ],
        }),
        endpointNetwork(),
      ];
      made.groups = known({ id: ids.group, rules: [rule({})] });
    });
    assert.equal(found.state, 'broken');
    assert.deepEqual(
      found.pools.map(({ name, state }) => [name, state]),
      [
        ['system', 'ok'],
        ['other', 'broken'],
      ],
    );
  });

  it('judges a stopped cluster as if it ran, and says that it doesn’t', () => {
    const found = reach((made) => (made.cluster = { ...made.cluster, powerState: 'Stopped' }));
    assert.deepEqual([found.state, found.runs], ['ok', false]);
  });

  it('says what would have to be read, and which right is missing', () => {
    const deciding = decidingHop(
      reach((made) => {
        guarded()(made);
        made.groups = { ...unreadable, missingAction: 'Microsoft.Network/networkSecurityGroups/read' };
      }),
    );
    assert.deepEqual(deciding?.unread, {
      what: ids.group,
      missingAction: 'Microsoft.Network/networkSecurityGroups/read',
    });
  });

  it('takes a region’s own data endpoint, and any for a cluster elsewhere', () => {
    const replicated = (location: string) => (made: Made) => {
      made.registry = { ...made.registry, replicaLocations: ['northeurope'] };
      made.cluster = { ...made.cluster, location };
    };
    assert.equal(reach(replicated('westeurope')).state, 'ok');
    assert.equal(decidingHop(reach(replicated('northeurope')))?.state, 'broken');
    assert.equal(decidingHop(reach(replicated('eastus2')))?.state, 'unknown');
  });

  it('can’t tell which data endpoint is nearest where a replica couldn’t be read', () => {
    const unread = (location: string) => (made: Made) => {
      made.registry = { ...made.registry, hasUnreadReplicas: true };
      made.cluster = { ...made.cluster, location };
    };
    assert.equal(reach(unread('westeurope')).state, 'ok');
    const hop = decidingHop(reach(unread('northeurope')));
    assert.equal(hop?.state, 'unknown');
    assert.match(hop.message, /Not all replicas of \w+ could be read/);
  });

  it('never calls a role unknown for others where one is enough', () => {
    const found = reach(
      (made) =>
        (made.roles = {
          ...made.roles,
          own: [
            ...made.roles.own,
            { scope: made.registry.id, roleId: roleIds.owner, permissions: undefined, condition: 'x' },
          ],
        }),
    );
    assert.equal(found.state, 'ok');
  });
});
