import { distinctIds, groupIdOf, idKey, nameOf, parentId, sameId, subscriptionOf } from '../../model/armId';
import { mayAnswerFor } from '../../model/clouds';
import type {
  Asked,
  AskedRegistry,
  Fact,
  Facts,
  LinkSpec,
  Look,
  NameAvailability,
  Observed,
  ObservedCluster,
  ObservedEndpoint,
  ObservedRegistry,
  ObservedRoleAssignment,
  ObservedThing,
} from '../../provisioning';
import { hostOf, known } from '../../provisioning/adapters';
import type { Clients } from '../http/clients';
import { facts, mapFact, observeEach, Reads } from '../http/facts';
import { listRegions } from '../resources/regions';
import { checkRegistryName } from '../resources/registryNames';
import { failureError } from '../http/failures';
import { observeCluster, type ReadCluster, withOutboundAddresses } from './cluster';
import { observeEndpoints } from './endpoints';
import { observeGroupContents } from './groupContents';
import { observeNeighbours, querySurroundings } from './neighbours';
import { observeNetwork, withPeeredPartsOf } from './networks';
import { observeRegistry } from './registry';
import { observeResourceGroup } from './resourceGroups';
import { Roles } from './roles';
import { observeSubnetRules } from './subnetRules';
import { observeTenants } from './tenants';
import { findZones, observeZone } from './zones';

/** Reads the state of a registry and clusters: everything directly of Resource Manager, except for what has to be found first. */
export class Observation {
  private readonly roles: Roles;

  constructor(private readonly clients: Clients) {
    this.roles = new Roles(clients);
  }

  /** See AzureObserver.look. */
  look(registryIds: readonly string[], signal: AbortSignal): Look {
    const reads = new Reads(this.clients, signal);
    return {
      observe: async (asked) => {
        try {
          signal.throwIfAborted();
          const observed = await this.readAll(reads, registryIds, asked);
          reads.refuseSilence();
          return observed;
        } catch (error) {
          throw failureError(error, undefined, signal);
        }
      },
    };
  }

  /** Each read starts as soon as it is known what to read. */
  private async readAll(reads: Reads, registryIds: readonly string[], asked: Asked): Promise<Observed> {
    const { registryId, clusterIds, spec, networkIds: further = [], registry: alone, forPlan = true } = asked;
    const named = namedBy(spec, registryId, alone);
    const registry = reads.once('registry', registryId, () => observeRegistry(reads, registryId));
    const readClusters = distinctIds(clusterIds).map(
      (id) => [id, reads.once('cluster', id, () => observeCluster(reads, id))] as const,
    );
    const plain = (read: Promise<Fact<ReadCluster>>) =>
      read.then((fact) => mapFact(fact, ({ cluster }) => cluster));
    const clusters = readClusters.map(([id, read]) => [id, plain(read)] as const);
    const goOut = (id: string, read: Promise<Fact<ReadCluster>>) =>
      reads.once('outbound', id, () => read.then((fact) => withOutboundAddresses(reads, fact)));
    const wholeClusters = facts<ObservedCluster>(
      readClusters.map(([id, read]) => [
        id,
        registry.then((fact) => (forPlan || hasFirewall(known(fact)) ? goOut(id, read) : plain(read))),
      ]),
    );
    const resourceGroups = observeEach(reads, 'group', named.groups, (id) => observeResourceGroup(reads, id));
    const roleAssignments = facts<readonly ObservedRoleAssignment[]>(
      clusters.map(([id, cluster]) => {
        const named = spec?.links.find((link) => sameId(link.clusterId, id))?.servicePrincipalObjectId;
        return [id, cluster.then((fact) => this.roles.observe(registryId, fact, named, reads))] as const;
      }),
    );

    const { endpoints, wholeEndpoints } = observeEndpoints(
      reads,
      registry.then((fact) => [
        ...(known(fact)?.connections ?? []).map(({ endpointId }) => endpointId),
        ...named.endpoints,
      ]),
    );

    // Only a proposal has to find names that are free; a spec has its names already.
    const groupContents =
      spec === undefined && alone?.spec === undefined && forPlan
        ? facts(clusters).then((of) =>
            observeEach(
              reads,
              'contents',
              [registryId, ...clusterIds, ...networksOfUsers(of), ...named.networks].map(groupIdOf),
              (id) => observeGroupContents(reads, id),
            ),
          )
        : undefined;

    const networkIds = Promise.all([facts(clusters), endpoints, groupContents]).then(
      ([of, found, contents]) => {
        const begun = networksBegun(contents?.[idKey(groupIdOf(registryId))]);
        return [nodeNetworks(of), subnetsOf(found).map(parentId), named.networks, further, begun].flat();
      },
    );
    const networks = networkIds
      .then((ids) => observeEach(reads, 'network', ids, (id) => observeNetwork(reads, id)))
      .then(withPeeredPartsOf);
    const subnetRules = observeSubnetRules(
      reads,
      {
        ofNodes: readClusters.map(([, read]) => read.then((fact) => known(fact)?.nodeSubnetIds ?? [])),
        ofEndpoints: endpoints.then(subnetsOf),
      },
      networks,
    );
    const surroundings = reads.once('surroundings', '', () => querySurroundings(reads, registryIds));
    const neighbours = observeNeighbours(reads, registryId, surroundings, networkIds, (id, objectId) =>
      this.roles.byGroups(id, objectId, reads),
    );

    const subscriptionIds = distinctIds(
      [registryId, ...clusterIds, ...named.zones, ...named.networks].map(subscriptionOf),
    );
    const visibleZones = findZones(reads, subscriptionIds, surroundings);
    const zones = Promise.all([registry, endpoints, visibleZones]).then(([registryFact, found, visible]) => {
      const suffix = alone?.hostSuffix;
      const host =
        known(registryFact)?.loginServer ?? (suffix === undefined ? undefined : hostOf(registryId, suffix));
      const answering = host === undefined ? [] : visible.ids.filter((id) => mayAnswerFor(nameOf(id), host));
      const ids = [...answering, ...zonesOf(found), ...named.zones];
      return observeEach(reads, 'zone', ids, (id) => observeZone(reads, id, visible.listed.get(idKey(id))));
    });

    const registryName = registry.then((fact) =>
      alone !== undefined && fact.state === 'absent' ? this.availability(reads, registryId) : undefined,
    );
    const regions = alone && reads.fact(listRegions(this.clients, subscriptionOf(registryId), reads.signal));

    const tenants = reads.once('tenants', '', () => observeTenants(reads));
    const [read, records, contents, name, places] = await Promise.all([
      Promise.all([registry, wholeClusters, roleAssignments, neighbours, tenants]),
      Promise.all([networks, resourceGroups, wholeEndpoints, zones, subnetRules]),
      groupContents,
      registryName,
      regions,
    ]);
    return {
      at: reads.at,
      registry: read[0],
      clusters: read[1],
      roleAssignments: read[2],
      neighbours: read[3],
      tenants: read[4],
      networks: records[0],
      resourceGroups: records[1],
      endpoints: records[2],
      zones: records[3],
      ...records[4],
      ...(contents === undefined ? {} : { groupContents: contents }),
      ...(name === undefined ? {} : { registryName: name }),
      ...(places === undefined ? {} : { regions: places }),
    };
  }

