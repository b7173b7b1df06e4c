/** In letters: more of what was typed says nothing more. */
const longest = 40;

/** A text that somebody typed, in quotation marks within a sentence: its beginning, if it is long. */
export function quoted(text: string): string {
  if (text.length <= longest) return `“${text}”`;
  return `“${Array.from(text).slice(0, longest).join('')}…”`;
}
