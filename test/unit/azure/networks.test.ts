import assert from 'node:assert/strict';
import * as v from 'valibot';
import { networkJson, networkOf, withPeeredParts } from '../../../src/azure/resources/networks';
import { securityGroupJson, securityGroupOf } from '../../../src/azure/resources/subnetRules';

const group = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
const idOf = (name: string) => `${group}/virtualNetworks/${name}`;
const prefixes = (...addressPrefixes: string[]) => ({ addressPrefixes });

function network(name: string, subnets: Readonly<Record<string, object>>, peering?: object) {
  const remoteVirtualNetwork = { id: idOf('other').toUpperCase() };
  const json = {
    id: idOf(name),
    location: 'westeurope',
    properties: {
      subnets: Object.entries(subnets).map(([subnet, properties]) => ({
        id: `${idOf(name)}/subnets/${subnet}`,
        properties,
      })),
      virtualNetworkPeerings: peering
        ? [{ id: `${idOf(name)}/virtualNetworkPeerings/p`, properties: { remoteVirtualNetwork, ...peering } }]
        : [],
    },
  };
  return networkOf(v.parse(networkJson, json));
}

describe('a network as Azure tells it', () => {
  const two = { a: { addressPrefix: '10.1.0.0/24' }, b: { addressPrefixes: ['10.1.1.0/24', '10.1.2.0/24'] } };
  const peeringOf = (peering: object) => network('own', two, peering).peerings[0]!;

  it('has peerings that know what the other network had when they were last synchronised', () => {
    const both = {
      remoteAddressSpace: prefixes('10.2.0.0/16'),
      remoteVirtualNetworkAddressSpace: prefixes('10.2.0.0/16', '10.3.0.0/16'),
    };
    assert.deepEqual(peeringOf(both).remoteAddressPrefixes, ['10.2.0.0/16']);
    const newer = { remoteVirtualNetworkAddressSpace: prefixes('10.3.0.0/16') };
    assert.deepEqual(peeringOf(newer).remoteAddressPrefixes, ['10.3.0.0/16']);
    assert.deepEqual(peeringOf({}).remoteAddressPrefixes, []);
  });

  it('is peered as a whole unless Azure says of the peering that it isn’t', () => {
    for (const whole of [{}, { peerCompleteVnets: true, localSubnetNames: ['a'] }]) {
      assert.equal(peeringOf(whole).parts, undefined);
    }
  });

  it('is peered with the parts that are named, and only as far as the peering knows them', () => {
    const peering = {
      peerCompleteVnets: false,
      localSubnetNames: ['B'],
      remoteSubnetNames: ['x', 'y'],
      localAddressSpace: prefixes('10.1.0.0/16'),
      remoteAddressSpace: prefixes('10.2.0.0/16'),
    };
    const remote = {
      x: { addressPrefix: '10.2.4.0/24' },
      y: { addressPrefixes: ['10.2.5.0/24', '10.3.0.0/24'] },
    };
    const local = ['10.1.1.0/24', '10.1.2.0/24'];
    const own = network('own', two, peering);
    assert.deepEqual(own.peerings[0]?.parts, { local, remote: ['10.2.0.0/16'] });
    const [seen] = withPeeredParts([own, network('other', remote)]);
    assert.deepEqual(seen?.peerings[0]?.parts, { local, remote: ['10.2.4.0/24', '10.2.5.0/24'] });
    const [lost] = withPeeredParts([own, network('other', { x: remote.x })]);
    assert.deepEqual(lost?.peerings[0]?.parts, { local, remote: ['10.2.0.0/16'] });
  });

  it('is peered with the peering’s own ranges where no subnets are named', () => {
    const peering = {
      peerCompleteVnets: false,
      localAddressSpace: prefixes('10.1.1.0/24'),
      remoteAddressSpace: prefixes('10.2.4.0/24'),
      enableOnlyIPv6Peering: true,
    };
    const [own] = withPeeredParts([network('own', two, peering), network('other', {})]);
    assert.deepEqual(own?.peerings[0]?.parts, { local: ['10.1.1.0/24'], remote: ['10.2.4.0/24'] });
    assert.equal(own.peerings[0].onlyIPv6, true);
    assert.equal(peeringOf({ enableOnlyIPv6Peering: false }).onlyIPv6, undefined);
  });

  it('has subnets with what is attached to them', () => {
    const [bare, full] = network('own', {
      bare: {
        addressPrefix: '10.1.0.0/24',
        networkSecurityGroup: null,
        routeTable: null,
        serviceEndpoints: null,
      },
      full: {
        networkSecurityGroup: { id: `${group}/networkSecurityGroups/nsg` },
        routeTable: { id: `${group}/routeTables/rt` },
        serviceEndpoints: [
          { service: 'Microsoft.Storage', locations: ['*'] },
          { service: 'Microsoft.ContainerRegistry' },
        ],
        serviceEndpointPolicies: [{ id: `${group}/serviceEndpointPolicies/sep` }],
      },
    }).subnets;
    assert.deepEqual(
      [bare?.securityGroupId, bare?.routeTableId, bare?.serviceEndpoints, bare?.serviceEndpointPolicyIds],
      [undefined, undefined, [], []],
    );
    assert.deepEqual(
      [full?.securityGroupId, full?.routeTableId, full?.serviceEndpoints, full?.serviceEndpointPolicyIds],
      [
        `${group}/networkSecurityGroups/nsg`,
        `${group}/routeTables/rt`,
        ['Microsoft.Storage', 'Microsoft.ContainerRegistry'],
        [`${group}/serviceEndpointPolicies/sep`],
      ],
    );
  });
});

