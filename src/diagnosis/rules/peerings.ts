/** Peerings between the network of the nodes and that of a private endpoint. */
import { t } from '@vscode/l10n';
import { overlaps } from '../../model/addressRange';
import { nameOf, parentId, sameId } from '../../model/armId';
import { known } from '../../provisioning';
import { az, azInNetwork, instructions, whoever } from '../commands';
import { endpointsOf } from '../near';
import { hopRule, type Explanation, type HopRule, type SeenHop, type Subject } from '../rule';
import { sources } from '../sources';

type Explain = (hop: SeenHop, subject: Subject) => Explanation | undefined;

/** Explains a hop on the way that was seen by a property. */
const seenBy =
  (property: string, explain: Explain): Explain =>
  (hop, subject) =>
    hop.family === 'way' && hop.seen?.property === property ? explain(hop, subject) : undefined;

const networksOverlap = hopRule(
  'way.networksOverlap',
  sources.peering,
  seenBy('virtualNetworkPeerings', (hop, subject) => {
    const { world } = subject;
    const [from, to] = sidesOf(hop, subject);
    const [here, there] = [from, to].map((id) => known(world.network(id))?.addressPrefixes ?? []);
    const [hit] = overlaps(here ?? [], there ?? []);
    if (hit === undefined) return undefined;
    return {
      message: t`${nameOf(from)} and ${nameOf(to)} overlap (${hit.join(t(' and '))}), so they can’t be peered and the nodes can’t reach the private endpoint in ${nameOf(to)}.`,
      evidence: [
        { resourceId: from, property: 'addressSpace', found: hit[0], needed: t`outside of ${hit[1]}` },
        ...hop.hop.evidence,
      ],
      instructions: instructions(
        whoever.network,
        t`Create a private endpoint of the registry in ${nameOf(from)} with a separate private DNS zone, or in a virtual network that doesn’t overlap.`,
      ),
    };
  }),
);

/** The network that lacks the peering, and the one that it should lead to: the evidence names the first. */
function sidesOf({ seen }: SeenHop, subject: Subject): readonly [string, string] {
  const from = seen?.resourceId ?? '';
  const here = subject.cluster.networkId ?? '';
  const others = endpointsOf(subject).map(({ subnetId }) => parentId(subnetId));
  const to = sameId(from, here)
    ? (others.find((id) => nameOf(id) === seen?.needed) ?? others[0] ?? '')
    : here;
  return [from, to];
}

function peeringTo({ world }: Subject, from: string, to: string) {
  return known(world.network(from))?.peerings.find(({ remoteNetworkId }) => sameId(remoteNetworkId, to));
}

function createPeering(from: string, to: string): string | undefined {
  const names = ['-n', `peer-${nameOf(to)}`, '--vnet-name', nameOf(from), '--remote-vnet', to];
  return az(from, 'network', 'vnet', 'peering', 'create', ...names, '--allow-vnet-access');
}

function missingSide(from: string, to: string): Explanation {
  return {
    message: t`${nameOf(from)} is peered with ${nameOf(to)}, but not the reverse. No traffic passes until both peerings exist.`,
    instructions: instructions(
      whoever.network,
      t('Create the peering on the other side too.'),
      createPeering(to, from),
    ),
  };
}

const oneSided: Explain = (hop, subject) => {
  const [from, to] = sidesOf(hop, subject);
  return peeringTo(subject, to, from) === undefined ? undefined : missingSide(to, from);
};

const initiated: Explain = (hop, subject) =>
  hop.seen?.found === 'Initiated'
    ? missingSide(parentId(hop.seen.resourceId), remoteOf(hop, subject))
    : undefined;

function remoteOf({ seen }: SeenHop, { world }: Subject): string {
  const id = seen?.resourceId ?? '';
  const own = known(world.network(parentId(id)));
  return own?.peerings.find((each) => sameId(each.id, id))?.remoteNetworkId ?? '';
}

const peeringOneSided = hopRule(
  'way.peeringOneSided',
  sources.peering,
  (hop, subject) =>
    seenBy('virtualNetworkPeerings', oneSided)(hop, subject) ??
    seenBy('peeringState', initiated)(hop, subject),
);

const peeringMissing = hopRule(
  'way.peeringMissing',
  sources.peering,
  seenBy('virtualNetworkPeerings', (hop, subject) => {
    const [from, to] = sidesOf(hop, subject);
    return {
      message: t`${nameOf(from)} and ${nameOf(to)} aren’t peered, so the nodes can’t reach the private endpoint.`,
      instructions: instructions(
        whoever.network,
        t('Peer the two virtual networks in both directions.'),
        createPeering(from, to),
        createPeering(to, from),
      ),
    };
  }),
);

const peeringDisconnected = hopRule(
  'way.peeringDisconnected',
  sources.peering,
  seenBy('peeringState', (hop, subject) => {
    const { resourceId = '', found = '' } = hop.seen ?? {};
    const from = parentId(resourceId);
    const to = remoteOf(hop, subject);
    return {
      message: t`The peering ${nameOf(resourceId)} of ${nameOf(from)} is ${found}. Its other side was deleted.`,
      instructions: instructions(
        whoever.network,
        t('Delete the remaining peering, then create both sides again.'),
        azInNetwork(resourceId, 'network', 'vnet', 'peering', 'delete'),
        createPeering(from, to),
        createPeering(to, from),
      ),
    };
  }),
);

/** A peering that is there and doesn't let this through; the arguments are those of its update. */
const ofPeering = (id: string, property: string, text: string, ...command: readonly string[]): HopRule =>
  hopRule(
    id,
    sources.peering,
    seenBy(property, ({ hop, seen }) => ({
      message: t`${hop.message}.`,
      instructions: instructions(
        whoever.network,
        text,
        command.length === 0 ? undefined : azInNetwork(seen?.resourceId ?? '', ...command),
      ),
    })),
  );

const update = ['network', 'vnet', 'peering', 'update'] as const;
const peeringDeniesAccess = ofPeering(
  'way.peeringDeniesAccess',
  'allowVirtualNetworkAccess',
  t('Allow virtual network access on the peering.'),
  ...[...update, '--set', 'allowVirtualNetworkAccess=true'],
);
const peeringNotSynced = ofPeering(
  'way.peeringNotSynced',
  'remoteAddressSpace',
  t('Sync the peering. It’s missing address ranges of the other network.'),
  ...['network', 'vnet', 'peering', 'sync'],
);
const peeringOfParts = ofPeering(
  'way.peeringOfParts',
  'peerCompleteVnets',
  t(
    'Add the subnets of the nodes and the private endpoint to the peering, or peer the whole virtual networks.',
  ),
);
const peeringOfIPv6 = ofPeering('way.peeringOfIPv6', 'enableOnlyIPv6Peering', t('Peer the IPv4 ranges too.'));

const overHub = hopRule('way.overHub', sources.peering, ({ family, hop, route, seen }) => {
  if (family !== 'way' || hop.state !== 'unknown' || route !== 'private') return undefined;
  if (seen !== undefined || hop.unread !== undefined) return undefined;
  return {
    message: hop.message,
    ask: { what: t('the gateways and firewalls of the hub') },
    instructions: instructions(
      whoever.network,
      t(
        'Make sure that the hub forwards TCP 443 between the two networks in both directions, or peer them directly.',
      ),
    ),
  };
});

export const peeringRules: readonly HopRule[] = [
  networksOverlap,
  peeringOneSided,
  peeringMissing,
  peeringDisconnected,
  peeringDeniesAccess,
  peeringNotSynced,
  peeringOfParts,
  peeringOfIPv6,
  overHub,
];
