import { visibleText } from '../../model/shownText';

/** Tooltips are Markdown, and names come from Azure: nothing in them may become a link, an image or markup. */
export function escapeMarkdown(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@]/g, '\\$&');
}

/** A heading and lines of name and value; values are escaped, undefined ones left out. */
export function tooltipOf(title: string, values: readonly (readonly [string, string | undefined])[]): string {
  const lines = values.flatMap(([name, value]) => (value ? [`${name}: ${escapeMarkdown(value)}`] : []));
  return [`**${escapeMarkdown(title)}**`, ...lines].join('\n\n');
}
