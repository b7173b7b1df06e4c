/** What the nodes of a network get for a host name of a registry. */
import { t } from '@vscode/l10n';
import { isPrivateAddress } from '../model/addressRange';
import { nameOf, parseId } from '../model/armId';
import { isPrivateAlias, privateAlias } from '../model/clouds';
import type { ObservedRegistry } from '../provisioning/observed/observed';
import type { Evidence } from './hops';
import { reaches } from './peered';
import { recordFor } from './records';
import type { LinkedZone, World } from './world';

/** Azure's own DNS, as machines in a network see it. */
export const azureDns = '168.63.129.16';

export type Answer =
  | {
      readonly kind: 'private';
      readonly addresses: readonly string[];
      readonly zone: LinkedZone;
      readonly evidence: Evidence;
    }
  /** Its public address. */
  | { readonly kind: 'public'; readonly why: string }
  /** “No such host”. */
  | { readonly kind: 'none'; readonly why: string; readonly evidence: Evidence }
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly missingAction?: string;
      readonly scope?: string;
      /** What it comes to if the network's DNS servers forward to Azure's. */
      readonly assumed?: Answer;
    };

/**
 * Each DNS server of the network is judged for itself; where they would answer differently, or one can't be judged, that
 * is unknown: which of them a node asks isn't for Resource Manager to tell.
 */
export function resolve(world: World, registry: ObservedRegistry, networkId: string, host: string): Answer {
  const network = world.network(networkId);
  if (network.state === 'unreadable') {
    const { reason, missingAction, scope } = network;
    return {
      kind: 'unknown',
      why: t`The virtual network ${nameOf(networkId)} can’t be read: ${reason}`,
      ...(missingAction === undefined ? {} : { missingAction }),
      ...(scope === undefined ? {} : { scope }),
    };
  }
  if (network.state === 'absent')
    return { kind: 'unknown', why: t`The virtual network ${nameOf(networkId)} doesn’t exist.` };
  const servers = network.value.dnsServers;
  if (servers === undefined)
    return { kind: 'unknown', why: t`The DNS servers of ${nameOf(networkId)} weren’t read.` };
  if (servers.length === 0) return fromAzureDns(world, registry, [networkId], host);
  const answers = servers.map((server) => answerOf(world, registry, networkId, server, host));
  const assumed = answers.map((answer) => (answer.kind === 'unknown' ? answer.assumed : answer));
  const [first] = assumed;
  const isSame =
    first !== undefined && assumed.every((each) => each !== undefined && keyOf(each) === keyOf(first));
  const open = answers.filter((answer) => answer.kind === 'unknown');
  // One that stands nowhere says more than one that may forward.
  const [unknown] = open.toSorted(
    (a, b) => Number(a.assumed !== undefined) - Number(b.assumed !== undefined),
  );
  if (unknown !== undefined) {
    const { kind, why, missingAction, scope } = unknown;
    return {
      kind,
      why,
      ...(missingAction === undefined ? {} : { missingAction }),
      ...(scope === undefined ? {} : { scope }),
      ...(isSame ? { assumed: first } : {}),
    };
  }
  if (isSame) return first;
  return {
    kind: 'unknown',
    why: t`The DNS servers of ${nameOf(networkId)} (${servers.join(', ')}) return different answers for ${host}, and it’s unknown which one a node uses.`,
  };
}

function keyOf(answer: Answer): string {
  return answer.kind === 'private' ? answer.addresses.toSorted().join() : answer.kind;
}

function answerOf(
  world: World,
  registry: ObservedRegistry,
  networkId: string,
  server: string,
  host: string,
): Answer {
  if (server === azureDns) return fromAzureDns(world, registry, [networkId], host);
  const standsIn = serverNetworks(world, networkId, server);
  if (standsIn.length === 0) {
    return {
      kind: 'unknown',
      why: t`${nameOf(networkId)} uses the DNS server ${server}, which isn’t in a visible and connected network. Its answer for ${host} is unknown.`,
    };
  }
  const assumed = fromAzureDns(world, registry, standsIn, host);
  const words =
    assumed.kind === 'private'
      ? assumed.addresses.join(', ')
      : assumed.kind === 'none'
        ? t('“no such host”')
        : t('the public address');
  return {
    kind: 'unknown',
    why: t`${nameOf(networkId)} uses the DNS server ${server} in ${standsIn.map(nameOf).join(', ')}. Nodes get ${words} for ${host} if it forwards to ${azureDns}, which can’t be checked.`,
    assumed,
  };
}

/**
 * Ids of the visible networks in which a DNS server of a network may stand: its address is in their range, and nodes get
 * there. Azure's own answers in the network itself.
 */
export function serverNetworks(world: World, networkId: string, server: string): readonly string[] {
  if (server === azureDns) return [networkId];
  return world.networksAt(server).filter((id) => reaches(world, networkId, id) !== 'no');
}

/** How many aliases are followed; those that lead round never end. */
const mostAliases = 8;

/**
 * What Azure's DNS answers in networks: of the zones linked there the one with the longest name decides, and what it lacks
 * doesn't exist, unless the link falls back to public resolution. A registry with an approved private endpoint has an alias
 * into `privatelink` as its public name (Microsoft Learn, "Azure Private Endpoint private DNS zone values" and "Fallback to
 * internet for Azure Private DNS zones"). Aliases in zones are followed in the same way.
 */
