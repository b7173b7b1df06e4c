/** What every plan form's browser side says, and what is kept of the form: each defined once, as its schema. */
import * as v from 'valibot';
import { longestText, phases } from '../protocol';

/** A resource's id, or of something else that is named. */
export const idText = v.pipe(v.string(), v.maxLength(2048));
export const text = v.pipe(v.string(), v.maxLength(longestText));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

type Plain<T extends string> = v.StrictObjectSchema<
  { readonly type: v.LiteralSchema<T, undefined> },
  undefined
>;

/** Messages that say nothing but their type, a schema each. */
export function plain<const T extends readonly string[]>(...types: T) {
  const schemas: readonly unknown[] = types.map((type) => v.strictObject({ type: v.literal(type) }));
  return schemas as { readonly [Index in keyof T]: Plain<T[Index]> };
}

/**
 * An edit of one of the form's fields. `edit` counts up: the host's views say which edits they contain, so that typing is
 * never overwritten.
 */
export function editMessage<const F extends readonly string[]>(fieldIds: F) {
  return v.strictObject({
    type: v.literal('edit'),
    scope: idText,
    field: v.picklist(fieldIds),
    value: text,
    edit: count,
  });
}

/** Commands for many steps at once, among others. */
export const copyMessage = v.strictObject({
  type: v.literal('copy'),
  text: v.pipe(v.string(), v.maxLength(65_536)),
});

/** The user signs in where a failure says that this helps. */
export const signInMessage = v.strictObject({
  type: v.literal('signIn'),
  place: v.strictObject({ tenantId: v.exactOptional(idText), account: v.exactOptional(idText) }),
});

/** The messages that all forms have in common; `fieldIds` says which fields this one has. */
export function commonMessages<const F extends readonly string[]>(fieldIds: F) {
  return [
    ...plain(
      'ready',
      'preview',
      /** Read everything again, after a failure or an interruption. */
      'retry',
      /** Go on with the operation that was interrupted. */
      'resume',
      /** Shows what would undo the operation, on a page of its own. */
      'rollBack',
      /** The whole plan, as Markdown, for somebody who has to agree to it. */
      'copyPlan',
      /** The whole plan as code, in a format that the host asks for. */
      'exportPlan',
      'showJournal',
    ),
    editMessage(fieldIds),
    v.strictObject({ type: v.literal('acknowledge'), hazardId: idText, acknowledged: v.boolean() }),
    v.strictObject({ type: v.literal('apply'), operationId: idText, revision: count }),
    /** Ends what is being read, or the operation that runs; there `abandon` means that Azure's work isn't waited for. */
    v.strictObject({ type: v.literal('cancel'), choice: v.picklist(['await', 'abandon']) }),
    /** Of a resource that the page names. */
    v.strictObject({ type: v.literal('viewProperties'), resourceId: idText }),
    copyMessage,
    signInMessage,
  ] as const;
}

export type CommonToHost<Field extends string = string> = v.InferOutput<
  ReturnType<typeof commonMessages<readonly Field[]>>[number]
>;

/** What is kept of every form over a reload, besides what it is about: typed text, nothing that Azure answered. */
export function commonSaved<const F extends readonly string[]>(fieldIds: F) {
  return {
    operationId: v.pipe(v.string(), v.uuid()),
    phase: v.picklist(phases),
    /** Typed values by scope and field. */
    draft: v.exactOptional(v.record(idText, v.record(v.picklist(fieldIds), text))),
  };
}
