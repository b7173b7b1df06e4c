/** A webview's messages are input like any other: parsed, never believed. */
import * as v from 'valibot';
import type { FromPage } from './protocol';

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/**
 * Takes a webview's message or saved state as the schema has it. Else says why it is refused without repeating what was in
 * it: names of members, too, come from the page, and are named only where the schema knows them.
 */
export function parsed<const S extends Schema>(schema: S, raw: unknown): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, raw);
  if (result.success) return { ok: true, value: result.output };
  const known = memberNames(schema);
  const name = ({ key }: v.IssuePathItem) =>
    typeof key === 'number' || known.has(String(key)) ? String(key) : '…';
  return {
    ok: false,
    why: result.issues
      .map(
        (issue) =>
          `${issue.path?.map(name).join('.') ?? 'message'}: expected ${shortened(issue.expected ?? 'something else')}`,
      )
      .join('; '),
  };
}

/** A list of everything that a field takes may be long. */
function shortened(expected: string): string {
  return expected.length > 200 ? `${expected.slice(0, 200)}…` : expected;
}

const envelope = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  message: v.optional(v.unknown()),
});

/** The number of what a page said, and its message as yet unparsed. */
export function parseFromPage(raw: unknown): Parsed<FromPage> {
  return parsed(envelope, raw);
}

/** Names of all members that the schema, or one of those that it is made of, has. */
function memberNames(schema: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    if ('entries' in part && typeof part.entries === 'object' && part.entries !== null) {
      for (const name of Object.keys(part.entries)) names.add(name);
    }
    Object.values(part).forEach(visit);
  };
  visit(schema);
  return names;
}
