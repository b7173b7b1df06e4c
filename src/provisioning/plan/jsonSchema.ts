/**
 * JSON as others gave it: checked, and given back as it is. Valibot's `record` leaves out members that are called
 * `__proto__`, `prototype` or `constructor`, and what Azure is sent must not depend on what a tag is called.
 */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Json, JsonObject } from '../../model/json';

/** Far more than Azure's resources have, and far less than what overflows the stack of whoever walks through it. */
export const deepestJson = 100;

/** An object with any members, as JSON.parse gives it; the output is the input itself. */
export const jsonObject: v.GenericSchema<unknown, JsonObject> = v.custom<JsonObject>(
  (value) => isObject(value) && isJson(value),
  t`no JSON object, or nested more than ${deepestJson} deep`,
);

/** Any JSON, as JSON.parse gives it; the output is the input itself. */
export const json: v.GenericSchema<unknown, Json> = v.custom<Json>(
  isJson,
  t`no JSON, or nested more than ${deepestJson} deep`,
);

/** An object with values of one kind, whatever its members are called. `message` says what it isn't, if it isn't one. */
export function recordOf<T>(
  value: v.GenericSchema<unknown, T>,
  message = t('no object'),
): v.GenericSchema<unknown, Readonly<Record<string, T>>> {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject, message),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed: [string, T][] = [];
      for (const [member, input] of Object.entries(dataset.value)) {
        const result = v.safeParse(value, input);
        if (!result.success) {
          const [issue] = result.issues;
          const at = {
            type: 'object',
            origin: 'value',
            input: dataset.value,
            key: member,
            value: input,
          } as const;
          addIssue({ message: issue.message, path: [at, ...(issue.path ?? [])] });
          return NEVER;
        }
        parsed.push([member, result.output]);
      }
      return Object.fromEntries(parsed);
    }),
  );
}

/** Tags and the like. */
export const texts = recordOf(v.string());

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Level by level, because a recursion would be as deep as the text says. */
function isJson(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestJson || !level.every(isPart)) return false;
    level = level.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return true;
}

function isPart(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  return typeof value === 'object' || Number.isFinite(value);
}
