/**
 * The YAML library, taken apart: lexer, parser and composer one after the other, so that every step is counted before it is
 * made. The library itself sets no limits. Its composer calls itself for each level (and where it compiles a regular expression
 * on a stack that is nearly full, that ends the process), and it goes over comments, keys and directives again and again.
 */
import { Composer, Lexer, Parser, Schema, type CST, type Document, type LineCounter } from 'yaml';
import type { Work } from './work';

/** What is seen of a text while it is read. */
export interface Noted {
  /** Where two braces begin that stand outside of strings, as a template's do. */
  readonly braces: number[];
  /** Whether a string without an end has documents in it. */
  isHiding: boolean;
}

const hidingMark = /^["'][^]*\n(?:---|\.\.\.)(?:\s|$)/;

/** What costs more than it has words: a document has directives and lists of its own, a mistake is an Error. */
const moreParts: Readonly<Partial<Record<CST.Token['type'], number>>> = { document: 10, error: 4 };

/** Of a text of many lines, each is copied and put together with the others: so many cost as much as one part. */
const linesOfPart = 4;

/** How many of the lexer's parts are read between two places to pause. */
const betweenPauses = 500;

/**
 * Answers each document of the text once it is read, and undefined where the caller may pause. Tells the counter where lines
 * begin. Throws a TooMuch.
 */
export function* documentsOf(
  text: string,
  lines: LineCounter,
  work: Work,
  noted: Noted,
): Generator<Document.Parsed | undefined, void> {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    // Every document is read by the same rules, whatever version it says it has. Tags such as !!omap, of which the library
    // compares each entry with each, mean nothing in a manifest. It does the same with keys: `yamlNodes.ts` looks at those.
    schema: new Schema({ schema: 'core', resolveKnownTags: false }),
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const composed = (token: CST.Token) => {
    work.spend('parts', moreParts[token.type] ?? 0);
    if (token.type === 'directive') work.spend('directives', token.source.length);
    return withoutStackTraces(() => [...composer.next(token)]);
  };
  lines.addNewLine(0);
  let count = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    work.spend('parts', partsOf(lexeme));
    if (lexeme === '{' && before === '{') noted.braces.push(parser.offset - 1);
    if (hidingMark.test(lexeme)) noted.isHiding = true;
    before = lexeme;
    for (const token of parser.next(lexeme)) yield* composed(token);
    spendOn(parser, work);
    count += 1;
    if (count % betweenPauses === 0) yield undefined;
  }
  for (const token of parser.end()) yield* composed(token);
  yield* composer.end();
}

function partsOf(lexeme: string): number {
  const lines = countOf('\n', lexeme);
  // In double quotes, each escape can be a mistake of its own.
  const escapes = lexeme.startsWith('"') ? countOf('\\', lexeme) : 0;
  return 1 + Math.floor(lines / linesOfPart) + escapes;
}

function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

function spendOn({ stack }: Parser, work: Work): void {
  // The first is the document, and the last may be a scalar.
  work.reach(stack.length - 2);
  const top = stack.at(-1);
  if (top === undefined || !('items' in top)) return;
  const item = top.items.at(-1);
  work.spend('again', (item?.start.length ?? 0) + (item?.sep?.length ?? 0));
}

/** A text can have a mistake in every word, and VS Code lets each Error take down 100 places of the stack. */
function withoutStackTraces<T>(action: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
