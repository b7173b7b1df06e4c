import assert from 'node:assert/strict';
import { missingImages, pointedImage, type PointedImage } from '../../../src/commands/missingImages';
import type { DigestAnswer, RegistryAddress } from '../../../src/provisioning/observed/registryImages';

const registry: RegistryAddress = { loginServer: 'contoso.azurecr.io', roleAssignmentMode: 'legacy' };
const digest = `sha256:${'a'.repeat(64)}`;
const failed = (code: string, message: string): DigestAnswer => ({
  kind: 'failed',
  failure: { code, kind: 'transient', message, nextAction: '' },
});

/** What a registry with these images says, and what it was asked. */
async function lookedFor(
  images: readonly PointedImage[],
  there: readonly string[],
  otherwise = failed('registry.notFound', 'There is no such image.'),
) {
  const asked: string[] = [];
  const { words, images: missing } = await missingImages(images, registry, {
    digestOf: (_, repository, tag) => {
      const name = `${repository}:${tag}`;
      asked.push(name);
      return Promise.resolve(there.includes(name) ? { kind: 'found', digest } : otherwise);
    },
  });
  return { words, asked, missing: missing.map(({ repository, tag }) => `${repository}:${tag}`) };
}

const pointed = (...sources: string[]) => sources.map((source) => pointedImage(source, {}) ?? assert.fail());

describe('an image that a manifest was pointed at', () => {
  it('is looked for by its tag, by latest where it has none, and where it goes by another name there', () => {
    assert.deepEqual(pointedImage('nginx', {}), { source: 'nginx', repository: 'nginx', tag: 'latest' });
    const image = { source: 'nginx:1.27', repository: 'library/nginx', tag: '1.27' };
    assert.deepEqual(pointedImage('nginx:1.27', { repository: 'library/nginx' }), image);
    assert.deepEqual(pointedImage(`nginx:1.27@${digest}`, { repository: 'web', tag: 'v1' }), {
      source: `nginx:1.27@${digest}`,
      repository: 'web',
      tag: 'v1',
    });
  });

  it('isn’t looked for by a tag where nodes pull it by its digest, or where it is none', () => {
    assert.equal(pointedImage(`nginx:1.27@${digest}`, {}), undefined);
    assert.equal(pointedImage('Nginx:1.27', {}), undefined);
  });

  it('is worth no word where it is there; each is asked for once', async () => {
    const { words, asked, missing } = await lookedFor(pointed('nginx:1.27', 'docker.io/nginx:1.27'), [
      'nginx:1.27',
    ]);
    assert.deepEqual([words, asked, missing], ['', ['nginx:1.27'], []]);
  });

  it('is named where it isn’t there', async () => {
    const { words, missing } = await lookedFor(pointed('nginx:1.27', 'old.io/web:v1'), ['web:v1']);
    assert.equal(words, 'contoso.azurecr.io doesn’t have nginx:1.27, so nodes can’t pull it.');
    assert.deepEqual(missing, ['nginx:1.27']);
  });

  it('is counted where many aren’t', async () => {
    const { words } = await lookedFor(pointed('a:1', 'b:1', 'c:1', 'd:1', 'e:1'), []);
    assert.match(words, /doesn’t have a:1, b:1, c:1 and 2 more, so nodes can’t pull them\./);
  });

  it('isn’t said to be missing where the registry can’t be asked', async () => {
    const silent = failed('registry.unreachable', 'contoso can’t be reached from here.');
    const { words, missing, asked } = await lookedFor(pointed('a:1', 'b:1'), [], silent);
    assert.deepEqual(missing, []);
    assert.equal(asked.length, 1, 'what keeps one from being asked for keeps the others, too');
    assert.equal(
      words,
      'Couldn’t check whether contoso.azurecr.io has 2 of the images: contoso can’t be reached from here.',
    );
  });
});
