/** What the page that lists operations says: each defined once, as its schema. */
import * as v from 'valibot';
import { copyMessage, idText, plain, signInMessage } from '../../planForm/protocol/messages';

/** What can be done with an operation; `viewJournal` shows all that is recorded of it, as JSON. */
const entryActions = v.picklist(['resume', 'rollBack', 'discard', 'viewJournal']);
export type EntryAction = v.InferOutput<typeof entryActions>;

export const toHost = v.variant('type', [
  ...plain('ready', 'retry'),
  copyMessage,
  signInMessage,
  v.strictObject({ type: entryActions, operationId: idText }),
]);
export type ToHost = v.InferOutput<typeof toHost>;
