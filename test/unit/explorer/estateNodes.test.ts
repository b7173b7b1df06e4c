import assert from 'node:assert/strict';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Link } from '../../../src/provisioning/linkState';
import { estateNodes, stateOf, type ShownEstate } from '../../../src/views/explorer/estateNodes';
import type { TreeNode } from '../../../src/views/explorer/treeNode';
import { cluster, idOf, inventory, registry, subscription } from '../../support/estates';

function estate(changes: Partial<Inventory> = {}, links: readonly Link[] = []): ShownEstate {
  return { visible: [subscription], subscriptions: [subscription], inventory: inventory(changes), links };
}

/** The tree as lines: indentation, label, description, and in brackets icon and context. */
function outline(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap((node) => {
    const tail = [node.icon?.id, node.context].filter((word) => word !== undefined).join(' ');
    const line = [`${'  '.repeat(depth)}${node.label}`, node.description, tail && `[${tail}]`]
      .filter(Boolean)
      .join(' | ');
    return [line, ...outline(node.children ?? [], depth + 1)];
  });
}

function allNodes(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.children ?? [])]);
}

const contoso = registry('contoso', {
  publicNetworkAccess: 'Disabled',
  connections: [
    {
      id: idOf('Microsoft.ContainerRegistry/registries/privateEndpointConnections', 'contoso', 'c1'),
      endpointId: idOf('Microsoft.Network/privateEndpoints', 'pe-contoso'),
      status: 'Approved',
    },
  ],
});
const shop = cluster('aks-shop');
const link = (state: Link['state'], missing: readonly string[] = []): Link => ({
  registryId: contoso.id,
  clusterId: shop.id,
  state,
  missing,
  endpointId: undefined,
});
const full = estate(
  {
    registries: [contoso],
    clusters: [shop],
    networks: [
      {
        id: shop.networkId!,
        name: 'vnet-aks-shop',
        location: 'westeurope',
        addressPrefixes: ['10.1.0.0/16', '10.2.0.0/16'],
        peerings: [],
      },
    ],
    endpoints: [
      {
        id: idOf('Microsoft.Network/privateEndpoints', 'pe-contoso'),
        name: 'pe-contoso',
        location: 'westeurope',
        subnetId: idOf('Microsoft.Network/virtualNetworks/subnets', 'vnet-contoso', 'endpoints'),
        targetId: contoso.id,
        status: 'Approved',
      },
    ],
  },
  [link('broken', ['Role AcrPull for the kubelet identity'])],
);

