/** What the form's browser side says, and what is kept of the form: each defined once, as its schema. */
import * as v from 'valibot';
import { commonMessages, commonSaved, idText, plain } from '../../planForm/protocol/messages';
import { stages } from '../protocol';
import { fieldIds } from './fields';

const overview = [
  v.strictObject({ type: v.literal('stage'), stage: v.picklist(stages) }),
  /** Back to where both stages are shown, read anew. */
  v.strictObject({ type: v.literal('overview') }),
] as const;
export type OverviewMessage = v.InferOutput<(typeof overview)[number]>;

const end = [
  /** Opens the link form of the registry with these clusters. */
  v.strictObject({
    type: v.literal('linkClusters'),
    clusterIds: v.pipe(v.array(idText), v.maxLength(500), v.readonly()),
  }),
  ...plain('showInTree'),
  /** Of the field of addresses: the one by which the registry sees this computer. */
  ...plain('addMyAddress'),
] as const;
export type EndAction = v.InferOutput<(typeof end)[number]>;

export const toHost = v.variant('type', [...commonMessages(fieldIds), ...overview, ...end]);
export type ToHost = v.InferOutput<typeof toHost>;

export const savedForm = v.object({
  ...commonSaved(fieldIds),
  schemaVersion: v.literal(1),
  registryId: idText,
  stage: v.exactOptional(v.picklist(stages)),
});
