/** Which edits a form takes: what a choice doesn't offer can't be chosen, whoever says so. */
import { idKey, sameId } from '../../model/armId';
import { endpointOf, makeNew, type Context, type Draft, type Fields } from './draft';
import { groupName, withSubnet } from './place';
import type { SavedForm } from './protocol';
import { fieldIds, sharedScope, type FieldId } from './protocol/fields';
import { sectionsOf } from './sections';

export interface Edit {
  /** `sharedScope`, or the id of a cluster. */
  readonly scope: string;
  readonly field: FieldId;
  readonly value: string;
}

/** The draft after an edit; undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function takeEdit(draft: Draft, edit: Edit, proposed: Draft, context: Context): Draft | undefined {
  const { scope, field, value } = edit;
  const shown = sectionsOf(draft, context)
    .flatMap(({ fields }) => fields)
    .find((one) => one.id === field && sameId(one.scope, scope));
  const take = () => changed(draft, edit, proposed, context);
  switch (shown?.kind) {
    case undefined:
    case 'fact':
      return undefined;
    case 'check':
      return value === 'true' || value === 'false' ? take() : undefined;
    case 'choice':
    case 'radio': {
      const offered =
        shown.options.some((option) => option.value === value) ||
        (field === 'subnet' && isUnreadSubnet(fieldsIn(draft, scope), value, context));
      return offered ? take() : undefined;
    }
    case 'text':
      return take();
  }
}

/** What was kept over a reload, as far as it can still be filled in: choices first, because others follow from them. */
export function restoreEdits(draft: Draft, kept: SavedForm['draft'], context: Context): Draft {
  const scopes = Object.entries(kept ?? {});
  return fieldIds.reduce(
    (restored, field) =>
      scopes.reduce((sofar, [scope, fields]) => {
        const value = fields[field];
        if (value === undefined) return sofar;
        return takeEdit(sofar, { scope, field, value }, draft, context) ?? sofar;
      }, restored),
    draft,
  );
}

/** The draft as it is kept, by scope; with `since`, only what differs from that. */
export function keptOf(draft: Draft, clusterIds: readonly string[], since?: Draft): SavedForm['draft'] {
  const kept = [sharedScope, ...clusterIds].map((scope) => {
    const fields = fieldsIn(draft, scope);
    const before = since && fieldsIn(since, scope);
    const different = fieldIds.filter((id) => before?.[id] !== fields[id]);
    return [scope, Object.fromEntries(different.map((id) => [id, fields[id]]))] as const;
  });
  return Object.fromEntries(kept);
}

function fieldsIn({ shared, clusters }: Draft, scope: string): Fields {
  return (scope === sharedScope ? undefined : clusters[idKey(scope)]) ?? shared;
}

/** With the proposals that follow from the edit. */
function changed(draft: Draft, { scope, field, value }: Edit, proposed: Draft, context: Context): Draft {
  const change = (fields: Fields, before: Fields): Fields =>
    withProposals(fields, field, value, before, context);
  if (scope === sharedScope) return { ...draft, shared: change(draft.shared, proposed.shared) };
  const clusters = sharers(scope, field, context).reduce((sofar, id) => {
    const fields = sofar[idKey(id)];
    return fields === undefined
      ? sofar
      : { ...sofar, [idKey(id)]: change(fields, proposed.clusters[idKey(id)] ?? fields) };
  }, draft.clusters);
  return { ...draft, clusters };
}

/** Clusters of one network have one path: what is said of it for one is said for all of them. */
function sharers(clusterId: string, field: FieldId, { clusters }: Context): readonly string[] {
  const networkId = clusters.find(({ id }) => sameId(id, clusterId))?.networkId;
  if (field === 'mode' || field === 'principal' || networkId === undefined) return [clusterId];
  return clusters.filter((cluster) => sameId(cluster.networkId, networkId)).map(({ id }) => id);
}

function withProposals(
  fields: Fields,
  field: FieldId,
  value: string,
  proposed: Fields,
  context: Context,
): Fields {
  const next: Fields = { ...fields, [field]: value };
  switch (field) {
    case 'network':
      return value === makeNew
        ? {
            ...next,
            subnet: makeNew,
            subnetName: proposed.subnetName,
            subnetPrefix: proposed.subnetPrefix,
            endpointGroup: proposed.endpointGroup,
          }
        : withSubnet({ ...next, endpointGroup: groupName(value) }, context);
    case 'endpoint': {
      const group = endpointOf(context, value)?.zoneGroup;
      const zone = group?.state === 'known' ? group.value.zoneIds[0] : undefined;
      return zone === undefined || context.observed.zones[idKey(zone)]?.state !== 'known'
        ? next
        : { ...next, zone };
    }
    default:
      return next;
  }
}

/** Subnets of a network that hasn't been read yet aren't offered; whether this one is there the reading will tell. */
function isUnreadSubnet({ network }: Fields, value: string, { observed }: Context): boolean {
  return (
    network !== makeNew &&
    observed.networks[idKey(network)] === undefined &&
    idKey(value).startsWith(`${idKey(network)}/subnets/`)
  );
}
