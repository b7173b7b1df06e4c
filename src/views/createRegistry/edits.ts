/** Which edits the form takes, and what follows from them. */
import { idKey } from '../../model/armId';
import type { Edit } from '../planForm/formKind';
import { makeNew } from '../planForm/networks';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import { sharedScope } from '../planForm/protocol/fields';
import { isRead, replicasOf, type Filled } from './draft';
import { fieldsOf } from './proposals';
import { fieldIds, isFieldId, type FieldId } from './protocol/fields';
import { sectionsOf } from './sections';

/** Undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function takeEdit(filled: Filled, edit: Edit): Filled | undefined {
  const { scope, field, value } = edit;
  const shown = shownField(sectionsOf(filled, undefined), edit);
  if (shown === undefined || !isFieldId(field)) return undefined;
  if (!isTaken(shown, value) && !(field === 'subnet' && isUnreadSubnet(filled, value))) return undefined;
  switch (field) {
    case 'addReplica':
      return value === '' ? undefined : withReplicas(filled, (chosen) => [...chosen, value]);
    case 'replica':
      return withReplicas(filled, (chosen) => chosen.filter((one) => one !== scope || value === 'true'));
    case 'network':
      // What was typed for another network doesn't fit this one; what fits is proposed.
      return changed(filled, field, value, ofNetwork);
    default:
      return changed(filled, field, value);
  }
}

const ofNetwork: readonly FieldId[] = [
  'networkName',
  'networkPrefix',
  'networkGroup',
  'subnet',
  'subnetName',
  'subnetPrefix',
  'endpointGroup',
  'registryZoneLink',
];

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

function changed(filled: Filled, field: FieldId, value: string, dropped: readonly FieldId[] = []): Filled {
  const kept = Object.entries(filled.edits).filter(([id]) => !(dropped as readonly string[]).includes(id));
  return { ...filled, edits: { ...Object.fromEntries(kept), [field]: value } };
}

function withReplicas(filled: Filled, change: (chosen: readonly string[]) => readonly string[]): Filled {
  return changed(filled, 'replicas', change(replicasOf(fieldsOf(filled))).join(','));
}

/** Subnets of a network that hasn't been read yet aren't offered; whether this one is there the reading will tell. */
function isUnreadSubnet(filled: Filled, value: string): boolean {
  const { network } = fieldsOf(filled);
  return (
    network !== makeNew &&
    !isRead(filled.context, network) &&
    idKey(value).startsWith(`${idKey(network)}/subnets/`)
  );
}
