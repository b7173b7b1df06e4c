/**
 * What VS Code makes of a snippet when all placeholders are left as proposed. Reads the part of the syntax that the
 * extension uses and throws on anything else, so that a forgotten escape is found.
 */
export function expandSnippet(snippet: string): string {
  let text = '';
  let inPlaceholder = false;
  for (let at = 0; at < snippet.length; at += 1) {
    const char = snippet[at];
    if (char === '\\') {
      at += 1;
      text += snippet[at] ?? '';
    } else if (char === '$') {
      const [opening] = /^\$(\d+|\{\d+:)/.exec(snippet.slice(at)) ?? [];
      if (opening === undefined) throw new Error(`A variable at ${snippet.slice(at, at + 20)}`);
      inPlaceholder ||= opening.endsWith(':');
      at += opening.length - 1;
    } else if (char === '}' && inPlaceholder) {
      inPlaceholder = false;
    } else {
      text += char ?? '';
    }
  }
  return text;
}
