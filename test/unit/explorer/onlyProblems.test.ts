/** Show Only Problems leaves what needs somebody, and says nothing of what isn't known. */
import assert from 'node:assert/strict';
import type { Link } from '../../../src/provisioning/linkState';
import type { ShownEstate } from '../../../src/platform/shownEstate';
import { estateNodes } from '../../../src/views/explorer/estateNodes';
import { groupings } from '../../../src/views/explorer/groupings';
import { onlyProblems } from '../../../src/views/explorer/onlyProblems';
import type { TreeNode } from '../../../src/views/explorer/treeNode';
import { cluster, inventory, registry, subscription } from '../../support/estates';

const [well, broken, failed] = [
  registry('well'),
  registry('broken'),
  registry('failed', { provisioningState: 'Failed' }),
];
const shop = cluster('aks-shop');
const linkOf = (registryId: string, state: Link['state']): Link => ({
  registryId,
  clusterId: shop.id,
  state,
  missing: [],
  endpointId: undefined,
});
const other = { ...subscription, id: '99999999-0000-4000-8000-000000000009', name: 'Other' };
const estate = (changes: Partial<ShownEstate> = {}, links = [linkOf(broken.id, 'broken')]): ShownEstate => ({
  visible: [subscription, other],
  subscriptions: [subscription, other],
  inventory: inventory({ registries: [well, broken, failed], clusters: [shop, cluster('aks-well')] }),
  links: [linkOf(well.id, 'linked'), ...links],
  ...changes,
});

function marked(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap((node) => [
    ...(node.problem === undefined ? [] : [`${node.label} ${node.problem}`]),
    ...marked(node.children ?? []),
  ]);
}

describe('only problems', () => {
  it('are registries and clusters with a broken link, and those that failed', () => {
    const { subscriptions, inventory: left } = onlyProblems(estate());
    assert.deepEqual(
      [subscriptions, left?.registries, left?.clusters].map((list) => list?.map(({ name }) => name)),
      [[subscription.name], ['broken', 'failed'], ['aks-shop']],
    );
  });

  it('are none where nothing is wrong, and unknown isn’t wrong', () => {
    const shown = onlyProblems(
      estate({ inventory: inventory({ registries: [well], clusters: [shop] }) }, [
        linkOf(well.id, 'unknown'),
      ]),
    );
    assert.deepEqual(estateNodes(shown), []);
  });

  it('are not told as long as not all is read', () => {
    const unread = estate({ rest: 'reading' });
    assert.equal(onlyProblems(unread), unread);
  });

  it('keep what could not be read, with its subscription', () => {
    const failure = { code: 'x', kind: 'auth', message: 'Refused.', nextAction: '' } as const;
    const shown = onlyProblems(
      estate({
        inventory: inventory({
          registries: [well],
          unread: [{ id: `/subscriptions/${other.id}`, failure }],
        }),
      }),
    );
    assert.deepEqual(
      shown.subscriptions.map(({ name }) => name),
      ['Other'],
    );
  });

  it('say nothing of what was left out, also where something could not be read', () => {
    const failure = { code: 'azure.notReady', kind: 'user', message: 'No.', nextAction: 'Wait.' } as const;
    const unread = [{ id: `${well.id}x`, failure }];
    const all = inventory({ registries: [well], clusters: [shop], unread });
    const found = onlyProblems(estate({ inventory: all }, []));
    const words = (nodes: readonly TreeNode[]): readonly string[] =>
      nodes.flatMap(({ label, description = '', children = [] }) => [label, description, ...words(children)]);
    const said = words(estateNodes(found));
    assert.ok(said.includes('1 couldn’t be read'), said.join());
    assert.doesNotMatch(said.join(), /registries|clusters/i);
  });

  it('are marked in the tree, with what they are in', () => {
    assert.deepEqual(
      [...new Set(marked(estateNodes(estate())))].sort(),
      [
        `${subscription.name} below`,
        'AKS clusters below',
        'Container registries below',
        'aks-shop below',
        'aks-shop own',
        'broken below',
        'broken own',
        'failed own',
      ].sort(),
    );
  });

  it('are marked however the tree is arranged', () => {
    for (const grouping of groupings.filter((each) => each !== 'subscription')) {
      const roots = estateNodes(estate(), undefined, grouping);
      const withProblems = roots.filter(({ description = '' }) => description.includes('problem'));
      assert.ok(withProblems.length > 0, grouping);
      assert.deepEqual(
        roots.filter(({ problem }) => problem === 'below'),
        withProblems,
        grouping,
      );
    }
  });
});
