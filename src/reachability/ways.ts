/** Whether packets of a node pool get to the address that it was told. */
import { t } from '@vscode/l10n';
import { nameOf, parentId } from '../model/armId';
import type { ObservedRegistry, ObservedSubnet } from '../provisioning/observed/observed';
import { doorOfEndpoint } from './doors';
import { broken, ok, oneOf, toRead, unknown, worst, type Finding } from './hops';
import { isUnpeered, peered } from './peered';
import type { From } from './from';
import { serviceTags } from './regions';
import { diverted, hasServiceEndpoint, ledAround, mayBeOfNetwork, registryService, wayOut } from './routes';
import { stopped, subnetOf, type Packet } from './traffic';
import type { SeenEndpoint, World } from './world';

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
    const reason = endpoint.state === 'unreadable' ? endpoint.reason : t('Its addresses weren’t read.');
    return unknown(
      t`It’s unknown whether ${nameOf(hidden.id)} has the address ${address}: ${reason}`,
      toRead(hidden.id, endpoint),
    );
  }
  return broken(t`The record points to ${address}, which no private endpoint of ${registry.name} has.`, {
    resourceId: registry.id,
    property: 'privateEndpointConnections',
    found: endpoints.map(({ id }) => nameOf(id)).join(', ') || t('none'),
    needed: t`an endpoint with ${address}`,
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
  const none = broken(t`No private endpoint has ${address}.`);
  return best ?? { way: none, door: none };
}

function wayTo(world: World, from: From, address: string, endpoint: SeenEndpoint): Finding {
  return fromEachRange(from, (range) => wayFrom(world, from, range, address, endpoint));
}

function fromEachRange({ ranges, subnet }: From, way: (range: string | undefined) => Finding): Finding {
  const [range, ...others] = ranges;
  if (others.length === 0) return way(range);
  return oneOf(
    ranges.map(way),
    t`Not from all ranges of the subnet ${subnet?.name ?? ''} (${ranges.join(', ')})`,
  );
}

function wayFrom(
  world: World,
  from: From,
  fromRange: string | undefined,
  address: string,
  endpoint: SeenEndpoint,
): Finding {
  const endpointNetwork = parentId(endpoint.subnetId);
  const peering = peered(world, from.networkId, endpointNetwork, address, fromRange);
  const packet: Packet = { fromRange, fromNetworkId: from.networkId, address, tags: { sure: [], maybe: [] } };
  const reached = ok(t`${nameOf(endpoint.id)} can be reached at ${address}.`, {
    resourceId: endpoint.id,
    property: 'customDnsConfigs',
    found: address,
    needed: address,
  });
  // Without a peering other routes decide: what may lead to the endpoint's network goes before its absence.
  const around =
    isUnpeered(peering) && from.subnet !== undefined ? ledAround(world, from.subnet, address) : undefined;
  return worst([around ?? peering, ...ofSubnet(world, from, packet, endpoint), reached]);
}

function ofSubnet(
  world: World,
  from: From,
  packet: Packet & { readonly address: string | undefined },
  endpoint: SeenEndpoint,
): (Finding | undefined)[] {
  const { address } = packet;
  if (from.subnet === undefined) return [unseenNodes(from)];
  const endpointSubnet = subnetOf(world, endpoint.subnetId);
  const endpointNetworkId = parentId(endpoint.subnetId);
  const guarded = /^(Enabled|NetworkSecurityGroupEnabled)$/i.test(
    endpointSubnet?.privateEndpointNetworkPolicies ?? '',
  );
  return [
    stopped(world, from.subnet, 'Outbound', packet),
    address === undefined
      ? undefined
      : diverted(world, from.subnet, address, endpointSubnet, endpointNetworkId),
    endpointSubnet === undefined
      ? unseenSubnet(t`subnet of ${nameOf(endpoint.id)}`, endpoint.subnetId)
      : undefined,
    endpointSubnet !== undefined && guarded
      ? stopped(world, endpointSubnet, 'Inbound', { ...packet, fromNetworkId: endpointNetworkId })
      : undefined,
  ];
}

function unseenNodes({ pool, networkId }: From): Finding {
  const subnet = pool?.subnetId;
  return subnet === undefined
    ? unseenSubnet(t`subnet of the nodes in ${nameOf(networkId)}`, networkId)
    : unseenSubnet(t`subnet ${nameOf(subnet)}`, subnet);
}

function unseenSubnet(where: string, what: string): Finding {
  return unknown(t`The ${where} wasn’t read. Its network security group and routes may block traffic.`, {
    what,
  });
}

/** To the public address of the registry, or of the storage that layers come from. */
export function publicWay(world: World, registry: ObservedRegistry, from: From, storage = false): Finding {
  const { subnet } = from;
  const tags = serviceTags(registry, from.cluster.location, storage ? 'Storage' : 'AzureContainerRegistry');
  if (subnet === undefined) return unseenNodes(from);
  // The routes of a service endpoint go before all others (Microsoft Learn, "Virtual network service endpoints").
  const out =
    !storage && hasServiceEndpoint(subnet, registryService)
      ? ({ kind: 'direct' } as const)
      : wayOut(world, from, tags);
  const ofNetwork = mayBeOfNetwork(world, subnet);
  const packet = { fromNetworkId: from.networkId, address: undefined, tags, ofNetwork };
  return fromEachRange(from, (fromRange) =>
    worst([
      stopped(world, subnet, 'Outbound', { ...packet, fromRange }),
      out.kind === 'direct' ? undefined : out.finding,
      storage ? keptFromStorage(subnet) : undefined,
      ok(t`${storage ? 'Storage' : registry.name} can be reached over the internet.`),
    ]),
  );
}

/** Policies of a service endpoint name the accounts that may be reached: those of registries are Microsoft's, in none of them. */
function keptFromStorage(subnet: ObservedSubnet): Finding | undefined {
  const policies = subnet.serviceEndpointPolicyIds ?? [];
  if (policies.length === 0 || !hasServiceEndpoint(subnet, /^Microsoft\.Storage(\.Global)?$/i))
    return undefined;
  return broken(
    t`Service endpoint policies of the subnet ${subnet.name} keep nodes from the storage that layers come from. A dedicated data endpoint of the registry isn’t affected.`,
    {
      resourceId: subnet.id,
      property: 'serviceEndpointPolicies',
      found: policies.map(nameOf).join(', '),
      needed: t('a dedicated data endpoint'),
    },
  );
}
