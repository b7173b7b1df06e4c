/** The form's sections: which fields apply, what they offer, and what is wrong with them. */
import { placeNames, placeSections } from '../place/sections';
import { namesSection } from '../planForm/fields';
import { sharedScope, type SectionView } from '../planForm/protocol/fields';
import { placeContext, type Filled, type Scope } from './draft';
import type { NameState } from './nameCheck';
import { fieldsOf } from './proposals';
import { accessSection, registrySection } from './registrySections';
import { resilienceSection } from './resilienceSection';

/** `named` is what Azure says of the registry's name. */
export function sectionsOf(filled: Filled, named: NameState | undefined): readonly SectionView[] {
  const { context } = filled;
  const scope: Scope = { id: sharedScope, suffix: '', fields: fieldsOf(filled) };
  const place = placeContext(context, scope.fields);
  return [
    registrySection(scope, context, named),
    accessSection(scope),
    ...placeSections(scope, place, { clusters: [] }),
    resilienceSection(scope, context),
    namesSection(scope, placeNames(scope, place, { clusters: [] })),
  ];
}
