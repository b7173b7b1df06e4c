/** What the link form's browser side says, and what is kept of the form: each defined once, as its schema. */
import * as v from 'valibot';
import { commonMessages, commonSaved, idText, plain } from '../../planForm/protocol/messages';
import { fieldIds } from './fields';

const side = v.picklist(['registry', 'cluster']);
export type Side = v.InferOutput<typeof side>;

const choosing = [
  /** Which are to be offered. */
  v.strictObject({ type: v.literal('filter'), side, text: idText }),
  /** Takes the registry. */
  v.strictObject({ type: v.literal('choose'), id: idText }),
  /** Takes a cluster into the form, or out of it. */
  v.strictObject({ type: v.literal('tick'), id: idText, ticked: v.boolean() }),
  /** The clusters that are ticked are all. */
  v.strictObject({ type: v.literal('continue') }),
  v.strictObject({ type: v.literal('chooseAgain'), side }),
] as const;
export type ChoosingMessage = v.InferOutput<(typeof choosing)[number]>;

/** What the end of a link offers. */
const action = plain('insertManifest', 'importTestImage', 'verifyFromInside', 'diagnose', 'showInTree');
export type LinkAction = v.InferOutput<(typeof action)[number]>;

export const toHost = v.variant('type', [...commonMessages(fieldIds), ...choosing, ...action]);
export type ToHost = v.InferOutput<typeof toHost>;

export const savedForm = v.object({
  ...commonSaved(fieldIds),
  schemaVersion: v.literal(2),
  registryId: v.exactOptional(idText),
  clusterIds: v.pipe(v.array(idText), v.maxLength(500)),
});
