/** What the form's browser side says, and what is kept of the form: each defined once, as its schema. */
import * as v from 'valibot';
import { commonMessages, commonSaved, plain } from '../../planForm/protocol/messages';
import { fieldIds } from './fields';

/** What the end offers for the new registry. */
const action = plain('linkToCluster', 'importTestImage', 'insertManifest', 'showInTree');
export type CreateAction = v.InferOutput<(typeof action)[number]>;

export const toHost = v.variant('type', [...commonMessages(fieldIds), ...action]);
export type ToHost = v.InferOutput<typeof toHost>;

export const savedForm = v.object({
  ...commonSaved(fieldIds),
  schemaVersion: v.literal(1),
  subscriptionId: v.pipe(v.string(), v.uuid()),
});
