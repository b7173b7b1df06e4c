import * as v from 'valibot';
import type { Json, JsonObject } from '../estate';
import { ArmError, invalidRequestContent, invalidRequestFormat } from './errors';

const MAXIMAL_DEPTH = 64;

/** For read-only members in a body schema: they may be sent back, whatever they hold, and are ignored. */
export const readOnly = v.optional(v.unknown());

/** For tags; Azure allows 50 of them. */
export const tags = v.optional(v.record(v.string(), v.string()));

/** `{ id }` of another resource. */
export const reference = v.strictObject({ id: v.string() });

/** Parses the text of a request's body; an absent body is an empty object. */
export function parseBody(text: string, contentType: string | undefined): JsonObject {
  if (text.trim() === '') return {};
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== 'application/json' && mediaType !== 'text/json') {
    throw new ArmError(
      415,
      'UnsupportedMediaType',
      `The content media type '${mediaType}' is not supported. Only 'application/json' is supported.`,
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalidRequestContent(error instanceof Error ? error.message : 'malformed JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw invalidRequestContent('The request body must be a JSON object');
  }
  return withoutNulls(parsed as JsonObject, 0);
}

/** Checks a body against the schema of its type; the answer to a bad one is in the provider's own words. */
export function checkBody(schema: v.GenericSchema | undefined, body: JsonObject, type: string): JsonObject {
  if (schema === undefined) return body;
  const result = v.safeParse(schema, body);
  if (result.success) return body;
  const message = describeIssue(result.issues[0]);
  const isNetwork = /^Microsoft\.Network\/(?!privateDnsZones)/i.test(type);
  throw isNetwork ? invalidRequestFormat(message) : invalidRequestContent(message);
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '';
  const member = path.slice(path.lastIndexOf('.') + 1);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `Could not find member '${member}' on object of type '${parentOf(path)}'. Path '${path}'`;
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return `Required property '${member}' not found in JSON. Path '${path}'`;
  }
  const expected = issue.type === 'check' ? issue.message : (issue.expected ?? issue.type);
  return `Error converting value ${issue.received} at path '${path}': expected ${expected}`;
}

function parentOf(path: string): string {
  const segments = path.split('.');
  return segments.at(-2) ?? 'ResourceDefinition';
}

/** Resource Manager treats a member that is null as one that is left out. */
function withoutNulls(object: JsonObject, depth: number): JsonObject {
  const entries = Object.entries(object)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => {
      if (key === '__proto__') throw invalidRequestContent(`Could not find member '${key}'`);
      return [key, cleaned(value, depth)] as const;
    });
  return Object.fromEntries(entries);
}

function cleaned(value: Json, depth: number): Json {
  if (depth > MAXIMAL_DEPTH) throw invalidRequestContent('The JSON is nested too deeply');
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1));
  return typeof value === 'object' && value !== null ? withoutNulls(value, depth + 1) : value;
}
