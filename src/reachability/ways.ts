/** Whether packets of a node pool get to the address that it was told, and whether the registry opens there. */
import { contains } from '../model/addressRange';
import { nameOf, parentId, sameId } from '../model/armId';
import type {
  ObservedCluster,
  ObservedPool,
  ObservedRegistry,
  ObservedSubnet,
} from '../provisioning/observed/observed';
import { broken, ok, unknown, type Finding } from './hops';
import { peered } from './peered';
import { diverted, stopped, subnetOf, wayOut, type Packet } from './traffic';
import type { SeenEndpoint, World } from './world';

export interface From {
  readonly cluster: ObservedCluster;
  readonly networkId: string;
  readonly pool: ObservedPool | undefined;
  /** Undefined where the network's subnets weren't read, or the pool's isn't among them. */
  readonly subnet: ObservedSubnet | undefined;
}

export function fromPool(
  world: World,
  cluster: ObservedCluster,
  pool: ObservedPool | undefined,
  networkId: string,
): From {
  return { cluster, networkId, pool, subnet: subnetOfPool(world, cluster, pool, networkId) };
}

/** Without a subnet of the user's the nodes are in that of the network that AKS made, which has one for them. */
function subnetOfPool(
  world: World,
  cluster: ObservedCluster,
  pool: ObservedPool | undefined,
  networkId: string,
): ObservedSubnet | undefined {
  if (pool?.subnetId !== undefined) return subnetOf(world, pool.subnetId);
  const network = world.network(networkId);
  if (network.state !== 'known' || !cluster.networkManagedByAks) return undefined;
  const subnets = network.value.subnets ?? [];
  return subnets.find(({ name }) => name.toLowerCase() === 'aks-subnet') ?? subnets[0];
}

const tagsOf = ({ location }: ObservedRegistry): string[] => [
  'AzureContainerRegistry',
  `AzureContainerRegistry.${location}`,
  'AzureCloud',
  `AzureCloud.${location}`,
];

/** Endpoints of a registry that have an address; a finding where none is known to. */
export function endpointsAt(
  world: World,
  registry: ObservedRegistry,
  address: string,
): readonly SeenEndpoint[] | Finding {
  const endpoints = world.endpointsOf(registry);
  const at = endpoints.flatMap(({ endpoint }) =>
    endpoint.state === 'known' && endpoint.value.addresses?.some((each) => each.address === address)
      ? [endpoint.value]
      : [],
  );
  if (at.length > 0) return at;
  const hidden = endpoints.find(
    ({ endpoint }) =>
      endpoint.state === 'unreadable' ||
      (endpoint.state === 'known' && endpoint.value.addresses === undefined),
  );
  if (hidden !== undefined) {
    const { endpoint } = hidden;
    const reason = endpoint.state === 'unreadable' ? endpoint.reason : 'Its addresses weren’t read.';
    const right = endpoint.state === 'unreadable' ? endpoint.missingAction : undefined;
    return unknown(`Whether ${nameOf(hidden.id)} has the address ${address} can't be told: ${reason}`, {
      what: hidden.id,
      ...(right === undefined ? {} : { missingAction: right }),
    });
  }
  return broken(`The record says ${address}, which no private endpoint of ${registry.name} has.`, {
    resourceId: registry.id,
    property: 'privateEndpointConnections',
    found: endpoints.map(({ id }) => nameOf(id)).join(', ') || 'none',
    needed: `an endpoint with ${address}`,
  });
}

/** Packets of a pool to an endpoint's address, and whether the endpoint opens there: of several the best. */
export function privateWay(
  world: World,
  registry: ObservedRegistry,
  from: From,
  address: string,
  endpoints: readonly SeenEndpoint[],
): { readonly way: Finding; readonly door: Finding } {
  const ways = endpoints.map((endpoint) => ({
    way: wayTo(world, from, address, endpoint),
    door: doorOfEndpoint(registry, endpoint),
  }));
  const rank = ({ way, door }: (typeof ways)[number]) =>
    [way, door].some(({ state }) => state === 'broken')
      ? 2
      : [way, door].some(({ state }) => state === 'unknown')
        ? 1
        : 0;
  const [best] = ways.toSorted((a, b) => rank(a) - rank(b));
  const none = broken(`No private endpoint has ${address}.`);
  return best ?? { way: none, door: none };
}

