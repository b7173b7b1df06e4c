/** The tree while the estate is read, and of what an earlier window has kept. */
import assert from 'node:assert/strict';
import type { ShownEstate } from '../../../src/platform/shownEstate';
import { indexOf } from '../../../src/views/explorer/estateIndex';
import { estateNodes, stateOf } from '../../../src/views/explorer/estateNodes';
import type { TreeNode } from '../../../src/views/explorer/treeNode';
import { cluster, idOf, registry, subscription } from '../../support/estates';

const subscriptions = { visible: [subscription], subscriptions: [subscription] };
const contoso = registry('contoso', {
  connections: [
    {
      id: idOf('Microsoft.ContainerRegistry/registries/privateEndpointConnections', 'contoso', 'c1'),
      endpointId: idOf('Microsoft.Network/privateEndpoints', 'pe-contoso'),
      status: 'Approved',
    },
  ],
});
const inventory = { registries: [contoso], clusters: [cluster('aks-shop')] };

function lines(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap(({ label, description = '', children = [] }) => [
    `${label} | ${description}`,
    ...lines(children),
  ]);
}

describe('the tree, while the estate is read', () => {
  it('shows subscriptions, and that what is in them isn’t known yet', () => {
    for (const [rest, words] of [
      ['reading', 'reading…'],
      ['failed', 'not read'],
    ] as const) {
      const estate: ShownEstate = { ...subscriptions, rest };
      assert.equal(stateOf(estate), 'ready');
      const [node, ...others] = estateNodes(estate);
      assert.deepEqual([node?.label, node?.description, node?.context], ['Apps', words, 'subscription']);
      assert.equal(others.length, 0);
      assert.deepEqual(lines(node?.children ?? []), [`${words[0]!.toUpperCase()}${words.slice(1)} | `]);
    }
  });

  it('shows registries and clusters before their links are known, and says nothing of these', () => {
    const estate: ShownEstate = { ...subscriptions, inventory, rest: 'reading' };
    const shown = lines(estateNodes(estate));
    assert.equal(shown[0], 'Apps | 1 registry · 1 cluster · reading…');
    assert.ok(shown.includes('contoso | public and private · Premium · West Europe'), shown.join('\n'));
    for (const group of ['Linked clusters', 'Registries to pull from']) {
      assert.ok(shown.includes(`${group} | reading…`), group);
    }
    assert.ok(shown.includes('pe-contoso | approved · reading…'));
    assert.ok(shown.includes('vnet-aks-shop | reading… · own network'));
    const words = shown.join('\n');
    assert.doesNotMatch(words, /not shown|No linked|No registries|not readable|not found|broken|\| 0/);
  });

  it('says of a subscription that is read later than others that it isn’t known yet', () => {
    const later = { ...subscription, id: '00000000-0000-4000-8000-0000000000ff', name: 'Later' };
    const both = [subscription, later];
    const seen = { ...inventory, awaited: [later.id.toUpperCase()] };
    const estate: ShownEstate = { visible: both, subscriptions: both, inventory: seen, rest: 'reading' };
    const shown = lines(estateNodes(estate));
    assert.equal(shown[0], 'Apps | 1 registry · 1 cluster · reading…');
    assert.deepEqual(shown.slice(-2), ['Later | reading…', 'Reading… | ']);
    assert.deepEqual(lines(estateNodes({ ...estate, rest: 'failed' })).slice(-2), [
      'Later | not read',
      'Not read | ',
    ]);
  });

  it('is not called empty before it is known to be', () => {
    const none = { registries: [], clusters: [] };
    assert.equal(stateOf({ ...subscriptions, inventory: none, rest: 'reading' }), 'ready');
    assert.equal(stateOf({ ...subscriptions, inventory: none, links: [] }), 'noResources');
  });

  it('says of what was kept how old it is, and asks no registry for its images', () => {
    const now = Date.UTC(2026, 0, 2);
    const estate: ShownEstate = {
      ...subscriptions,
      inventory: { ...inventory, networks: [], endpoints: [] },
      links: [],
      rest: 'reading',
      keptAt: now - 2 * 3_600_000,
    };
    const nodes = estateNodes(estate, indexOf(estate, now));
    const shown = lines(nodes);
    assert.equal(shown[0], 'Apps | read 2 hours ago · 1 registry · 1 cluster');
    assert.ok(!shown.some((line) => line.startsWith('Images')));
    const hasList = (each: TreeNode): boolean =>
      each.list !== undefined || (each.children ?? []).some(hasList);
    assert.ok(!nodes.some(hasList));
    assert.ok(
      estateNodes({ ...subscriptions, inventory, links: [] }).some(hasList),
      'there is one otherwise',
    );
  });
});
