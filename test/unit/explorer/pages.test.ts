import assert from 'node:assert/strict';
import { Pages } from '../../../src/views/explorer/pages';
import type { TreeNode } from '../../../src/views/explorer/treeNode';

describe('a long list in the tree', () => {
  const list = (count: number): TreeNode[] =>
    Array.from({ length: count }, (_, index) => ({ id: `${index}`, label: `${index}` }));
  const labels = (nodes: readonly TreeNode[]) =>
    nodes.map(({ label, description = '' }) => `${label}${description && ` | ${description}`}`);

  it('is shown as it is where it fits, and else begins, and goes on when asked', () => {
    const pages = new Pages(3);
    const three = list(3);
    assert.equal(pages.of('a', three), three);
    const eight = list(8);
    assert.deepEqual(labels(pages.of('a', eight)), ['0', '1', '2', 'Show more… | 3 of 8 shown']);
    const more = pages.of('a', eight).at(-1);
    assert.deepEqual([more?.opens, more?.listId], ['showMore', 'a']);
    pages.showMore('a');
    assert.deepEqual(labels(pages.of('a', eight)).slice(-2), ['5', 'Show more… | 6 of 8 shown']);
    assert.equal(pages.of('b', eight).length, 4, 'another list');
    pages.showMore('a');
    assert.equal(pages.of('a', eight), eight);
  });

  it('is shown as far as somebody is led in it', () => {
    const pages = new Pages(3);
    assert.equal(pages.showUpTo('', 2), false);
    assert.equal(pages.showUpTo('', 6), true);
    assert.equal(pages.of('', list(20)).length, 10);
    assert.equal(pages.showUpTo('', 8), false);
    assert.equal(pages.of('', list(9)).length, 9);
  });

  it('holds all subscriptions of a large company at once', () => {
    assert.equal(new Pages().of('', list(500)).length, 500);
    assert.equal(new Pages().of('', list(5000)).length, 501);
  });
});
