/** Whether a registry opens where nodes come to: at a private endpoint, or at its public address. */
import { contains } from '../model/addressRange';
import { nameOf, sameId } from '../model/armId';
import type { ObservedRegistry, ObservedSubnet } from '../provisioning/observed/observed';
import { broken, ok, unknown, type Finding } from './hops';
import type { From } from './from';
import { serviceTags, wayOut } from './routes';
import type { SeenEndpoint, World } from './world';

/** An endpoint answers where the registry has approved it, and both are well. */
export function doorOfEndpoint(
  registry: ObservedRegistry,
  { id, provisioningState = '' }: SeenEndpoint,
): Finding {
  const connection = registry.connections.find(({ endpointId }) => sameId(endpointId, id));
  if (connection?.status !== 'Approved') {
    const found = connection?.status ?? 'none';
    return broken(`${nameOf(id)} is no approved private endpoint of ${registry.name} (${found}).`, {
      resourceId: connection?.id ?? registry.id,
      property: 'privateLinkServiceConnectionState.status',
      found,
      needed: 'Approved',
    });
  }
  if (registry.sku !== '' && registry.sku.toLowerCase() !== 'premium') {
    const evidence = {
      resourceId: registry.id,
      property: 'sku.name',
      found: registry.sku,
      needed: 'Premium',
    };
    return broken(
      `Private endpoints work on Premium registries only; ${registry.name} is ${registry.sku}.`,
      evidence,
    );
  }
  if (!/^(Failed|Deleting)$/i.test(provisioningState))
    return ok(`${registry.name} has approved ${nameOf(id)}.`);
  const evidence = {
    resourceId: id,
    property: 'provisioningState',
    found: provisioningState,
    needed: 'Succeeded',
  };
  return unknown(
    `The private endpoint ${nameOf(id)} is ${provisioningState}: whether it still answers can't be told.`,
    undefined,
    evidence,
  );
}

/** Whether the registry's firewall lets nodes in that come to its public address. */
export function publicDoor(
  world: World,
  registry: ObservedRegistry,
  from: From,
  overProxy: string | undefined,
): Finding {
  const { publicNetworkAccess, defaultAction, addressRules, id, name } = registry;
  if (publicNetworkAccess === 'Disabled') {
    const evidence = {
      resourceId: id,
      property: 'publicNetworkAccess',
      found: 'Disabled',
      needed: 'a private way, or Enabled',
    };
    const words = `Public access of ${name} is disabled.`;
    return overProxy === undefined
      ? broken(words, evidence)
      : unknown(
          `${words} Whether the proxy ${overProxy} comes over a private network can't be told.`,
          undefined,
          evidence,
        );
  }
  if (defaultAction === 'Allow') return ok(`${name} lets everybody come to its public address.`);
  const evidence = {
    resourceId: id,
    property: 'networkRuleSet.ipRules',
    found: addressRules === undefined ? 'not read' : addressRules.join(', ') || 'none',
    needed: 'the address that nodes go out with',
  };
  if (overProxy !== undefined) {
    return unknown(
      `The firewall of ${name} lets some addresses in, and that of the proxy ${overProxy} isn't known.`,
      undefined,
      evidence,
    );
  }
  if (hasServiceEndpoint(from.subnet)) return byServiceEndpoint(registry, from.subnet);
  const addresses = outboundAddresses(world, registry, from);
  if (
    addressRules === undefined ||
    (addressRules.length > 0 && (addresses === undefined || addresses.length === 0))
  ) {
    return unknown(
      `The firewall of ${name} lets some addresses in, and which ones the nodes go out with isn't known.`,
      { what: from.cluster.id },
      evidence,
    );
  }
  const inside = (addresses ?? []).filter((address) => contains(addressRules, address));
  const words = (addresses ?? []).join(', ');
  if (addressRules.length > 0 && inside.length === addresses?.length) {
    return ok(`The firewall of ${name} lets ${words} in.`, { ...evidence, needed: words });
  }
  if (inside.length > 0) {
    return unknown(
      `The firewall of ${name} lets only ${inside.join(', ')} of ${words} in.`,
      undefined,
      evidence,
    );
  }
  return broken(
    `The firewall of ${name} doesn't let the nodes in${words === '' ? '' : `, which go out with ${words}`}.`,
    {
      ...evidence,
      ...(words === '' ? {} : { needed: words }),
    },
  );
}

/** Public addresses by which nodes come to the registry; undefined where they aren't known. */
function outboundAddresses(
  world: World,
  registry: ObservedRegistry,
  { cluster, pool, subnet }: From,
): readonly string[] | undefined {
  const { outboundType = '', outboundAddresses: ofCluster } = cluster;
  const tags = serviceTags(registry, 'AzureContainerRegistry');
  if (wayOut(world, subnet, tags, outboundType).kind !== 'direct') return undefined;
  // A NAT gateway goes before a node's own address, and that before the cluster's (Microsoft Learn, "Source Network Address
  // Translation (SNAT) with Azure NAT Gateway").
  const hasOtherGateway = subnet?.natGatewayId !== undefined && !/^managedNATGateway/i.test(outboundType);
  return hasOtherGateway || pool?.nodesHavePublicAddresses === true ? undefined : ofCluster;
}

function hasServiceEndpoint(subnet: ObservedSubnet | undefined): subnet is ObservedSubnet {
  return (
    subnet?.serviceEndpoints?.some((service) => /^Microsoft\.ContainerRegistry$/i.test(service)) === true
  );
}

/** Where a subnet has the service endpoint, its nodes come with their private addresses, for which only rules of subnets count (Microsoft Learn, "Virtual network service endpoints"). */
function byServiceEndpoint({ id, name, subnetRules }: ObservedRegistry, subnet: ObservedSubnet): Finding {
  const evidence = {
    resourceId: id,
    property: 'networkRuleSet.virtualNetworkRules',
    found: subnetRules === undefined ? 'not read' : subnetRules.map(nameOf).join(', ') || 'none',
    needed: subnet.id,
  };
  if (subnetRules?.some((rule) => sameId(rule, subnet.id)))
    return ok(`The firewall of ${name} lets the nodes' subnet in.`, evidence);
  const words = `The nodes come to ${name} over the service endpoint of the subnet ${subnet.name}`;
  return subnetRules === undefined
    ? unknown(`${words}, and whether its firewall lets that subnet in isn't known.`, { what: id }, evidence)
    : broken(`${words}, and its firewall doesn't let that subnet in.`, evidence);
}
