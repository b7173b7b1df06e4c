/** Parses what the link form's browser side posts, and what VS Code kept of the form. */
import * as v from 'valibot';
import { commonMessages, commonSaved, idText as id } from '../planForm/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import type { SavedForm, ToHost } from './protocol';
import { fieldIds } from './protocol/fields';

const side = v.picklist(['registry', 'cluster']);

const toHost = v.variant('type', [
  ...commonMessages(fieldIds),
  v.strictObject({ type: v.literal('filter'), side, text: id }),
  v.strictObject({ type: v.literal('choose'), id }),
  v.strictObject({ type: v.literal('tick'), id, ticked: v.boolean() }),
  v.strictObject({ type: v.literal('continue') }),
  v.strictObject({ type: v.literal('chooseAgain'), side }),
  v.strictObject({ type: v.literal('insertManifest') }),
  v.strictObject({ type: v.literal('importTestImage') }),
  v.strictObject({ type: v.literal('verifyFromInside') }),
  v.strictObject({ type: v.literal('showInTree') }),
]);

const savedForm = v.object({
  ...commonSaved(fieldIds),
  schemaVersion: v.literal(2),
  registryId: v.exactOptional(id),
  clusterIds: v.pipe(v.array(id), v.maxLength(500)),
});

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>, ToHost> = true;

/** Takes what a webview posted; says why it is refused without repeating what was in it. */
export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}

/** Takes what VS Code kept for the panel over a reload. */
export function parseSaved(raw: unknown): Parsed<SavedForm> {
  return parsed(savedForm, raw);
}
