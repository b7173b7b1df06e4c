/** Whether packets get from one network to another, by peerings. */
import { t } from '@vscode/l10n';
import { contains } from '../model/addressRange';
import { idKey, nameOf, sameId } from '../model/armId';
import { memoizedOf } from '../model/memoized';
import type { ObservedPeering } from '../provisioning/observed/observed';
import { broken, ok, toRead, unknown, type Evidence, type Finding } from './hops';
import type { SeenNetwork, World } from './world';

/** Roughly, and for any address of the other network. */
export function reaches(world: World, from: string, to: string): 'yes' | 'no' | 'maybe' {
  if (sameId(from, to)) return 'yes';
  const { state } = peered(world, from, to, undefined);
  return state === 'ok' ? 'yes' : state === 'unknown' ? 'maybe' : 'no';
}

/**
 * Whether packets of a network get to an address in another one and back. Peerings have to be there on both sides; over
 * other networks only gateways and appliances forward, and those can't be judged from Resource Manager. `fromRange` is
 * where the packets come from.
 */
export function peered(
  world: World,
  from: string,
  to: string,
  address: string | undefined,
  fromRange?: string,
): Finding {
  if (sameId(from, to)) return ok(t`It’s in the same network, ${nameOf(to)}.`);
  const [here, there] = [world.network(from), world.network(to)];
  for (const [id, fact] of [
    [from, here],
    [to, there],
  ] as const) {
    if (fact.state === 'known') continue;
    const reason = fact.state === 'unreadable' ? fact.reason : t('It doesn’t exist.');
    return unknown(t`The virtual network ${nameOf(id)} can’t be read: ${reason}`, toRead(id, fact));
  }
  if (here.state !== 'known' || there.state !== 'known') return unknown('');
  const [out, back] = [peeringTo(here.value, to), peeringTo(there.value, from)];
  if (out === undefined && back === undefined && mayGoAround(here.value, there.value)) {
    return unknown(
      t`${nameOf(from)} and ${nameOf(to)} aren’t peered with each other, and a path through a hub or a gateway can’t be checked.`,
    );
  }
  const [addresses, own] = [address, fromRange].map((each) => (each === undefined ? [] : [each]));
  const sides = [
    { peering: out, from, to, addresses: addresses ?? [], own: own ?? [] },
    { peering: back, from: to, to: from, addresses: own ?? [], own: addresses ?? [] },
  ];
  for (const side of sides) {
    const fault = faultOf(side);
    if (fault !== undefined) return fault;
  }
  return ok(t`${nameOf(from)} and ${nameOf(to)} are peered.`);
}

/** Whether that finding says that there is no peering between the two, or only what is left of one. */
export function isUnpeered({ state, evidence: [seen] }: Finding): boolean {
  return (
    state === 'broken' && (seen?.property === 'virtualNetworkPeerings' || seen?.property === 'peeringState')
  );
}

interface Side {
  readonly peering: ObservedPeering | undefined;
  readonly from: string;
  readonly to: string;
  /** What has to be reached on the other side, and what is reached from there. */
  readonly addresses: readonly string[];
  readonly own: readonly string[];
}

function faultOf({ peering, from, to, addresses, own }: Side): Finding | undefined {
  const title = t`Peering from ${nameOf(from)} to ${nameOf(to)}`;
  if (peering === undefined) {
    const evidence = {
      resourceId: from,
      property: 'virtualNetworkPeerings',
      found: t('none'),
      needed: nameOf(to),
    };
    return broken(title, evidence);
  }
  const fault = (property: string, found: string, needed: string, words: string) => {
    const evidence: Evidence = { resourceId: peering.id, property, found, needed };
    return broken(`${title} (${words})`, evidence);
  };
  if (peering.state !== 'Connected') {
    return fault('peeringState', peering.state, 'Connected', t`it’s ${peering.state}`);
  }
  if (!peering.allowVirtualNetworkAccess) {
    return fault('allowVirtualNetworkAccess', 'false', 'true', t('it doesn’t allow access'));
  }
  if (peering.onlyIPv6 === true)
    return fault('enableOnlyIPv6Peering', 'true', 'false', t('it’s for IPv6 only'));
  const known = peering.remoteAddressPrefixes;
  const lacking = known.length === 0 ? [] : addresses.filter((each) => !contains(known, each));
  if (lacking.length > 0) {
    return fault(
      'remoteAddressSpace',
      known.join(', '),
      lacking.join(', '),
      t`it isn’t in sync and is missing ${lacking.join(', ')}`,
    );
  }
  const { parts } = peering;
  const outside = parts && [
    ...addresses.filter((each) => !contains(parts.remote, each)),
    ...own.filter((each) => !contains(parts.local, each)),
  ];
  if (parts && outside && outside.length > 0) {
    const found = t`${parts.local.join(', ')} with ${parts.remote.join(', ')}`;
    return fault(
      'peerCompleteVnets',
      found,
      outside.join(', '),
      t`it only includes some subnets, without ${outside.join(', ')}`,
    );
  }
  return undefined;
}

function peeringTo({ peerings }: SeenNetwork, id: string): ObservedPeering | undefined {
  return byRemote(peerings).get(idKey(id));
}

/** A hub has hundreds, and is asked for each pair; of several to one network the first counts. */
const byRemote = memoizedOf(
  (peerings: readonly ObservedPeering[]) =>
    new Map(peerings.toReversed().map((peering) => [idKey(peering.remoteNetworkId), peering])),
);

/** Both lead elsewhere: to the same hub, to hubs that are connected, or to each other over a VPN or ExpressRoute. */
function mayGoAround(...networks: readonly SeenNetwork[]): boolean {
  return networks.every(mayLeadElsewhere);
}

/**
 * Whether packets may leave a network for other private addresses: it has a peering that lets traffic through, or a place for
 * a gateway of its own, which is always called the same.
 */
export function mayLeadElsewhere({ peerings, subnets = [] }: SeenNetwork): boolean {
  return (
    peerings.some((each) => each.state === 'Connected' && each.allowVirtualNetworkAccess) ||
    subnets.some(({ name }) => sameId(name, 'GatewaySubnet'))
  );
}
