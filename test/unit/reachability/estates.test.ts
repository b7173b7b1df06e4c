/** Estates that people have, and what Azure does there: what decides is in the facts, if not where one looks first. */
import assert from 'node:assert/strict';
import type { ObservedSecurityRule, ObservedSubnet } from '../../../src/provisioning/observed/observed';
import { decidingHop, type Reach } from '../../../src/reachability/reach';
import {
  endpoint,
  endpointNetwork,
  ids,
  known,
  nodesNetwork,
  peering,
  reach,
  subnet,
  type Change,
  type Made,
} from '../../support/reachWorld';

function assertReach(
  state: Reach['state'],
  message: RegExp | undefined,
  ...changes: readonly Change[]
): void {
  const found = reach(...changes);
  const deciding = decidingHop(found);
  assert.equal(found.state, state, deciding?.message);
  if (message !== undefined) assert.match(deciding?.message ?? '', message);
}

/** No private endpoint: a registry at its public address. */
const atPublicAddress =
  (changes: Partial<Made['registry']> = {}): Change =>
  (made) => {
    made.zones = [];
    made.endpoints = [];
    made.registry = { ...made.registry, connections: [], publicNetworkAccess: 'Enabled', ...changes };
  };

const nodesSubnet =
  (changes: Partial<ObservedSubnet>): Change =>
  (made) => {
    made.networks = [
      nodesNetwork({ subnets: [subnet(ids.nodes, '10.1.0.0/24', changes)] }),
      endpointNetwork(),
    ];
  };

const guarded =
  (...rules: readonly Partial<ObservedSecurityRule>[]): Change =>
  (made) => {
    nodesSubnet({ securityGroupId: ids.group })(made);
    made.groups = known({
      id: ids.group,
      rules: rules.map((rule, index) => ({
        name: `rule-${index}`,
        priority: 100 + index,
        direction: 'Outbound',
        access: 'Deny',
        protocol: '*',
        sources: ['*'],
        destinations: ['*'],
        destinationPorts: ['*'],
        byGroups: false,
        ...rule,
      })),
    });
  };

