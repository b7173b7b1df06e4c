/**
 * What no file can say safely: characters that can't be seen, with which a value would read as another one, and ids with
 * anything in them that Azure takes in no name, because ids become addresses and arguments. Every other text is quoted by
 * the rules of its format.
 */
import type { Json } from '../model/json';
import type { WrittenStep } from './model';

/** Line breaks and tabs every format can quote; turned reading directions and what takes no place nobody would see. */
const hidden =
  /(?![\n\r\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/u;

/** Letters, digits and `-_.()`, by Microsoft's naming rules for what an id goes through, but no way up in an address. */
const idSegment = /^(?!\.+$)[\p{L}\p{N}_.()-]+$/u;

/** Whole sentences; none where everything can be said. */
export function unsayable({ title, resourceId, request }: WrittenStep): string[] {
  const { body, query = {}, apiVersion } = request;
  const texts = textsIn([body, query, apiVersion]);
  return [
    ...(isPlainId(resourceId) ? [] : [`${title}: its ID contains characters that Azure names can’t have.`]),
    ...unseen(title, texts),
    ...(texts.some((text) => /^\/subscriptions\//i.test(text) && !isPlainId(text))
      ? [`${title}: it refers to an ID with characters that Azure names can’t have.`]
      : []),
  ];
}

/** Of a step's texts, in one sentence. */
export function unseen(title: string, texts: readonly string[]): string[] {
  return texts.some((text) => hidden.test(text))
    ? [`${title}: a value contains invisible characters, so the file couldn’t be reviewed.`]
    : [];
}

/** Letters of which none can be seen are letters, too. */
export function isPlainId(id: string): boolean {
  const [first, ...segments] = id.split('/');
  const isMadeOfNames = first === '' && segments.length > 1 && segments.every((one) => idSegment.test(one));
  return isMadeOfNames && !hidden.test(id);
}

/** Names of members and texts, at any depth. */
export function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}
