/** Parses what the page of an operation posts, and what VS Code kept of it. */
import * as v from 'valibot';
import { operations } from '../../provisioning';
import { commonMessages, commonSaved } from '../planForm/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import { fieldIds, nextSteps, type ShownKind, type ToHost } from './protocol';
import type { SavedForm } from './wanted';

const toHost = v.variant('type', [
  ...commonMessages(fieldIds),
  v.strictObject({ type: v.picklist(nextSteps) }),
]);

/** What is wanted is checked with the operation's own schema. */
function wanted<const Kind extends ShownKind>(kind: Kind) {
  return v.object({ kind: v.literal(kind), spec: operations[kind].schema });
}

const savedForm = v.object({
  ...commonSaved(fieldIds),
  schemaVersion: v.literal(1),
  wanted: v.variant('kind', [
    wanted('unlink'),
    wanted('detach'),
    wanted('link'),
    wanted('grantPush'),
    wanted('approval'),
    wanted('rollBack'),
    wanted('registry'),
    wanted('publicAccess'),
  ]),
  resumes: v.exactOptional(v.pipe(v.string(), v.uuid())),
});

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>['type'], ToHost['type']> = true;

export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}

/** Takes what VS Code kept for the panel over a reload. */
export function parseSaved(raw: unknown): Parsed<SavedForm> {
  return parsed(savedForm, raw);
}
