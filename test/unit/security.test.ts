import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

/** SECURITY.md claims nothing that no test proves. */
describe('SECURITY.md', () => {
  const text = readFileSync('SECURITY.md', 'utf8');
  const [, claimed = ''] = /\n## What is claimed\n([^]*?)\n## /.exec(text) ?? [];
  const claims = claimed
    .split(/\n(?=- )/)
    .slice(1)
    .map((claim) => ({
      claim: claim.split('\n')[0] ?? '',
      lines: claim.split('\n').filter((line) => line.startsWith('  - ')),
      proofs: [...claim.matchAll(/^ {2}- `([^`]+)` › `([^`]+)`$/gm)].map(([, file = '', title = '']) => ({
        file,
        title,
      })),
    }));

  it('names tests for every claim, and nothing but tests below it', () => {
    assert.ok(claims.length > 20);
    for (const { claim, lines, proofs } of claims) {
      assert.notEqual(proofs.length, 0, claim);
      assert.equal(proofs.length, lines.length, claim);
    }
  });

  it('names only tests that there are', () => {
    for (const { file, title } of claims.flatMap(({ proofs }) => proofs)) {
      assert.match(file, /^(test|emulator\/test)\/.+\.test\.ts$/);
      assert.ok(existsSync(file), file);
      assert.ok(titlesOf(readFileSync(file, 'utf8')).includes(title), `${file} has a test “${title}”`);
    }
  });

  it('can be found: the README leads to it', () => {
    assert.match(readFileSync('README.md', 'utf8'), /\]\(SECURITY\.md\)/);
  });

  it('says how to report without an address that nobody reads', () => {
    assert.match(text, /Report a vulnerability/);
    assert.doesNotMatch(text, /\S@\S+\.\w|mailto:|https?:/);
  });
});

/** The titles of the suites and tests in a file, as they are written there. */
function titlesOf(source: string): readonly string[] {
  return [...source.matchAll(/\b(?:describe|it)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)].map(
    ([, , title = '']) => title.replace(/\\(.)/g, '$1'),
  );
}
