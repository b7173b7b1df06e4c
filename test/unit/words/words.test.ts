/** Texts that users see are in plain English and in Azure's terms. */
import assert from 'node:assert/strict';
import { wordProblems } from '../../support/forbiddenWords';
import {
  filesBelow,
  textsOfFile,
  textsOfJson,
  textsOfMarkdown,
  textsOfSource,
  type UserText,
} from '../../support/userTexts';

function problemsOf(texts: readonly UserText[]): string[] {
  return texts.flatMap(({ where, text }) =>
    wordProblems(text).map((problem) => `${where}: ${problem}. The text: ${text.slice(0, 200)}`),
  );
}

/** Told of contributors, not of users. */
const forContributors =
  'architecture azure emulator engine forms languages manifests reachability recipes tests toolkit'
    .split(' ')
    .map((name) => `docs/${name}.md`);

describe('the words of texts that users see', () => {
  for (const [what, files, least] of [
    ['the code', filesBelow('src', '.ts'), 2000],
    ['the manifest', ['package.nls.json'], 100],
    ['README.md', ['README.md'], 30],
    ['docs', filesBelow('docs', '.md').filter((file) => !forContributors.includes(file)), 30],
  ] as const) {
    it(`are plain, and Azure’s, in ${what}`, () => {
      const texts = files.flatMap(textsOfFile);
      assert.ok(texts.length >= least, `${texts.length} texts were found, ${least} at least were expected`);
      assert.deepEqual(problemsOf(texts), []);
    });
  }

  it('are written with one kind of apostrophe in the code', () => {
    const straight = filesBelow('src', '.ts')
      // Commands and comments of a shell, in which a curly apostrophe isn’t wanted.
      .filter((file) => !file.startsWith('src/exporting/azureCli/') && file !== 'src/manifests/deployment.ts')
      .flatMap(textsOfFile)
      .filter(({ text }) => /[a-z]'(?:s|t|re|ll|ve)\b/.test(text));
    assert.deepEqual(straight, []);
  });
});

describe('the search for words', () => {
  const found = (source: string) => problemsOf(textsOfSource('planted.ts', source)).length;
  for (const [what, source] of [
    ['a string', "const text = 'Nobody can pull from it.';"],
    ['a template', 'const text = `The firewall lets ${name} in.`;'],
    ['a template that begins with an expression', 'const text = `${name} is shut out of the registry.`;'],
    ['markup', 'const page = html`<p>\n  It is made anew\n  <b>${name}</b></p>`;'],
    ['a label of one word', "const label = 'Cancelled';"],
    ['an argument', "fail('It could not be read.');"],
    ['a member of a table', "const words = { lost: 'The zone link is gone' };"],
  ] as const) {
    it(`sees ${what}`, () => {
      assert.ok(found(source) > 0, source);
    });
  }

  it('sees the manifest and documents', () => {
    assert.equal(problemsOf(textsOfJson('x.json', { a: [{ title: 'Ask somebody else' }] })).length, 1);
    assert.equal(problemsOf(textsOfMarkdown('x.md', '# Rights\n\nWhoever may read it.')).length, 2);
  });

  for (const [what, source] of [
    ['comments', '// Nobody is asked.\nconst a = 1;'],
    ['keys and states', "const state = 'cancelled'; const code = 'nobody';"],
    ['imports and types', "import { x } from './let in'; type T = 'let in';"],
    ['code in documents', undefined],
    ['better words', "const text = 'The firewall allows the nodes. No client can pull.';"],
  ] as const) {
    it(`leaves ${what} alone`, () => {
      if (source === undefined)
        assert.deepEqual(problemsOf(textsOfMarkdown('x.md', 'Use `somebody`.\n\n```sh\nnobody\n```')), []);
      else assert.equal(found(source), 0);
    });
  }
});
