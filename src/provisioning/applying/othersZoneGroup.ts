/** A zone group that somebody else, mostly a policy, gave an endpoint between the look and the request: Azure allows one. */
import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import { nameOf, parentId, sameId } from '../../model/armId';
import { asObject, asObjects, type JsonObject } from '../../model/json';
import type { Step, StepRequest } from '../plan/plan';
import type { ResourceReader } from '../ports';

/**
 * `served`: it writes to the zones that the step wants, and the step has nothing to do any more. A failure: it writes to
 * others, and how names are to be kept has to be decided anew. Undefined: the refusal has another reason, or that can't be
 * told. Never rejects but for an aborted signal.
 */
export async function othersZoneGroup(
  { kind, resourceId }: Pick<Step, 'kind' | 'resourceId'>,
  { method, body }: StepRequest,
  { azure }: Failure,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<'served' | Failure | undefined> {
  const isRefusal = azure?.status === 400 || azure?.status === 409;
  if (kind !== 'zoneGroup' || method !== 'PUT' || !isRefusal) return undefined;
  const endpointId = parentId(resourceId);
  const groups = await reader.contents(endpointId, signal);
  const other = groups.state === 'known' ? groups.value.find((id) => !sameId(id, resourceId)) : undefined;
  if (other === undefined) return undefined;
  const found = await reader.read(other, signal);
  if (found.state !== 'known') return undefined;
  const [theirs, ours] = [zonesOf(found.value), zonesOf(body)];
  if (ours.every((id) => theirs.some((one) => sameId(one, id)))) return 'served';
  return {
    code: 'zoneGroup.others',
    kind: 'user',
    message: t`Another user or a policy now manages DNS of ${nameOf(endpointId)}. Its private DNS zone group ${nameOf(other)} writes to ${theirs.map(nameOf).join(', ') || t('no zone')}, and an endpoint can have only one zone group.`,
    nextAction: t(
      'Preview again and use the zone that the group writes to, or let your platform team manage DNS.',
    ),
    resourceId,
  };
}

function zonesOf(group: JsonObject): string[] {
  const configs = asObjects(asObject(group['properties'])['privateDnsZoneConfigs']);
  return configs.flatMap(({ properties }) => {
    const id = asObject(properties)['privateDnsZoneId'];
    return typeof id === 'string' ? [id] : [];
  });
}
