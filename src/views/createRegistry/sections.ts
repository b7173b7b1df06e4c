/** The form's sections: which fields apply, what they offer, and what is wrong with them. */
import type * as shared from '../planForm/fields';
import { sharedScope, type SectionView } from '../planForm/protocol/fields';
import { fieldsOf, type Filled } from './draft';
import type { NameState } from './nameCheck';
import { namesSection, networkSection, zoneSection } from './placeSections';
import type { FieldId } from './protocol/fields';
import { accessSection, registrySection } from './registrySections';
import { resilienceSection } from './resilienceSection';

export type Scope = shared.Scope<FieldId>;

/** `named` is what Azure says of the registry's name. */
export function sectionsOf(filled: Filled, named: NameState | undefined): readonly SectionView[] {
  const { context } = filled;
  const scope: Scope = { id: sharedScope, suffix: '', fields: fieldsOf(filled) };
  return [
    registrySection(scope, context, named),
    accessSection(scope),
    networkSection(scope, context),
    zoneSection(scope, context),
    resilienceSection(scope, context),
    namesSection(scope),
  ];
}
