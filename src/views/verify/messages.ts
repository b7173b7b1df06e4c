/** Parses what the browser side posts, and what VS Code kept of it. */
import * as v from 'valibot';
import { copyMessage, editMessage, idText as id } from '../planForm/messages';
import { longestText } from '../planForm/protocol';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import { endActions, fieldIds, type SavedVerify, type ToHost } from './protocol';

const text = v.pipe(v.string(), v.maxLength(longestText));

const toHost = v.variant('type', [
  v.strictObject({ type: v.picklist(['ready', 'retry']) }),
  editMessage(fieldIds),
  copyMessage,
  v.strictObject({ type: v.picklist(['chooseImage', 'look', 'run', 'stopWaiting', 'cancel', 'again']) }),
  v.strictObject({ type: v.literal('cleanLeftover'), runId: v.pipe(v.string(), v.regex(/^[0-9a-f]{10}$/)) }),
  v.strictObject({ type: v.picklist(endActions) }),
]);

const saved = v.object({
  registryId: id,
  clusterId: id,
  image: text,
  namespace: text,
  running: v.exactOptional(v.object({ runId: text, namespace: text })),
});

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>, ToHost> = true;

export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}

export function parseSaved(raw: unknown): Parsed<SavedVerify> {
  return parsed(saved, raw);
}
