/** Hazards of data endpoints, room in subnets, DNS servers, firewalls and roles. */
import type { Core } from '../../../emulator/src/core';
import { resolveName } from '../../../emulator/src/oracle/index';
import { replay } from '../../../emulator/src/scenario';
import type { PrivateAccess } from '../../../src/provisioning/plan/spec';
import * as add from './additions';
import {
  apps,
  becomesPrivateFor,
  dataEndpoints,
  endpointCosts,
  groupOf,
  mayHideFor,
  place,
  privateRegistry,
  pulls,
  registryIn,
  type HazardCase,
} from './hazardEstates';

export const otherCases: readonly HazardCase[] = [
  {
    title: 'layers come from other hosts than an allow-list has',
    hazard: dataEndpoints,
    others: [mayHideFor('aks-linked'), becomesPrivateFor(), endpointCosts],
    left: [mayHideFor('aks-linked'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    build: (core) => {
      const [victim, linked] = [place(core, 'aks-victim', 70), place(core, 'aks-linked', 71)];
      const registry = registryIn(core, 'fabrikam');
      add.addPull(core, registry, victim.cluster);
      const login = publicAddressOf(core, victim.network, 'fabrikam.azurecr.io');
      const allow = (...destinations: string[]) => {
        add.allowOnly(core, `${victim.network}/subnets/nodes`, destinations);
      };
      allow('Storage', login);
      return {
        registry,
        cluster: linked.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: {
          before: () => {
            allow('Storage', login, 'AzureContainerRegistry');
          },
        },
      };
    },
  },
  {
    title: 'the endpoint takes the last addresses of a subnet',
    hazard: ['subnetBecomesFull', ['pe-adatum']],
    others: [
      becomesPrivateFor('network vnet-adatum'),
      ['zoneLinkHidesRegistries', ['aks-linked → adatum.azurecr.io']],
      dataEndpoints,
      endpointCosts,
    ],
    left: [
      becomesPrivateFor('network vnet-adatum'),
      ['zoneLinkHidesRegistries', ['aks-linked → adatum.azurecr.io']],
      dataEndpoints,
      endpointCosts,
    ],
    build: (core) => {
      const linked = place(core, 'aks-linked', 71);
      const { registry: other, endpoint } = privateRegistry(core, 'adatum', 72, linked.cluster);
      const network = `${groupOf(endpoint)}/providers/Microsoft.Network/virtualNetworks/vnet-adatum`;
      // 11 addresses, of which the endpoint of another registry has 2.
      replay(core, 'PUT', `${network}/subnets/small`, { properties: { addressPrefix: '10.72.0.64/28' } });
      core.send('DELETE', endpoint, '2026-01-01');
      core.operations.settleAll();
      add.addEndpoint(core, 'pe-adatum', other, `${network}/subnets/small`);
      const registry = registryIn(core, 'fabrikam');
      const regions = ['northeurope', 'eastus', 'eastus2', 'westus2', 'westus3', 'uksouth', 'japaneast'];
      for (const region of regions) add.addReplica(core, registry, region);
      const inNetwork = (access: PrivateAccess, subnet: PrivateAccess['subnet']): PrivateAccess => ({
        ...access,
        network: { ...access.network, id: network, onAbsent: 'refuse' },
        subnet,
        endpoint: {
          ...access.endpoint,
          id: `${groupOf(network)}/providers/Microsoft.Network/privateEndpoints/pe-fabrikam`,
        },
      });
      return {
        registry,
        cluster: linked.cluster,
        edit: (access) =>
          inNetwork(access, { id: `${network}/subnets/small`, onAbsent: 'refuse', addressPrefix: '' }),
        works: () => {
          const id = `${other}/replications/northeurope`;
          const answer = core.send('PUT', id, '2025-11-01', { location: 'northeurope', properties: {} });
          core.operations.settleAll();
          const state = core.estate.get(id)?.properties['provisioningState'];
          core.send('DELETE', id, '2025-11-01');
          core.operations.settleAll();
          return answer.status < 300 && state === 'Succeeded';
        },
        mitigation: {
          edit: (access) =>
            inNetwork(access, {
              id: `${network}/subnets/own`,
              onAbsent: 'create',
              addressPrefix: '10.72.0.96/27',
            }),
        },
      };
    },
  },
  {
    title: 'DNS servers of the network’s own don’t see the zone',
    hazard: ['customDns', ['aks-victim']],
    others: [dataEndpoints, endpointCosts],
    left: [['customDns', ['aks-victim']], becomesPrivateFor(), dataEndpoints, endpointCosts],
    ownCluster: true,
    build: (core) => {
      const dns = place(core, 'aks-hub', 72);
      const victim = place(core, 'aks-victim', 70, { dnsServers: ['10.72.0.200'] });
      add.peer(core, victim.network, dns.network);
      const registry = registryIn(core, 'fabrikam');
      return {
        registry,
        cluster: victim.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: { after: ({ zone }) => void add.addZone(core, groupOf(zone.id), [dns.network]) },
      };
    },
  },
  {
    title: 'the registry’s firewall doesn’t know the cluster',
    hazard: ['firewallMayRefuse', ['aks-victim']],
    others: [],
    left: [['firewallMayRefuse', ['aks-victim']]],
    ownCluster: true,
    build: (core) => {
      const victim = place(core, 'aks-victim', 70);
      const registry = registryIn(core, 'fabrikam');
      const rules = (ipRules: readonly object[]) => {
        replay(core, 'PATCH', registry, {
          properties: { networkRuleSet: { defaultAction: 'Deny', ipRules } },
        });
      };
      rules([]);
      return {
        registry,
        cluster: victim.cluster,
        preferred: { mode: 'public' },
        works: pulls(victim.cluster, registry),
        mitigation: {
          before: () => {
            rules([{ action: 'Allow', value: '203.0.113.99' }]);
          },
        },
      };
    },
  },
  {
    title: 'a condition limits what the role lets pull',
    hazard: ['pullLimitedByCondition', ['aks-victim']],
    others: [mayHideFor('aks-victim'), dataEndpoints, endpointCosts],
    left: [
      mayHideFor('aks-victim'),
      ['pullLimitedByCondition', ['aks-victim']],
      becomesPrivateFor(),
      dataEndpoints,
      endpointCosts,
    ],
    ownCluster: true,
    build: (core) => {
      const victim = place(core, 'aks-victim', 70);
      const group = add.addGroup(core, apps, 'rg-fabrikam');
      const registry = add.addRegistry(core, group, 'fabrikam', {
        roleAssignmentMode: 'AbacRepositoryPermissions',
      });
      const only = (repository: string) => {
        const name = '@Request[Microsoft.ContainerRegistry/registries/repositories:name]';
        add.addReader(core, registry, victim.cluster, `(${name} StringEquals '${repository}')`);
      };
      only('other/app');
      return {
        registry,
        cluster: victim.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: {
          before: () => {
            only('shop/web');
          },
        },
      };
    },
  },
];

/** The address that a machine in a network gets for a public name. */
function publicAddressOf(core: Core, networkId: string, name: string): string {
  return resolveName(core.estate, { networkId, name }).answers[0]!;
}
