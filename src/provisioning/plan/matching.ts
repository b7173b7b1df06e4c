/** Whether a resource is what a request made of it. */
import { t } from '@vscode/l10n';
import { asObject, ownMember, type Json, type JsonObject } from '../../model/json';
import { below, differs, exactDifference, first, nameOfItem, sameText, shown } from './comparing';
import { listsDifference, withoutLists } from './lists';
import { markIn, operationTag } from './ownership';
import type { StepKind, StepRequest } from './plan';
import { settingsOf } from './settings';

/**
 * Takes what was sent to make something and what Azure answers for it; gives the first member that differs, in words,
 * and undefined if none does. What was not sent doesn't count, because Azure fills it in, nor do tags other than the
 * ownership mark, which policies add and change, nor further named items of a list: others may put a subnet into a
 * network that is ours. So this tells what became of a request, and never that nobody has changed the thing since.
 */
export function differenceTo(sent: JsonObject, actual: JsonObject): string | undefined {
  return memberDifference(sent, actual, '', false);
}

/** Like `differenceTo`, as a yes or no. */
export function matches(sent: JsonObject, actual: JsonObject): boolean {
  return differenceTo(sent, actual) === undefined;
}

/** Like `differenceTo`, but for a thing into which nobody may have put anything: sent again, its lists would be replaced. */
export function differenceToAll(sent: JsonObject, actual: JsonObject): string | undefined {
  return memberDifference(sent, actual, '', true);
}

/**
 * Takes the request of an update and what is there; undefined if it is as the request made it, else the first
 * difference in words. A PUT says how the whole thing is set, a PATCH how its members are; of lists that others write
 * to as well only the request's own entries count.
 */
export function differenceToUpdate(
  kind: StepKind,
  request: StepRequest,
  actual: JsonObject,
): string | undefined {
  return (
    differenceToSettings(kind, request, actual) ?? listsDifference(kind, request.lists ?? [], actual, 'after')
  );
}

/** The same without a look at the lists. */
export function differenceToSettings(
  kind: StepKind,
  { method, body, lists = [] }: StepRequest,
  actual: JsonObject,
): string | undefined {
  const made = withoutLists(settingsOf(kind, body), lists);
  const found = withoutLists(settingsOf(kind, actual), lists);
  return method === 'PUT' ? wholeDifference(made, found) : membersDifference(made, found);
}

/** Whether all settings are as they were; tags don't count, because no update sends any. */
export function wholeDifference(was: JsonObject, is: JsonObject): string | undefined {
  return exactDifference({ ...was, tags: null }, { ...is, tags: null }, '');
}

/** Whether members, and those of `properties`, are exactly as they were; those that aren't named don't count. */
export function membersDifference(was: JsonObject, is: JsonObject): string | undefined {
  return first(Object.keys(was), (name) =>
    name === 'properties'
      ? first(Object.keys(asObject(was[name])), (inner) =>
          exactDifference(asObject(was[name])[inner], asObject(is[name])[inner], `${name}.${inner}`),
        )
      : exactDifference(was[name], is[name], name),
  );
}

function memberDifference(
  sent: JsonObject,
  actual: JsonObject,
  path: string,
  areAll: boolean,
): string | undefined {
  return first(Object.entries(sent), ([name, value]) => {
    const at = below(path, name);
    if (at === 'tags') return markDifference(asObject(value), asObject(actual['tags']));
    return valueDifference(value, memberOf(actual, name), at, areAll);
  });
}

function markDifference(sent: JsonObject, actual: JsonObject): string | undefined {
  const [mark, found] = [markIn(sent), markIn(actual)];
  return mark === undefined || found === mark ? undefined : differs(mark, found, `tags.${operationTag}`);
}

/** Newer API versions answer a list where an older one answered a single range. */
function memberOf(actual: JsonObject, name: string): Json | undefined {
  const value = ownMember(actual, name);
  if (value !== undefined || name !== 'addressPrefix') return value;
  const list = actual['addressPrefixes'];
  return Array.isArray(list) && list.length === 1 ? (list[0] as Json) : value;
}

function valueDifference(
  sent: Json,
  actual: Json | undefined,
  at: string,
  areAll: boolean,
): string | undefined {
  if (sent === null) return actual === undefined || actual === null ? undefined : differs(sent, actual, at);
  if (Array.isArray(sent)) {
    if (Array.isArray(actual)) {
      return listDifference(sent as readonly Json[], actual as readonly Json[], at, areAll);
    }
    return sent.length === 0 && actual === undefined ? undefined : differs(sent, actual, at);
  }
  if (typeof sent === 'object') {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual))
      return differs(sent, actual, at);
    return memberDifference(sent as JsonObject, actual as JsonObject, at, areAll);
  }
  return sameText(sent, actual, at) ? undefined : differs(sent, actual, at);
}

/** Named items are found by name, and others may be there besides; everything else has to be in place. */
function listDifference(
  sent: readonly Json[],
  actual: readonly Json[],
  at: string,
  areAll: boolean,
): string | undefined {
  const named = sent.every((item) => nameOfItem(item) !== undefined);
  if ((areAll || !named) && sent.length !== actual.length) {
    return t`${at} has ${actual.length} items instead of ${sent.length}`;
  }
  return first([...sent.entries()], ([index, item]) => {
    const name = named ? nameOfItem(item) : undefined;
    const found = named ? actual.find((other) => sameText(name, nameOfItem(other), at)) : actual[index];
    if (named && found === undefined) return t`${at} is missing ${shown(name)}`;
    return valueDifference(item, found, `${at}[${name ?? index}]`, areAll);
  });
}
