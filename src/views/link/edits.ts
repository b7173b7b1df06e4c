/** Which edits a form takes: what a choice doesn't offer can't be chosen, whoever says so. */
import { idKey, sameId } from '../../model/armId';
import type { Edit } from '../planForm/formKind';
import { isTaken, shownField } from '../planForm/offered';
import { sharedScope } from '../planForm/protocol/fields';
import { makeNew } from '../planForm/networks';
import { endpointOf, type Context, type Draft, type Fields, type Filled } from './draft';
import { groupName, withSubnet } from './place';
import type { SavedForm } from './protocol';
import { fieldIds, isFieldId, type FieldId } from './protocol/fields';
import { sectionsOf } from './sections';

/** The draft after an edit; undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function takeEdit(draft: Draft, edit: Edit, proposed: Draft, context: Context): Draft | undefined {
  const { scope, field, value } = edit;
  const shown = shownField(sectionsOf(draft, context), edit);
  if (shown === undefined || !isFieldId(field)) return undefined;
  const mayTake =
    isTaken(shown, value) || (field === 'subnet' && isUnreadSubnet(fieldsIn(draft, scope), value, context));
  return mayTake ? changed(draft, { scope, field, value }, proposed, context) : undefined;
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

/** What the user made of the form, by scope: what differs from what is proposed for their choices, or every value. */
export function keptOf({ draft, proposed, context }: Filled, which: 'changes' | 'all'): Kept {
  if (which === 'all') return differences(draft, undefined, context);
  // What else was proposed follows from these, so they are kept first, and what was changed then is seen against that.
  const choices = differences(draft, proposed, context, ['endpoint', 'network']);
  const followed = restoreEdits(proposed, choices, context);
  const changes = differences(draft, followed, context);
  return Object.fromEntries(
    Object.entries(changes).map(([scope, fields]) => [scope, { ...choices[scope], ...fields }]),
  );
}

type Kept = NonNullable<SavedForm['draft']>;

/** Values by scope; with `since`, only those that differ from that. */
function differences(
  draft: Draft,
  since: Draft | undefined,
  { clusters }: Context,
  of: readonly FieldId[] = fieldIds,
): Kept {
  const kept = [sharedScope, ...clusters.map(({ id }) => id)].map((scope) => {
    const fields = fieldsIn(draft, scope);
    const before = since && fieldsIn(since, scope);
    const different = of.filter((id) => before?.[id] !== fields[id]);
    return [scope, Object.fromEntries(different.map((id) => [id, fields[id]]))] as const;
  });
  return Object.fromEntries(kept);
}

function fieldsIn({ shared, clusters }: Draft, scope: string): Fields {
  return (scope === sharedScope ? undefined : clusters[idKey(scope)]) ?? shared;
}

/** With the proposals that follow from the edit. */
function changed(
  draft: Draft,
  { scope, field, value }: Edit & { readonly field: FieldId },
  proposed: Draft,
  context: Context,
): Draft {
  const change = (fields: Fields, before: Fields): Fields =>
    withProposals(fields, field, value, before, context);
  if (scope === sharedScope && field === 'mode') {
    const all = Object.entries(draft.clusters).map(([key, fields]) => [key, { ...fields, mode: value }]);
    return { ...draft, clusters: Object.fromEntries(all) as Draft['clusters'] };
  }
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
