/** Parses what the form's browser side posts, and what VS Code kept of the form. */
import * as v from 'valibot';
import { commonMessages, commonSaved, idText as id } from '../planForm/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import { stages, type SavedForm, type ToHost } from './protocol';
import { fieldIds } from './protocol/fields';

const toHost = v.variant('type', [
  ...commonMessages(fieldIds),
  v.strictObject({ type: v.literal('stage'), stage: v.picklist(stages) }),
  v.strictObject({ type: v.literal('overview') }),
  v.strictObject({
    type: v.literal('linkClusters'),
    clusterIds: v.pipe(v.array(id), v.maxLength(500), v.readonly()),
  }),
  v.strictObject({ type: v.literal('showInTree') }),
]);

const savedForm = v.object({
  ...commonSaved(fieldIds),
  schemaVersion: v.literal(1),
  registryId: id,
  stage: v.exactOptional(v.picklist(stages)),
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
