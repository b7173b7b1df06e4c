/**
 * Lists that several write to: the zones of a DNS zone group, the rules of a registry's firewall. A step says which
 * entries it adds or takes out, and its body is made from the list as it is when it is sent: what others have in it
 * stays as they left it.
 */
import { t } from '@vscode/l10n';
import { asObject, asObjects, type Json, type JsonObject } from '../../model/json';
import { exactDifference, first, nameOfItem, sameText, shown } from './comparing';
import type { ListChange, StepKind, StepRequest } from './plan';
import { settingsOf, valueAt, withoutPaths, withValue } from './settings';

/** The zones that a DNS zone group writes records into. */
export const zonesOfGroup = {
  list: 'properties.privateDnsZoneConfigs',
  key: 'properties.privateDnsZoneId',
} as const;

/** The rules by which a registry's firewall lets addresses in. */
export const addressRules = { list: 'properties.networkRuleSet.ipRules', key: 'value' } as const;

/** The value without the lists: the rest of it is nobody's but who planned. */
export function withoutLists(value: JsonObject, lists: readonly ListChange[]): JsonObject {
  return asObject(
    withoutPaths(
      value,
      lists.map(({ list }) => list),
    ),
  );
}

/**
 * Whether the entries of a step are in the lists of a resource, as it is answered, as they are before the step or after
 * it; the first thing that isn't so in words, undefined if there is none.
 */
export function listsDifference(
  kind: StepKind,
  lists: readonly ListChange[],
  actual: JsonObject,
  when: 'before' | 'after',
): string | undefined {
  return first(lists, ({ list, key, add, remove }) => {
    const entries = entriesOf(kind, actual, list);
    const [there, absent] = when === 'before' ? [remove, add] : [add, remove];
    return (
      first(there, (entry) =>
        entries.some((other) => isSame(entry, other))
          ? undefined
          : t`${list} is missing ${keyOf(entry, key)}`,
      ) ??
      first(absent, (entry) =>
        entries.some((other) => isTaken(entry, other, key))
          ? t`${list} has an entry for ${keyOf(entry, key)}`
          : undefined,
      )
    );
  });
}

/** The request with its lists as they are to be, made from those of the resource as it is answered. */
export function withLists(kind: StepKind, request: StepRequest, actual: JsonObject): StepRequest {
  const body = (request.lists ?? []).reduce((made, { list, add, remove }) => {
    const kept = entriesOf(kind, actual, list).filter(
      (entry) => !remove.some((other) => isSame(other, entry)),
    );
    return withValue(made, list, [...kept, ...add]);
  }, request.body);
  return request.lists === undefined ? request : { ...request, body };
}

/** What takes the changes back, as far as a resource still has them; no lists where nothing is left to be taken back. */
export function takenBack(
  kind: StepKind,
  lists: readonly ListChange[],
  actual: JsonObject,
): readonly ListChange[] {
  return lists.map(({ list, key, add, remove }) => {
    const entries = entriesOf(kind, actual, list);
    return {
      list,
      key,
      add: remove.filter((entry) => !entries.some((other) => isTaken(entry, other, key))),
      remove: add.filter((entry) => entries.some((other) => isSame(entry, other))),
    };
  });
}

/** The opposite of the changes. */
export function opposite(lists: readonly ListChange[]): readonly ListChange[] {
  return lists.map(({ list, key, add, remove }) => ({ list, key, add: remove, remove: add }));
}

/** Entries of a list without what Azure computes. */
export function entriesOf(kind: StepKind, actual: JsonObject, list: string): JsonObject[] {
  return asObjects(valueAt(settingsOf(kind, actual), list));
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  return exactDifference(a, b, '') === undefined;
}

/** Whether an entry stands where another one would: it is about the same thing, or has its name. */
function isTaken(entry: JsonObject, other: JsonObject, key: string): boolean {
  const name = nameOfItem(entry);
  return (
    sameText(valueAt(entry, key), valueAt(other, key), key) ||
    (name !== undefined && sameText(name, nameOfItem(other), 'name'))
  );
}

function keyOf(entry: JsonObject, key: string): string {
  const value: Json | undefined = valueAt(entry, key);
  return typeof value === 'string' ? value : shown(value);
}
