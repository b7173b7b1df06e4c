/** Which edits a form takes: what a choice doesn't offer can't be chosen, whoever says so. */
import { sameId } from '../../model/armId';
import { edited, isUnreadSubnet } from '../place/edits';
import type { Edit } from '../planForm/formKind';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import { sharedScope } from '../planForm/protocol/fields';
import { draftOf, fieldsOf, type Context, type Draft, type Fields, type Filled } from './draft';
import { clusterFieldIds, fieldIds, isFieldId, type ClusterFieldId, type FieldId } from './protocol/fields';
import { sectionsOf } from './sections';

/** The form after an edit; undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function takeEdit<F extends Filled>(filled: F, edit: Edit): F | undefined {
  const { field, value } = edit;
  const draft = draftOf(filled);
  const sections = sectionsOf(draft, filled.context);
  const shown = shownField(sections, edit);
  if (shown === undefined || !isFieldId(field)) return undefined;
  const fields = fieldsIn(draft, shown.scope, filled.context);
  if (!isTaken(shown, value) && !(field === 'subnet' && isUnreadSubnet(fields, value, filled.context))) {
    return undefined;
  }
  const scopes = sections
    .flatMap((section) => section.fields)
    .filter(({ id, kind, scope }) => id === field && kind !== 'fact' && scope !== sharedScope)
    .map(({ scope }) => scope);
  const edits = { ...filled.edits };
  for (const scope of concerned(shown.scope, field, filled.context, scopes)) {
    edits[scope] = edited(edits[scope] ?? {}, field, value);
  }
  return { ...filled, edits };
}

/** With what was kept, as far as it can still be filled in: choices first, because others follow from them. */
export function restoreEdits<F extends Filled>(filled: F, kept: SavedDraft): F {
  const scopes = Object.entries(kept);
  return fieldIds.reduce(
    (restored, field) =>
      scopes.reduce((sofar, [scope, fields]) => {
        const value = fields[field];
        if (value === undefined || value === fieldsIn(draftOf(sofar), scope, sofar.context)[field])
          return sofar;
        return takeEdit(sofar, { scope, field, value }) ?? sofar;
      }, restored),
    filled,
  );
}

/** What the user changed, by scope; or every value, so that the same link is meant whatever would be proposed then. */
export function keptOf(filled: Filled, which: 'changes' | 'all'): SavedDraft<FieldId> {
  if (which === 'changes') return filled.edits;
  const { shared } = draftOf(filled);
  const { clusters } = filled.context;
  // What is said of each cluster isn't said of all.
  const ofAll = fieldIds
    .filter((id) => clusters.length === 0 || !isOfCluster(id))
    .map((id) => [id, shared[id]]);
  return {
    [sharedScope]: Object.fromEntries(ofAll) as Partial<Fields>,
    ...Object.fromEntries(clusters.map(({ id }) => [id, fieldsIn(draftOf(filled), id, filled.context)])),
  };
}

function fieldsIn(draft: Draft, scope: string, { clusters }: Pick<Context, 'clusters'>): Fields {
  const cluster = clusters.find(({ id }) => sameId(id, scope));
  return cluster === undefined ? draft.shared : fieldsOf(draft, cluster);
}

function isOfCluster(field: FieldId): field is ClusterFieldId {
  return (clusterFieldIds as readonly string[]).includes(field);
}

/**
 * The scopes that an edit changes. What is said of each cluster can be said for all that show it; and clusters of one network
 * have one path: what is said of it for one is said for all of them.
 */
function concerned(
  scope: string,
  field: FieldId,
  { clusters }: Context,
  shownIn: readonly string[],
): readonly string[] {
  if (scope === sharedScope && !isOfCluster(field)) return [scope];
  const named = scope === sharedScope ? shownIn : [scope];
  if (field === 'mode' || field === 'principal') return named;
  const networks = clusters.filter(({ id }) => named.includes(id)).map(({ networkId }) => networkId);
  const sharers = clusters.filter(
    ({ networkId }) => networkId !== undefined && networks.some((one) => sameId(one, networkId)),
  );
  return [...new Set([...named, ...sharers.map(({ id }) => id)])];
}
