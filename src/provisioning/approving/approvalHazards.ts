/** Who is let in by an approval, whose names it turns around, and who is turned down by a rejection. */
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
    message: `${who(endpointId)} gets no way to ${nameOf(registryId)}, and this can’t be taken back: its owner has to delete it, make another one and ask again.`,
    affected: [nameOf(endpointId)],
    mitigation: 'Leave it pending until you know who asked.',
  });
}

function letIn({ registryId, endpointId }: ApprovalSpec, { endpoints }: Observed): Hazard {
  const endpoint = known(factOf(endpoints, endpointId));
  const networkId = endpoint && parentId(endpoint.subnetId);
  const place =
    networkId === undefined
      ? 'a network that can’t be seen from here'
      : `virtual network ${nameOf(networkId)} (subnet ${nameOf(endpoint?.subnetId ?? '')})`;
  return hazard({
    code: 'privateAddressGiven',
    about: [registryId, endpointId, ...(networkId === undefined ? [] : [networkId])],
    message: `${who(endpointId)} gets private addresses of ${nameOf(registryId)} in ${place}. From there, and from everywhere that reaches that network, the registry can then be reached past its firewall and with public access off; roles alone decide who may pull and push.`,
    affected: [networkId === undefined ? nameOf(endpointId) : nameOf(networkId)],
    mitigation:
      'Approve only what you expect: ask the owner of that subscription where the request doesn’t tell.',
  });
}

function who(endpointId: string): string {
  return `Private endpoint ${nameOf(endpointId)} of subscription ${subscriptionKeyOf(endpointId)}`;
}

/** With the approval Azure writes the records of the endpoint’s zone group, which clusters elsewhere then get. */
function namesTurned({ registryId, endpointId }: ApprovalSpec, observed: Observed): Hazard[] {
  const fact = factOf(observed.endpoints, endpointId);
  const unseen = (what: string) =>
    hazard({
      code: 'namesUnseen',
      about: [registryId, endpointId],
      message: `${what}, so it can’t be told where the name of ${nameOf(registryId)} will lead to the new private addresses.`,
      mitigation:
        'Ask the owner of the endpoint which private DNS zones it writes to, and which networks they serve.',
    });
  if (fact.state !== 'known') return [unseen('The private endpoint can’t be read')];
  const endpoint = fact.value;
  if (endpoint.zoneGroup.state === 'unreadable')
    return [unseen('The endpoint’s DNS zone group can’t be read')];
  const zoneIds = known(endpoint.zoneGroup)?.zoneIds ?? [];
  return zoneIds.flatMap((zoneId) => {
    const zone = known(factOf(observed.zones, zoneId));
    if (zone === undefined) return [unseen(`Private DNS zone ${nameOf(zoneId)} can’t be read`)];
    const elsewhere = zone.links.map(({ networkId }) => networkId).filter((id) => isElsewhere(id, endpoint));
    if (elsewhere.length === 0) return [];
    return [
      hazard({
        code: 'namesTurned',
        about: [registryId, zoneId, ...elsewhere],
        message: `Azure then writes the new addresses into private DNS zone ${nameOf(zoneId)}. In the networks that are linked to it the name of ${nameOf(registryId)} leads to this endpoint: ${elsewhere.map(nameOf).join(', ')}. Whoever can’t reach ${nameOf(parentId(endpoint.subnetId))} from there can no longer pull.`,
        affected: [...elsewhere.map(nameOf), ...clustersIn(elsewhere, observed)],
        mitigation: 'Make sure that these networks are peered with the endpoint’s.',
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
