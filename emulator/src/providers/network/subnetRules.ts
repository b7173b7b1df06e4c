import { shortRegion } from '../../arm/clouds';
import { type ArmError, invalidResourceReference, networkError } from '../../arm/errors';
import { listAt, same, textAt, textsAt, without } from '../../arm/json';
import { derived, type ArmResource, type Estate, type JsonObject } from '../../estate';
import { checkPrefix, contains, overlaps, prefixLength } from './addresses';
import { NETWORK, NIC, ROUTE_TABLE, SECURITY_GROUP, SUBNET } from './common';

/** Azure's smallest IPv4 subnet: three addresses can be given out. */
const LONGEST_PREFIX = 29;

/** The ranges of a subnet: one in `addressPrefix`, or several in `addressPrefixes`. */
export function prefixesOf(subnet: { properties: JsonObject }): string[] {
  const one = textAt(subnet.properties, 'addressPrefix');
  return one === undefined ? textsAt(subnet.properties, 'addressPrefixes') : [one];
}

export function rangesOf(network: ArmResource): string[] {
  return textsAt(network.properties, 'addressSpace', 'addressPrefixes');
}

/** A subnet as it is kept, from what a client sent: with Azure's defaults, without what only Azure decides. */
export function subnetFrom(networkId: string, name: string, body: JsonObject): ArmResource {
  const sent = without(
    body,
    'provisioningState',
    'privateEndpoints',
    'ipConfigurations',
    'ipConfigurationProfiles',
    'resourceNavigationLinks',
    'serviceAssociationLinks',
    'purpose',
  );
  return {
    id: `${networkId}/subnets/${name}`,
    name,
    type: SUBNET,
    properties: {
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      ...sent,
      provisioningState: 'Updating',
    },
  };
}

/** Checks the subnets of a network, as they would be, for place and for each other. */
export function checkSubnets(network: ArmResource, subnets: readonly ArmResource[]): void {
  const seen: ArmResource[] = [];
  for (const subnet of subnets) {
    const prefixes = prefixesOf(subnet);
    prefixes.forEach((prefix, index) => {
      checkPlace(network, subnet, prefix, prefixes.slice(0, index));
    });
    if (seen.some((other) => same(other.name, subnet.name))) {
      throw networkError(400, 'DuplicateResourceName', `Subnet '${subnet.name}' is in the list twice.`);
    }
    if (seen.some((other) => overlaps(prefixesOf(other), prefixes))) throw rangesOverlap(network, subnet);
    seen.push(subnet);
  }
}

/** Checks one range of a subnet, beside the others of the same subnet. */
function checkPlace(
  network: ArmResource,
  subnet: ArmResource,
  prefix: string,
  others: readonly string[],
): void {
  checkPrefix(prefix, subnet.id);
  if (prefixLength(prefix) > LONGEST_PREFIX) {
    throw networkError(
      400,
      'NetcfgInvalidSubnet',
      `Subnet '${subnet.name}' is not valid in virtual network '${network.name}': the smallest subnet is a /${LONGEST_PREFIX}.`,
    );
  }
  if (!contains(rangesOf(network), prefix)) {
    throw networkError(
      400,
      'NetcfgSubnetRangeOutsideVnet',
      `Subnet '${subnet.name}' is not valid because its IP address range is outside the IP address range of virtual network '${network.name}'.`,
    );
  }
  if (overlaps(others, [prefix])) throw rangesOverlap(network, subnet);
}

function rangesOverlap(network: ArmResource, subnet: ArmResource): ArmError {
  return networkError(
    400,
    'NetcfgSubnetRangesOverlap',
    `Subnet '${subnet.name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${network.name}'.`,
  );
}

const ATTACHED = { networkSecurityGroup: SECURITY_GROUP, routeTable: ROUTE_TABLE } as const;

/** A subnet takes only security groups and route tables that exist, in the region of its network. */
export function checkAttached(estate: Estate, network: ArmResource, subnet: ArmResource): void {
  for (const [member, type] of Object.entries(ATTACHED)) {
    const id = textAt(subnet.properties, member, 'id');
    if (id === undefined) continue;
    const found = estate.get(id);
    const isHere = shortRegion(found?.location ?? '') === shortRegion(network.location ?? '');
    if (found?.type !== type || !isHere) throw invalidResourceReference(id, subnet.id);
  }
}