describe('the tree', () => {
  it('shows subscriptions, registries, clusters and their details', () => {
    assert.deepEqual(outline(estateNodes(full)), [
      'Apps | 1 registry, 1 cluster | [key subscription]',
      '  Container registries | 1 | [package]',
      '    contoso | Premium · westeurope · private | [package registry]',
      '      Login server | contoso.azurecr.io | [globe detail]',
      '      Public access | off | [shield detail]',
      '      Images | [layers images]',
      '      Private endpoints | 1 | [plug]',
      '        pe-contoso | approved · vnet-contoso/endpoints | [plug endpoint]',
      '      Linked clusters | 1 · 1 broken | [link]',
      '        aks-shop | broken | [error linkedCluster]',
      '          Role AcrPull for the kubelet identity | [circle-slash]',
      '  AKS clusters | 1 | [server-environment]',
      '    aks-shop | Kubernetes 1.33.2 · westeurope | [server-environment cluster]',
      '      Node pools | 1 · 3 nodes | [vm]',
      '        system | System · 3 × Standard_D4s_v5 · Linux | [vm]',
      '      vnet-aks-shop | 10.1.0.0/16, 10.2.0.0/16 · own network | [type-hierarchy network]',
      '      Kubelet identity | aks-shop-agentpool | [account detail]',
      '      Registries to pull from | 1 · 1 broken | [link]',
      '        contoso | broken | [error linkedRegistry]',
      '          Role AcrPull for the kubelet identity | [circle-slash]',
    ]);
  });

  it('gives each node an id of its own', () => {
    const ids = allNodes(estateNodes(full)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('says in each place that there is nothing', () => {
    const lines = outline(estateNodes(estate({ registries: [registry('lonely')] })));
    for (const words of ['No private endpoints', 'No linked clusters', 'No AKS clusters']) {
      assert.ok(
        lines.some((line) => line.trim() === words),
        words,
      );
    }
  });

  const access: readonly [string, Parameters<typeof registry>[1], string][] = [
    ['open to the public', {}, 'public'],
    ['reached both ways', { connections: contoso.connections }, 'public and private'],
    ['private only', { connections: contoso.connections, publicNetworkAccess: 'Disabled' }, 'private'],
    ['reached by nobody', { publicNetworkAccess: 'Disabled' }, 'closed'],
    [
      'with a pending endpoint',
      { connections: contoso.connections.map((c) => ({ ...c, status: 'Pending' as const })) },
      'public',
    ],
    ['at work', { provisioningState: 'Updating' }, 'public · Updating'],
  ];
  for (const [what, changes, words] of access) {
    it(`describes a registry ${what}`, () => {
      const node = allNodes(estateNodes(estate({ registries: [registry('x', changes)] }))).find(
        ({ context }) => context === 'registry',
      );
      assert.equal(node?.description, `Premium · westeurope · ${words}`);
    });
  }

  const states: readonly [Link['state'], string, string][] = [
    ['linked', 'linked', 'pass-filled'],
    ['roleOnly', 'role only', 'circle-large-outline'],
    ['broken', 'broken', 'error'],
    ['unknown', 'unknown', 'question'],
  ];
  for (const [state, words, icon] of states) {
    it(`shows a link that is ${words} in words, by icon and for the ear`, () => {
      const nodes = allNodes(estateNodes({ ...full, links: [link(state)] })).filter(
        ({ pair }) => pair !== undefined,
      );
      assert.equal(nodes.length, 2);
      for (const node of nodes) {
        assert.deepEqual([node.description, node.icon?.id, node.children], [words, icon, undefined]);
        assert.ok(node.spoken);
        assert.deepEqual(node.pair, { registryId: contoso.id, clusterId: shop.id });
      }
    });
  }

  it('shows a cluster that is stopped, on a service principal, with a network that can’t be read', () => {
    const odd = cluster('odd', { powerState: 'Stopped', kubeletIdentity: undefined, networkId: undefined });
    const lines = outline(estateNodes(estate({ clusters: [odd] }))).map((line) => line.trim());
    assert.ok(
      lines.includes('odd | Kubernetes 1.33.2 · westeurope · stopped | [server-environment cluster]'),
    );
    assert.ok(lines.includes('Kubelet identity | none: the cluster runs on a service principal | [warning]'));
    assert.ok(lines.includes('Network | not found, or not readable | [type-hierarchy]'));
  });

  it('lets no name into a tooltip as markup', () => {
    const name = '[x](command:y) <img src=z> **b** `c`';
    const evil = { ...full, subscriptions: [{ ...subscription, name }], links: [link('broken', [name])] };
    for (const { tooltip } of allNodes(estateNodes(evil))) {
      assert.doesNotMatch(tooltip ?? '', /(?<!\\)\[x|(?<!\\)<img|(?<!\\)`c|command(?<!\\):/);
    }
  });

  it('has no names in what menus ask for', () => {
    for (const { context } of allNodes(estateNodes(full))) assert.match(context ?? 'none', /^[a-zA-Z]+$/);
  });
});

describe('the state of the tree', () => {
  const none = { ...estate(), subscriptions: [] };
  const cases: readonly [string, ShownEstate, string][] = [
    ['no subscription', { ...none, visible: [] }, 'noSubscriptions'],
    ['a filter that leaves none', none, 'filteredOut'],
    ['empty subscriptions', estate(), 'noResources'],
    ['anything in it', full, 'ready'],
  ];
  for (const [what, shown, state] of cases) {
    it(`with ${what} is ${state}`, () => {
      assert.equal(stateOf(shown), state);
      assert.equal(estateNodes(shown).length > 0, state === 'ready');
    });
  }
});
