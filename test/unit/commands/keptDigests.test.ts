import assert from 'node:assert/strict';
import { compareKeptDigests, keptImage, type KeptImage } from '../../../src/commands/keptDigests';
import type { DigestAnswer, RegistryAddress } from '../../../src/provisioning/observed/registryImages';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const registry: RegistryAddress = { loginServer: 'contoso.azurecr.io', roleAssignmentMode: 'legacy' };
const found = (letter: string): DigestAnswer => ({ kind: 'found', digest: digestOf(letter) });
const failed = (code: string, message: string): DigestAnswer => ({
  kind: 'failed',
  failure: { code, kind: 'transient', message, nextAction: '' },
});
const absent = failed('registry.notFound', 'There is no such image.');
const silent = failed('registry.unreachable', 'Nobody answers.');
const tagged: KeptImage = { repository: 'shop/web', tag: 'v1', digest: digestOf('a') };

/** What is said, with a registry that knows those tags and digests; and what it was asked. */
async function compared(
  kept: readonly KeptImage[],
  answers: Readonly<Record<string, DigestAnswer>>,
): Promise<{ words: string; isDoubtful: boolean; asked: readonly string[] }> {
  const asked: string[] = [];
  const said = await compareKeptDigests(kept, registry, {
    digestOf: (_, repository, reference) => {
      asked.push(`${repository} ${reference}`);
      return Promise.resolve(answers[reference] ?? absent);
    },
  });
  return { ...said, asked };
}

describe('a digest that is kept while the registry changes', () => {
  it('is of images that have one, in the repository that they come to', () => {
    const image = `old.io/web:v1@${digestOf('a')}`;
    assert.deepEqual(keptImage(image, undefined), { ...tagged, repository: 'web' });
    assert.deepEqual(keptImage(image, 'shop/web'), tagged);
    assert.equal(keptImage('old.io/web:v1', undefined), undefined);
    assert.equal(keptImage('old.io/Web', undefined), undefined);
  });

  it('is not worth a word where the tag has it there, too', async () => {
    const { words, isDoubtful } = await compared([tagged], { v1: found('a') });
    assert.deepEqual([words, isDoubtful], ['', false]);
  });

  it('is not worth a word where there is no tag, and the registry has it', async () => {
    const { words, asked } = await compared([{ ...tagged, tag: undefined }], {
      [digestOf('a')]: found('a'),
    });
    assert.equal(words, '');
    assert.deepEqual(asked, [`shop/web ${digestOf('a')}`]);
  });

  it('is said to be missing where the tag has another and the registry doesn’t have it', async () => {
    const { words, isDoubtful } = await compared([tagged], { v1: found('b') });
    assert.match(words, /sha256:a{12}… was kept, but contoso\.azurecr\.io\/shop\/web doesn’t have it/);
    assert.match(words, /The tag v1 there has the digest sha256:b{12}…\.$/);
    assert.equal(isDoubtful, true);
  });

  it('is said to be missing where neither tag nor digest is there', async () => {
    const { words, isDoubtful } = await compared([tagged], {});
    assert.match(words, /doesn’t have it, so it can’t be pulled\.$/);
    assert.equal(isDoubtful, true);
  });

  it('is said to be what nodes pull where the tag was moved on', async () => {
    const { words, isDoubtful } = await compared([tagged], {
      v1: found('b'),
      [digestOf('a')]: found('a'),
    });
    assert.match(words, /^Nodes pull the kept digest of .*, whatever v1 points to\. .*sha256:b/);
    assert.equal(isDoubtful, false);
  });

  it('is said not to be checked where the registry can’t be asked, which is asked once', async () => {
    const one = await compared([tagged], { v1: silent });
    assert.match(one.words, /^The digest of shop\/web was kept. Couldn’t check .*: Nobody answers\.$/);
    assert.equal(one.isDoubtful, true);
    const later = await compared([tagged], { v1: found('b'), [digestOf('a')]: silent });
    assert.match(later.words, /Couldn’t check .*: Nobody answers\. The tag v1 there has/);
    const several = await compared([tagged, { ...tagged, repository: 'other' }], { v1: silent });
    assert.match(several.words, /^2 digests were kept. Couldn’t check .* has them: Nobody answers\.$/);
    assert.equal(several.asked.length, 1);
  });

  it('is asked for once, however many containers have it', async () => {
    const { asked } = await compared([tagged, { ...tagged }], { v1: found('a') });
    assert.deepEqual(asked, ['shop/web v1']);
  });
});
