import { groupIdOf, idKey, nameOf, parentId, subscriptionOf } from '../model/armId';
import { privateZoneName } from '../model/clouds';
import type { Fact, Facts, Observed, ObservedEndpoint, ObservedRegistry } from '../provisioning/observed';
import type { AzureObserver } from '../provisioning/ports';
import type { LinkSpec } from '../provisioning/spec';
import type { Clients } from './clients';
import { Reads, valueOf } from './facts';
import { failureError } from './failures';
import { observeCluster } from './observe/cluster';
import { observeEndpoint } from './observe/endpoints';
import { observeNeighbours } from './observe/neighbours';
import { observeNetwork } from './observe/networks';
import { observeRegistry } from './observe/registry';
import { observeResourceGroup } from './observe/resourceGroups';
import { Roles } from './observe/roles';
import { observeTenants } from './observe/tenants';
import { findZones, observeZone } from './observe/zones';

type Pair = Parameters<AzureObserver['observe']>[0];

/** Reads one pair's state: everything directly of Resource Manager, except for what has to be found first. */
export class Observation {
  private readonly roles: Roles;

  constructor(private readonly clients: Clients) {
    this.roles = new Roles(clients);
  }

  /** See AzureObserver.observe. */
  async observe(pair: Pair, signal: AbortSignal): Promise<Observed> {
    try {
      signal.throwIfAborted();
      const reads = new Reads(this.clients, signal);
      const observed = await this.readAll(reads, pair);
      reads.refuseSilence();
      return observed;
    } catch (error) {
      throw failureError(error, undefined, signal);
    }
  }

  /** Each read starts as soon as it is known what to read. */
  private async readAll(reads: Reads, { registryId, clusterId, spec }: Pair): Promise<Observed> {
    const at = new Date().toISOString();
    const named = namedBy(spec);
    const registry = observeRegistry(reads, registryId);
    const cluster = observeCluster(reads, clusterId);
    const neighbours = observeNeighbours(reads, registryId);
    const resourceGroups = observeEach(named.groups, (id) => observeResourceGroup(reads, id));
    const roleAssignments = cluster.then((fact) => this.roles.observe(registryId, fact, reads));

    const endpoints = registry.then((fact) => {
      const connected = valueOf(fact)?.connections.map((connection) => connection.endpointId) ?? [];
      return observeEach([...connected, ...named.endpoints], (id) => observeEndpoint(reads, id));
    });

    const networks = Promise.all([cluster, endpoints]).then(([clusterFact, found]) => {
      const ids = [valueOf(clusterFact)?.networkId ?? [], networksOf(found), named.networks].flat();
      return observeEach(ids, (id) => observeNetwork(reads, id));
    });

    const subscriptionIds = unique(
      [registryId, clusterId, ...named.zones, ...named.networks].map(subscriptionOf),
    );
    const visibleZones = findZones(reads, subscriptionIds);
    const zones = Promise.all([registry, endpoints, visibleZones]).then(([registryFact, found, visible]) => {
      const name = zoneNameOf(registryFact);
      const ids = [visible.filter((id) => idKey(nameOf(id)) === name), zonesOf(found), named.zones].flat();
      return observeEach(ids, (id) => observeZone(reads, id));
    });

    const [facts, records] = await Promise.all([
      Promise.all([registry, cluster, roleAssignments, neighbours, observeTenants(reads)]),
      Promise.all([networks, resourceGroups, endpoints, zones]),
    ]);
    return {
      at,
      registry: facts[0],
      cluster: facts[1],
      roleAssignments: facts[2],
      neighbours: facts[3],
      tenants: facts[4],
      networks: records[0],
      resourceGroups: records[1],
      endpoints: records[2],
      zones: records[3],
    };
  }
}

/** Ids of everything that the user's wish names and that may be there already. */
function namedBy(spec: LinkSpec | undefined) {
  if (spec?.access.mode !== 'private') return { networks: [], endpoints: [], zones: [], groups: [] };
  const { network, endpoint, zone } = spec.access;
  return {
    networks: [network.id],
    endpoints: [endpoint.id],
    zones: [zone.id],
    groups: [network.id, endpoint.id, zone.id].map(groupIdOf),
  };
}

async function observeEach<T>(
  ids: readonly string[],
  observe: (id: string) => Promise<Fact<T>>,
): Promise<Facts<T>> {
  const entries = unique(ids).map(async (id) => [idKey(id), await observe(id)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Map(ids.map((id) => [idKey(id), id])).values()];
}

function zoneNameOf(registry: Fact<ObservedRegistry>): string | undefined {
  const loginServer = valueOf(registry)?.loginServer;
  return loginServer === undefined ? undefined : privateZoneName(loginServer).toLowerCase();
}

function networksOf(endpoints: Facts<ObservedEndpoint>): readonly string[] {
  return Object.values(endpoints).flatMap((fact) => {
    const subnetId = valueOf(fact)?.subnetId ?? '';
    return subnetId === '' ? [] : [parentId(subnetId)];
  });
}

function zonesOf(endpoints: Facts<ObservedEndpoint>): readonly string[] {
  return Object.values(endpoints).flatMap((fact) => {
    const group = valueOf(fact)?.zoneGroup;
    return (group && valueOf(group)?.zoneIds) ?? [];
  });
}
