import assert from 'node:assert/strict';
import { keyOf, manifestTexts, writtenManifest } from '../../support/manifest';

interface Found {
  readonly path: string;
  readonly text: string;
}

function stringsOf(value: unknown, path = ''): Found[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => stringsOf(member, `${path}/${key}`));
}

/** What VS Code shows of a manifest: in the whole of it, and in `contributes`. A tool's `modelDescription` and the descriptions
 * of its input are read by a model, not by a user. */
const isShown = (path: string) =>
  /^\/(?:displayName|description)$/.test(path) ||
  (path.startsWith('/contributes/') &&
    !/\/(?:inputSchema|default)\//.test(path) &&
    /\/(?:title|category|name|contextualTitle|contents|label|altText|displayName|userDescription|description|markdownDescription|patternErrorMessage|(?:markdownE|e)numDescriptions\/\d+|(?:enumItemLabels|aliases)\/\d+)$/.test(
      path,
    ) &&
    !/^\/contributes\/languageModelTools\/\d+\/name$/.test(path));

describe('the texts of the manifest', () => {
  const texts = manifestTexts();
  const found = stringsOf(writtenManifest());

  it('stand in package.nls.json, and none in the manifest itself', () => {
    const inManifest = found.filter(({ path, text }) => isShown(path) && keyOf(text) === undefined);
    assert.deepEqual(inManifest, []);
    assert.ok(found.filter(({ path }) => isShown(path)).length > 100, 'the manifest was searched');
  });

  it('are there for every key', () => {
    const missing = found.filter(({ text }) => texts[keyOf(text) ?? ''] === undefined && keyOf(text));
    assert.deepEqual(missing, []);
  });

  it('are all used', () => {
    const keys = new Set(found.map(({ text }) => keyOf(text)));
    assert.deepEqual(
      Object.keys(texts).filter((key) => !keys.has(key)),
      [],
    );
  });

  it('are texts, none of them empty', () => {
    assert.deepEqual(
      Object.entries(texts).filter(([, text]) => typeof text !== 'string' || text.trim() === ''),
      [],
    );
  });
});
