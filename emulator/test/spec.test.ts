import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Rule {
  readonly id: string;
  readonly mark: string;
  readonly text: string;
  readonly isLeftOut: boolean;
}

const RULE = /^- \*\*([A-Z]+-\d+)\*\* \(([ABC]), [^)]+\) (.+(?:\n {2}.+)*)$/gm;
/** Test titles, and the first column of test tables: text that begins with rules. */
const NAMED = /(['"`])((?:[A-Z]+-\d+ )*[A-Z]+-\d+)(?= |\1)/g;

const spec = readFileSync('emulator/SPEC.md', 'utf8');
const leftOutFrom = spec.indexOf('\n## Left out');
const rules: Rule[] = [...spec.matchAll(RULE)].map(({ 1: id = '', 2: mark = '', 3: text = '', index }) => ({
  id,
  mark,
  text: text.replace(/\n\s+/g, ' '),
  isLeftOut: index > leftOutFrom,
}));

function namedByTests(): Map<string, string> {
  const prefixes = new Set(rules.map(({ id }) => id.replace(/-\d+$/, '')));
  const named = new Map<string, string>();
  const files = readdirSync('emulator/test', { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && name !== 'spec.test.ts')) {
    const source = readFileSync(path.join('emulator/test', file), 'utf8');
    for (const [, , ids = ''] of source.matchAll(NAMED)) {
      for (const id of ids.split(' ')) {
        if (prefixes.has(id.replace(/-\d+$/, ''))) named.set(id, file);
      }
    }
  }
  return named;
}

describe('SPEC.md', () => {
  const named = namedByTests();
  const met = rules.filter((rule) => !rule.isLeftOut);

  it('numbers every rule once, and every rule is well formed', () => {
    assert.ok(leftOutFrom > 0);
    const bullets = spec.match(/^- \*\*[A-Z]+-\d+\*\*/gm) ?? [];
    assert.equal(rules.length, bullets.length, 'a rule lacks its mark or source');
    const ids = rules.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  it('has no rule without a test', () => {
    assert.deepEqual(
      met.filter(({ id }) => !named.has(id)).map(({ id, text }) => `${id} ${text}`),
      [],
    );
  });

  it('knows every rule that a test names', () => {
    const known = new Set(met.map(({ id }) => id));
    assert.deepEqual(
      [...named].filter(([id]) => !known.has(id)).map(([id, file]) => `${id} in ${file}`),
      [],
    );
  });

  it('says how many of the rules are met, and what is left out', () => {
    const count = (mark: string, items: readonly Rule[]): number =>
      items.filter((rule) => rule.mark === mark).length;
    console.log(
      `    spec: implemented ${met.length} / total ${rules.length} (A ${count('A', met)} / ${count('A', rules)}, B ${count('B', met)} / ${count('B', rules)}); left out:`,
    );
    for (const { id, text } of rules.filter((rule) => rule.isLeftOut)) console.log(`      ${id} ${text}`);
    assert.ok(met.length > 0);
  });
});
