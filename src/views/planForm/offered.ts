/** What a field takes: what a choice doesn't offer can't be chosen, whoever says so. */
import { sameId } from '../../model/armId';
import type { Edit } from './formKind';
import type { FieldView, SectionView } from './protocol/fields';

/** The field that an edit is of; undefined if it isn't shown. */
export function shownField(
  sections: readonly SectionView[],
  { scope, field }: Pick<Edit, 'scope' | 'field'>,
): FieldView | undefined {
  return sections
    .flatMap(({ fields }) => fields)
    .find((one) => one.id === field && (one.scope === scope || sameId(one.scope, scope)));
}

/** Whether a shown field can have the value. */
export function isTaken(field: FieldView, value: string): boolean {
  switch (field.kind) {
    case 'fact':
      return false;
    case 'check':
      return value === 'true' || value === 'false';
    case 'choice':
    case 'radio':
      return field.options.some((option) => option.value === value);
    case 'text':
      return true;
  }
}
