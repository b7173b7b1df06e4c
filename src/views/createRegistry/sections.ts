/** The form's sections: which fields apply, what they offer, and what is wrong with them. */
import { sharedScope, type SectionView } from '../planForm/protocol/fields';
import type { Filled, Scope } from './draft';
import type { NameState } from './nameCheck';
import { namesSection, networkSection, zoneSection } from './placeSections';
import { fieldsOf } from './proposals';
import { accessSection, registrySection } from './registrySections';
import { resilienceSection } from './resilienceSection';

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
