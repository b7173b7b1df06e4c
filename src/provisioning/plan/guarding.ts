/** What a step that changes or deletes expects to find: made when it is planned, asked when it is sent. */
import type { JsonObject } from '../../model/json';
import { exactDifference } from './comparing';
import { listsDifference, withoutLists } from './lists';
import { differenceTo, membersDifference, wholeDifference } from './matching';
import type { Guard, ListChange, Step, StepKind } from './plan';
import { identityOf, settingsOf } from './settings';

/** That a resource is the one that was read, and set as it was; of `lists` only the step's own entries count. */
export function asRead(
  kind: StepKind,
  resource: JsonObject,
  lists: readonly ListChange[] = [],
): Guard & { readonly unchanged: object } {
  const settings = withoutLists(settingsOf(kind, resource), lists);
  return { expected: identityOf(kind, resource), unchanged: { of: 'whole', settings } };
}

/** That these members are as they were read; the rest of the resource is none of the step's business. */
export function membersAsRead(settings: JsonObject, expected: JsonObject = {}): Guard {
  return { expected, unchanged: { of: 'members', settings } };
}

/** That a resource is still what was read, may be deleted as that, and is used as it was. */
export function toDelete(kind: StepKind, resource: JsonObject, expected: JsonObject): Guard {
  const { etag } = resource;
  // These two have nothing else that tells them from one that was made again with the same settings.
  const isNameless = kind === 'zoneLink' || kind === 'zoneGroup';
  const version = isNameless && etag !== undefined ? { etag } : {};
  const { expected: identity, ...rest } = asRead(kind, resource);
  return { ...rest, expected: together(together(expected, identity), version) };
}

/** What isn't as a step's guard has it, in words; undefined if all is. */
export function guardDifference(
  { kind, action, guard, request }: Step,
  actual: JsonObject,
): string | undefined {
  const lists = request?.lists ?? [];
  const settings = withoutLists(settingsOf(kind, actual), lists);
  return (
    differenceTo(guard?.expected ?? {}, actual) ??
    settingsDifference(guard?.unchanged, settings, action) ??
    listsDifference(kind, lists, actual, 'before')
  );
}

function settingsDifference(
  unchanged: Guard['unchanged'],
  settings: JsonObject,
  action: Step['action'],
): string | undefined {
  if (unchanged === undefined) return undefined;
  if (unchanged.of === 'members') return membersDifference(unchanged.settings, settings);
  // With a resource its tags go, too.
  return action === 'delete'
    ? exactDifference(unchanged.settings, settings, '')
    : wholeDifference(unchanged.settings, settings);
}

/** Members of both, those of `properties` as well. */
export function together(a: JsonObject, b: JsonObject): JsonObject {
  const properties = [a['properties'], b['properties']].filter((value) => value !== undefined);
  return {
    ...a,
    ...b,
    ...(properties.length === 0 ? {} : { properties: Object.assign({}, ...properties) as JsonObject }),
  };
}
