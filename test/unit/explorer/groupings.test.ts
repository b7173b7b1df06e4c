import assert from 'node:assert/strict';
import type { ShownEstate } from '../../../src/platform/shownEstate';
import { indexOf } from '../../../src/views/explorer/estateIndex';
import { estateNodes, pathTo } from '../../../src/views/explorer/estateNodes';
import { type Grouping, groupings } from '../../../src/views/explorer/groupings';
import type { TreeNode } from '../../../src/views/explorer/treeNode';
import { cluster, inventory, registry, subscription } from '../../support/estates';

const other = { ...subscription, id: '22222222-2222-4222-8222-222222222222', name: 'Data' };
const elsewhere = (id: string) =>
  id.replace(subscription.id, other.id).replace(/resourceGroups\/[^/]+/, 'resourceGroups/rg-data');
const [contoso, north] = [registry('contoso'), registry('north', { location: 'northeurope' })];
const data = { ...registry('data'), id: elsewhere(registry('data').id) };
const shop = cluster('aks-shop');
const link = {
  registryId: data.id,
  clusterId: shop.id,
  state: 'broken' as const,
  missing: [],
  endpointId: undefined,
};
const estate: ShownEstate = {
  visible: [subscription, other],
  subscriptions: [subscription, other],
  inventory: inventory({ registries: [contoso, north, data], clusters: [shop] }),
  links: [link],
};

const nodes = (grouping: Grouping, shown = estate) => estateNodes(shown, indexOf(shown), grouping);
const outline = (roots: readonly TreeNode[]) =>
  roots.flatMap(({ label, description = '', children = [] }) => [
    `${label} | ${description}`,
    ...children.map((child) => `  ${child.label} | ${child.description ?? ''}`),
  ]);

describe('the tree in other groups than subscriptions', () => {
  it('has resource groups, each with its subscription', () => {
    const shown = outline(nodes('resourceGroup'));
    assert.deepEqual(
      shown.filter((line) => !line.startsWith(' ')),
      ['rg-apps | 1 problem · 2 registries · 1 cluster · Apps', 'rg-data | 1 problem · 1 registry · Data'],
    );
    assert.ok(shown.includes('  contoso | public · Premium · West Europe'), shown.join('\n'));
  });

  it('has regions and types, of which each resource says what subscription it is in', () => {
    assert.deepEqual(outline(nodes('location')), [
      'North Europe | 1 registry',
      '  north | public · Premium · North Europe · Apps',
      'West Europe | 1 problem · 2 registries · 1 cluster',
      '  contoso | public · Premium · West Europe · Apps',
      '  data | public · 1 problem · Premium · West Europe · Data',
      '  aks-shop | 1 problem · Kubernetes 1.33 · West Europe · Apps',
    ]);
    assert.deepEqual(
      nodes('type').map(({ label, description }) => [label, description]),
      [
        ['AKS clusters', '1 problem · 1 cluster'],
        ['Container registries', '1 problem · 3 registries'],
      ],
    );
  });

  it('has everything once, and leads to it', () => {
    const wanted = [contoso.id, north.id, data.id, shop.id].map((id) => id.toLowerCase());
    for (const grouping of groupings) {
      const roots = nodes(grouping);
      for (const id of wanted) {
        let [below, found] = [roots, undefined as TreeNode | undefined];
        for (const step of pathTo(id, undefined, grouping, roots)) {
          found = below.find((node) => node.id === step);
          below = found?.children ?? [];
        }
        assert.equal(found?.id, id, `${grouping} ${id}`);
      }
      const all = (list: readonly TreeNode[]): readonly TreeNode[] =>
        list.flatMap((node) => [node, ...all(node.children ?? [])]);
      const ids = all(roots).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, grouping);
      for (const id of wanted) assert.ok(ids.includes(id), `${grouping} ${id}`);
    }
  });

  it('says what could not be read, and shows subscriptions until something is known of them', () => {
    const failure = { code: 'x', kind: 'user', message: 'Refused.', nextAction: 'Ask.' } as const;
    const unread = [{ id: `/subscriptions/${other.id}`, failure }];
    const [first] = nodes('location', { ...estate, inventory: { ...estate.inventory!, unread } });
    assert.deepEqual([first?.context, first?.label], ['failure', 'Refused.']);
    const { visible, subscriptions } = estate;
    assert.deepEqual(
      nodes('location', { visible, subscriptions, rest: 'reading' }).map(({ label }) => label),
      ['Apps', 'Data'],
    );
  });
});
