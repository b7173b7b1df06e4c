/**
 * Where a new YAML document goes into a text that is being edited. The text may be unfinished and unparsable, so it
 * is read by lines: the marks `---` and `...` at the beginning of a line divide documents wherever they stand (YAML
 * forbids them inside of text, too).
 */
export interface Insertion {
  /** Offsets of the text to be replaced; the same where nothing is. */
  readonly start: number;
  readonly end: number;
  /** What the new document needs in front of it and behind it: a line break, `---`, or nothing. */
  readonly before: string;
  readonly after: string;
}

interface Line {
  readonly start: number;
  /** Without the line break. */
  readonly text: string;
  /** Where the next line begins; undefined when no line break follows. */
  readonly next: number | undefined;
}

/** The new document must end with a line break. It never splits another: in the middle of one it comes behind it. */
export function insertionAt(text: string, offset: number, eol: string): Insertion {
  const lines = linesOf(text);
  const cursor = lines.findLastIndex((line) => line.start <= offset);
  const line = lines[cursor];
  if (line === undefined) return { start: 0, end: 0, before: '', after: '' };
  const segment = segmentAt(lines, cursor);
  const inSegment = (index: number) => index >= segment.first && index < segment.end;
  const contents = lines.flatMap((each, index) => (inSegment(index) && hasContent(each.text) ? [index] : []));
  const [firstContent] = contents;
  const canTake = isBlank(line.text) || (offset === line.start && !isMark(line.text));

  if (firstContent === undefined) {
    return isBlank(line.text) ? inPlaceOf(line, '', '') : below(line, '', eol);
  }
  const hasDirectives = lines.slice(segment.first, segment.end).some((each) => each.text.startsWith('%'));
  if (canTake && cursor <= firstContent && !hasDirectives) {
    return isBlank(line.text)
      ? inPlaceOf(line, '', '---')
      : { start: line.start, end: line.start, before: '', after: `---${eol}` };
  }
  // Comments below the last line of a document belong to it.
  const last = lines.findLastIndex((each, index) => inSegment(index) && !isBlank(each.text));
  if (cursor > last && isBlank(line.text)) return inPlaceOf(line, `---${eol}`, '');
  return below(lines[last] ?? line, `---${eol}`, eol);
}

/** Lines of the document that the cursor's line is in: from its `---`, if it has one, up to the next mark. */
function segmentAt(lines: readonly Line[], cursor: number): { first: number; end: number } {
  const textOf = (index: number) => lines[index]?.text ?? '';
  // An end mark closes what is above it.
  let first = isEndMark(textOf(cursor)) && cursor > 0 ? cursor - 1 : cursor;
  while (first > 0 && !isBeginMark(textOf(first)) && !isEndMark(textOf(first - 1))) first -= 1;
  let end = first + 1;
  while (end < lines.length && !isMark(textOf(end))) end += 1;
  return { first, end };
}

function inPlaceOf(line: Line, before: string, after: string): Insertion {
  return { start: line.start, end: line.start + line.text.length, before, after };
}

function below(line: Line, before: string, eol: string): Insertion {
  const at = line.next ?? line.start + line.text.length;
  return { start: at, end: at, before: line.next === undefined ? eol + before : before, after: '' };
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const lineBreak of text.matchAll(/\r\n|\r|\n/g)) {
    const next = lineBreak.index + lineBreak[0].length;
    lines.push({ start, text: text.slice(start, lineBreak.index), next });
    start = next;
  }
  return [...lines, { start, text: text.slice(start), next: undefined }];
}

const isBeginMark = (text: string) => /^---(\s|$)/.test(text);
const isEndMark = (text: string) => /^\.\.\.(\s|$)/.test(text);
const isMark = (text: string) => isBeginMark(text) || isEndMark(text);
const isBlank = (text: string) => text.trim() === '';

/** A begin mark may carry the document's first words; an end mark carries none. */
function hasContent(text: string): boolean {
  const words = isMark(text) ? text.slice(3) : text;
  return !/^\s*(#|$)/.test(words);
}