function fromAzureDns(
  world: World,
  registry: ObservedRegistry,
  networkIds: readonly string[],
  host: string,
): Answer {
  const name = host.toLowerCase();
  const isPrivate = registry.connections.some(({ status }) => status === 'Approved');
  const alias = isPrivate ? privateAlias(name, registry.loginServer) : name;
  let asked = name;
  for (let step = 0; step < mostAliases; step += 1) {
    const answer = fromZones(world, registry, networkIds, asked);
    if (answer !== undefined && answer.kind !== 'alias') return answer;
    if (answer !== undefined) asked = answer.name;
    else if (asked === alias) return { kind: 'public', why: publicWords(networkIds, asked, isPrivate) };
    else if (asked === name) asked = alias;
    else break;
  }
  return {
    kind: 'unknown',
    why: t`In ${networkIds.map(nameOf).join(', ')} ${name} is an alias of ${asked}, which isn’t a name of the registry. Its target is unknown.`,
  };
}

function publicWords(networkIds: readonly string[], name: string, isPrivate: boolean): string {
  const where = networkIds.map(nameOf).join(', ');
  return isPrivate
    ? t`${where} has no link to a private DNS zone for ${name}, so nodes get the public address.`
    : t`The registry has no approved private endpoint, so nodes get its public address.`;
}

interface Alias {
  readonly kind: 'alias';
  readonly name: string;
}

/** Undefined where public DNS is asked. */
function fromZones(
  world: World,
  registry: ObservedRegistry,
  networkIds: readonly string[],
  name: string,
): Answer | Alias | undefined {
  const linked = networkIds
    .flatMap((id) => world.zonesOf(id))
    // A link that isn't through yet, or failed, answers nothing.
    .filter(({ link }) => /^(Completed)?$/i.test(link.state))
    .filter((zone) => covers(zone.name, name));
  const longest = Math.max(0, ...linked.map((zone) => zone.name.length));
  const hidden = world.unreadZones.find((zone) => covers(zone.name, name) && zone.name.length >= longest);
  if (hidden !== undefined) {
    return {
      kind: 'unknown',
      why:
        hidden.name === ''
          ? t`It’s unknown whether a zone that couldn’t be read answers for ${name}: ${hidden.reason}`
          : t`It’s unknown whether the zone ${words(hidden)} answers for ${name}: ${hidden.reason}`,
      scope: hidden.id,
    };
  }
  const deciding = linked.filter((zone) => zone.name.length === longest);
  const isPublic = (address: string) => isOutside(world, registry, networkIds, address);
  const answers = deciding.map((zone) => inZone(zone, name, isPublic));
  return answers.find((answer) => answer !== undefined);
}

/** Networks may have ranges that others have on the internet: in them, such an address is that of a private endpoint. */
function isOutside(
  world: World,
  registry: ObservedRegistry,
  networkIds: readonly string[],
  address: string,
): boolean {
  if (isPrivateAddress(address)) return false;
  const holding = world.networksAt(address);
  if (holding.some((id) => networkIds.some((from) => reaches(world, from, id) !== 'no'))) return false;
  return !world
    .endpointsOf(registry)
    .some(
      ({ endpoint }) =>
        endpoint.state === 'known' && endpoint.value.addresses?.some((each) => each.address === address),
    );
}

function inZone(
  zone: LinkedZone,
  name: string,
  isPublic: (address: string) => boolean,
): Answer | Alias | undefined {
  if (zone.records.state !== 'known') {
    const reason = zone.records.state === 'unreadable' ? zone.records.reason : t('They no longer exist.');
    return {
      kind: 'unknown',
      why: t`The records of the zone ${words(zone)} can’t be read: ${reason}`,
      scope: zone.id,
    };
  }
  const label = name === zone.name ? '@' : name.slice(0, -zone.name.length - 1);
  const found = recordFor(zone.records.value, label);
  if (found?.alias !== undefined) return { kind: 'alias', name: found.alias.toLowerCase() };
  const evidence = (found_: string): Evidence => ({
    resourceId: zone.id,
    property: `A/${label}`,
    found: found_,
    needed: t('the address of the private endpoint'),
  });
  if (found !== undefined && found.addresses.length > 0) {
    const said = found.addresses.join(', ');
    if (found.addresses.every(isPublic))
      return { kind: 'public', why: t`The zone ${words(zone)} returns ${said} for ${name}.` };
    return { kind: 'private', addresses: found.addresses, zone, evidence: evidence(said) };
  }
  // A name that has other records exists: only one that doesn't is asked for publicly.
  if (found === undefined && zone.link.resolutionPolicy === 'NxDomainRedirect') return undefined;
  return {
    kind: 'none',
    why: t`The zone ${words(zone)} has no record ${label}, so nodes can’t resolve ${name} (“no such host”).`,
    evidence: evidence(t('no record')),
  };
}

/**
 * A zone answers for its own name and everything below it. One whose name isn't known is taken for a zone of private links:
 * those of a registry's public name are so rare that a subscription that can't be read leaves other links as they are.
 */
function covers(zoneName: string, name: string): boolean {
  const zone = zoneName.toLowerCase();
  return zone === '' ? isPrivateAlias(name) : name === zone || name.endsWith(`.${zone}`);
}

function words({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${name} (${parseId(id)?.resourceGroup ?? ''})`;
}
