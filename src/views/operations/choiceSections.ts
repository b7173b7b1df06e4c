/** What can be chosen of an operation, as the sections of its page. */
import { t } from '@vscode/l10n';
import type { Choice, OperationKind as KindOfOperation } from '../../provisioning';
import { check, fact, section, type Scope } from '../planForm/fields';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import type { FieldId } from './protocol';

export interface Filled {
  readonly choices: readonly Choice[];
  /** Ids of choices. */
  readonly ticked: ReadonlySet<string>;
}

export function sectionsOf(kind: KindOfOperation, filled: Filled): readonly SectionView[] {
  const words = kind === 'rollBack' ? rollBackSections : deletingSections;
  return words.flatMap(({ id, title, intro, has }) => {
    const chosen = filled.choices.filter(has);
    const fields = chosen.map((choice) => fieldOf(choice, filled));
    return fields.length === 0 ? [] : [section(id, title, fields, intro)];
  });
}

interface Words extends Pick<SectionView, 'id' | 'title' | 'intro'> {
  readonly has: (choice: Choice) => boolean;
}

const staying: Words = {
  id: 'stays',
  title: t('What is kept'),
  intro: t('These can’t be chosen.'),
  has: ({ keep }) => keep !== undefined,
};

const deletingSections: readonly Words[] = [
  {
    id: 'pair',
    title: t('Only for this pair'),
    intro: t('Choose what to delete. Nothing is deleted before you have seen the plan.'),
    has: ({ keep, serves }) => keep === undefined && serves === 'pair',
  },
  {
    id: 'shared',
    title: t('Shared with other clusters of the registry'),
    intro: t('Keep these unless they are no longer needed.'),
    has: ({ keep, serves }) => keep === undefined && serves === 'shared',
  },
  staying,
];

const rollBackSections: readonly Words[] = [
  {
    id: 'undone',
    title: t('What to roll back'),
    intro: t('Unselected items aren’t changed.'),
    has: ({ keep }) => keep === undefined,
  },
  staying,
];

function fieldOf(choice: Choice, { choices, ticked }: Filled): FieldView {
  const { id, title, keep, notes } = choice;
  const scope: Scope<FieldId> = {
    id,
    suffix: String(choices.indexOf(choice)),
    fields: { ticked: String(ticked.has(id)) },
  };
  return keep === undefined
    ? check(scope, 'ticked', title, notes.join(' '))
    : fact(scope, 'ticked', title, keep);
}
