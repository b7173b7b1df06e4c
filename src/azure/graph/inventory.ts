import { idKey, nameOf, parentId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { inSlices, pause } from '../../model/slices';
import type {
  Fact,
  Facts,
  FirstSeen,
  Inventory,
  ObservedRegistry,
  Surroundings,
  Unread,
} from '../../provisioning';
import { endedTogether } from '../http/aborting';
import type { Clients } from '../http/clients';
import { Reads } from '../http/facts';
import { failureOf } from '../http/failures';
import { networkOf, withPeeredParts } from '../resources/networks';
import { NodeGroupNetworks } from '../resources/nodeGroupNetworks';
import { clusterOf } from '../resources/clusterShapes';
import { registryOf, replicasOf, zoneLinkOf } from '../resources/shapes';
import { routeTableOf, securityGroupOf } from '../resources/subnetRules';
import { queryResources, queryRoles, type SubscriptionParts } from './graph';
import type { Found, ResourceRows } from './resourceRows';
import { ready, type RowOf } from './graphRows';
import { endpointOf, withAddresses } from './inventoryEndpoints';
import { readZoneRecords } from './inventoryZones';
import { types, wantedOf, zoneLinksOf } from './types';

/**
 * See Azure.inventory. Endpoints are those that lead to registries, zone links those of registries' zones: a
 * subscription may have hundreds of others. What was written or read by its id a moment ago is as it is now, also where
 * Resource Graph doesn't know of it yet. Throws FailureError where nothing could be read.
 */
export async function readInventory(
  clients: Clients,
  subscriptions: SubscriptionParts,
  signal: AbortSignal,
  onFirst?: (first: FirstSeen) => void,
  elsewhere: Surroundings | Promise<Surroundings> = { registries: [], clusters: [] },
): Promise<Inventory> {
  return endedTogether(signal, (own) => read(clients, subscriptions, own, onFirst, elsewhere));
}

async function read(
  clients: Clients,
  subscriptions: SubscriptionParts,
  signal: AbortSignal,
  onFirst: ((first: FirstSeen) => void) | undefined,
  elsewhere: Surroundings | Promise<Surroundings>,
): Promise<Inventory> {
  const ask = (names: Parameters<typeof wantedOf>[0], more: ReturnType<typeof wantedOf> = {}) =>
    queryResources(clients, { ...wantedOf(names), ...more }, subscriptions, signal);
  // Beside each other, so that what is long doesn't make the rest wait: what is looked at first is asked for first, and what
  // has come is taken in while the rest is on its way.
  const ownFound = ask(['registry', 'replica', 'cluster']).then((rows) =>
    registriesAndClusters(rows, onFirst),
  );
  const aroundFound = ask(['endpoint', 'networkInterface'], {
    [types.zoneLink]: zoneLinksOf(clients.registrySuffix),
  }).then((rows) => endpointsAndZoneLinks(rows, clients.registrySuffix));
  const networksFound = ask(['network', 'securityGroup', 'routeTable', 'subnet']).then(networksIn);
  const rolesFound = unlessRefused(queryRoles(clients, subscriptions, signal));
  const reads = new Reads(clients, signal);
  const zoneRecordsFound = Promise.all([ownFound, aroundFound, elsewhere]).then(([own, around, others]) =>
    readZoneRecords(reads, {
      zoneLinks: around.zoneLinks.rows,
      registries: [...own.registries.rows, ...others.registries],
      clusters: [...own.clusters.rows.map(({ cluster }) => cluster), ...others.clusters],
    }),
  );
  // They are waited for below.
  for (const found of [rolesFound, zoneRecordsFound]) found.catch(() => undefined);

  const [own, around, { rows: networkRows, networks }] = await Promise.all([
    ownFound,
    aroundFound,
    networksFound,
  ]);
  const nodeGroupNetworks = new NodeGroupNetworks(networks.rows.map((network) => network.id));
  const clusters = await inSlices(
    own.clusters.rows,
    ({ row, cluster }) => {
      const networkId = nodeGroupNetworks.of(row.id, row);
      return networkId === undefined ? cluster : clusterOf(row.id, row, networkId);
    },
    signal,
  );
  const others = await elsewhere;
  const kubelets = new Set(
    [...others.clusters, ...clusters].flatMap(
      (cluster) => cluster.kubeletIdentity?.objectId.toLowerCase() ?? [],
    ),
  );
  const ofRegistries = around.endpoints.rows.filter(({ endpoint }) =>
    /\/Microsoft\.ContainerRegistry\//i.test(endpoint.targetId),
  );
  await pause(signal);
  const withParts = withPeeredParts(networks.rows);
  await pause(signal);
  const seen = { registries: own.registries.rows, clusters, zoneLinks: around.zoneLinks.rows };
  const [endpointsWithAddresses, zoneRecords, securityGroups, routeTables, roles] = await Promise.all([
    withAddresses(reads, ofRegistries, around.interfaces.rows),
    zoneRecordsFound,
    networkRows.of('securityGroup', securityGroupOf),
    networkRows.of('routeTable', routeTableOf),
    rolesFound.then((rows) => rows && rolesIn(rows)),
  ]);

  const besides = [...around.unread, ...networkRows.unread, ...networks.unread];
  const unread = distinct([...besides.map((each) => ({ ...each, isAround: true as const })), ...own.unread]);
  return {
    ...seen,
    networks: withParts,
    endpoints: endpointsWithAddresses,
    zoneRecords,
    securityGroups: factsOf(securityGroups),
    routeTables: factsOf(routeTables),
    roleAssignments: roles && rolesOf(roles, kubelets),
    ...rolesUnread(roles),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

async function endpointsAndZoneLinks(rows: ResourceRows, registrySuffix: string) {
  const endpoints = await rows.of('endpoint', endpointOf);
  const interfaces = await rows.of('networkInterface', (row) => row);
  const found = await rows.of('zoneLink', zoneLinkOfRow);
  const isUsed = ({ id }: { readonly id: string }) => isOfRegistries(id, registrySuffix);
  const zoneLinks = { rows: found.rows.filter(isUsed), unread: found.unread.filter(isUsed) };
  const unread = [rows, endpoints, zoneLinks].flatMap((part) => part.unread);
  return { endpoints, interfaces, zoneLinks, unread };
}

async function networksIn(rows: ResourceRows) {
  const subnets = await rows.of('subnet', (row) => row);
  const subnetsOf = groupBy(subnets.rows, ({ id }) => idKey(parentId(id)));
  const networks = await rows.of('network', ({ properties, ...row }) => {
    // Read by its id a moment ago it has its subnets in it.
    const ofItself = properties.subnets ?? subnetsOf.get(idKey(row.id));
    return networkOf({ ...row, properties: { ...properties, subnets: ofItself } });
  });
  // A network whose subnet has another form than expected is there without it.
  return { rows, networks: { ...networks, unread: [...networks.unread, ...subnets.unread] } };
}

/** Registries, clusters as far as their own rows tell of them, and what of both could not be read. */
async function registriesAndClusters(
  rows: ResourceRows,
  onFirst: (first: FirstSeen) => void = () => undefined,
) {
  const clusters = await rows.of('cluster', (row) => ({
    row,
    cluster: clusterOf(row.id, row, undefined),
  }));
  const replicas = await rows.of('replica', (row) => row);
  const replicasByRegistry = groupBy(replicas.rows, (replica) => idKey(parentId(replica.id)));
  const lacking = new Set(replicas.unread.map(({ id }) => idKey(parentId(id))));
  const registries = await rows.of('registry', (row) => {
    const key = idKey(row.id);
    const registry = withReplicas(ready(row), replicasByRegistry.get(key) ?? []);
    // What lacks without a name may be a replica of any.
    return lacking.has(key) || rows.unread.some(({ id }) => id === '')
      ? { ...registry, hasUnreadReplicas: true as const }
      : registry;
  });
  const unread = [rows, registries, clusters, replicas].flatMap((part) => part.unread);
  onFirst({ registries: registries.rows, clusters: clusters.rows.map(({ cluster }) => cluster), unread });
  return { registries, clusters, unread };
}

function withReplicas(row: RowOf<'registry'>, replicas: readonly RowOf<'replica'>[]): ObservedRegistry {
  const registry = registryOf(
    row.id,
    row,
    replicas.map(({ location }) => location),
  );
  return { ...registry, replicas: replicasOf(registry, replicas) };
}

interface Roles {
  readonly assignments: Found<RowOf<'roleAssignment'>>;
  readonly definitions: readonly RowOf<'roleDefinition'>[];
  /** What was refused, or doesn't say what it is. */
  readonly unread: readonly Unread[];
}

async function rolesIn(rows: ResourceRows): Promise<Roles> {
  const definitions = await rows.of('roleDefinition', (row) => row);
  const assignments = await rows.of('roleAssignment', (row) => row);
  return { assignments, definitions: definitions.rows, unread: rows.unread };
}

/** Those of the clusters' identities and of groups, each with what its role permits where that is known. */
function rolesOf(
  { assignments, definitions }: Roles,
  kubelets: ReadonlySet<string>,
): NonNullable<Inventory['roleAssignments']> {
  const permissionsOf = new Map(definitions.map(({ id, permissions }) => [idKey(nameOf(id)), permissions]));
  return assignments.rows
    .filter(({ principalId, toGroup }) => toGroup || kubelets.has(principalId.toLowerCase()))
    .map(({ scope, principalId, toGroup, roleDefinitionId, condition }) => {
      const roleId = nameOf(roleDefinitionId);
      const permissions = permissionsOf.get(idKey(roleId));
      return {
        scope,
        principalId,
        roleId,
        toGroup,
        ...(permissions ? { permissions } : {}),
        ...(condition ? { condition } : {}),
      };
    });
}

/** A definition that can't be read leaves open what its role permits, and nothing else. */
function rolesUnread(roles: Roles | undefined): Pick<Inventory, 'rolesUnreadAt'> {
  const unread = roles === undefined ? [] : [...roles.unread, ...roles.assignments.unread];
  return unread.length === 0 ? {} : { rolesUnreadAt: unread.map(({ id }) => scopeOfUnread(id)) };
}

/** What was found, by key, and what was found in another form than expected. */
function factsOf<T extends { readonly id: string }>({ rows, unread }: Found<T>): Facts<T> {
  const facts: Record<string, Fact<T>> = {};
  for (const { id, failure } of unread) facts[idKey(id)] = { state: 'unreadable', reason: failure.message };
  for (const value of rows) facts[idKey(value.id)] = { state: 'known', value };
  return facts;
}

/** Undefined if roles may not be read: the rest of the inventory is worth showing without them. */
async function unlessRefused<T>(roles: Promise<T>): Promise<T | undefined> {
  try {
    return await roles;
  } catch (error) {
    const status = failureOf(error).azure?.status;
    if (status === 403 || status === 404) return undefined;
    throw error;
  }
}

/** Where the assignments lack: a subscription's, or one that can't be read, of which the id says where it is. */
function scopeOfUnread(id: string): string {
  const scope = id.replace(/\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]*$/i, '');
  return scope === '' ? '/' : scope;
}

function isOfRegistries(zoneLinkId: string, registrySuffix: string): boolean {
  return `.${nameOf(parentId(zoneLinkId)).toLowerCase()}`.endsWith(`.${registrySuffix}`);
}

function zoneLinkOfRow(row: RowOf<'zoneLink'>): Inventory['zoneLinks'][number] {
  const zoneId = parentId(row.id);
  return { ...zoneLinkOf(row.id, row), zoneId, zoneName: nameOf(zoneId) };
}

/** A subscription that was refused is so for each of the queries: what is said of it last counts. */
export function distinct(unread: readonly Unread[]): readonly Unread[] {
  return [...new Map(unread.map((one, index) => [one.id === '' ? index : idKey(one.id), one])).values()];
}
