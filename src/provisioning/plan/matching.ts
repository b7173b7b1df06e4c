/** Whether a resource is what a request made of it. */
import { asObject, ownMember, type Json, type JsonObject } from '../../model/json';
import { operationTag } from './ownership';

/**
 * Takes what was sent and what Azure answers for the resource; gives the first member that differs, in words, and
 * undefined if none does. What Azure adds doesn't count, nor do tags other than the ownership mark: policies add
 * and change tags.
 */
export function differenceTo(sent: JsonObject, actual: JsonObject): string | undefined {
  return memberDifference(sent, actual, '');
}

/** Like `differenceTo`, as a yes or no. */
export function matches(sent: JsonObject, actual: JsonObject): boolean {
  return differenceTo(sent, actual) === undefined;
}

function memberDifference(sent: JsonObject, actual: JsonObject, path: string): string | undefined {
  for (const [name, value] of Object.entries(sent)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (at === 'tags') {
      const mark = asObject(value)[operationTag];
      if (mark === undefined) continue;
      const found = asObject(actual['tags'])[operationTag];
      if (found !== mark) return `tags.${operationTag} is ${shown(found)} instead of ${shown(mark)}`;
      continue;
    }
    const difference = valueDifference(value, memberOf(actual, name), at);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Newer API versions answer a list where an older one answered a single range. */
function memberOf(actual: JsonObject, name: string): Json | undefined {
  const value = ownMember(actual, name);
  if (value !== undefined || name !== 'addressPrefix') return value;
  const list = actual['addressPrefixes'];
  return Array.isArray(list) && list.length === 1 ? (list[0] as Json) : value;
}

function valueDifference(sent: Json, actual: Json | undefined, at: string): string | undefined {
  const different = () => `${at} is ${shown(actual)} instead of ${shown(sent)}`;
  if (sent === null) return actual === undefined || actual === null ? undefined : different();
  if (Array.isArray(sent)) {
    if (!Array.isArray(actual)) return sent.length === 0 && actual === undefined ? undefined : different();
    return listDifference(sent as readonly Json[], actual as readonly Json[], at);
  }
  if (typeof sent === 'object') {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return different();
    return memberDifference(sent as JsonObject, actual as JsonObject, at);
  }
  return sameText(sent, actual, at) ? undefined : different();
}

/** Named items are found by name, and others may be there besides; everything else has to be in place. */
function listDifference(sent: readonly Json[], actual: readonly Json[], at: string): string | undefined {
  const named = sent.every((item) => typeof asObject(item)['name'] === 'string');
  if (named) {
    for (const item of sent) {
      const name = asObject(item)['name'] as string;
      const found = actual.find((other) => sameText(name, asObject(other)['name'], at));
      if (found === undefined) return `${at} lacks ${shown(name)}`;
      const difference = valueDifference(item, found, `${at}[${name}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (sent.length !== actual.length) return `${at} has ${actual.length} items instead of ${sent.length}`;
  return sent
    .map((item, index) => valueDifference(item, actual[index], `${at}[${index}]`))
    .find((difference) => difference !== undefined);
}

/** Azure changes the case of ids, spells regions in two ways, and qualifies role definitions by subscription. */
function sameText(sent: Json, actual: Json | undefined, at: string): boolean {
  if (typeof sent !== 'string' || typeof actual !== 'string') return sent === actual;
  const plain = (text: string) =>
    at.endsWith('roleDefinitionId') ? (text.split('/').at(-1) ?? text) : text.replace(/\/$/, '');
  const spaceless = (text: string) => (at === 'location' ? text.replaceAll(' ', '') : text);
  return spaceless(plain(sent)).toLowerCase() === spaceless(plain(actual)).toLowerCase();
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
