/**
 * Documents of a Helm chart are not YAML before Helm has run. They are found by lines (the marks `---` and `...` divide
 * documents wherever they stand) and blanked out, so that the other documents of the text can be read as usual.
 */
export interface Masked {
  /** As long as the text: what is not in a template stands where it stood. */
  readonly text: string;
  /** Lines (from 1) at which documents with `{{ … }}` begin. */
  readonly templateLines: readonly number[];
}

export function maskTemplates(text: string): Masked {
  if (!text.includes('{{')) return { text, templateLines: [] };
  let line = 1;
  const templateLines: number[] = [];
  const parts = text.split(/^(?=(?:---|\.\.\.)(?:\s|$))/m).map((part) => {
    const first = line;
    line += part.split('\n').length - 1;
    if (!part.includes('{{')) return part;
    templateLines.push(first);
    const mark = /^(?:---|\.\.\.)(?=\s|$)/.exec(part)?.[0] ?? '';
    return mark + part.slice(mark.length).replace(/[^\r\n]+/g, (words) => ' '.repeat(words.length));
  });
  return { text: parts.join(''), templateLines };
}
