import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hopWords } from '../../../src/verifying/wording';
import { hopLabels, severityWords } from '../../../src/views/diagnose/diagnoseView';
import { linkStates } from '../../../src/views/explorer/linkNodes';
import { actionWords } from '../../../src/views/planForm/app/stepWords';

/** The terms of the glossary, in lower case: the first cell of each row, at its commas. */
function termsOf(glossary: string): Set<string> {
  const rows = glossary.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:term|-)/.test(line));
  return new Set(
    rows.flatMap((row) => (row.split('|')[1] ?? '').split(',').map((term) => term.trim().toLowerCase())),
  );
}

/** The term in a label: what it is said of, and what is in parentheses, is left out. */
function termIn(label: string): string {
  return label
    .replace(/ \(.*\)$/, '')
    .replace(/ (?:for layers|of the registry)$/, '')
    .toLowerCase();
}

describe('the glossary', () => {
  const glossary = readFileSync('docs/glossary.md', 'utf8');
  const terms = termsOf(glossary);
  /** Words that are told in the row of another term. */
  const toldElsewhere = new Map([
    ['nodes', 'node'],
    ['will break', 'finding'],
    ['information', 'finding'],
  ]);

  for (const [what, labels] of [
    ['the hops of a diagnosis', Object.values(hopLabels)],
    ['the steps of a pull', Object.values(hopWords)],
    ['findings', Object.values(severityWords)],
    ['states of links', Object.values(linkStates).map(({ words }) => words)],
    ['steps of a plan', Object.values(actionWords)],
    ['a plan that is copied', ['Blocker', 'Warning', 'Notes']],
  ] as const) {
    it(`has the words of ${what}`, () => {
      assert.deepEqual(
        labels.map(termIn).filter((term) => !terms.has(toldElsewhere.get(term) ?? term)),
        [],
      );
    });
  }

  it('has a meaning for every term, and each term once', () => {
    const rows = glossary.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:term|-)/.test(line));
    assert.ok(rows.length > 50);
    for (const row of rows) assert.match(row, /^\| \S.* \| [A-Z].*\. *\)? *\|$/);
    const firsts = rows.map((row) => (row.split('|')[1] ?? '').trim());
    assert.equal(new Set(firsts).size, firsts.length);
  });

  it('is linked from the README', () => {
    assert.match(readFileSync('README.md', 'utf8'), /\]\(docs\/glossary\.md\)/);
  });
});
