/** Who is let in by an approval, whose names it turns around, and who is turned down by a rejection. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parentId, sameId, subscriptionKeyOf } from '../../model/armId';
import { factOf, known } from '../observed/lookup';
import type { Observed, ObservedEndpoint } from '../observed/observed';
import type { ApprovalSpec } from '../plan/approvalSpec';
import { hazard } from '../plan/findings';
import type { Hazard } from '../plan/plan';

export function approvalHazards(spec: ApprovalSpec, link: Observed): Hazard[] {
  return spec.decision === 'reject' ? [turnedDown(spec)] : [letIn(spec, link), ...namesTurned(spec, link)];
}

/** An endpoint that was rejected can only be deleted (Microsoft’s page “Manage Azure private endpoints”). */
function turnedDown({ registryId, endpointId }: ApprovalSpec): Hazard {
  return hazard({
    code: 'endpointTurnedDown',
    about: [registryId, endpointId],
    message: t`${who(endpointId)} can’t connect to ${nameOf(registryId)}, and this can’t be undone. Its owner has to delete it, create another one, and request approval again.`,
    affected: [nameOf(endpointId)],
    mitigation: t('Leave it pending until you know who requested it.'),
  });
}

function letIn({ registryId, endpointId }: ApprovalSpec, { endpoints }: Observed): Hazard {
  const endpoint = known(factOf(endpoints, endpointId));
  const networkId = endpoint && parentId(endpoint.subnetId);
  const place =
    networkId === undefined
      ? t('a network that isn’t visible here')
      : t`virtual network ${nameOf(networkId)} (subnet ${nameOf(endpoint?.subnetId ?? '')})`;
  return hazard({
    code: 'privateAddressGiven',
    about: [registryId, endpointId, ...(networkId === undefined ? [] : [networkId])],
    message: t`${who(endpointId)} gets private addresses of ${nameOf(registryId)} in ${place}. Clients in that network, and in networks connected to it, can then reach the registry regardless of its firewall and public network access setting. Only role assignments control who can pull and push.`,
    affected: [networkId === undefined ? nameOf(endpointId) : nameOf(networkId)],
    mitigation: t('Approve only requests that you expect. If in doubt, ask the owner of that subscription.'),
  });
}

function who(endpointId: string): string {
  return t`Private endpoint ${nameOf(endpointId)} of subscription ${subscriptionKeyOf(endpointId)}`;
}

/** With the approval Azure writes the records of the endpoint’s zone group, which clusters elsewhere then get. */
function namesTurned({ registryId, endpointId }: ApprovalSpec, observed: Observed): Hazard[] {
  const fact = factOf(observed.endpoints, endpointId);
  const unseen = (what: string) =>
    hazard({
      code: 'namesUnseen',
      about: [registryId, endpointId],
      message: t`${what}, so it’s unknown where ${nameOf(registryId)} will resolve to the new private addresses.`,
      mitigation: t(
        'Ask the owner of the endpoint which private DNS zones it writes to, and which networks they serve.',
      ),
    });
  if (fact.state !== 'known') return [unseen(t('The private endpoint can’t be read'))];
  const endpoint = fact.value;
  if (endpoint.zoneGroup.state === 'unreadable')
    return [unseen(t('The endpoint’s private DNS zone group can’t be read'))];
  const zoneIds = known(endpoint.zoneGroup)?.zoneIds ?? [];
  return zoneIds.flatMap((zoneId) => {
    const zone = known(factOf(observed.zones, zoneId));
    if (zone === undefined) return [unseen(t`Private DNS zone ${nameOf(zoneId)} can’t be read`)];
    const elsewhere = zone.links.map(({ networkId }) => networkId).filter((id) => isElsewhere(id, endpoint));
    if (elsewhere.length === 0) return [];
    return [
      hazard({
        code: 'namesTurned',
        about: [registryId, zoneId, ...elsewhere],
        message: t`Azure then writes the new addresses to private DNS zone ${nameOf(zoneId)}. In the virtual networks linked to it (${elsewhere.map(nameOf).join(', ')}), ${nameOf(registryId)} resolves to this endpoint. Clients there that can’t reach ${nameOf(parentId(endpoint.subnetId))} can no longer pull.`,
        affected: [...elsewhere.map(nameOf), ...clustersIn(elsewhere, observed)],
        mitigation: t('Make sure that these networks are peered with the endpoint’s.'),
      }),
    ];
  });
}

function isElsewhere(networkId: string, { subnetId }: ObservedEndpoint): boolean {
  return !sameId(networkId, parentId(subnetId));
}

function clustersIn(networkIds: readonly string[], { neighbours }: Observed): string[] {
  const inside = new Set(networkIds.map(idKey));
  return (known(neighbours)?.clusters ?? []).flatMap(({ name, networkId }) =>
    networkId !== undefined && inside.has(idKey(networkId)) ? [name] : [],
  );
}
