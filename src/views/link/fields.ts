/** Fields of the form with what is wrong in them, by kind. */
import { rangeProblem } from '../../model/addressRange';
import { nameProblem, type NameKind } from '../../model/names';
import type { Draft } from './draft';
import type { FieldId, FieldView } from './protocol';
import { parseTags } from './tags';

export function tagsField(draft: Draft): FieldView {
  const tags = parseTags(draft.tags);
  return {
    kind: 'text',
    id: 'tags',
    label: 'Tags',
    value: draft.tags,
    help: 'For everything that is created, e.g. owner=platform; costCenter=4711.',
    error: tags.ok ? undefined : tags.why,
  };
}

export function name(id: FieldId, label: string, kind: NameKind, draft: Draft, help?: string): FieldView {
  return { kind: 'text', id, label, value: draft[id], help, error: nameProblem(kind, draft[id]) };
}

export function range(
  id: FieldId,
  label: string,
  draft: Draft,
  limits: { within?: readonly string[]; besides?: readonly string[] },
  help: string,
): FieldView {
  return { kind: 'text', id, label, value: draft[id], help, error: rangeProblem(draft[id], limits) };
}

export function choice(
  id: FieldId,
  label: string,
  draft: Draft,
  options: Extract<FieldView, { kind: 'choice' }>['options'],
  help: string | undefined,
): FieldView {
  const known = options.some(({ value }) => value === draft[id]);
  return {
    kind: 'choice',
    id,
    label,
    value: draft[id],
    options,
    help,
    error: known ? undefined : 'Choose one: what was chosen is not there any more.',
  };
}

export function fact(id: FieldId, label: string, text: string): FieldView {
  return { kind: 'fact', id, label, text, help: undefined, error: undefined };
}
