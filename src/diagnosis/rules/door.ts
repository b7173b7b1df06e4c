/** Whether the registry lets in: approvals, its firewall, its public address, a proxy before it. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { known, type ObservedConnection } from '../../provisioning';
import { azOf, instructions, whoever } from '../commands';
import type { Instructions } from '../finding';
import { isPrivate } from '../near';
import { approval, asTheHopSays, hopRule, type HopRule, type SeenHop } from '../rule';
import { sources } from '../sources';

function seenBy({ family, seen }: SeenHop, ...properties: readonly string[]): boolean {
  return family === 'door' && properties.includes(seen?.property ?? '');
}

function approve({ id, status }: Pick<ObservedConnection, 'id' | 'status'>): Instructions {
  return instructions(
    whoever.registry,
    status === 'Pending'
      ? t('Approve the connection. Everything in the endpoint’s network can then reach the registry.')
      : t(
          'A rejected or disconnected connection can’t be approved. Delete the private endpoint, create it again, and approve it.',
        ),
    status === 'Pending'
      ? azOf(id, 'acr', 'private-endpoint-connection', 'approve', '--registry-name', registryOf(id))
      : undefined,
  );
}

function registryOf(connectionId: string): string {
  return /\/registries\/([^/]+)/i.exec(connectionId)?.[1] ?? '';
}

/** Also where no connection is approved any more, so that nodes get the public address, which is closed. */
const notApproved = hopRule('door.notApproved', sources.endpoints, (hop, subject) => {
  const { registry } = subject;
  if (seenBy(hop, 'privateLinkServiceConnectionState.status')) {
    const { resourceId = '', found = '' } = hop.seen ?? {};
    const connection = registry.connections.find(({ id }) => sameId(id, resourceId));
    return {
      message: hop.hop.message,
      instructions: approve(connection ?? { id: resourceId, status: found as 'Pending' }),
      ...(connection?.status === 'Pending'
        ? { repair: approval(registry.id, connection.id, connection.endpointId) }
        : {}),
    };
  }
  const isClosed = seenBy(hop, 'publicNetworkAccess', 'networkRuleSet.ipRules');
  const [waiting] = registry.connections;
  if (!isClosed || isPrivate(subject) || waiting === undefined) return undefined;
  const { id, endpointId, status } = waiting;
  return {
    message: t`The connection of ${nameOf(endpointId)} to ${registry.name} is ${status}, and no other connection is approved. Nodes get the public address, which denies access.`,
    evidence: [
      {
        resourceId: id,
        property: 'privateLinkServiceConnectionState.status',
        found: status,
        needed: 'Approved',
      },
    ],
    instructions: approve(waiting),
    ...(status === 'Pending' ? { repair: approval(registry.id, id, endpointId) } : {}),
  };
});

const notPremium = hopRule('door.notPremium', sources.skus, (hop, { registry }) =>
  seenBy(hop, 'sku.name')
    ? {
        message: hop.hop.message,
        instructions: instructions(
          whoever.registry,
          t('Upgrade the registry to Premium, which costs more.'),
          azOf(registry.id, 'acr', 'update', '--sku', 'Premium'),
        ),
      }
    : undefined,
);

const endpointNotWell = hopRule('door.endpointNotWell', sources.endpoints, (hop) =>
  seenBy(hop, 'provisioningState')
    ? {
        message: hop.hop.message,
        confidence: 'suggested',
        instructions: instructions(
          whoever.network,
          t(
            'Write the private endpoint again unchanged, so that Azure retries it. If it’s being deleted, create another one.',
          ),
        ),
      }
    : undefined,
);

