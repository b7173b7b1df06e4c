/** Whether a registry opens where nodes come to: at a private endpoint, or at its public address. */
import { t } from '@vscode/l10n';
import { contains, isIPv6 } from '../model/addressRange';
import { nameOf, sameId } from '../model/armId';
import type { ObservedRegistry, ObservedSubnet } from '../provisioning/observed/observed';
import { broken, ok, unknown, type Finding } from './hops';
import type { From } from './from';
import { serviceTags } from './regions';
import { hasServiceEndpoint, registryService, wayOut } from './routes';
import type { SeenEndpoint, World } from './world';

/** An endpoint answers where the registry has approved it, and both are well. */
export function doorOfEndpoint(
  registry: ObservedRegistry,
  { id, provisioningState = '' }: SeenEndpoint,
): Finding {
  // A replica that came later, or an endpoint made again under its name, has a connection besides the one that counts.
  const own = registry.connections.filter(({ endpointId }) => sameId(endpointId, id));
  const connection = own.find(({ status }) => status === 'Approved') ?? own[0];
  if (connection?.status !== 'Approved') {
    const found = connection?.status ?? 'none';
    return broken(t`${nameOf(id)} isn’t an approved private endpoint of ${registry.name} (${found}).`, {
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
      t`Private endpoints require a Premium registry. ${registry.name} is ${registry.sku}.`,
      evidence,
    );
  }
  if (!/^(Failed|Deleting)$/i.test(provisioningState))
    return ok(t`${registry.name} has approved ${nameOf(id)}.`);
  const evidence = {
    resourceId: id,
    property: 'provisioningState',
    found: provisioningState,
    needed: 'Succeeded',
  };
  return unknown(
    t`The private endpoint ${nameOf(id)} is ${provisioningState}. It’s unknown whether it still responds.`,
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
      needed: t('a private path, or Enabled'),
    };
    const words = t`Public network access of ${name} is disabled.`;
    return overProxy === undefined
      ? broken(words, evidence)
      : unknown(
          t`${words} It’s unknown whether the proxy ${overProxy} uses a private network.`,
          undefined,
          evidence,
        );
  }
  if (defaultAction === 'Allow') return ok(t`${name} allows public network access from all networks.`);
  const evidence = {
    resourceId: id,
    property: 'networkRuleSet.ipRules',
    found: addressRules === undefined ? t('not read') : addressRules.join(', ') || t('none'),
    needed: t('the nodes’ egress IP address'),
  };
  if (overProxy !== undefined) {
    return unknown(
      t`The firewall of ${name} allows selected IP addresses, and the egress address of the proxy ${overProxy} is unknown.`,
      undefined,
      evidence,
    );
  }
  if (from.subnet !== undefined && hasServiceEndpoint(from.subnet, registryService))
    return byServiceEndpoint(registry, from.subnet);
  const addresses = outboundAddresses(world, registry, from);
  if (
    addressRules === undefined ||
    (addressRules.length > 0 && (addresses === undefined || addresses.length === 0))
  ) {
    return unknown(
      t`The firewall of ${name} allows selected IP addresses, and the nodes’ egress addresses are unknown.`,
      { what: from.cluster.id },
      evidence,
    );
  }
  const inside = (addresses ?? []).filter((address) => contains(addressRules, address));
  const words = (addresses ?? []).join(', ');
  if (addressRules.length > 0 && inside.length === addresses?.length) {
    return ok(t`The firewall of ${name} allows ${words}.`, { ...evidence, needed: words });
  }
  if (inside.length > 0) {
    return unknown(
      t`The firewall of ${name} allows only ${inside.join(', ')} of ${words}.`,
      undefined,
      evidence,
    );
  }
  return broken(
    t`The firewall of ${name} blocks the nodes${words === '' ? '' : t`, whose egress address is ${words}`}.`,
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
  from: From,
): readonly string[] | undefined {
  const { cluster, pool, subnet } = from;
  const { outboundType = '', outboundAddresses: ofCluster } = cluster;
  const tags = serviceTags(registry, cluster.location, 'AzureContainerRegistry');
  if (wayOut(world, from, tags).kind !== 'direct') return undefined;
  // A NAT gateway goes before a node's own address, and that before the cluster's (Microsoft Learn, "Source Network Address
  // Translation (SNAT) with Azure NAT Gateway").
  const hasOtherGateway = subnet?.natGatewayId !== undefined && !/^managedNATGateway/i.test(outboundType);
  if (hasOtherGateway || pool?.nodesHavePublicAddresses === true) return undefined;
  // A registry has IPv4 addresses only: nodes with both never come to it by IPv6.
  return ofCluster?.filter((address) => !isIPv6(address));
}

/** Where a subnet has the service endpoint, its nodes come with their private addresses, for which only rules of subnets count (Microsoft Learn, "Virtual network service endpoints"). */
function byServiceEndpoint({ id, name, subnetRules }: ObservedRegistry, subnet: ObservedSubnet): Finding {
  const evidence = {
    resourceId: id,
    property: 'networkRuleSet.virtualNetworkRules',
    found: subnetRules === undefined ? t('not read') : subnetRules.map(nameOf).join(', ') || t('none'),
    needed: subnet.id,
  };
  if (subnetRules?.some((rule) => sameId(rule, subnet.id)))
    return ok(t`The firewall of ${name} allows the nodes’ subnet.`, evidence);
  const words = t`The nodes connect to ${name} through the service endpoint of the subnet ${subnet.name}`;
  return subnetRules === undefined
    ? unknown(t`${words}, and it’s unknown whether its firewall allows that subnet.`, { what: id }, evidence)
    : broken(t`${words}, and its firewall doesn’t allow that subnet.`, evidence);
}
