/** What the page of an operation says: each message defined once, as its schema. */
import * as v from 'valibot';
import { commonMessages, plain } from '../../planForm/protocol/messages';
import { fieldIds } from '../protocol';

/** What can be done next, with the registry and the clusters that the operation is about. */
const nextActions = plain('showInTree', 'link', 'verify', 'insertManifest');
export type NextAction = v.InferOutput<(typeof nextActions)[number]>;

export const toHost = v.variant('type', [...commonMessages(fieldIds), ...nextActions]);
export type ToHost = v.InferOutput<typeof toHost>;
