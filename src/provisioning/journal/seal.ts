/**
 * The seal of a journal says that this extension wrote this text, as this version, of this operation: whoever can write files
 * can't make a journal of their own, nor put one in another's place or an old one in place of a newer one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SealKey } from '../ports';

/** Of the envelope and of what the seal covers. */
const sealVersion = 1;

/** Which journal a text is. */
export interface SealedAt {
  readonly operationId: string;
  readonly version: number;
}

/** The text in an envelope that is one JSON object, so that half of it is none. */
export function sealed(key: SealKey, at: SealedAt, text: string): string {
  const mac = macOf(key, at, text).toString('base64url');
  return `{"seal":${sealVersion},"key":"${key.id}","mac":"${mac}","journal":${text}}`;
}

export type Envelope =
  | { readonly kind: 'sealed'; readonly keyId: string; readonly mac: string; readonly text: string }
  /** Another version of the extension wrote it. */
  | { readonly kind: 'otherVersion'; readonly version: number }
  | { readonly kind: 'none' };

const anyVersion = /^\{"seal":(\d{1,9}),/;
const envelope = /^\{"seal":1,"key":"([\w-]{1,64})","mac":"([\w-]{43})","journal":/;

/** What stands on the envelope; nothing of it is checked. */
export function envelopeOf(stored: string): Envelope {
  const [, version] = anyVersion.exec(stored) ?? [];
  if (version !== undefined && Number(version) !== sealVersion) {
    return { kind: 'otherVersion', version: Number(version) };
  }
  const [head, keyId, mac] = envelope.exec(stored) ?? [];
  if (head === undefined || keyId === undefined || mac === undefined || !stored.endsWith('}'))
    return { kind: 'none' };
  return { kind: 'sealed', keyId, mac, text: stored.slice(head.length, -1) };
}

/** Whether the key's owner sealed this text as that version of that operation. */
export function isSealed(key: SealKey, at: SealedAt, text: string, mac: string): boolean {
  const [expected, found] = [macOf(key, at, text), Buffer.from(mac, 'base64url')];
  return found.length === expected.length && timingSafeEqual(expected, found);
}

function macOf({ bytes }: SealKey, { operationId, version }: SealedAt, text: string): Buffer {
  // A line of JSON ends where its line ends: no other id and version make the same bytes with another text.
  const place = JSON.stringify(['acr-private-link journal', sealVersion, operationId, version]);
  return createHmac('sha256', bytes).update(`${place}\n${text}`, 'utf8').digest();
}
