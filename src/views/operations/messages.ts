/** Parses what the browser side of a plan's page posts. */
import * as v from 'valibot';
import { copyMessage } from '../planForm/messages';
import { parsed, type Matches, type Parsed } from '../webview/messages';
import type { ToHost } from './protocol';

const toHost = v.variant('type', [v.strictObject({ type: v.picklist(['ready', 'copyPlan']) }), copyMessage]);

/** A message that is added to the protocol and not here doesn't compile. */
export const allMessagesAreParsed: Matches<v.InferOutput<typeof toHost>, ToHost> = true;

export function parseMessage(raw: unknown): Parsed<ToHost> {
  return parsed(toHost, raw);
}
