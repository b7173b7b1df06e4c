/** Words for a notification that may hold names, or texts of others: of a manifest, of Azure, of a cluster. */

/**
 * VS Code makes links, to commands too, of `[words](command:…)` in a notification: what others say must stay words. Line
 * breaks and the like could make one name look like several sentences of the extension.
 */
export function shownText(text: string): string {
  return text.replace(/\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}/gu, ' ').replaceAll('](', '] (');
}
