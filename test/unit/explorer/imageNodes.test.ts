import assert from 'node:assert/strict';
import { isTag } from '../../../src/model/imageNames';
import type { RegistryImages } from '../../../src/provisioning/ports';
import type { ImageTag, Listing, RegistryRefusal } from '../../../src/provisioning/observed/registryImages';
import { ageOf } from '../../../src/views/explorer/age';
import { imagesNode } from '../../../src/views/explorer/imageNodes';
import { ImageTree } from '../../../src/views/explorer/imageTree';
import type { ImageList, TreeNode } from '../../../src/views/explorer/treeNode';
import { registry } from '../../support/estates';
import { hostileNames } from '../../support/hostileNames';

const now = Date.parse('2026-06-20T12:00:00Z');
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const closed: RegistryRefusal = {
  kind: 'unreachable',
  reason: 'firewall',
  address: '198.51.100.20',
  failure: {
    code: 'registry.firewall',
    kind: 'user',
    message: 'contoso.azurecr.io blocks this computer’s IP address (198.51.100.20).',
    nextAction: 'Import an image through Azure.',
  },
};

/** Registries whose pages are given one after the other; counts how often it was asked. */
function scripted(pages: {
  repositories?: Listing<string>[];
  tags?: Listing<ImageTag>[];
}): RegistryImages & { asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const next = <T>(list: Listing<T>[] | undefined, from: string | undefined): Promise<Listing<T>> => {
    asked.push(from);
    return Promise.resolve(list?.shift() ?? assert.fail('asked too often'));
  };
  return {
    asked,
    repositories: (_, from) => next(pages.repositories, from),
    tags: (_registry, _repository, from) => next(pages.tags, from),
    digestOf: () => assert.fail('nobody needs this'),
  };
}

function listed<T>(items: readonly T[], next?: string): Listing<T> {
  return { kind: 'listed', items, next };
}

const images = imagesNode(registry('contoso'));
const list = images.list ?? assert.fail('it has a list');
const web: ImageList = { ...list, repository: 'shop/web' };
const lines = (nodes: readonly TreeNode[]) =>
  nodes.map(({ label, description, context }) => [label, description, context]);

describe('images in the tree', () => {
  it('are not asked for before they are unfolded, and once after that', async () => {
    const port = scripted({ repositories: [listed(['shop/api', 'shop/web'])] });
    const tree = new ImageTree(port, () => now);
    assert.deepEqual([images.children, images.context, port.asked], [undefined, 'images', []]);
    const [, node] = await tree.childrenOf(list);
    await tree.childrenOf(list);
    assert.equal(port.asked.length, 1);
    assert.deepEqual(
      [node?.label, node?.context, node?.image],
      ['shop/web', 'repository', { loginServer: 'contoso.azurecr.io', repository: 'shop/web' }],
    );
    assert.deepEqual(node?.list, web);
  });

  it('show tags with short digest and age', async () => {
    const updated = now - 3 * 24 * 3600_000;
    const port = scripted({ tags: [listed([{ name: 'v2', digest, updated }])] });
    const [tag] = await new ImageTree(port, () => now).childrenOf(web);
    assert.deepEqual(lines(tag ? [tag] : []), [['v2', '3 days ago · sha256:0123456789ab', 'imageTag']]);
    assert.deepEqual(tag?.image, {
      loginServer: 'contoso.azurecr.io',
      repository: 'shop/web',
      tag: 'v2',
      digest,
    });
  });

  it('come page by page, and a page that failed is tried again', async () => {
    const port = scripted({
      repositories: [listed(['a', 'b'], 'p2'), closed, listed(['c'], 'p3'), listed(['d'])],
    });
    const tree = new ImageTree(port, () => now);
    assert.deepEqual(lines(await tree.childrenOf(list)).at(-1), ['Load more…', '2 shown', 'moreImages']);
    await tree.loadMore(list);
    const failed = await tree.childrenOf(list);
    assert.deepEqual(
      failed.map(({ label }) => label).slice(0, 3),
      ['a', 'b', 'Blocks this computer (198.51.100.20)'],
      'what was read stays',
    );
    await tree.reload(list);
    await tree.loadMore(list);
    const labels = (await tree.childrenOf(list)).map(({ label }) => label);
    assert.deepEqual(labels, ['a', 'b', 'c', 'd']);
    assert.deepEqual(port.asked, [undefined, 'p2', 'p2', 'p3']);
  });

  it('that can’t be listed say why, and offer the ways on', async () => {
    const port = scripted({ repositories: [closed, listed([])] });
    const tree = new ImageTree(port, () => now);
    const [failure, ...ways] = await tree.childrenOf(list);
    assert.deepEqual(
      [failure?.label, failure?.description, failure?.context],
      ['Blocks this computer (198.51.100.20)', 'Import an image through Azure.', 'imagesFailure'],
    );
    assert.match(failure?.tooltip ?? '', /blocks this computer/);
    assert.deepEqual(
      ways.map(({ label, opens, resourceId }) => [label, opens, resourceId]),
      [
        ['Import Test Image…', 'importTestImage', list.registryId],
        ['Enter Image Name…', 'enterImage', list.registryId],
      ],
    );
    await tree.reload(list);
    assert.deepEqual(lines(await tree.childrenOf(list)), [['No images', undefined, undefined]]);
  });

  it('are forgotten with a refresh', async () => {
    const port = scripted({ repositories: [listed(['a']), listed(['b'])] });
    const tree = new ImageTree(port, () => now);
    await tree.childrenOf(list);
    tree.clear();
    assert.equal((await tree.childrenOf(list))[0]?.label, 'b');
  });

  it('have no commands, no markup and no line breaks where no image can be called so', async () => {
    const port = scripted({
      repositories: [listed(hostileNames)],
      tags: [
        listed(
          hostileNames.filter((name) => !isTag(name)).map((name) => ({ name, digest, updated: undefined })),
        ),
      ],
    });
    const tree = new ImageTree(port, () => now);
    for (const node of [...(await tree.childrenOf(list)), ...(await tree.childrenOf(web))]) {
      assert.deepEqual(
        [node.context, node.image, node.list, node.opens, node.tooltip, node.value],
        [undefined, undefined, undefined, undefined, undefined, undefined],
        node.label,
      );
      assert.doesNotMatch(node.label, /[\n\r\u202e]/);
    }
  });

  it('escape what a tooltip would take for Markdown', async () => {
    const port = scripted({ repositories: [listed(['a__b/c.d-e'])] });
    const [node] = await new ImageTree(port, () => now).childrenOf(list);
    assert.match(node?.tooltip ?? '', /a\\_\\_b\/c\\\.d\\-e/);
  });
});

describe('ages', () => {
  it('are in the largest whole unit', () => {
    const hour = 3600_000;
    const ages: readonly (readonly [number, string])[] = [
      [-hour, 'just now'],
      [59_000, 'just now'],
      [60_000, '1 minute ago'],
      [23 * hour, '23 hours ago'],
      [24 * hour, '1 day ago'],
      [40 * 24 * hour, '1 month ago'],
      [800 * 24 * hour, '2 years ago'],
    ];
    for (const [age, words] of ages) assert.equal(ageOf(now - age, now), words);
  });
});