function wayTo(world: World, from: From, address: string, endpoint: SeenEndpoint): Finding {
  const endpointNetwork = parentId(endpoint.subnetId);
  const ranges = from.subnet?.addressPrefixes ?? [];
  const peering = peered(world, from.networkId, endpointNetwork, address, ranges);
  const packet: Packet = { fromRanges: ranges, fromNetworkId: from.networkId, address, tags: [] };
  const endpointSubnet = subnetOf(world, endpoint.subnetId);
  const findings = [peering, ...ofSubnet(world, from, packet, endpointSubnet, endpointNetwork)];
  return (
    findings.find((finding) => finding?.state === 'broken') ??
    findings.find((finding) => finding?.state === 'unknown') ??
    ok(`${nameOf(endpoint.id)} is reached at ${address}.`, {
      resourceId: endpoint.id,
      property: 'customDnsConfigs',
      found: address,
      needed: address,
    })
  );
}

function ofSubnet(
  world: World,
  from: From,
  packet: Packet & { readonly address: string | undefined },
  endpointSubnet: ObservedSubnet | undefined,
  endpointNetworkId: string,
): (Finding | undefined)[] {
  const { address } = packet;
  if (from.subnet === undefined) return [unseenSubnet(from)];
  const guarded = /^(Enabled|NetworkSecurityGroupEnabled)$/i.test(
    endpointSubnet?.privateEndpointNetworkPolicies ?? '',
  );
  return [
    stopped(world, from.subnet, 'Outbound', packet),
    address === undefined
      ? undefined
      : diverted(world, from.subnet, address, endpointSubnet, endpointNetworkId),
    endpointSubnet !== undefined && guarded
      ? stopped(world, endpointSubnet, 'Inbound', { ...packet, fromNetworkId: endpointNetworkId })
      : undefined,
  ];
}

function unseenSubnet({ pool, networkId }: From): Finding {
  const subnet = pool?.subnetId;
  const where =
    subnet === undefined ? `subnet of the nodes in ${nameOf(networkId)}` : `subnet ${nameOf(subnet)}`;
  return unknown(`The ${where} wasn't read: its security group and routes may stop the way.`, {
    what: subnet ?? networkId,
  });
}

/** An endpoint answers where the registry has approved it, and both are well. */
function doorOfEndpoint(registry: ObservedRegistry, { id, provisioningState = '' }: SeenEndpoint): Finding {
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

/** To the public address of the registry, or of the storage that layers come from. */
export function publicWay(world: World, registry: ObservedRegistry, from: From, storage = false): Finding {
  const { cluster, subnet } = from;
  const tags = storage
    ? ['Storage', `Storage.${registry.location}`, 'AzureCloud', `AzureCloud.${registry.location}`]
    : tagsOf(registry);
  const packet: Packet = {
    fromRanges: subnet?.addressPrefixes ?? [],
    fromNetworkId: from.networkId,
    address: undefined,
    tags,
  };
  if (subnet === undefined) return unseenSubnet(from);
  const out = wayOut(world, subnet, cluster.outboundType);
  const findings = [
    stopped(world, subnet, 'Outbound', packet),
    out.kind === 'direct' ? undefined : out.finding,
  ];
  return (
    findings.find((finding) => finding?.state === 'broken') ??
    findings.find((finding) => finding?.state === 'unknown') ??
    ok(`${storage ? 'Storage' : registry.name} is reached over the internet.`)
  );
}

/** Whether the registry's firewall lets nodes in that come to its public address. */
export function publicDoor(
  world: World,
  registry: ObservedRegistry,
  from: From,
  overProxy: string | undefined,
): Finding {
  const { publicNetworkAccess, defaultAction, addressRules, subnetRules, id, name } = registry;
  if (publicNetworkAccess === 'Disabled') {
    const evidence = {
      resourceId: id,
      property: 'publicNetworkAccess',
      found: 'Disabled',
      needed: 'Enabled',
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
    found: addressRules?.join(', ') ?? 'not read',
    needed: 'the address that nodes go out with',
  };
  if (overProxy !== undefined) {
    return unknown(
      `The firewall of ${name} lets some addresses in, and that of the proxy ${overProxy} isn't known.`,
      undefined,
      evidence,
    );
  }
  if (byServiceEndpoint(from.subnet, subnetRules))
    return ok(`The firewall of ${name} lets the nodes' subnet in.`);
  const out = wayOut(world, from.subnet, from.cluster.outboundType);
  const addresses = out.kind === 'direct' ? from.cluster.outboundAddresses : undefined;
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

function byServiceEndpoint(subnet: ObservedSubnet | undefined, rules: readonly string[] = []): boolean {
  return (
    subnet?.serviceEndpoints?.some((service) => /^Microsoft\.ContainerRegistry$/i.test(service)) === true &&
    rules.some((id) => sameId(id, subnet.id))
  );
}
