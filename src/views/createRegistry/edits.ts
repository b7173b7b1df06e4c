/** Which edits the form takes, and what follows from them. */
import type { Edit } from '../planForm/formKind';
import { edited, isUnreadSubnet } from '../place/edits';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import { sharedScope } from '../planForm/protocol/fields';
import { replicasOf, type Filled } from './draft';
import { fieldsOf } from './proposals';
import { fieldIds, isFieldId, type FieldId } from './protocol/fields';
import { sectionsOf } from './sections';

/** Undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function takeEdit(filled: Filled, edit: Edit): Filled | undefined {
  const { scope, field, value } = edit;
  const shown = shownField(sectionsOf(filled, undefined), edit);
  if (shown === undefined || !isFieldId(field)) return undefined;
  const mayBe = field === 'subnet' && isUnreadSubnet(fieldsOf(filled), value, filled.context);
  if (!isTaken(shown, value) && !mayBe) return undefined;
  switch (field) {
    case 'addReplica':
      return value === '' ? undefined : withReplicas(filled, (chosen) => [...chosen, value]);
    case 'replica':
      return withReplicas(filled, (chosen) => chosen.filter((one) => one !== scope || value === 'true'));
    default:
      return { ...filled, edits: edited(filled.edits, field, value) };
  }
}

/** What the user changed; or every value, so that the same registry is meant whatever would be proposed then. */
export function keptOf(filled: Filled, which: 'changes' | 'all'): SavedDraft<FieldId> {
  return { [sharedScope]: which === 'all' ? fieldsOf(filled) : filled.edits };
}

/** What was kept and differs from what is proposed, choices first, because others follow from them. */
export function restoreEdits(filled: Filled, kept: SavedDraft): Filled {
  const values = kept[sharedScope] ?? {};
  return fieldIds.reduce((sofar, field) => {
    const value = values[field];
    if (value === undefined || value === fieldsOf(sofar)[field]) return sofar;
    if (field === 'replicas') {
      return value
        .split(',')
        .reduce((one, region) => takeEdit(one, shared('addReplica', region)) ?? one, sofar);
    }
    return takeEdit(sofar, shared(field, value)) ?? sofar;
  }, filled);
}

function shared(field: FieldId, value: string): Edit {
  return { scope: sharedScope, field, value };
}

function withReplicas(filled: Filled, change: (chosen: readonly string[]) => readonly string[]): Filled {
  const replicas = change(replicasOf(fieldsOf(filled))).join(',');
  return { ...filled, edits: edited(filled.edits, 'replicas', replicas) };
}
