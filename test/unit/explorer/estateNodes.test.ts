import assert from 'node:assert/strict';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Link } from '../../../src/provisioning/linkState';
import type { Estate } from '../../../src/platform/estateStore';
import { estateNodes, pathTo, stateOf } from '../../../src/views/explorer/estateNodes';
import { isLeaf, type TreeNode } from '../../../src/views/explorer/treeNode';
import { cluster, idOf, inventory, registry, subscription } from '../../support/estates';

function estate(changes: Partial<Inventory> = {}, links: readonly Link[] = []): Estate {
  return { visible: [subscription], subscriptions: [subscription], inventory: inventory(changes), links };
}

/** The tree as lines: indentation, label, description, and in brackets icon and context. */
function outline(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap((node) => {
    const tail = [node.icon?.id, node.context, node.state].filter((word) => word !== undefined).join(' ');
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
      'Apps | 1 problem · 1 registry · 1 cluster | [key subscription]',
      '  Container registries | 1 · 1 problem | [package registries]',
      '    contoso | private · 1 problem · Premium · West Europe | [lock registry private]',
      '      Login server | contoso.azurecr.io | [globe detail]',
      '      Public network access | off | [shield detail]',
      '      Images | [layers images]',
      '      Private endpoints | 1 | [plug endpoints private]',
      '        pe-contoso | approved · vnet-contoso/endpoints | [plug endpoint]',
      '      Linked clusters | 1 · 1 broken | [link linkedClusters private]',
      '        aks-shop | broken | [error linkedCluster partial]',
      '          Missing: Role AcrPull for the kubelet identity | [error]',
      '  AKS clusters | 1 · 1 problem | [server-environment clusters]',
      '    aks-shop | 1 problem · Kubernetes 1.33 · West Europe | [server-environment cluster]',
      '      Node pools | 1 · 3 nodes | [vm pools]',
      '        system | System · 3 × Standard_D4s_v5 · Linux | [vm]',
      '      vnet-aks-shop | 10.1.0.0/16, 10.2.0.0/16 · own network | [type-hierarchy network]',
      '      Kubelet identity | aks-shop-agentpool | [account detail]',
      '      Registries to pull from | 1 · 1 broken | [link linkedRegistries]',
      '        contoso | broken | [error linkedRegistry partial]',
      '          Missing: Role AcrPull for the kubelet identity | [error]',
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

  it('offers to create a registry where there is none', () => {
    const none = allNodes(estateNodes(estate({ clusters: [shop] }))).find(({ opens }) => opens !== undefined);
    assert.deepEqual(
      [none?.label, none?.description, none?.opens, none?.resourceId],
      [
        'No container registries',
        'Create Private Registry…',
        'createRegistry',
        `/subscriptions/${subscription.id}`,
      ],
    );
  });

  const { connections } = contoso;
  const pending = connections.map((each) => ({ ...each, status: 'Pending' as const }));
  const faces: readonly [string, Parameters<typeof registry>[1], string, string, string][] = [
    ['open to the public', {}, 'public', 'globe', 'open'],
    ['reached both ways', { connections }, 'public and private', 'unlock', 'open'],
    ['private only', { connections, publicNetworkAccess: 'Disabled' }, 'private', 'lock', 'private'],
    ['reached by nobody', { publicNetworkAccess: 'Disabled' }, 'closed', 'circle-slash', 'closed'],
    [
      'for selected addresses',
      { defaultAction: 'Deny' },
      'public for selected IP addresses',
      'shield',
      'open',
    ],
    [
      'for selected addresses, and private',
      { connections, defaultAction: 'Deny' },
      'private and public for selected IP addresses',
      'shield',
      'open',
    ],
    ['with a pending endpoint', { connections: pending }, 'public · 1 pending approval', 'globe', 'open'],
    ['being created', { provisioningState: 'Creating' }, 'creating · public', 'sync', 'open'],
    ['at work', { provisioningState: 'Updating' }, 'updating · public', 'sync', 'open'],
    ['being deleted', { provisioningState: 'Deleting' }, 'deleting · public', 'trash', 'open'],
    ['that failed', { provisioningState: 'Failed' }, 'failed · public · 1 problem', 'error', 'open'],
  ];
  for (const [what, changes, words, icon, state] of faces) {
    it(`shows the state of a registry ${what} first, by an icon, and to menus`, () => {
      const node = allNodes(estateNodes(estate({ registries: [registry('x', changes)] }))).find(
        ({ context }) => context === 'registry',
      );
      assert.deepEqual(
        [node?.description, node?.icon?.id, node?.state],
        [`${words} · Premium · West Europe`, icon, state],
      );
    });
  }

  it('tells of a private endpoint that waits who asks, from where and with what words', () => {
    const elsewhere = '/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/rg/providers';
    const [asking] = pending;
    const hidden = {
      ...asking!,
      id: `${asking!.id}2`,
      endpointId: `${elsewhere}/Microsoft.Network/privateEndpoints/pe-b`,
    };
    const waiting = [{ ...asking!, message: 'For [the](command:x) shop' }, hidden];
    const { endpoints } = full.inventory;
    const nodes = allNodes(
      estateNodes(estate({ registries: [registry('x', { connections: waiting })], endpoints })),
    );
    const group = nodes.find(({ context }) => context === 'endpoints');
    assert.equal(group?.description, '2 · 2 pending');
    const tooltip = group.children?.[0]?.tooltip ?? '';
    assert.match(tooltip, /shop/);
    assert.deepEqual(
      group.children?.map(({ label, description, state, connectionId }) => [
        label,
        description,
        state,
        connectionId,
      ]),
      [
        [
          'pe-contoso',
          `pending approval · vnet-contoso/endpoints · ${subscription.name} · For [the](command:x) shop`,
          'pending',
          asking!.id,
        ],
        [
          'pe-b',
          'pending approval · in a subscription that isn’t shown · 99999999-0000-0000-0000-000000000000',
          'pending',
          hidden.id,
        ],
      ],
    );
    assert.doesNotMatch(tooltip, /\]\(command:x/, 'what others write makes no link');
    const approved = allNodes(estateNodes(full)).filter(({ context }) => context === 'endpoint');
    assert.deepEqual(
      approved.map(({ state, connectionId }) => [state, connectionId]),
      [[undefined, undefined]],
      'nothing to decide on',
    );
  });

  it('says to how many clusters a registry is linked, and from how many registries a cluster pulls', () => {
    const other = registry('other', { sku: 'Basic', location: 'Sweden Central' });
    const links = [link('linked'), { ...link('roleOnly'), registryId: other.id }];
    const lines = outline(estateNodes(estate({ registries: [contoso, other], clusters: [shop] }, links)));
    for (const line of [
      'contoso | private · linked to 1 · Premium · West Europe | [lock registry private]',
      'other | public · 1 pulls publicly · Basic · Sweden Central | [globe registry open]',
      'aks-shop | pulls from 2 registries · Kubernetes 1.33 · West Europe | [server-environment cluster]',
    ])
      assert.ok(
        lines.some((each) => each.trim() === line),
        line,
      );
  });

  it('counts a broken link once where both ends are, and what failed beside it', () => {
    const failed = cluster('aks-failed', { provisioningState: 'Failed' });
    const [node] = estateNodes(
      estate({ registries: [contoso], clusters: [shop, failed] }, [link('broken', ['Role AcrPull'])]),
    );
    assert.equal(node?.description, '2 problems · 1 registry · 2 clusters');
  });

  it('lists nothing as missing below a link that works over the public address', () => {
    const words = 'vnet-aks-shop has no link to a private DNS zone, so nodes get the public address.';
    const nodes = allNodes(estateNodes({ ...full, links: [link('roleOnly', [words])] })).filter(
      ({ pair }) => pair !== undefined,
    );
    assert.equal(nodes.length, 2);
    for (const node of nodes) {
      assert.ok(isLeaf(node));
      assert.doesNotMatch(node.tooltip ?? '', /lack|missing/i);
      assert.match(node.tooltip ?? '', /nodes get the public address/);
    }
  });

  it('says of what it doesn’t know that it doesn’t, and a sentence as it is', () => {
    const links = [link('unknown', ['Role assignments', 'What vnet-a asks can’t be told.'])];
    const nodes = allNodes(estateNodes({ ...full, links })).filter(({ id }) => id.includes('/missing/'));
    assert.deepEqual(
      nodes.slice(0, 2).map(({ label }) => label),
      ['Unknown: Role assignments', 'What vnet-a asks can’t be told.'],
    );
  });

  it('makes nodes when they are unfolded: thousands of registries cost nothing before', () => {
    const registries = Array.from({ length: 5000 }, (_, index) => {
      const own = registry(`acr${index}`);
      // Every node of a registry asks for its connections when it is made.
      return Object.defineProperty({ ...own }, 'connections', {
        get: () => assert.fail('a node was made'),
      });
    });
    const [node] = estateNodes(estate({ registries }));
    const [group] = node?.children ?? [];
    assert.deepEqual(
      [node?.description, group?.description, group?.expanded],
      ['5000 registries · 0 clusters', '5000', false],
    );
    assert.equal(group && isLeaf(group), false);
    assert.throws(() => group?.children, /a node was made/);
  });

  it('gives the same nodes again', () => {
    const [node] = estateNodes(full);
    assert.equal(node?.children, node?.children);
  });

  it('leads by ids to a registry, to a cluster and down to a link', () => {
    const roots = estateNodes(full);
    for (const [path, label] of [
      [pathTo(contoso.id), 'contoso'],
      [pathTo(contoso.id.toUpperCase(), shop.id), 'aks-shop'],
      [pathTo(shop.id), 'aks-shop'],
      [pathTo(`/subscriptions/${subscription.id}`), 'Apps'],
    ] as const) {
      const end = path.reduce<TreeNode | undefined>(
        (above, id) => (above?.children ?? roots).find((node) => node.id === id),
        undefined,
      );
      assert.equal(end?.label, label);
    }
    assert.deepEqual(pathTo(idOf('Microsoft.Network/virtualNetworks', 'vnet')), []);
  });

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

  it('doesn’t call links absent that may be with what couldn’t be read', () => {
    const failure = { code: 'azure.refused', kind: 'auth', message: 'No.', nextAction: 'Ask.' } as const;
    const unread = [{ id: `/subscriptions/${subscription.id}`, failure }];
    const notes = (inventory: typeof full.inventory) =>
      allNodes(estateNodes({ ...full, inventory, links: [] }))
        .filter(({ id }) => id.endsWith('/none'))
        .map(({ label }) => label);
    assert.ok(notes(full.inventory).includes('No linked clusters'));
    const said = notes({ ...full.inventory, unread });
    assert.ok(said.includes('No linked clusters among those that could be read'), said.join());
    assert.ok(said.includes('No registries to pull from among those that could be read'), said.join());
  });

  describe('where something couldn’t be read', () => {
    const failure = { code: 'azure.refused', kind: 'auth', message: 'No.', nextAction: 'Ask.' } as const;
    const refused = `/subscriptions/${subscription.id}`;
    const shown = (changes: Partial<Inventory>, ...ids: string[]) =>
      outline(estateNodes(estate({ ...changes, unread: ids.map((id) => ({ id, failure })) })))
        .filter((line) => !/No\. \||Retry/.test(line))
        .map((line) => line.replace(/ \| \[.*/, ''));
    const unreadGroups = {
      registries: ['  Container registries | couldn’t be read', '    Container registries couldn’t be read'],
      clusters: ['  AKS clusters | couldn’t be read', '    AKS clusters couldn’t be read'],
    };
    const noRegistries = [
      '  Container registries | 0',
      '    No container registries | Create Private Registry…',
    ];

    it('shows the clusters that were', () => {
      const lines = shown({ clusters: [shop] }, refused);
      assert.deepEqual(lines.slice(0, 5), [
        'Apps | 1 couldn’t be read · 1 cluster',
        ...unreadGroups.registries,
        '  AKS clusters | 1',
        '    aks-shop | Kubernetes 1.33 · West Europe',
      ]);
    });

    it('doesn’t say of a subscription with a registry that it has no clusters', () => {
      const lines = shown({ registries: [contoso] }, refused);
      assert.equal(lines[0], 'Apps | 1 couldn’t be read · 1 registry');
      assert.deepEqual(lines.slice(-2), unreadGroups.clusters);
    });

    it('doesn’t say that there are none of what the only one of couldn’t be', () => {
      assert.deepEqual(shown({}, shop.id.toUpperCase()), [
        'Apps | 1 couldn’t be read · 0 registries',
        ...noRegistries,
        ...unreadGroups.clusters,
      ]);
      assert.deepEqual(shown({}, contoso.id), [
        'Apps | 1 couldn’t be read · 0 clusters',
        ...unreadGroups.registries,
        '  AKS clusters | 0',
        '    No AKS clusters',
      ]);
      assert.deepEqual(shown({}, contoso.id, shop.id), ['Apps | couldn’t be read']);
    });

    it('says of no subscription what is missing where Azure doesn’t', () => {
      assert.deepEqual(shown({}, ''), [
        'Apps | couldn’t be read',
        ...unreadGroups.registries,
        ...unreadGroups.clusters,
      ]);
    });

    it('says that there are none where something else was it', () => {
      assert.deepEqual(shown({}, idOf('Microsoft.Network/virtualNetworks', 'vnet')), [
        'Apps | 1 couldn’t be read · 0 registries · 0 clusters',
        ...noRegistries,
        '  AKS clusters | 0',
        '    No AKS clusters',
      ]);
    });
  });

  it('says of a link that works in which cluster nothing runs that could pull', () => {
    const stopped = { ...full.inventory, clusters: [{ ...shop, powerState: 'Stopped' as const }] };
    const said = (inventory: typeof stopped | typeof full.inventory, state: Link['state']) =>
      allNodes(estateNodes({ ...full, inventory, links: [link(state)] })).flatMap(({ pair, tooltip }) =>
        pair === undefined ? [] : [tooltip?.includes('no running nodes') === true],
      );
    assert.deepEqual(said(stopped, 'linked'), [true, true]);
    assert.deepEqual(said(stopped, 'roleOnly'), [true, true]);
    assert.deepEqual(said(stopped, 'broken'), [false, false]);
    assert.deepEqual(said(full.inventory, 'linked'), [false, false]);
  });

  it('shows a cluster that is stopped, on a service principal, with a network that can’t be read', () => {
    const odd = cluster('odd', { powerState: 'Stopped', kubeletIdentity: undefined, networkId: undefined });
    const lines = outline(estateNodes(estate({ clusters: [odd] }))).map((line) => line.trim());
    assert.ok(lines.includes('odd | stopped · Kubernetes 1.33 · West Europe | [debug-stop cluster]'));
    assert.ok(lines.includes('Kubelet identity | none (the cluster uses a service principal) | [warning]'));
    assert.ok(lines.includes('Network | not found or not readable | [type-hierarchy]'));
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
  const cases: readonly [string, Estate, string][] = [
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
