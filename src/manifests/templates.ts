/**
 * Documents of a Helm chart are not YAML before Helm has run. Which ones those are shows only once they are read: braces
 * inside of strings (Vault's annotations, alert rules, Argo's parameters) are nobody's template.
 */
import type { TextRange } from './scanned';

export interface Part extends TextRange {
  /** Of its first character, counted from 1. */
  readonly line: number;
}

/** The documents with `{{`, found by lines: the marks `---` and `...` divide documents wherever they stand. */
export function partsWithBraces(text: string): readonly Part[] {
  if (!text.includes('{{')) return [];
  let line = 1;
  let start = 0;
  return text.split(/^(?=(?:---|\.\.\.)(?:\s|$))/m).flatMap((part) => {
    const found = { start, end: start + part.length, line };
    start = found.end;
    line += part.split('\n').length - 1;
    return part.includes('{{') ? [found] : [];
  });
}

/** A text of the same length, with nothing but its mark in each of the parts, which are in order. */
export function withoutParts(text: string, parts: readonly Part[]): string {
  let kept = 0;
  const pieces = parts.flatMap(({ start, end }) => {
    const before = text.slice(kept, start);
    kept = end;
    return [before, blanked(text.slice(start, end))];
  });
  return pieces.join('') + text.slice(kept);
}

function blanked(part: string): string {
  const mark = /^(?:---|\.\.\.)(?=\s|$)/.exec(part)?.[0] ?? '';
  return mark + part.slice(mark.length).replace(/[^\r\n]+/g, (words) => ' '.repeat(words.length));
}

/**
 * An action of Go's templates, in which a word that stands first is a function with something behind it, or one of those that
 * take nothing. `{{inputs.parameters.x}}`, `{{item}}` and `{{=…}}` are Argo's, and others fill in `{{ name }}`.
 */
const helmAction = /\{\{-?\s*(?:[.$("`]|\/\*|(?:end|else|now|break|continue)\b|[a-z]\w*\s+[^\s}-])/i;

export function hasHelmAction(text: string): boolean {
  return helmAction.test(text);
}

/** Whether the line that the offset is on has an end of such braces. */
export function hasBracesOnLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return /\{\{|\}\}/.test(text.slice(start, end < 0 ? text.length : end));
}
