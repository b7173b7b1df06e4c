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

/** Letters, digits and `-_.()`, by Microsoft's naming rules for what an id goes through. */
const idSegment = /^[\p{L}\p{N}_.()-]+$/u;

/** Whole sentences; none where everything can be said. */
export function unsayable({ title, resourceId, request }: WrittenStep): string[] {
  const texts = textsIn(request.body);
  return [
    ...(isPlainId(resourceId) ? [] : [`${title}: its ID has characters in it that no name in Azure has.`]),
    ...(texts.some((text) => hidden.test(text))
      ? [
          `${title}: a value has characters in it that can’t be seen, so that nobody could tell what the file says.`,
        ]
      : []),
    ...(texts.some((text) => /^\/subscriptions\//i.test(text) && !isPlainId(text))
      ? [`${title}: it refers to an ID with characters in it that no name in Azure has.`]
      : []),
  ];
}

function isPlainId(id: string): boolean {
  const [first, ...segments] = id.split('/');
  return first === '' && segments.length > 1 && segments.every((segment) => idSegment.test(segment));
}

/** Names of members and texts, at any depth. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}
