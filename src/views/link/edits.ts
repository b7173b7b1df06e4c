/** Which edits a form takes: what a choice doesn't offer can't be chosen, whoever says so. */
import { idKey } from '../../model/armId';
import { edited, makeNew, type Context, type Draft } from './draft';
import { fieldIds, type FieldId } from './protocol';
import { sectionsOf } from './sections';

/** The draft after an edit; undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function takeEdit(
  draft: Draft,
  field: FieldId,
  value: string,
  proposed: Draft,
  context: Context,
): Draft | undefined {
  const shown = sectionsOf(draft, context)
    .flatMap(({ fields }) => fields)
    .find(({ id }) => id === field);
  switch (shown?.kind) {
    case undefined:
    case 'fact':
      return undefined;
    case 'check':
      return value === 'true' || value === 'false'
        ? edited(draft, field, value, proposed, context)
        : undefined;
    case 'choice':
    case 'radio': {
      const offered =
        shown.options.some((option) => option.value === value) ||
        (field === 'subnet' && isUnreadSubnet(draft, value, context));
      return offered ? edited(draft, field, value, proposed, context) : undefined;
    }
    case 'text':
      return edited(draft, field, value, proposed, context);
  }
}

/** What was kept over a reload, as far as it can still be filled in: choices first, because others follow from them. */
export function restoreEdits(draft: Draft, kept: Partial<Draft>, context: Context): Draft {
  return fieldIds.reduce((restored, field) => {
    const value = kept[field];
    return value === undefined ? restored : (takeEdit(restored, field, value, draft, context) ?? restored);
  }, draft);
}

/** Subnets of a network that hasn't been read yet aren't offered; whether this one is there the reading will tell. */
function isUnreadSubnet(draft: Draft, value: string, { observed }: Context): boolean {
  const { network } = draft;
  return (
    network !== makeNew &&
    observed.networks[idKey(network)] === undefined &&
    idKey(value).startsWith(`${idKey(network)}/subnets/`)
  );
}
