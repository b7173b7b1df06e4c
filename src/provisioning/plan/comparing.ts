/** How values that Azure answers are compared with values that were sent or read: the same for every comparison. */
import { t } from '@vscode/l10n';
import { idKey } from '../../model/armId';
import { asObject, type Json, type JsonObject } from '../../model/json';
import { regionKey } from '../../model/regions';

/**
 * Takes values as they were and as they are; gives the first difference in words, undefined if there is none. Nothing
 * may have come, gone or changed; what is empty is the same as what is missing. Items with names are found by them,
 * because their order is Azure's.
 */
export function exactDifference(was: Json | undefined, is: Json | undefined, at: string): string | undefined {
  if (isEmpty(was) && isEmpty(is)) return undefined;
  if (isList(was) && isList(is)) return listDifference(was, is, at);
  if (isMap(was) && isMap(is)) {
    const [before, now] = at === 'tags' ? [byTagName(was), byTagName(is)] : [was, is];
    const names = new Set([...Object.keys(before), ...Object.keys(now)]);
    return first([...names], (name) => exactDifference(before[name], now[name], below(at, name)));
  }
  return sameText(was, is, at) ? undefined : differs(was, is, at);
}

/** Azure compares the names of tags without regard to case. */
function byTagName(tags: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]));
}

function listDifference(was: readonly Json[], is: readonly Json[], at: string): string | undefined {
  if (was.length !== is.length) return t`${at} has ${is.length} items instead of ${was.length}`;
  const named = [...was, ...is].every((item) => nameOfItem(item) !== undefined);
  return first([...was.keys()], (index) => {
    const name = nameOfItem(was[index]);
    const other = named ? is.find((item) => sameText(nameOfItem(item), name, at)) : is[index];
    if (named && other === undefined) return t`${at} is missing ${shown(name)}`;
    return exactDifference(was[index], other, `${at}[${named ? (name ?? '') : index}]`);
  });
}

/** By what an item of a list is called; undefined for those that have no name. */
export function nameOfItem(item: Json | undefined): string | undefined {
  const { name } = asObject(item);
  return typeof name === 'string' ? name : undefined;
}

/** Values of tags, what somebody wrote for others to read, and what a role assignment's condition quotes. */
const caseMatters = /^tags\.|(condition|description|requestMessage)$/;

/**
 * Whether two texts or other plain values are the same to Azure: it changes the case of ids, spells regions in two
 * ways, qualifies role definitions by subscription, and writes instants in several forms.
 */
export function sameText(a: Json | undefined, b: Json | undefined, at: string): boolean {
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return a === b;
  if (at.endsWith('roleDefinitionId')) return idKey(lastSegment(a)) === idKey(lastSegment(b));
  if (at === 'location') return regionKey(a) === regionKey(b);
  if (/(createdOn|creationDate|createdAt)$/.test(at)) return Date.parse(a) === Date.parse(b);
  return !caseMatters.test(at) && idKey(a) === idKey(b);
}

export function below(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

export function differs(was: Json | undefined, is: Json | undefined, at: string): string {
  return t`${at} is ${shown(is)} instead of ${shown(was)}`;
}

export function shown(value: Json | undefined): string {
  if (value === undefined) return t('missing');
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The first answer of a look at each item. */
export function first<T>(items: readonly T[], look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lastSegment(text: string): string {
  return text.split('/').at(-1) ?? text;
}
