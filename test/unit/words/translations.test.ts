/** What the extension says can be translated, and is, as a whole. */
import assert from 'node:assert/strict';
import { filesBelow, untranslatable } from '../../support/userTexts';
import { readFileSync } from 'node:fs';
import { loadScript } from '../../support/scripts';

type Texts = Readonly<Record<string, string>>;

interface State {
  readonly missing: readonly string[];
  readonly wrong: readonly string[];
}

interface Files {
  readonly bundleFile: string;
  readonly textsOfFile: (file: string) => Texts;
}

interface Scripts {
  readonly bundleOfCode: () => Texts;
  readonly stateOf: (english: Texts, translated: Texts) => State;
  readonly textsIn: (file: string, source: string) => readonly string[];
  readonly translations: () => readonly (State & { readonly file: string })[];
}

const { bundleFile, textsOfFile } = await loadScript<Files>('l10n/files.mjs');
const { bundleOfCode, stateOf, textsIn, translations } = await loadScript<Scripts>('l10n/texts.mjs');
const { pseudo } = await loadScript<{ readonly pseudo: (text: string) => string }>('l10n/pseudo.mjs');

describe('translations', () => {
  it('are made from what the code says: `npm run l10n` writes it', () => {
    assert.deepEqual(textsOfFile(bundleFile), bundleOfCode());
  });

  it('are there in German and Japanese, of the code and of the manifest', () => {
    assert.deepEqual(
      translations()
        .map(({ file }) => file)
        .toSorted(),
      ['l10n/bundle.l10n.de.json', 'l10n/bundle.l10n.ja.json', 'package.nls.de.json', 'package.nls.ja.json'],
    );
  });

  for (const { file, wrong } of translations()) {
    it(`have nothing in them that isn’t said, and fill in the same values: ${file}`, () => {
      assert.deepEqual(wrong, []);
    });
  }

  it('can be made of every sentence in the code', () => {
    const found = filesBelow('src', '.ts').flatMap((file) =>
      untranslatable(file, readFileSync(file, 'utf8')),
    );
    assert.deepEqual(found, []);
  });
});

describe('the search for texts', () => {
  const library = "import { t } from '@vscode/l10n';\n";

  it('takes strings, templates, and texts that are filled in', () => {
    const source = `${library}const a = t('One'); const b = t\`Two of \${t('three')} in \${place}.\`;`;
    assert.deepEqual(textsIn('planted.ts', source), ['One', 'Two of {0} in {1}.', 'three']);
  });

  it('says where a text is that nobody can translate', () => {
    assert.throws(() => textsIn('planted.ts', `${library}\nconst a = t(words);`), /^Error: planted\.ts:3: /);
    assert.deepEqual(
      untranslatable(
        'planted.ts',
        "const a = 'The registry can’t be read.';\nconst b = t('The cluster is gone.');",
      ).map(({ where }) => where),
      ['planted.ts:1'],
    );
  });

  for (const [what, translated, expected] of [
    ['a text that is missing', {}, [1, 0]],
    ['an empty text', { a: ' ' }, [1, 0]],
    ['a text too many', { a: 'eins {0}', b: 'zwei' }, [0, 1]],
    ['a value that isn’t filled in', { a: 'eins' }, [0, 1]],
    ['a value that is filled in twice', { a: 'eins {0} {0}' }, [0, 1]],
  ] as const) {
    it(`sees ${what}`, () => {
      const { missing, wrong } = stateOf({ a: 'one {0}' }, translated);
      assert.deepEqual([missing.length, wrong.length], expected);
    });
  }

  it('lets values stand in another order', () => {
    assert.deepEqual(stateOf({ a: '{0} of {1}' }, { a: '{1} の {0}' }), { missing: [], wrong: [] });
  });

  it('knows the pseudo-language by every letter, and leaves what is filled in', () => {
    assert.match(pseudo('Link {0} to [this](command:x)'), /^Łíñķ \{0\} ţó \[ţĥíš\]\(command:x\)[~ ]+$/u);
  });
});