describe('reaching a registry in estates that people have', () => {
  it('takes a service tag of a region for what it is, not for an address', () => {
    const allowed = (tag: string) => guarded({ access: 'Allow', destinations: [tag] }, {});
    const open = atPublicAddress({ dataEndpointEnabled: true });
    assertReach('ok', undefined, open, allowed('AzureContainerRegistry.WestEurope'));
    assertReach('broken', /rule-1/, open, allowed('AzureContainerRegistry.EastUS2'));
    assertReach('ok', undefined, open, guarded({ destinations: ['Sql.WestEurope'] }));
  });

  it('takes the service tags of the region whose replica serves the cluster', () => {
    const allowed = (tag: string) => guarded({ access: 'Allow', destinations: [tag] }, {});
    const open = atPublicAddress({ dataEndpointEnabled: true, replicaLocations: ['northeurope'] });
    const clusterIn =
      (location: string): Change =>
      (made) =>
        (made.cluster = { ...made.cluster, location });
    const [own, home] = ['AzureContainerRegistry.NorthEurope', 'AzureContainerRegistry.WestEurope'];
    assertReach('ok', undefined, open, clusterIn('northeurope'), allowed(own));
    assertReach('broken', /rule-1/, open, clusterIn('northeurope'), allowed(home));
    assertReach('unknown', /rule-0/, open, clusterIn('eastus2'), allowed(home));
    assertReach('ok', undefined, open, clusterIn('eastus2'), allowed('AzureContainerRegistry'));
  });

  it('counts a role that is inherited from a management group', () => {
    assertReach('ok', undefined, (made) => {
      const scope = '/providers/Microsoft.Management/managementGroups/corp';
      made.roles = { ...made.roles, own: made.roles.own.map((role) => ({ ...role, scope })) };
    });
  });

  it('judges addresses of a firewall by the IPv4 ones of a cluster that has both kinds', () => {
    const from =
      (...outboundAddresses: readonly string[]): Change =>
      (made) =>
        (made.cluster = { ...made.cluster, outboundType: 'loadBalancer', outboundAddresses });
    const firewall = atPublicAddress({ defaultAction: 'Deny', addressRules: ['198.51.100.0/28'] });
    assertReach('ok', undefined, firewall, from('198.51.100.7', '2001:db8::7'));
    assertReach('broken', /198\.51\.100\.70/, firewall, from('198.51.100.70', '2001:db8::7'));
  });

  it('knows an approved private endpoint that has another connection besides', () => {
    for (const status of ['Pending', 'Rejected', 'Disconnected'] as const) {
      assertReach('ok', undefined, (made) => {
        const other = { id: 'other', endpointId: ids.endpoint.toUpperCase(), status };
        made.registry = { ...made.registry, connections: [other, ...made.registry.connections] };
      });
    }
  });

  it('doesn’t call a service principal broken because the registry is in another directory', () => {
    assertReach('unknown', /directory one, .*service principal is in both/, (made) => {
      const id = made.registry.id.replace(/^\/subscriptions\/[^/]+/, '/subscriptions/other');
      made.registry = { ...made.registry, id };
      made.cluster = { ...made.cluster, kubeletIdentity: undefined, servicePrincipalClientId: 'client' };
      made.roles = { own: [], unseen: ['Its object ID is unknown'] };
      made.tenants = { '11111111-1111-4111-8111-111111111111': 'one', other: 'two' };
    });
  });

  it('can’t tell whether networks reach each other over gateways of their own', () => {
    const gateway = (network: string, range: string) => subnet(`${network}/subnets/GatewaySubnet`, range);
    const apart =
      (...extra: readonly ObservedSubnet[]): Change =>
      (made) => {
        made.networks = [
          nodesNetwork({ peerings: [], subnets: [subnet(ids.nodes, '10.1.0.0/24'), ...extra] }),
          endpointNetwork({
            peerings: [peering(ids.endpointNetwork, ids.hub, '10.0.0.0/16')],
          }),
        ];
      };
    assertReach('unknown', /a hub or a gateway/, apart(gateway(ids.nodesNetwork, '10.1.255.0/27')));
    assertReach('broken', /Peering from/, apart());
  });

  it('lets a service endpoint’s routes go before those of the subnet, and needs no other way out', () => {
    const firewall = atPublicAddress({
      dataEndpointEnabled: true,
      defaultAction: 'Deny',
      addressRules: [],
      subnetRules: [ids.nodes],
    });
    const isolated: Change = (made) => (made.cluster = { ...made.cluster, outboundType: 'none' });
    for (const nextHop of ['VirtualAppliance', 'None']) {
      const routes: Change = (made) =>
        (made.tables = known({
          id: ids.table,
          routes: [{ name: 'all', destination: '0.0.0.0/0', nextHop, nextHopAddress: '10.0.0.4' }],
        }));
      const serviceEndpoints = ['Microsoft.ContainerRegistry'];
      const withTable = nodesSubnet({ routeTableId: ids.table, serviceEndpoints });
      assertReach('ok', undefined, firewall, withTable, routes, isolated);
    }
  });

  it('knows that service endpoint policies keep nodes from the storage of registries', () => {
    const policies = nodesSubnet({
      serviceEndpoints: ['Microsoft.Storage'],
      serviceEndpointPolicyIds: ['policy'],
    });
    assertReach('broken', /Service endpoint policies/, atPublicAddress(), policies);
    assertReach('ok', undefined, atPublicAddress({ dataEndpointEnabled: true }), policies);
  });

  it('lets nodes out by a NAT gateway of their subnet where AKS sets up no way out', () => {
    const isolated: Change = (made) => (made.cluster = { ...made.cluster, outboundType: 'none' });
    assertReach('ok', undefined, atPublicAddress(), isolated, nodesSubnet({ natGatewayId: 'gateway' }));
    assertReach('broken', /no outbound internet access/, atPublicAddress(), isolated);
  });

  it('can’t tell whether the tag VirtualNetwork has what the subnet’s own routes name', () => {
    const rules = guarded({ access: 'Allow', destinations: ['VirtualNetwork'] }, {});
    const routed =
      (nextHop: string): Change =>
      (made) => {
        made.networks = [
          nodesNetwork({
            subnets: [
              subnet(ids.nodes, '10.1.0.0/24', { securityGroupId: ids.group, routeTableId: ids.table }),
            ],
          }),
          endpointNetwork(),
        ];
        made.tables = known({ id: ids.table, routes: [{ name: 'all', destination: '0.0.0.0/0', nextHop }] });
      };
    assertReach('unknown', /rule-0 .*before the rule rule-1/, atPublicAddress(), rules, routed('Internet'));
    assertReach('broken', /rule-1/, atPublicAddress(), rules);
  });

  it('knows private endpoints in a network whose range others have on the internet', () => {
    const [login, layers, range] = ['203.0.113.5', '203.0.113.4', '203.0.113.0/24'];
    assertReach('ok', undefined, (made) => {
      made.networks = [
        nodesNetwork({ peerings: [peering(ids.nodesNetwork, ids.endpointNetwork, range)] }),
        endpointNetwork({ addressPrefixes: [range], subnets: [subnet(ids.endpointSubnet, range)] }),
      ];
      const addresses = [
        { fqdn: 'contoso.azurecr.io', address: login },
        { fqdn: 'contoso.westeurope.data.azurecr.io', address: layers },
      ];
      made.endpoints = [{ id: ids.endpoint, endpoint: endpoint({ addresses }) }];
      const records = [
        { name: 'contoso', addresses: [login] },
        { name: 'contoso.westeurope.data', addresses: [layers] },
      ];
      made.zones = made.zones.map((zone) => ({ ...zone, records: known(records) }));
    });
  });

  it('takes no application security group for a public address', () => {
    const toGroup = guarded({ destinations: [], byGroups: true });
    assertReach('ok', undefined, atPublicAddress(), toGroup);
    assertReach('unknown', /rule-0/, toGroup);
  });
});
