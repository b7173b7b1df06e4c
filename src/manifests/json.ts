import { t } from '@vscode/l10n';
import type { SyntaxProblem } from './scanned';

/** The first mistake of a text that should be JSON, which YAML is more forgiving than; undefined where there is none. */
export function jsonProblem(text: string): SyntaxProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    // The words of the error name the place by quoting it, if at all.
    const offset = Math.min(wrongAt(text), text.trimEnd().length);
    const line = text.slice(0, offset).split('\n').length;
    const [found = ''] = /^\S{0,20}/.exec(text.slice(offset)) ?? [];
    const message = found === '' ? t('Unexpected end of file') : t`Unexpected “${found}”`;
    return { line, message, format: 'JSON' };
  }
}

const token =
  /[ \t\r\n]*("[^"\\\n]*(?:\\.[^"\\\n]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:])/y;

/** What may come next: a value or a key, those or the end of what was just opened, a colon, a comma or an end. */
type Next = 'value' | 'key' | 'valueOrEnd' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

/** Where the first thing begins that can't stand there. */
function wrongAt(text: string): number {
  const open: string[] = [];
  let next: Next = 'value';
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const [whole = '', found = ''] = token.exec(text) ?? [];
    const after: Next | undefined = found === '' ? undefined : afterToken(found, next, open);
    if (after === undefined) return at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    next = after;
    at += whole.length;
  }
}

/** Undefined where the token can't stand there. */
function afterToken(found: string, next: Next, open: string[]): Next | undefined {
  const around = open.at(-1);
  switch (found) {
    case '{':
    case '[':
      if (next !== 'value' && next !== 'valueOrEnd') return undefined;
      open.push(found);
      return found === '{' ? 'keyOrEnd' : 'valueOrEnd';
    case '}':
    case ']': {
      const isEnd = next === 'commaOrEnd' || next === (found === '}' ? 'keyOrEnd' : 'valueOrEnd');
      if (!isEnd || around !== (found === '}' ? '{' : '[')) return undefined;
      open.pop();
      return 'commaOrEnd';
    }
    case ',':
      if (next !== 'commaOrEnd' || around === undefined) return undefined;
      return around === '{' ? 'key' : 'value';
    case ':':
      return next === 'colon' ? 'value' : undefined;
    default:
      if (next === 'value' || next === 'valueOrEnd') return 'commaOrEnd';
      return (next === 'key' || next === 'keyOrEnd') && found.startsWith('"') ? 'colon' : undefined;
  }
}
