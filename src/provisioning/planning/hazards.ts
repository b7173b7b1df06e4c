/** What a plan would break for others, or cost: each is acknowledged before it is applied. */
import { nameOf, sameId } from '../../model/armId';
import { dataEndpointHost } from '../../model/clouds';
import { pullAssignment } from './clusterSide';
import { fingerprint } from './fingerprint';
import { hiddenRegistries, misledNetworks, nameBecomesPrivate, recordsWithoutPath } from './hazardsDns';
import type { Hazard } from '../plan';
import { stepsFor, type Planned } from './planned';
import type { Situation } from './situation';

/** A hazard before it has its id. */
export interface Danger {
  readonly code: string;
  readonly message: string;
  readonly victims: readonly string[];
  readonly mitigation?: string;
  /** What it is about, besides the victims. */
  readonly about: readonly string[];
}

/** `writes` are the steps that the situation's cluster needs and that are written. */
export type HazardRule = (situation: Situation, writes: readonly Planned[]) => Danger[];

const rules: readonly HazardRule[] = [
  nameBecomesPrivate,
  misledNetworks,
  hiddenRegistries,
  recordsWithoutPath,
  neighboursUnknown,
  dedicatedDataEndpoints,
  customDns,
  firewallMayRefuse,
  pullLimitedByCondition,
  cost,
];

/** None for a plan that writes nothing. */
export function hazardsOf(situations: readonly Situation[], steps: readonly Planned[]): Hazard[] {
  const found = situations.flatMap((situation) => {
    const writes = stepsFor(situation.cluster.id, steps).filter(({ action }) => action !== 'reuse');
    return writes.length === 0 ? [] : rules.flatMap((rule) => rule(situation, writes));
  });
  const hazards = found.map(({ code, message, victims, mitigation, about }) => ({
    code,
    // Other victims make another id: an acknowledgement holds only for what was shown.
    id: `${code}:${fingerprint([about.map((id) => id.toLowerCase()), victims.toSorted()]).slice(0, 12)}`,
    message,
    victims: victims.toSorted(),
    mitigation,
  }));
  return [...new Map(hazards.map((hazard) => [hazard.id, hazard])).values()];
}

function neighboursUnknown({ observed, registry, path }: Situation): Danger[] {
  if (path === undefined || observed.neighbours.state !== 'unreadable') return [];
  return [
    {
      code: 'neighboursUnknown',
      message: `Who else would be affected could not be read: ${observed.neighbours.reason}`,
      victims: ['unknown'],
      mitigation: 'Refresh, or ask those who run other private registries and clusters on these networks.',
      about: [registry.id],
    },
  ];
}

function createsEndpoint(writes: readonly Planned[]): boolean {
  return writes.some(({ id }) => id === 'endpoint');
}

function dedicatedDataEndpoints({ registry, path }: Situation, writes: readonly Planned[]): Danger[] {
  if (!path?.firstEndpoint || registry.dataEndpointEnabled || !createsEndpoint(writes)) return [];
  const hosts = [registry.location, ...registry.replicaLocations].map((location) =>
    dataEndpointHost(registry.loginServer, location),
  );
  return [
    {
      code: 'dedicatedDataEndpoints',
      message: `With its first private endpoint the registry serves layers from ${hosts.join(', ')} instead of Azure Storage's host names: firewalls and proxies that allow only the old names stop pulls.`,
      victims: ['clients behind an egress allow-list'],
      mitigation: `Allow ${hosts.join(', ')} in egress rules before applying.`,
      about: [registry.id],
    },
  ];
}

function customDns({ cluster, registry, path }: Situation): Danger[] {
  const network = path?.clusterNetwork;
  if (path === undefined || network === undefined || network.dnsServers.length === 0) return [];
  const suffix = path.zoneName.replace(/^privatelink\./, '');
  return [
    {
      code: 'customDns',
      message: `The cluster's network asks its own DNS servers (${network.dnsServers.join(', ')}), which don't see private DNS zones by themselves: ${registry.loginServer} keeps its public address there.`,
      victims: [cluster.name],
      mitigation: `Have them forward ${suffix} to 168.63.129.16 from a network that is linked to ${path.zoneName}.`,
      about: [network.id],
    },
  ];
}

function firewallMayRefuse({ cluster, registry, path }: Situation): Danger[] {
  if (path !== undefined || registry.defaultAction === 'Allow') return [];
  return [
    {
      code: 'firewallMayRefuse',
      message: `The registry's firewall lets in listed addresses only: the nodes can pull if the address that ${cluster.name} leaves by is listed.`,
      victims: [cluster.name],
      mitigation: "Add the cluster's outbound address to the registry's firewall, or link it privately.",
      about: [registry.id, cluster.id],
    },
  ];
}

function pullLimitedByCondition(situation: Situation): Danger[] {
  const found = pullAssignment(situation);
  if (found?.grant !== 'some') return [];
  return [
    {
      code: 'pullLimitedByCondition',
      message: `The kubelet identity's role ${found.assignment.roleName} has a condition: only the repositories that it names can be pulled.`,
      victims: [situation.cluster.name],
      mitigation: 'Check that the condition covers the repositories that the cluster needs.',
      about: [found.assignment.id],
    },
  ];
}

function cost({ registry, path }: Situation, writes: readonly Planned[]): Danger[] {
  if (path === undefined) return [];
  const upgraded = writes.some(({ id }) => id === 'registrySku');
  const peered = writes.some(({ kind, action }) => kind === 'peering' && action === 'create');
  const regions =
    peered && path.clusterNetwork && !sameId(path.clusterNetwork.location, path.location)
      ? ` The networks are in different regions (${path.location}, ${path.clusterNetwork.location}): traffic between them costs more.`
      : '';
  return [
    ...(upgraded
      ? [
          {
            code: 'costOfSku',
            message: `Registry ${registry.name} costs more each day with SKU Premium than with ${registry.sku}.`,
            victims: [],
            about: [registry.id, registry.sku],
          },
        ]
      : []),
    ...(createsEndpoint(writes)
      ? [
          {
            code: 'costOfEndpoint',
            message: `Private endpoint ${nameOf(path.access.endpoint.id)} costs by the hour and by the data that passes it; peered networks charge for traffic.${regions}`,
            victims: [],
            about: [path.access.endpoint.id],
          },
        ]
      : []),
  ];
}
