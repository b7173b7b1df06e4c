/** Parses what the browser side posts, and what VS Code kept of it. */
import * as v from 'valibot';
import { copyMessage, idText } from '../planForm/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import { type SavedDiagnose, type ToHost, wayParts } from './protocol';

const toHost = v.variant('type', [
  v.strictObject({ type: v.picklist(['ready', 'retry']) }),
  copyMessage,
  v.strictObject({ type: v.picklist(['showInTree', 'openInPortal']), resourceId: idText }),
  v.strictObject({ type: v.literal('repair'), findingId: idText }),
]);

const saved = v.object({
  registryId: idText,
  clusterId: idText,
  told: v.exactOptional(
    v.object({ part: v.exactOptional(v.picklist(wayParts)), message: v.pipe(v.string(), v.maxLength(4096)) }),
  ),
});

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>, ToHost> = true;

export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}

export function parseSaved(raw: unknown): Parsed<SavedDiagnose> {
  return parsed(saved, raw);
}
