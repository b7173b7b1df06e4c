import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellArgument, shellCommand } from '../../../src/model/shell';

/** What a POSIX shell makes of the words. */
function seenByShell(words: readonly string[]): string[] {
  const line = `printf '%s\\0' ${words.map(shellArgument).join(' ')}`;
  return execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** What fish, cmd.exe or PowerShell reads inside of double quotes, beside what sh does; typographic ones end them there. */
const readElsewhere = /[$`\\"!%^“”„‟]/;

describe('an argument of a copied command', () => {
  for (const [text, expected] of [
    ['/subscriptions/1/resourceGroups/rg', '/subscriptions/1/resourceGroups/rg'],
    ['Network Contributor', '"Network Contributor"'],
    ['rg-(west)', '"rg-(west)"'],
    ['rg-größe', '"rg-größe"'],
    ["it's", `"it's"`],
    ['@file', '"@file"'],
    ['<your object ID>', '"<your object ID>"'],
    ["[?status=='Pending'].name", `"[?status=='Pending'].name"`],
  ] as const) {
    it(`${text} → ${expected}`, () => {
      assert.equal(shellArgument(text), expected);
      assert.deepEqual(seenByShell([text]), [text]);
    });
  }

  for (const text of [
    '',
    '$(touch pwned)',
    '${HOME}',
    '`id`',
    '" && echo x',
    `' || echo "x`,
    String.raw`it\'s`,
    'back\\slash',
    '!!',
    '%PATH%',
    'a^b',
    '“x”; calc; “',
    'a;b',
    'a&b',
    'a|b',
    '*',
    '#x',
    'a\nb',
    'a\rb',
    '\u001b[201~',
    'a\u0000',
    'a\u009b',
    'a\u2028b',
    'rg\u202eb',
    'rg\u200b',
  ]) {
    it(`is none where shells differ: ${JSON.stringify(text)}`, () => {
      assert.equal(shellArgument(text), undefined);
      assert.equal(shellCommand('az', 'group', 'show', '--name', text), undefined);
    });
  }

  it('reaches the program as it is, whatever is in it, or there is none', function () {
    this.timeout(20_000);
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...String.raw`a b - ' " $ % ! ^ \ [ ] ? < > ( ) { } @ = , ~ “`.split(' '), ' '),
        fc.constant('ß'),
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 40, maxLength: 60 }), (texts) => {
        const words = texts.filter((one) => shellArgument(one) !== undefined);
        assert.deepEqual(seenByShell(words), words);
        for (const one of words) assert.doesNotMatch(one, readElsewhere);
      }),
      { numRuns: 30 },
    );
  });
});
