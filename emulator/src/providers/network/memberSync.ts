import { listAt, same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { newEtag, touchNetwork } from './common';
import { addConnection, connectionOf, linksAreManual, refreshNames } from './connections';
import { assignAddresses, interfaceOf, memberConfiguration } from './endpointInterface';
import { CONNECTION, registryMembers, type RegistryMember } from './registryMembers';
import { networkIdOf } from './subnetRules';

/**
 * Brings every private endpoint of a registry up to what the registry serves now: a new replica takes an address at
 * each, a gone one frees it. Where a subnet is full nothing is changed at any endpoint, and `SubnetIsFull` is thrown
 * (from the private link documentation: adding a replica fails and is rolled back).
 */
export function syncEndpoints(estate: Estate, registry: ArmResource): void {
  const members = registryMembers(estate, registry);
  const planned: string[] = [];
  const plans = endpointsOf(estate, registry).map((endpoint) => planFor(estate, endpoint, members, planned));
  for (const { endpoint, nic, configurations, added } of plans) {
    const properties = { ...nic.properties, ipConfigurations: configurations };
    estate.put({ ...nic, etag: newEtag(), properties });
    // Where the owner approves by hand, a replica's data endpoint waits for a connection of its own.
    const regions = new Set(added.flatMap(({ replica }) => replica ?? []));
    if (linksAreManual(endpoint)) {
      for (const region of regions) addConnection(estate, endpoint, { status: 'Pending', region });
    }
    for (const connection of replicaConnections(estate, registry, endpoint)) {
      const isServed = members.some(({ replica }) => same(replica, connection['region'] as string));
      if (!isServed) estate.delete(connection.id);
    }
    refreshNames(estate, endpoint.id);
    touchNetwork(estate, networkIdOf(textAt(endpoint.properties, 'subnet', 'id') ?? ''));
  }
}

interface Plan {
  readonly endpoint: ArmResource;
  readonly nic: ArmResource;
  readonly configurations: JsonObject[];
  readonly added: readonly RegistryMember[];
}

/** `planned` collects the addresses given out so far: two endpoints may share a subnet. */
function planFor(
  estate: Estate,
  endpoint: ArmResource,
  members: readonly RegistryMember[],
  planned: string[],
): Plan {
  const nic = interfaceOf(estate, endpoint.id) ?? endpoint;
  const subnetId = textAt(endpoint.properties, 'subnet', 'id') ?? '';
  const before = listAt(nic.properties, 'ipConfigurations') as JsonObject[];
  const memberOf = (item: JsonObject): string | undefined =>
    textAt(item, 'properties', 'privateLinkConnectionProperties', 'requiredMemberName');
  const kept = before.filter((item) => members.some(({ member }) => member === memberOf(item)));
  const added = members.filter(({ member }) => !before.some((item) => memberOf(item) === member));
  const subnet = estate.get(subnetId);
  const addresses = subnet === undefined ? [] : assignAddresses(estate, subnet, added, [], planned);
  planned.push(...addresses.map(({ address }) => address));
  const etag = newEtag();
  const fresh = addresses.map((address) =>
    memberConfiguration(nic.id, subnetId, { ...address, etag, isPrimary: false, isStatic: false }),
  );
  // Data endpoints stand before the registry itself, as Azure lists them.
  const order = members.map(({ member }) => member);
  const configurations = [...kept, ...fresh].sort(
    (a, b) => order.indexOf(memberOf(a) ?? '') - order.indexOf(memberOf(b) ?? ''),
  );
  return { endpoint, nic, configurations, added };
}

function endpointsOf(estate: Estate, registry: ArmResource): ArmResource[] {
  const ids = estate
    .below(registry.id, CONNECTION)
    .flatMap((connection) => textAt(connection.properties, 'privateEndpoint', 'id') ?? []);
  return [...new Set(ids.map((id) => id.toLowerCase()))]
    .flatMap((id) => estate.get(id) ?? [])
    .filter((endpoint) => connectionOf(estate, endpoint) !== undefined);
}

function replicaConnections(estate: Estate, registry: ArmResource, endpoint: ArmResource): ArmResource[] {
  return estate
    .below(registry.id, CONNECTION)
    .filter((item) => typeof item['region'] === 'string')
    .filter((item) => same(textAt(item.properties, 'privateEndpoint', 'id'), endpoint.id));
}
