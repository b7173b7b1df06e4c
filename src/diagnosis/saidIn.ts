/**
 * What is said in a text, sentence by sentence: logs and Kubernetes' own YAML and JSON have it in quotes, with the quotes in it
 * escaped, over several lines or many on one.
 */
import { stripVTControlCharacters } from 'node:util';

/** What one line says. */
export interface Said {
  readonly sentences: readonly string[];
  /** The line, where there is more in it, which may name what they don't; else nothing. */
  readonly around: string;
}

/** Characters that are looked at. */
const longest = 262_144;
/** Of what is said in quotes: less is a name or a number. */
const shortest = 20;

/** Without colours, and each line by itself. */
export function plain(text: string): string {
  return unfolded(stripVTControlCharacters(text.slice(0, longest)).replace(/\r\n?/g, '\n'));
}

/**
 * Line by line; of a line with texts in quotes that `isMeant`, those alone. All with quotes as they were before somebody
 * escaped them.
 */
export function saidIn(text: string, isMeant: (words: string) => boolean): readonly Said[] {
  return text.split('\n').flatMap((raw): readonly Said[] => {
    if (!/\\|""/.test(raw)) return isMeant(raw) ? [{ sentences: [raw], around: '' }] : [];
    const line = unescaped(raw);
    const quoted = [...cellsIn(raw), ...quotedIn(raw)].filter(isMeant);
    const all = quoted.length > 0 ? quoted : [line];
    return [{ sentences: all.flatMap((words) => words.split('\n')).filter(isMeant), around: line }];
  });
}

/** As exports of Log Analytics have it: CSV doubles the quotes in a text. */
const cell = /(?<=^|,)"([^"]*(?:""[^"]*)*)"(?=,|$)/g;

function cellsIn(line: string): readonly string[] {
  return [...line.matchAll(cell)].flatMap(([, content = '']) => {
    if (content.length < shortest || !content.includes('""')) return [];
    const text = content.replaceAll('""', '"');
    const inner = quotedIn(text);
    return inner.length > 0 ? inner : [text];
  });
}

/** Not from a quote that is escaped itself; up to the end where the text was cut off. */
const inQuotes = /(?<!\\)"([^"\\]*(?:\\.[^"\\]*)*)(?:"|$)/g;

/** Texts in quotes that quote something themselves; of those within each other the innermost. */
function quotedIn(line: string): readonly string[] {
  return [...line.matchAll(inQuotes)].flatMap(([, content = '']) => {
    if (content.length < shortest || !content.includes('\\"')) return [];
    const text = content.replace(
      /\\(?:u([0-9a-f]{4})|(.))/gi,
      (_, code: string | undefined, letter: string | undefined) =>
        code === undefined
          ? (escapes[letter ?? ''] ?? letter ?? '')
          : String.fromCharCode(Number.parseInt(code, 16)),
    );
    const inner = quotedIn(text);
    return inner.length > 0 ? inner : [text];
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '', t: ' ' };

/** Also of a text that was cut off, so that nothing says how often it was escaped. */
export function unescaped(line: string): string {
  return line.replace(/\\{1,3}"/g, '"').replace(/\\n/g, '\n');
}

/** YAML as kubectl writes it goes on in the next line, further in, where a text in quotes is long. */
function unfolded(text: string): string {
  return text
    .replace(
      /^([ \t]*(?:- )?(?:message|note): )'([^']*(?:''[^']*)*)'[ \t]*$/gm,
      (_, key: string, content: string) => key + content.replaceAll("''", "'").replace(/\s*\n\s*/g, ' '),
    )
    .replace(
      /^([ \t]*(?:- )?(?:message|note): )("[^"\\]*(?:\\[^][^"\\]*)*")[ \t]*$/gm,
      (_, key: string, content: string) =>
        key +
        content
          .replace(/\\\n\s*/g, '')
          .replace(/\s*\n\s*/g, ' ')
          .replace(/\\ /g, ' '),
    );
}
