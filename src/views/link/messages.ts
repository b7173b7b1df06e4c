/** A webview's messages are input like any other: parsed, never believed. */
import * as v from 'valibot';
import { phases, type SavedForm, type ToHost } from './protocol';
import { fieldIds } from './protocol/fields';

const id = v.pipe(v.string(), v.maxLength(2048));
const text = v.pipe(v.string(), v.maxLength(4096));
/** Commands for many steps at once. */
const copied = v.pipe(v.string(), v.maxLength(65_536));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const field = v.picklist(fieldIds);
const side = v.picklist(['registry', 'cluster']);

const toHost = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('choose'), id }),
  v.strictObject({ type: v.literal('tick'), id, ticked: v.boolean() }),
  v.strictObject({ type: v.literal('continue') }),
  v.strictObject({ type: v.literal('chooseAgain'), side }),
  v.strictObject({ type: v.literal('edit'), scope: id, field, value: text, edit: count }),
  v.strictObject({ type: v.literal('preview') }),
  v.strictObject({ type: v.literal('acknowledge'), hazardId: id, acknowledged: v.boolean() }),
  v.strictObject({ type: v.literal('apply'), operationId: id, revision: count }),
  v.strictObject({ type: v.literal('cancel'), choice: v.picklist(['await', 'abandon']) }),
  v.strictObject({ type: v.literal('retry') }),
  v.strictObject({ type: v.literal('resume') }),
  v.strictObject({ type: v.literal('rollBack') }),
  v.strictObject({ type: v.literal('showJournal') }),
  v.strictObject({ type: v.literal('copy'), text: copied }),
  v.strictObject({ type: v.literal('insertManifest') }),
  v.strictObject({ type: v.literal('showInTree') }),
]);

const draft = v.record(id, v.record(field, text));

const savedForm = v.object({
  schemaVersion: v.literal(2),
  registryId: v.exactOptional(id),
  clusterIds: v.pipe(v.array(id), v.maxLength(500)),
  operationId: v.pipe(v.string(), v.uuid()),
  phase: v.picklist(phases),
  draft: v.exactOptional(draft),
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Holds<T extends true> = T;
/** A message that is added to the protocol and not here doesn't compile. */
export type AllMessagesAreParsed = Holds<Same<v.InferOutput<typeof toHost>, ToHost>>;

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** Takes what a webview posted; says why it is refused without repeating what was in it. */
export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(v.safeParse(toHost, raw));
}

/** Takes what VS Code kept for the panel over a reload. */
export function parseSaved(raw: unknown): Parsed<SavedForm> {
  return parsed(v.safeParse(savedForm, raw));
}

function parsed<T>(
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