/** IP configurations of network interfaces, by the subnet that they are in. */
const configurationsBySubnet = derived((estate) =>
  bySubnet(
    estate.ofType(NIC).flatMap((nic) => listAt(nic.properties, 'ipConfigurations') as JsonObject[]),
    (configuration) => textAt(configuration, 'properties', 'subnet', 'id'),
  ),
);

const endpointsBySubnet = derived((estate) =>
  bySubnet(estate.ofType('Microsoft.Network/privateEndpoints'), ({ properties }) =>
    textAt(properties, 'subnet', 'id'),
  ),
);

function bySubnet<T>(
  items: readonly T[],
  subnetOf: (item: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = subnetOf(item)?.toLowerCase() ?? '';
    const here = found.get(key);
    if (here === undefined) found.set(key, [item]);
    else here.push(item);
  }
  return found;
}

/** The IP configurations of network interfaces in a subnet. */
export function ipConfigurationsIn(estate: Estate, subnetId: string): readonly JsonObject[] {
  return configurationsBySubnet(estate).get(subnetId.toLowerCase()) ?? [];
}

function endpointsIn(estate: Estate, subnetId: string): JsonObject[] {
  return (endpointsBySubnet(estate).get(subnetId.toLowerCase()) ?? []).map(({ id }) => ({ id }));
}

/** What uses a subnet: a network interface in it, or the node pool of a cluster that brought its own network. */
function userOf(estate: Estate, subnetId: string): string | undefined {
  const [configuration] = ipConfigurationsIn(estate, subnetId);
  if (configuration !== undefined) return textAt(configuration, 'id');
  const cluster = estate
    .ofType('Microsoft.ContainerService/managedClusters')
    .find((candidate) =>
      listAt(candidate.properties, 'agentPoolProfiles').some((pool) =>
        same(textAt(pool, 'vnetSubnetID'), subnetId),
      ),
    );
  return cluster?.id;
}

/** Refuses to take away a subnet that something is in. */
export function checkUnused(estate: Estate, subnet: ArmResource): void {
  const user = userOf(estate, subnet.id);
  if (user === undefined) return;
  throw networkError(
    400,
    'InUseSubnetCannotBeDeleted',
    `Subnet ${subnet.name} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  );
}

/** Refuses to move the range of a subnet that something is in. */
export function checkPrefixKept(
  estate: Estate,
  existing: ArmResource | undefined,
  subnet: ArmResource,
): void {
  const kept = prefixesOf(subnet);
  const lost = existing === undefined ? [] : prefixesOf(existing).filter((prefix) => !kept.includes(prefix));
  if (existing === undefined || lost.length === 0) return;
  const user = userOf(estate, existing.id);
  if (user === undefined) return;
  throw networkError(
    400,
    'InUsePrefixCannotBeDeleted',
    `IpPrefix ${lost.join(', ')} on Subnet ${existing.name} has active allocations and cannot be deleted.`,
  );
}

/** A subnet as a GET answers it, with what is in it. */
export function renderSubnet(estate: Estate, subnet: ArmResource): JsonObject {
  const configurations = ipConfigurationsIn(estate, subnet.id).map(({ id }) => ({ id: id ?? '' }));
  const endpoints = endpointsIn(estate, subnet.id);
  return {
    name: subnet.name,
    id: subnet.id,
    etag: subnet.etag ?? '',
    type: SUBNET,
    properties: {
      ...subnet.properties,
      ...(configurations.length === 0 ? {} : { ipConfigurations: configurations }),
      ...(endpoints.length === 0 ? {} : { privateEndpoints: endpoints }),
    },
  };
}

export function networkIdOf(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, '');
}

export function networkOf(estate: Estate, subnetId: string): ArmResource | undefined {
  const network = estate.get(networkIdOf(subnetId));
  return network?.type === NETWORK ? network : undefined;
}
