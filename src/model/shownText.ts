/**
 * Texts that may hold names and words of others (of Azure, a registry, a cluster, a file), made fit to be shown: what is
 * read is all that there is, and it stays words.
 */

/**
 * What moves a cursor, breaks a line, turns the direction of reading or takes up no place. With it one name could look like
 * another one, or like sentences of the extension.
 */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu;

/** One line, in which a space stands for each character that can't be seen. */
export function visibleText(text: string): string {
  return text.replace(unseen, ' ');
}

/** The same for a text whose line breaks and tabs are its own, such as the body of a request. */
export function visibleLines(text: string): string {
  return text.replace(unseen, (character) => (character === '\n' || character === '\t' ? character : ' '));
}

/** For notifications, questions and input boxes, in which VS Code makes links of `[words](command:…)`, to commands too. */
export function shownText(text: string): string {
  return visibleText(text).replaceAll('](', '] (');
}

/** For lists, trees and lenses, in which VS Code besides draws an icon for `$(name)`. */
export function shownLabel(text: string): string {
  return shownText(text).replaceAll('$(', '$ (');
}
