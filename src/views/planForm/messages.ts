/** Schemas of what every plan form's browser side says, for the form's own parser. */
import * as v from 'valibot';
import { longestText, phases } from './protocol';

/** A resource's id, or of something else that is named. */
export const idText = v.pipe(v.string(), v.maxLength(2048));
const text = v.pipe(v.string(), v.maxLength(longestText));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** An edit of one of the form's fields. */
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

/** The messages that all forms have in common; `fieldIds` says which fields this one has. */
export function commonMessages<const F extends readonly string[]>(fieldIds: F) {
  return [
    v.strictObject({ type: v.literal('ready') }),
    editMessage(fieldIds),
    v.strictObject({ type: v.literal('preview') }),
    v.strictObject({ type: v.literal('acknowledge'), hazardId: idText, acknowledged: v.boolean() }),
    v.strictObject({ type: v.literal('apply'), operationId: idText, revision: count }),
    v.strictObject({ type: v.literal('cancel'), choice: v.picklist(['await', 'abandon']) }),
    v.strictObject({ type: v.literal('retry') }),
    v.strictObject({ type: v.literal('resume') }),
    v.strictObject({ type: v.literal('rollBack') }),
    v.strictObject({ type: v.literal('copyPlan') }),
    v.strictObject({ type: v.literal('exportPlan') }),
    v.strictObject({ type: v.literal('showJournal') }),
    copyMessage,
  ] as const;
}

/** What is kept of every form over a reload, besides what it is about. */
export function commonSaved<const F extends readonly string[]>(fieldIds: F) {
  return {
    operationId: v.pipe(v.string(), v.uuid()),
    phase: v.picklist(phases),
    draft: v.exactOptional(v.record(idText, v.record(v.picklist(fieldIds), text))),
  };
}
