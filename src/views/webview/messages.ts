/** A webview's messages are input like any other: parsed, never believed. */
import * as v from 'valibot';
import type { FromPage } from './protocol';

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** What `v.safeParse` made of a webview's message or saved state; says why it is refused without repeating it. */
export function parsed<T>(
  result: { success: true; output: T } | { success: false; issues: readonly v.BaseIssue<unknown>[] },
): Parsed<T> {
  if (result.success) return { ok: true, value: result.output };
  return {
    ok: false,
    why: result.issues
      .map(
        (issue) =>
          `${issue.path?.map((p) => String(p.key)).join('.') ?? 'message'}: expected ${issue.expected ?? 'something else'}`,
      )
      .join('; '),
  };
}

const envelope = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  message: v.optional(v.unknown()),
});

/** The number of what a page said, and its message as yet unparsed. */
export function parseFromPage(raw: unknown): Parsed<FromPage> {
  return parsed(v.safeParse(envelope, raw));
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Compiles only for two types that are the same: what a protocol has and its parser hasn't, or the other way round. */
export type Matches<A, B> = Same<A, B> extends true ? true : never;
