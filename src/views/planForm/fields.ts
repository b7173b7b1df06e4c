/** Fields with what is wrong in them, by kind; the form says which and what they offer. */
import { t } from '@vscode/l10n';
import { rangeProblem } from '../../model/addressRange';
import { nameProblem, type NameKind } from '../../model/names';
import type { FieldView, OptionView, SectionView } from './protocol/fields';
import { parseTags, tagsNote } from './tags';

/** Whose fields these are: what is said once in the form, or of one thing, e.g. a cluster. */
export interface Scope<Id extends string = string> {
  readonly id: string;
  /** Ends the keys of its fields, so that those of two scopes differ. */
  readonly suffix: string;
  readonly fields: Readonly<Record<Id, string>>;
}

/** What everybody decides on. */
export function section(id: string, title: string, fields: readonly FieldView[], intro = ''): SectionView {
  return { id, title, intro, summary: '', fields };
}

/** Options that few change, because what is there decides: the summary says what is proposed. */
export function advanced(
  id: string,
  title: string,
  summary: string,
  fields: readonly FieldView[],
  intro = '',
): SectionView {
  return { ...section(id, title, fields, intro), summary, group: 'Advanced' };
}

export function errorsOf(sections: readonly SectionView[]): number {
  return sections.flatMap(({ fields }) => fields).filter(({ error }) => error !== undefined).length;
}

/** What every field has; `error` is of the value that the scope has for it. */
function base(
  scope: Scope<never>,
  id: string,
  label: string,
  help: string | undefined,
  error: string | undefined,
) {
  return { id, scope: scope.id, key: `${id}${scope.suffix}`, label, help, error };
}

/** Names and tags: proposed by the settings, whatever the form is about. */
export function namesSection(scope: Scope<'tags'>, names: readonly FieldView[]): SectionView {
  const title = names.length === 0 ? t('Tags') : t('Names and tags');
  const intro = names.length === 0 ? '' : t('Proposed by the naming patterns in the settings.');
  return advanced('names', title, scope.fields.tags, [...names, tagsField(scope)], intro);
}

function tagsField(scope: Scope<'tags'>): FieldView {
  const tags = parseTags(scope.fields.tags);
  const help = t('For all created resources, for example owner=platform; costCenter=4711.');
  const note = tags.ok ? tagsNote(tags.tags) : undefined;
  return {
    kind: 'text',
    ...base(scope, 'tags', t('Tags'), help, tags.ok ? undefined : tags.why),
    value: scope.fields.tags,
    ...(note === undefined ? {} : { note: { state: 'unknown', text: note } }),
  };
}

export function text<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  error: string | undefined,
  help?: string,
  command?: string,
): FieldView {
  return {
    kind: 'text',
    ...base(scope, id, label, help, error),
    value: scope.fields[id],
    ...(command === undefined ? {} : { command }),
  };
}

export function name<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  kind: NameKind,
  help?: string,
): FieldView {
  return text(scope, id, label, nameProblem(kind, scope.fields[id]), help);
}

export function range<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  limits: { within?: readonly string[]; besides?: readonly string[] },
  help: string,
): FieldView {
  return text(scope, id, label, rangeProblem(scope.fields[id], limits), help);
}

export function choice<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  options: readonly OptionView[],
  help?: string,
): FieldView {
  const value = scope.fields[id];
  const known = options.some((option) => option.value === value);
  const error = known ? undefined : t('Choose another one. The previous selection no longer exists.');
  return { kind: 'choice', ...base(scope, id, label, help, error), value, options };
}

export function radio<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  options: readonly OptionView[],
  help?: string,
): FieldView {
  return { kind: 'radio', ...base(scope, id, label, help, undefined), value: scope.fields[id], options };
}

export function check<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  help: string,
  error?: string,
): FieldView {
  return { kind: 'check', ...base(scope, id, label, help, error), checked: scope.fields[id] === 'true' };
}

export function fact<Id extends string>(
  scope: Scope<Id>,
  id: Id,
  label: string,
  words: string,
  help?: string,
): FieldView {
  return { kind: 'fact', ...base(scope, id, label, help, undefined), text: words };
}
