import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { insertionAt } from '../../../src/manifests/insertion';

const added = 'new: 1\n';

/** `|` in the text is the cursor. */
function inserted(marked: string): string {
  const eol = marked.includes('\r\n') ? '\r\n' : '\n';
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { start, end, before, after } = insertionAt(text, offset, eol);
  return text.slice(0, start) + before + added.replace('\n', eol) + after + text.slice(end);
}

const cases: readonly [what: string, marked: string, result: string][] = [
  ['an empty file', '|', 'new: 1\n'],
  ['only blanks at the cursor', '  |  ', 'new: 1\n'],
  ['comments only', '# a\n|', '# a\nnew: 1\n'],
  ['a cursor in a comment', '# a|b\n', '# ab\nnew: 1\n'],
  ['a comment without a line break', '# a|', '# a\nnew: 1\n'],
  ['after the only document', 'a: 1\n|', 'a: 1\n---\nnew: 1\n'],
  ['after it, with an empty line between', 'a: 1\n\n|', 'a: 1\n\n---\nnew: 1\n'],
  ['in its middle', 'a:\n  b: |1\n  c: 2\n', 'a:\n  b: 1\n  c: 2\n---\nnew: 1\n'],
  ['in its middle, on an indented blank line', 'a:\n  |\n  c: 2\n', 'a:\n  \n  c: 2\n---\nnew: 1\n'],
  ['at the end of its last line', 'a: 1|', 'a: 1\n---\nnew: 1\n'],
  ['at its very beginning', '|a: 1\n', 'new: 1\n---\na: 1\n'],
  ['above it', '|\na: 1\n', 'new: 1\n---\na: 1\n'],
  ['above its comment', '|# about\na: 1\n', 'new: 1\n---\n# about\na: 1\n'],
  ['in its comment', '# ab|out\na: 1\n', '# about\na: 1\n---\nnew: 1\n'],
  ['with a comment at its end', 'a|: 1\n# end\n', 'a: 1\n# end\n---\nnew: 1\n'],
  ['in the first of two', 'a: |1\n---\nb: 2\n', 'a: 1\n---\nnew: 1\n---\nb: 2\n'],
  ['in the second of two', 'a: 1\n---\n|b: 2\n', 'a: 1\n---\nnew: 1\n---\nb: 2\n'],
  ['at a mark', 'a: 1\n|---\nb: 2\n', 'a: 1\n---\nb: 2\n---\nnew: 1\n'],
  ['after a mark at the end', 'a: 1\n---\n|', 'a: 1\n---\nnew: 1\n'],
  ['between two marks', 'a: 1\n---\n|\n---\nb: 2\n', 'a: 1\n---\nnew: 1\n\n---\nb: 2\n'],
  ['before an end mark', 'a: 1|\n...\n', 'a: 1\n---\nnew: 1\n...\n'],
  ['on an end mark', 'a: 1\n..|.\n', 'a: 1\n---\nnew: 1\n...\n'],
  ['after an end mark', 'a: 1\n...\n|', 'a: 1\n...\nnew: 1\n'],
  ['with a directive', '|%YAML 1.2\n---\na: 1\n', '%YAML 1.2\n---\nnew: 1\n---\na: 1\n'],
  ['content on the mark', '--- {a: 1}|\n', '--- {a: 1}\n---\nnew: 1\n'],
  [
    'Windows line breaks',
    'a: |1\r\nb: 2\r\n---\r\nc: 3\r\n',
    'a: 1\r\nb: 2\r\n---\r\nnew: 1\r\n---\r\nc: 3\r\n',
  ],
  ['Windows line breaks, last line without one', 'a: 1\r\nb: 2|', 'a: 1\r\nb: 2\r\n---\r\nnew: 1\r\n'],
];

describe('insertion of a document into YAML', () => {
  for (const [what, marked, result] of cases) {
    it(what, () => {
      assert.equal(inserted(marked), result);
    });
  }

  it('keeps every other document as it is, wherever the cursor stands', () => {
    const part = fc.constantFrom(
      'a: 1\n',
      'b:\n  - c\n\n  - d\n',
      '# note\ne: |\n  text\n\n',
      'f: "x"',
      '{g: 1}\n# end\n',
      '',
    );
    const texts = fc.tuple(
      fc.boolean(),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
    );
    fc.assert(
      fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), ([marked, parts, eol], at) => {
        const lf =
          (marked ? '---\n' : '') + parts.map((each) => each.replace(/([^\n])$/, '$1\n')).join('---\n');
        const text = lf.replaceAll('\n', eol);
        const { start, end, before, after } = insertionAt(text, Math.floor(at * text.length), eol);
        const result = text.slice(0, start) + before + added.replace('\n', eol) + after + text.slice(end);
        assert.equal(result.replaceAll(eol, '').includes('\r'), false);
        const values = valuesOf(result);
        assert.equal(values.filter((value) => value === '{"new":1}').length, 1, result);
        assert.deepEqual(
          values.filter((value) => value !== '{"new":1}'),
          valuesOf(text),
          result,
        );
      }),
      { numRuns: 500 },
    );
  });
});

function valuesOf(text: string): string[] {
  return parseAllDocuments(text)
    .map((document) => {
      assert.deepEqual(document.errors, [], text);
      return JSON.stringify(document.toJS());
    })
    .filter((value) => value !== 'null');
}
