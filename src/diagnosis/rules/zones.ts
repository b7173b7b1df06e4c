/** Zones that networks are linked to, or aren't, and DNS servers of a network's own. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { known } from '../../provisioning';
import { az, azOf, instructions, whoever } from '../commands';
import { isRegistryZone, labelOf, linkedZones, linkTo, wentPublic, writtenZones } from '../near';
import { hopRule } from '../rule';
import { sources } from '../sources';

export const linkNotReady = hopRule('name.zoneLinkNotReady', sources.zoneLinks, (hop, subject) => {
  if (!wentPublic(hop, subject)) return undefined;
  const waiting = linkedZones(subject).find(({ link }) => link.state !== '' && link.state !== 'Completed');
  if (waiting === undefined) return undefined;
  const { link, name } = waiting;
  const isUnderWay = /^InProgress$/i.test(link.state);
  return {
    message: t`The virtual network link of ${nameOf(link.networkId)} to ${name} is in the state ${link.state}. Nodes get the public address of ${subject.registry.name}, which denies access.`,
    evidence: [
      { resourceId: link.id, property: 'virtualNetworkLinkState', found: link.state, needed: 'Completed' },
    ],
    instructions: instructions(
      whoever.dns,
      isUnderWay
        ? t('Wait until Azure finishes creating the link, then diagnose again.')
        : t('Delete the link, then create it again.'),
      ...(isUnderWay
        ? []
        : [azOf(link.id, 'network', 'private-dns', 'link', 'vnet', 'delete', '--zone-name', name)]),
    ),
  };
});

export const linkedToOtherZone = hopRule('name.linkedToOtherZone', sources.privateLink, (hop, subject) => {
  if (!wentPublic(hop, subject)) return undefined;
  const own = linkedZones(subject).find(({ name }) => isRegistryZone(name, subject));
  if (own === undefined) return undefined;
  const { registry } = subject;
  const others = writtenZones(subject).filter((id) => !sameId(id, own.id));
  return {
    message: t`${nameOf(own.link.networkId)} is linked to a zone ${own.name} that has no record of ${registry.name} and falls back to the internet. Nodes get the public address, which denies access.`,
    evidence: [
      {
        resourceId: own.id,
        property: `A/${registry.name.toLowerCase()}`,
        found: t('no record'),
        needed: others.length === 0 ? t('a record') : t`as in ${others.join(', ')}`,
      },
    ],
    instructions: instructions(
      whoever.dns,
      t(
        'A virtual network can be linked to only one zone of a name. Add this zone to the endpoint’s private DNS zone group.',
      ),
    ),
  };
});

export const zoneNotLinked = hopRule('name.zoneNotLinked', sources.pullFails, (hop, subject) => {
  if (!wentPublic(hop, subject)) return undefined;
  const { registry, cluster } = subject;
  const zoneName = privateZoneName(registry.loginServer);
  const network = cluster.networkId ?? '';
  const [zone] = writtenZones(subject);
  return {
    message: t`${nameOf(network)} isn’t linked to a zone ${zoneName}. Nodes get the public address of ${registry.name}, which denies access.`,
    evidence: [
      {
        resourceId: zone ?? network,
        property: 'virtualNetworkLinks',
        found: t`no link of ${nameOf(network)}`,
        needed: nameOf(network),
      },
    ],
    instructions: instructions(
      whoever.dns,
      t`Link the virtual network to the zone that has the records of ${registry.name}.`,
      zone &&
        az(
          zone,
          ...['network', 'private-dns', 'link', 'vnet', 'create', '-n', nameOf(network)],
          ...['--zone-name', nameOf(zone), '--virtual-network', network, '--registration-enabled', 'false'],
        ),
    ),
  };
});

export const otherZoneFirst = hopRule('name.otherZoneFirst', sources.zoneNames, (hop, subject) => {
  const label = labelOf(hop);
  const zone = hop.seen?.resourceId ?? '';
  if (label === undefined || hop.hop.state !== 'broken' || isRegistryZone(nameOf(zone), subject))
    return undefined;
  const link = linkTo(zone, subject);
  return {
    message: t`The zone ${nameOf(zone)} is linked to the nodes’ network and overrides ${privateZoneName(subject.registry.loginServer)} without having a record. ${hop.hop.message}`,
    instructions: instructions(
      whoever.dns,
      t('Unlink this zone from the virtual network, or add the record to it.'),
      link &&
        azOf(link, 'network', 'private-dns', 'link', 'vnet', 'delete', '--zone-name', nameOf(zone), '--yes'),
    ),
  };
});

export const ownDnsServer = hopRule('name.ownDnsServer', sources.privateLink, (hop, subject) => {
  if (hop.family !== 'name' || hop.hop.state !== 'unknown') return undefined;
  const { world, cluster, registry } = subject;
  const network = known(world.network(cluster.networkId ?? ''));
  const servers = network?.dnsServers ?? [];
  if (network === undefined || servers.length === 0) return undefined;
  return {
    message: hop.hop.message,
    confidence: 'suggested',
    evidence: [
      {
        resourceId: network.id,
        property: 'dhcpOptions.dnsServers',
        found: servers.join(', '),
        needed: t('servers that forward to 168.63.129.16'),
      },
    ],
    ask: { what: t`what ${servers.join(', ')} return for ${registry.loginServer}` },
    instructions: instructions(
      whoever.dns,
      t`Configure the servers to forward ${registry.loginServer.split('.').slice(1).join('.')} to 168.63.129.16 from a virtual network that is linked to ${privateZoneName(registry.loginServer)}. To check, run nslookup on a node.`,
      `nslookup ${registry.loginServer}`,
    ),
  };
});
