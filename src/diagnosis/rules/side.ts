/** Parts of the registry's side that work now, and won't when something usual happens. */
import { t } from '@vscode/l10n';
import { nameOf, parentId, sameId } from '../../model/armId';
import { known, knownValues, type ObservedEndpoint } from '../../provisioning';
import { azInNetwork, instructions, whoever } from '../commands';
import { endpointsOf, isNear } from '../near';
import { factRule, type FactRule, type Subject } from '../rule';
import { sources } from '../sources';

/** Those that nodes of this cluster use, or would. */
function nearEndpoints(subject: Subject): readonly ObservedEndpoint[] {
  return endpointsOf(subject).filter((endpoint) => isNear(subject, endpoint));
}

const isUsed = ({ reach }: Subject) => reach.pools.some(({ route }) => route === 'private');

const recordsByHand = factRule('side.recordsByHand', sources.endpointDns, (subject) =>
  isUsed(subject)
    ? nearEndpoints(subject)
        .filter(({ zoneGroup }) => zoneGroup.state === 'absent')
        .map(({ id, name }) => ({
          severity: 'willBreak' as const,
          confidence: 'suggested' as const,
          message: t`The private endpoint ${name} has no private DNS zone group. Its records are maintained separately and can miss new replicas or a re-created endpoint’s address.`,
          evidence: [
            { resourceId: id, property: 'privateDnsZoneGroups', found: t('none'), needed: t('one') },
          ],
        }))
    : [],
);

const twoInOneZone = factRule('side.twoEndpointsInOneZone', sources.privateLink, (subject) => {
  const writers = new Map<string, ObservedEndpoint[]>();
  for (const endpoint of endpointsOf(subject)) {
    for (const zone of known(endpoint.zoneGroup)?.zoneIds ?? []) {
      writers.set(zone, [...(writers.get(zone) ?? []), endpoint]);
    }
  }
  return [...writers]
    .filter(([, endpoints]) => endpoints.length > 1)
    .map(([zone, endpoints]) => ({
      severity: 'willBreak' as const,
      message: t`${endpoints.map(({ name }) => name).join(t(' and '))} write the same records to ${nameOf(zone)}. The last writer wins, and clients that can only reach the other endpoint lose access.`,
      evidence: endpoints.map(({ id }) => ({
        resourceId: id,
        property: 'privateDnsZoneGroups',
        found: nameOf(zone),
        needed: t('a separate zone'),
      })),
    }));
});

const endpointFailed = factRule('side.endpointFailed', sources.endpoints, (subject) =>
  nearEndpoints(subject)
    .filter(({ provisioningState }) => /^(Failed|Deleting)$/i.test(provisioningState))
    .map(({ id, name, provisioningState: found }) => ({
      severity: 'willBreak' as const,
      confidence: 'suggested' as const,
      message: t`The private endpoint ${name} is in the state ${found}.`,
      evidence: [{ resourceId: id, property: 'provisioningState', found, needed: 'Succeeded' }],
    })),
);

/** The ranges that it lacks have nothing in them that this pull needs, yet. */
const peeringBehind = factRule('side.peeringBehind', sources.peering, (subject) => {
  const { observed, cluster } = subject;
  const own = knownValues(observed.networks).filter(
    ({ id }) =>
      sameId(id, cluster.networkId) ||
      nearEndpoints(subject).some(({ subnetId }) => sameId(parentId(subnetId), id)),
  );
  return own.flatMap(({ id, peerings }) =>
    peerings
      .filter(
        ({ remoteNetworkId, syncLevel, state }) =>
          state === 'Connected' &&
          syncLevel !== '' &&
          syncLevel !== 'FullyInSync' &&
          own.some((other) => sameId(other.id, remoteNetworkId)),
      )
      .map(({ id: peering, name, syncLevel: found }) => ({
        severity: 'willBreak' as const,
        message: t`The peering ${name} of ${nameOf(id)} isn’t in sync (${found}). Address ranges added since then can’t be reached.`,
        evidence: [{ resourceId: peering, property: 'peeringSyncLevel', found, needed: 'FullyInSync' }],
        instructions: instructions(
          whoever.network,
          t('Sync the peering.'),
          azInNetwork(peering, 'network', 'vnet', 'peering', 'sync'),
        ),
      })),
  );
});

export const sideRules: readonly FactRule[] = [recordsByHand, twoInOneZone, endpointFailed, peeringBehind];
