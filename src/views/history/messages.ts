/** Parses what the page that lists operations posts. */
import * as v from 'valibot';
import { copyMessage, idText } from '../planForm/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import { entryActions, type ToHost } from './protocol';

const toHost = v.variant('type', [
  v.strictObject({ type: v.picklist(['ready', 'retry']) }),
  copyMessage,
  v.strictObject({ type: v.picklist(entryActions), operationId: idText }),
]);

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>['type'], ToHost['type']> = true;

export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}
