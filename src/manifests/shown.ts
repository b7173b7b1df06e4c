/** Words for a notification that may hold names out of a manifest. */

/**
 * VS Code makes links, to commands too, of `[words](command:…)` in a notification: what a file says must stay words. Line
 * breaks and the like could make one name look like several sentences of the extension.
 */
export function shownText(text: string): string {
  return text.replace(/\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}/gu, ' ').replaceAll('](', '] (');
}