  private availability(reads: Reads, registryId: string): Promise<Fact<NameAvailability>> {
    const [subscriptionId, name] = [subscriptionOf(registryId), nameOf(registryId)];
    return reads.fact(checkRegistryName(this.clients, subscriptionId, name, reads.signal));
  }
}

/** Ids of everything that the user's wish names and that may be there already. */
function namedBy(spec: LinkSpec | undefined, registryId: string, alone: AskedRegistry | undefined) {
  const accesses = (spec?.links ?? []).flatMap(({ access }) => (access.mode === 'private' ? [access] : []));
  const sides = [...accesses, ...(alone?.spec?.side ? [alone.spec.side] : [])];
  const chosen = alone?.networkId === undefined ? [] : [alone.networkId];
  return {
    networks: [...sides.map(({ network }) => network.id), ...chosen],
    endpoints: sides.map(({ endpoint }) => endpoint.id),
    zones: sides.map(({ zone }) => zone.id),
    groups: [
      ...(alone === undefined ? [] : [registryId]),
      ...sides.flatMap(({ network, endpoint, zone }) => [network.id, endpoint.id, zone.id]),
    ].map(groupIdOf),
  };
}

/** Whether it decides something which public addresses nodes come with. */
function hasFirewall(registry: ObservedRegistry | undefined): boolean {
  return registry?.publicNetworkAccess === 'Enabled' && registry.defaultAction === 'Deny';
}

/** Networks that AKS made are in groups where nothing new goes. */
function networksOfUsers(clusters: Facts<ObservedCluster>): readonly string[] {
  return Object.values(clusters).flatMap((fact) => {
    const cluster = known(fact);
    return cluster === undefined || cluster.networkManagedByAks ? [] : (cluster.networkId ?? []);
  });
}

/** Networks that earlier operations have made: a link that was left unfinished is taken up there. */
function networksBegun(contents: Fact<readonly ObservedThing[]> | undefined): readonly string[] {
  return (known(contents) ?? []).flatMap(({ id, madeBy }) =>
    madeBy !== undefined && /\/virtualNetworks\/[^/]+$/i.test(id) ? [id] : [],
  );
}

function nodeNetworks(clusters: Facts<ObservedCluster>): readonly string[] {
  return Object.values(clusters).flatMap((fact) => known(fact)?.networkId ?? []);
}

function subnetsOf(endpoints: Facts<ObservedEndpoint>): readonly string[] {
  return Object.values(endpoints)
    .map((fact) => known(fact)?.subnetId ?? '')
    .filter((id) => id !== '');
}

function zonesOf(endpoints: Facts<ObservedEndpoint>): readonly string[] {
  return Object.values(endpoints).flatMap((fact) => {
    const group = known(fact)?.zoneGroup;
    return known(group)?.zoneIds ?? [];
  });
}
