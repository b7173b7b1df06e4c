/** Parses what the browser side posts, and what VS Code kept of it. */
import * as v from 'valibot';
import { copyMessage, idText } from '../planForm/protocol/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import { type SavedDiagnose, type ToHost, wayParts } from './protocol';

const toHost = v.variant('type', [
  v.strictObject({ type: v.picklist(['ready', 'retry', 'more', 'findPulls']) }),
  copyMessage,
  v.strictObject({ type: v.picklist(['showInTree', 'openInPortal']), resourceId: idText }),
  v.strictObject({ type: v.literal('repair'), id: idText }),
  v.strictObject({ type: v.literal('openPull'), index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  v.strictObject({ type: v.literal('openPair'), registryId: idText, clusterId: idText }),
]);

const scope = {
  registryId: v.exactOptional(idText),
  clusterId: v.exactOptional(idText),
  subscriptionId: v.exactOptional(idText),
};

const saved = v.object({
  ...scope,
  subscriptionName: v.exactOptional(idText),
  told: v.exactOptional(
    v.object({ part: v.exactOptional(v.picklist(wayParts)), message: v.pipe(v.string(), v.maxLength(4096)) }),
  ),
});

/** It says what it is about. */
const ofSomething = v.pipe(
  saved,
  v.check((read) => Object.keys(scope).some((part) => part in read), 'what it is about'),
);

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>, ToHost> = true;

export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}

export function parseSaved(raw: unknown): Parsed<SavedDiagnose> {
  return parsed(ofSomething, raw);
}
