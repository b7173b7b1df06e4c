/** Fields of the form with what is wrong in them, by kind. */
import { idKey } from '../../model/armId';
import { rangeProblem } from '../../model/addressRange';
import { nameProblem, type NameKind } from '../../model/names';
import type { ObservedCluster } from '../../provisioning/observed';
import { fieldsOf, type Context, type Draft, type Fields } from './draft';
import { sharedScope, type FieldId, type FieldView, type OptionView } from './protocol/fields';
import { parseTags } from './tags';

/** Whose fields these are: what all clusters share, or one cluster's. */
export interface Scope {
  readonly id: string;
  /** Ends the keys of its fields, so that those of two clusters differ. */
  readonly suffix: string;
  readonly fields: Fields;
}

export function sharedFields(draft: Draft): Scope {
  return { id: sharedScope, suffix: '', fields: draft.shared };
}

export function clusterFields(draft: Draft, cluster: ObservedCluster, { clusters }: Context): Scope {
  const index = clusters.findIndex(({ id }) => idKey(id) === idKey(cluster.id));
  return {
    id: cluster.id,
    suffix: clusters.length > 1 ? `-${index + 1}` : '',
    fields: fieldsOf(draft, cluster),
  };
}

/** What every field has; `error` is of the value that the scope has for it. */
function base(scope: Scope, id: FieldId, label: string, help: string | undefined, error: string | undefined) {
  return { id, scope: scope.id, key: `${id}${scope.suffix}`, label, help, error };
}

export function tagsField(scope: Scope): FieldView {
  const tags = parseTags(scope.fields.tags);
  const help = 'For everything that is created, e.g. owner=platform; costCenter=4711.';
  return {
    kind: 'text',
    ...base(scope, 'tags', 'Tags', help, tags.ok ? undefined : tags.why),
    value: scope.fields.tags,
  };
}

export function text(
  scope: Scope,
  id: FieldId,
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

export function name(scope: Scope, id: FieldId, label: string, kind: NameKind, help?: string): FieldView {
  return text(scope, id, label, nameProblem(kind, scope.fields[id]), help);
}

export function range(
  scope: Scope,
  id: FieldId,
  label: string,
  limits: { within?: readonly string[]; besides?: readonly string[] },
  help: string,
): FieldView {
  return text(scope, id, label, rangeProblem(scope.fields[id], limits), help);
}

export function choice(
  scope: Scope,
  id: FieldId,
  label: string,
  options: readonly OptionView[],
  help?: string,
): FieldView {
  const value = scope.fields[id];
  const known = options.some((option) => option.value === value);
  const error = known ? undefined : 'Choose one: what was chosen is not there any more.';
  return { kind: 'choice', ...base(scope, id, label, help, error), value, options };
}

export function radio(
  scope: Scope,
  id: FieldId,
  label: string,
  options: readonly OptionView[],
  help?: string,
): FieldView {
  return { kind: 'radio', ...base(scope, id, label, help, undefined), value: scope.fields[id], options };
}

export function check(scope: Scope, id: FieldId, label: string, help: string, error?: string): FieldView {
  return { kind: 'check', ...base(scope, id, label, help, error), checked: scope.fields[id] === 'true' };
}

export function fact(scope: Scope, id: FieldId, label: string, words: string): FieldView {
  return { kind: 'fact', ...base(scope, id, label, undefined, undefined), text: words };
}
