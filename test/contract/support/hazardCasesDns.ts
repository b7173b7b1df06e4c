/** Hazards of names: who gets another answer than before, or none. */
import { replay } from '../../../emulator/src/scenario';
import * as add from './additions';
import {
  becomesPrivateFor,
  dataEndpoints,
  endpointCosts,
  fallback,
  groupOf,
  mayHideFor,
  ownZone,
  place,
  privateRegistry,
  pulls,
  registryIn,
  unseenRegistry,
  zoneIn,
  type HazardCase,
} from './hazardEstates';

export const dnsCases: readonly HazardCase[] = [
  {
    title: 'the registry’s name becomes private for networks of another zone',
    hazard: becomesPrivateFor('aks-victim'),
    others: [mayHideFor('aks-linked'), dataEndpoints, endpointCosts],
    left: [mayHideFor('aks-linked'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    build: (core) => {
      const [victim, linked] = [place(core, 'aks-victim', 70), place(core, 'aks-linked', 71)];
      const registry = registryIn(core, 'fabrikam');
      add.addZone(core, victim.group, [victim.network]);
      add.addPull(core, registry, victim.cluster);
      return {
        registry,
        cluster: linked.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: { before: () => add.addZone(core, victim.group, [victim.network], 'NxDomainRedirect') },
      };
    },
  },
  {
    title: 'the registry’s name becomes private for clusters that ask DNS servers in such a network',
    hazard: becomesPrivateFor('aks-victim'),
    others: [mayHideFor('aks-linked'), dataEndpoints, endpointCosts],
    left: [mayHideFor('aks-linked'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    build: (core) => {
      const dns = place(core, 'aks-hub', 70);
      const victim = place(core, 'aks-victim', 72, { dnsServers: ['10.70.0.200'] });
      add.peer(core, victim.network, dns.network);
      const registry = registryIn(core, 'fabrikam');
      add.addZone(core, dns.group, [dns.network]);
      add.addPull(core, registry, victim.cluster);
      return {
        registry,
        cluster: place(core, 'aks-linked', 71).cluster,
        works: pulls(victim.cluster, registry),
        mitigation: { before: () => add.addZone(core, dns.group, [dns.network], 'NxDomainRedirect') },
      };
    },
  },
  {
    title: 'networks of the same zone get an address that they have no way to',
    hazard: ['privateAddressWithoutPath', ['aks-victim']],
    others: [mayHideFor('aks-linked'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    left: [
      mayHideFor('aks-linked'),
      ['privateAddressWithoutPath', ['aks-victim']],
      becomesPrivateFor(),
      dataEndpoints,
      endpointCosts,
    ],
    build: (core) => {
      const [victim, linked] = [place(core, 'aks-victim', 70), place(core, 'aks-linked', 71)];
      const registry = registryIn(core, 'fabrikam');
      add.addZone(core, groupOf(registry), [victim.network]);
      add.addPull(core, registry, victim.cluster);
      return {
        registry,
        cluster: linked.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: {
          after: ({ network }) => {
            add.peer(core, victim.network, network.id);
          },
        },
      };
    },
  },
  {
    title: 'the same, saved by a zone of the registry’s own with fallback in the old one',
    hazard: ['privateAddressWithoutPath', ['aks-victim']],
    others: [mayHideFor('aks-linked'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    left: [mayHideFor('aks-linked'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    build: (core) => {
      const [victim, linked] = [place(core, 'aks-victim', 70), place(core, 'aks-linked', 71)];
      const registry = registryIn(core, 'fabrikam');
      add.addZone(core, groupOf(registry), [victim.network], 'NxDomainRedirect');
      add.addPull(core, registry, victim.cluster);
      return {
        registry,
        cluster: linked.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: { edit: ownZone(core) },
      };
    },
  },
  {
    title: 'linking the cluster’s network hides other private registries from it',
    hazard: ['zoneLinkHidesRegistries', ['aks-victim → adatum.azurecr.io']],
    others: [becomesPrivateFor('network vnet-adatum'), dataEndpoints, endpointCosts],
    left: [becomesPrivateFor('network vnet-adatum'), dataEndpoints, endpointCosts],
    build: (core) => {
      const victim = place(core, 'aks-victim', 70);
      const { registry: other } = privateRegistry(core, 'adatum', 72, victim.cluster);
      return {
        registry: registryIn(core, 'fabrikam'),
        cluster: victim.cluster,
        works: pulls(victim.cluster, other),
        mitigation: { edit: fallback },
      };
    },
  },
  {
    title: 'linking the endpoint’s network hides other private registries from clusters in it',
    hazard: ['zoneLinkHidesRegistries', ['aks-victim → adatum.azurecr.io']],
    others: [mayHideFor('aks-linked')],
    left: [],
    build: (core) => {
      const [victim, linked] = [place(core, 'aks-victim', 70), place(core, 'aks-linked', 71)];
      const { registry: other } = privateRegistry(core, 'adatum', 72, victim.cluster);
      const registry = registryIn(core, 'fabrikam');
      add.addEndpoint(core, 'pe-fabrikam', registry, `${victim.network}/subnets/endpoints`);
      return {
        registry,
        cluster: linked.cluster,
        works: pulls(victim.cluster, other),
        mitigation: { edit: fallback },
      };
    },
  },
  {
    title: 'linking the cluster’s network hides a registry that nobody here can see',
    hazard: mayHideFor('aks-victim'),
    others: [becomesPrivateFor(), dataEndpoints, endpointCosts],
    left: [becomesPrivateFor(), dataEndpoints, endpointCosts],
    build: (core) => {
      const victim = place(core, 'aks-victim', 70);
      const other = unseenRegistry(core, 'northwindshared', 72);
      return {
        registry: registryIn(core, 'fabrikam'),
        cluster: victim.cluster,
        works: pulls(victim.cluster, other),
        mitigation: { edit: fallback },
      };
    },
  },
  {
    title: 'linking the network makes it see a record that it has no way to',
    hazard: ['privateAddressWithoutPath', ['aks-victim → adatum.azurecr.io']],
    others: [
      mayHideFor('aks-victim'),
      ['privateAddressWithoutPath', ['network vnet-adatum']],
      becomesPrivateFor(),
      dataEndpoints,
      endpointCosts,
    ],
    left: [
      mayHideFor('aks-victim'),
      ['privateAddressWithoutPath', ['network vnet-adatum']],
      becomesPrivateFor(),
      dataEndpoints,
      endpointCosts,
    ],
    build: (core) => {
      const victim = place(core, 'aks-victim', 70);
      const other = privateRegistry(core, 'adatum', 72, victim.cluster);
      return {
        registry: registryIn(core, 'fabrikam'),
        cluster: victim.cluster,
        edit: (access) => ({ ...access, zone: { id: other.zone, onAbsent: 'refuse' } }),
        works: pulls(victim.cluster, other.registry),
        mitigation: {
          before: () => {
            add.peer(core, victim.network, other.network);
          },
        },
      };
    },
  },
  {
    title: 'a record that was made by hand is overwritten',
    hazard: ['recordOverwritten', ['aks-victim']],
    others: [mayHideFor('aks-linked'), endpointCosts],
    left: [mayHideFor('aks-linked'), endpointCosts],
    build: (core) => {
      const [victim, linked] = [place(core, 'aks-victim', 70), place(core, 'aks-linked', 71)];
      const registry = registryIn(core, 'fabrikam');
      add.addPull(core, registry, victim.cluster);
      add.addEndpoint(core, 'pe-by-hand', registry, `${victim.network}/subnets/endpoints`);
      const zone = add.addZone(core, victim.group, [victim.network]);
      for (const [name, address] of [
        ['fabrikam.westeurope.data', '10.70.1.4'],
        ['fabrikam', '10.70.1.5'],
      ] as const) {
        const properties = { ttl: 300, aRecords: [{ ipv4Address: address }] };
        replay(core, 'PUT', `${zone}/A/${name}`, { properties });
      }
      return {
        registry,
        cluster: linked.cluster,
        preferred: { placement: 'clusterNetwork' },
        edit: (access) => ({ ...access, zone: { id: zone, onAbsent: 'refuse' } }),
        works: pulls(victim.cluster, registry),
        mitigation: { edit: ownZone(core) },
      };
    },
  },
  {
    title: 'a zone for data endpoints answers in the place of the registry’s',
    hazard: ['dataZoneShadows', ['aks-victim']],
    others: [mayHideFor('aks-victim'), dataEndpoints, endpointCosts],
    left: [mayHideFor('aks-victim'), becomesPrivateFor(), dataEndpoints, endpointCosts],
    ownCluster: true,
    build: (core) => {
      const victim = place(core, 'aks-victim', 70);
      const registry = registryIn(core, 'fabrikam');
      const zone = zoneIn(victim.group).replace('privatelink', 'westeurope.data.privatelink');
      replay(core, 'PUT', zone, { location: 'global' });
      replay(core, 'PUT', `${zone}/virtualNetworkLinks/link`, {
        location: 'global',
        properties: { virtualNetwork: { id: victim.network }, registrationEnabled: false },
      });
      const remove = () => {
        core.send('DELETE', `${zone}/virtualNetworkLinks/link`, '2024-06-01');
        core.operations.settleAll();
      };
      return {
        registry,
        cluster: victim.cluster,
        works: pulls(victim.cluster, registry),
        mitigation: { before: remove },
      };
    },
  },
];
