/** What the page says, and what is kept of it: each defined once, as its schema. */
import * as v from 'valibot';
import type { Immutable } from '../../../model/immutable';
import {
  copyMessage,
  editMessage,
  idText,
  plain,
  signInMessage,
  text,
} from '../../planForm/protocol/messages';
import { fieldIds } from '../protocol';

/** What is done with the words at the end; each closes nothing. */
const endActions = plain('link', 'diagnose', 'insertManifest', 'copyReport');
export type EndAction = v.InferOutput<(typeof endActions)[number]>['type'];

export const toHost = v.variant('type', [
  /** `stopWaiting`: what is known by now is judged; nodes that would try again aren't waited for. */
  ...plain('ready', 'retry', 'chooseImage', 'look', 'run', 'stopWaiting', 'cancel', 'again'),
  editMessage(fieldIds),
  copyMessage,
  signInMessage,
  v.strictObject({ type: v.literal('cleanLeftover'), runId: v.pipe(v.string(), v.regex(/^[0-9a-f]{10}$/)) }),
  ...endActions,
]);
export type ToHost = v.InferOutput<typeof toHost>;

export const savedVerify = v.object({
  registryId: idText,
  clusterId: idText,
  image: text,
  namespace: text,
  /** A run that was going on: its pods may still be there. */
  running: v.exactOptional(v.object({ runId: text, namespace: text })),
});
export type SavedVerify = Immutable<v.InferOutput<typeof savedVerify>>;
