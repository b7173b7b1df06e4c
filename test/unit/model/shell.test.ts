import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellArgument, shellCommand } from '../../../src/model/shell';

/** What a POSIX shell makes of the words. */
function seenByShell(words: readonly string[]): string[] {
  const line = `printf '%s\\0' ${words.map(shellArgument).join(' ')}`;
  return execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('an argument of a copied command', () => {
  for (const [text, expected] of [
    ['/subscriptions/1/resourceGroups/rg', '/subscriptions/1/resourceGroups/rg'],
    ['Network Contributor', '"Network Contributor"'],
    ['rg-(west)', '"rg-(west)"'],
    ['rg-größe', '"rg-größe"'],
    ['', "''"],
    ["it's", String.raw`'it'\''s'`],
    ['$(id)', "'$(id)'"],
    ['@file', '"@file"'],
  ] as const) {
    it(`${text} → ${expected}`, () => {
      assert.equal(shellArgument(text), expected);
    });
  }

  it('reaches the program as it is, whatever is in it', function () {
    this.timeout(20_000);
    const hostile = [
      '; rm -rf ~',
      '$(touch pwned)',
      '`id`',
      '" && echo x',
      "' || echo x '",
      '-rf',
      '--scope',
      '*',
      '~',
      '\\',
      '!!',
      '#x',
      '&',
      '|',
      '>x',
      '%PATH%',
      '${HOME}',
      '’',
    ];
    assert.deepEqual(seenByShell(hostile), hostile);
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((one) => !/\p{Cc}|[\u2028\u2029]/u.test(one));
    fc.assert(
      fc.property(fc.array(text, { minLength: 40, maxLength: 60 }), (words) => {
        assert.deepEqual(seenByShell(words), words);
      }),
      { numRuns: 10 },
    );
  });

  it('is refused with control characters: pasting would act on them', () => {
    for (const text of ['a\nb', 'a\rb', '\u001b[201~', 'a\u0000', 'a\u009b', 'a\u2028b']) {
      assert.throws(() => shellArgument(text), RangeError);
      assert.equal(shellCommand('az', text), undefined);
    }
  });
});