/** A proxy reaches public addresses only; whether it comes over a private network nobody can tell. */
const proxy = hopRule('door.proxy', sources.proxy, (hop, { cluster, registry }) => {
  if (hop.family !== 'door' || hop.route !== 'proxy') return undefined;
  const { httpProxy } = cluster;
  if (httpProxy === undefined || httpProxy === 'none') return undefined;
  const hosts = [registry.loginServer, ...registry.dataEndpointHostNames];
  return {
    message: t`The nodes connect to the registry through the proxy ${httpProxy.url}. ${hop.hop.message}`,
    confidence: hop.hop.state === 'broken' ? 'proved' : 'suggested',
    evidence: [
      {
        resourceId: cluster.id,
        property: 'httpProxyConfig.noProxy',
        found: httpProxy.exceptions.join(', '),
        needed: hosts.join(', '),
      },
      ...hop.hop.evidence,
    ],
    ask: { what: t`whether ${httpProxy.url} may pull from ${registry.loginServer}` },
    instructions: instructions(
      whoever.cluster,
      t`Add ${hosts.join(', ')} to noProxy in the cluster’s proxy configuration (proxy.json), and update the cluster. This reimages all nodes.`,
      azOf(cluster.id, 'aks', 'update', '--http-proxy-config', 'proxy.json'),
    ),
  };
});

const publicOff = hopRule('door.publicOff', sources.privateLink, (hop) =>
  seenBy(hop, 'publicNetworkAccess')
    ? {
        message: t`${hop.hop.message} The nodes can’t find a private endpoint of it.`,
        instructions: instructions(
          whoever.registry,
          t(
            'Give the registry a private endpoint that the nodes can reach. Enabling public network access instead also allows others.',
          ),
        ),
      }
    : undefined,
);

const serviceEndpointMissing = hopRule(
  'door.serviceEndpointMissing',
  sources.serviceEndpoints,
  (hop, { registry, world, cluster }) => {
    if (!seenBy(hop, 'networkRuleSet.ipRules') || hop.route !== 'public') return undefined;
    const { subnetId } = hop.pool;
    const isNamed = registry.subnetRules?.some((id) => sameId(id, subnetId)) === true;
    const subnet = known(world.network(cluster.networkId ?? ''))?.subnets?.find(({ id }) =>
      sameId(id, subnetId),
    );
    if (!isNamed || subnet === undefined) return undefined;
    return {
      message: t`The firewall of ${registry.name} allows the subnet ${subnet.name}, which has no service endpoint Microsoft.ContainerRegistry.`,
      evidence: [
        {
          resourceId: subnet.id,
          property: 'serviceEndpoints',
          found: subnet.serviceEndpoints?.join(', ') ?? t('not read'),
          needed: 'Microsoft.ContainerRegistry',
        },
      ],
      instructions: instructions(
        whoever.network,
        t(
          'Enable the service endpoint on the subnet. Include the service endpoints that the subnet already has.',
        ),
      ),
    };
  },
);

const firewall = hopRule('door.firewall', sources.firewall, (hop, { registry, cluster }) => {
  if (!seenBy(hop, 'networkRuleSet.ipRules') || hop.hop.state !== 'broken') return undefined;
  const addresses = cluster.outboundAddresses ?? [];
  return {
    message: hop.hop.message,
    instructions: instructions(
      whoever.registry,
      t('Allow the nodes’ egress IP addresses if they’re static, or link the registry privately.'),
      ...addresses.map((address) => azOf(registry.id, 'acr', 'network-rule', 'add', '--ip-address', address)),
    ),
  };
});

const firewallUnsure = hopRule('door.firewallUnsure', sources.firewall, (hop) =>
  seenBy(hop, 'networkRuleSet.ipRules')
    ? {
        message: hop.hop.message,
        ask: hop.hop.unread ?? { what: t('the nodes’ public egress IP addresses') },
      }
    : undefined,
);

export const doorRules: readonly HopRule[] = [
  proxy,
  notApproved,
  notPremium,
  endpointNotWell,
  publicOff,
  serviceEndpointMissing,
  firewall,
  firewallUnsure,
  asTheHopSays('door', sources.pullFails),
];