describe('a security group as Azure tells it', () => {
  const rule = (name: string, properties: object) => ({
    name,
    properties: { priority: 100, direction: 'Outbound', access: 'Deny', protocol: 'Tcp', ...properties },
  });
  const groupOf = (...securityRules: object[]) =>
    securityGroupOf(
      v.parse(securityGroupJson, {
        id: 'nsg',
        properties: { securityRules, defaultSecurityRules: [rule('DenyAllOutBound', { priority: 65500 })] },
      }),
    ).rules;

  it('has its own rules and Azure’s last ones, with one range or several', () => {
    const [one, several, last] = groupOf(
      rule('one', {
        sourceAddressPrefix: '*',
        sourceAddressPrefixes: [],
        destinationAddressPrefix: 'VirtualNetwork',
        destinationPortRange: '443',
      }),
      rule('several', {
        direction: 'inbound',
        access: 'Allow',
        sourceAddressPrefix: '',
        sourceAddressPrefixes: ['10.0.0.0/8', '172.16.0.0/12'],
        destinationAddressPrefixes: ['10.60.0.5'],
        destinationPortRanges: ['80', '400-500'],
      }),
    );
    assert.deepEqual(one, {
      name: 'one',
      priority: 100,
      direction: 'Outbound',
      access: 'Deny',
      protocol: 'Tcp',
      sources: ['*'],
      destinations: ['VirtualNetwork'],
      destinationPorts: ['443'],
      byGroups: false,
    });
    assert.deepEqual(
      [
        several?.direction,
        several?.access,
        several?.sources,
        several?.destinations,
        several?.destinationPorts,
      ],
      ['Inbound', 'Allow', ['10.0.0.0/8', '172.16.0.0/12'], ['10.60.0.5'], ['80', '400-500']],
    );
    assert.equal(last?.priority, 65500);
  });

  it('says of a rule by application security groups that ranges don’t tell whom it is for', () => {
    const [from, to, neither] = groupOf(
      rule('from', { sourceApplicationSecurityGroups: [{ id: 'asg' }] }),
      rule('to', { destinationApplicationSecurityGroups: [{ id: 'asg' }] }),
      rule('neither', { sourceApplicationSecurityGroups: [] }),
    );
    assert.deepEqual([from?.byGroups, to?.byGroups, neither?.byGroups], [true, true, false]);
    assert.deepEqual(from?.sources, []);
  });
});
