/** What Resource Graph refuses, describes oddly, or is late with costs itself only, and is said. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { linksIn, linksOf } from '../../src/provisioning/linkState';
import type { Inventory } from '../../src/provisioning/observed/inventory';
import { sameId } from '../../src/model/armId';
import { estateNodes } from '../../src/views/explorer/estateNodes';
import type { TreeNode } from '../../src/views/explorer/treeNode';
import { addCluster, addGroup, addRegistry, addReplica } from './support/additions';
import { azureAt, failureFrom, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';
import {
  refusal,
  startScripted,
  type Answer,
  type ScriptedServer,
  type SeenRequest,
} from './support/scripted';

type Row = Record<string, unknown> & { id: string; properties?: Record<string, unknown> };

/** The emulator, with something else in the place of what Resource Graph answers. */
class ChangedGraph {
  /** Takes the rows of an answer; gives an answer in their place, or undefined for the rows as they are then. */
  change: (rows: Row[], request: SeenRequest) => Answer | undefined = () => undefined;

  /** Whether Resource Manager refuses its own lists of subscriptions. */
  refusesLists = false;

  private constructor(
    readonly emulator: Emulator,
    readonly server: ScriptedServer,
  ) {}

  static async start(): Promise<ChangedGraph> {
    const emulator = await startEmulator({ scenario: 'contoso' });
    const server = await startScripted(async (request) => {
      const { method, path, headers, body } = request;
      const response = await fetch(`${emulator.url}${path}`, {
        method,
        headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
        ...(body === '' ? {} : { body }),
      });
      const json = JSON.parse((await response.text()).replaceAll(emulator.url, server.url)) as {
        data?: Row[];
      };
      const isList = /^\/subscriptions\/[^/]+\/providers\//i.test(path);
      if (graph.refusesLists && isList) return refusal('*/read', path);
      const other = json.data && graph.change(json.data, request);
      return other ?? { status: response.status, body: json };
    });
    const graph = new ChangedGraph(emulator, server);
    return graph;
  }

  get azure() {
    return azureAt(this.server.url);
  }

  /** Queries since the last time. */
  queries(): readonly SeenRequest[] {
    return this.server.seen.splice(0).filter(({ path }) => /ResourceGraph/i.test(path));
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.emulator.close();
  }
}

/** As Azure answers it, by the public reports. */
function tooLarge(size: number): Answer {
  return {
    status: 400,
    body: {
      error: {
        code: 'BadRequest',
        message: 'Please provide below info when asking for support: timestamp = t, correlationId = c.',
        details: [
          {
            code: 'ResponsePayloadTooLarge',
            message: `Response payload size is ${size}, and has exceeded the limit of 10000.`,
          },
        ],
      },
    },
  };
}

/** Of the subscriptions of the scenario. */
function treeOf(inventory: Inventory): readonly TreeNode[] {
  const visible = subscriptionIds.map((id) => ({ id, name: id, tenantId: contoso('tenant') }));
  return estateNodes({ visible, subscriptions: visible, inventory, links: linksOf(inventory) });
}

async function tree(graph: ChangedGraph): Promise<readonly TreeNode[]> {
  const { azure } = graph;
  const visible = await azure.listSubscriptions(never);
  const inventory = await azure.inventory(
    visible.map(({ id }) => id),
    never,
  );
  return estateNodes({ visible, subscriptions: visible, inventory, links: linksOf(inventory) });
}

function flat(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
}

function linkOf(inventory: Inventory, registry: string, cluster: string) {
  return linksOf(inventory).find(
    ({ registryId, clusterId }) => sameId(registryId, registry) && sameId(clusterId, cluster),
  );
}

const resourceOf = (text: string) => (row: Row) => row.id.toLowerCase().endsWith(text.toLowerCase());

describe('Resource Graph', () => {
  let graph: ChangedGraph;
  before(async () => {
    graph = await ChangedGraph.start();
  });
  after(() => graph.close());
  afterEach(() => {
    graph.change = () => undefined;
    graph.refusesLists = false;
    graph.queries();
  });

  describe('that refuses an answer as too large', () => {
    const limitTo = (bytes: number) => {
      graph.change = (rows) => {
        const size = JSON.stringify(rows).length;
        return size > bytes ? tooLarge(size) : undefined;
      };
    };

    it('is asked for less at a time, and all is there', async () => {
      const whole = await graph.azure.inventory(subscriptionIds, never);
      const usual = graph.queries().length;
      limitTo(10_000);
      assert.deepEqual(await graph.azure.inventory(subscriptionIds, never), whole);
      assert.ok(graph.queries().length > usual);
    });

    it('is asked for the others in larger pages again where one row is large', async () => {
      const large = 'microsoft.network/virtualnetworks/vnet-shop-weu';
      limitTo(1_000_000);
      const limit = graph.change;
      graph.change = (rows, request) => {
        if (rows.length > 1 && rows.some(resourceOf('vnet-shop-weu'))) return tooLarge(17_000_000);
        return limit(rows, request);
      };
      const pages = graph.queries().length;
      const inventory = await graph.azure.inventory(subscriptionIds, never);
      assert.equal(inventory.unread, undefined);
      assert.ok(inventory.networks.some(({ id }) => id.toLowerCase().endsWith(large)));
      assert.ok(graph.queries().length - pages < 40);
    });

    it('costs the rest of a list only where a later page fails', async () => {
      const whole = await graph.azure.inventory(subscriptionIds, never);
      graph.emulator.faults.add({ kind: 'graph-limit', bytes: 8000 });
      const isLater = (body: string) => /virtualnetworks'/i.test(body) && /skipToken/i.test(body);
      graph.change = (_rows, { body }) =>
        isLater(body)
          ? { status: 500, body: { error: { code: 'InternalServerError', message: 'Oops' } } }
          : undefined;
      const inventory = await graph.azure.inventory(subscriptionIds, never);
      graph.emulator.faults.clear();
      assert.ok(inventory.registries.length > 5 && inventory.networks.length > 0);
      assert.deepEqual(
        inventory.unread?.map(({ failure }) => failure.azure?.status),
        [500],
      );
      const before = linksIn(whole);
      for (const { registryId, clusterId, state, missing } of linksOf(inventory)) {
        if (state !== 'unknown') assert.equal(state, before.between(registryId, clusterId)?.state);
        assert.doesNotMatch(missing.join(), /isn’t in the selected subscriptions/);
      }
      const labels = flat(treeOf(inventory)).map(({ label }) => label);
      assert.ok(labels.includes('No AKS clusters'));
      assert.ok(!labels.includes('AKS clusters couldn’t be read'));
    });

    it('doesn’t know which data endpoint is nearest where the page with the replicas fails', async () => {
      const { core } = graph.emulator;
      const replica = `${contoso('coreRegistry')}/replications/northeurope`;
      addReplica(core, contoso('coreRegistry'), 'northeurope');
      core.operations.settle();
      graph.change = (rows, { body }) => {
        if (!/registries\/replications'/i.test(body)) return undefined;
        if (/skipToken/i.test(body)) {
          return { status: 500, body: { error: { code: 'InternalServerError', message: 'Oops' } } };
        }
        const at = rows.findIndex(({ id }) => /\/replications\//i.test(id));
        return at > 0 && rows.length > at ? tooLarge(17_000_000) : undefined;
      };
      const { registries } = await graph.azure.inventory(subscriptionIds, never);
      core.estate.delete(replica);
      assert.ok(registries.some(({ name }) => name === 'contosocore'));
      for (const { name, hasUnreadReplicas } of registries) assert.equal(hasUnreadReplicas, true, name);
    });

    it('is asked for less at a time also about the whole tenant', async () => {
      limitTo(10_000);
      const asked = { registryId: contoso('coreRegistry'), clusterIds: [contoso('shopCluster')] };
      const { neighbours } = await graph.azure.observe(asked, never);
      assert.equal(neighbours.state, 'known');
    });

    it('is said to, in the words that say what was wrong, when a single row is too large', async () => {
      limitTo(1);
      const failure = await failureFrom(graph.azure.inventory(subscriptionIds, never));
      assert.equal(failure.code, 'azure.ResponsePayloadTooLarge');
      assert.match(failure.message, /^The Resource Graph response was too large: Response payload size/);
      assert.equal(failure.nextAction, 'Select fewer subscriptions, then try again.');
    });

    it('isn’t asked for subnets, which hold an entry for each pod', async () => {
      await graph.azure.inventory(subscriptionIds, never);
      const asked = { registryId: contoso('coreRegistry'), clusterIds: [contoso('shopCluster')] };
      await graph.azure.observe(asked, never);
      const queries = graph.queries().map(({ body }) => (JSON.parse(body) as { query: string }).query);
      assert.ok(queries.length > 5);
      for (const query of queries)
        assert.doesNotMatch(query, /'subnets', |'ipConfigurations', item|properties$/);
    });
  });

  describe('with a row of another form', () => {
    const without = (row: Row): Row =>
      Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'properties')) as Row;
    const withProperties =
      (more: Record<string, unknown>) =>
      (row: Row): Row => ({ ...row, properties: { ...row.properties, ...more } });
    const network = resourceOf('vnet-batch-neu');
    const cases: readonly {
      readonly what: string;
      readonly is: (row: Row) => boolean;
      readonly make: (row: Row) => Row;
      /** What the tree says in its place; undefined where the row is shown as it is. */
      readonly said: RegExp | undefined;
    }[] = [
      {
        what: 'a cluster without properties',
        is: resourceOf('aks-devtest-weu'),
        make: without,
        said: /aks-devtest-weu in an unexpected format\. properties/,
      },
      {
        what: 'a cluster with a count that is a text',
        is: resourceOf('aks-devtest-weu'),
        make: withProperties({ agentPoolProfiles: [{ name: 'a', count: '3' }] }),
        said: /aks-devtest-weu .*agentPoolProfiles\.0\.count/,
      },
      {
        what: 'a cluster with nulls',
        is: resourceOf('aks-devtest-weu'),
        make: withProperties({ agentPoolProfiles: null, identityProfile: { kubeletidentity: null } }),
        said: undefined,
      },
      {
        what: 'a registry without an SKU',
        is: resourceOf('contosotraining'),
        make: (row) => ({ ...row, sku: null }),
        said: /contosotraining in an unexpected format\. sku/,
      },
      {
        what: 'a registry that is being made',
        is: resourceOf('contosotraining'),
        make: withProperties({ loginServer: null, provisioningState: 'Creating' }),
        said: /^contosotraining has no login server \(provisioning state Creating\)\.$/,
      },
      {
        what: 'a registry with a connection without properties',
        is: resourceOf('contosotraining'),
        make: withProperties({ privateEndpointConnections: [{ id: 'x', properties: null }] }),
        said: undefined,
      },
      {
        what: 'a network without properties',
        is: network,
        make: without,
        said: /vnet-batch-neu .*properties/,
      },
      {
        what: 'a network with a peering without properties',
        is: network,
        make: withProperties({ virtualNetworkPeerings: [{ id: '/x/virtualNetworkPeerings/p' }] }),
        said: /a peering in an unexpected format/,
      },
      {
        what: 'an endpoint that leads nowhere',
        is: resourceOf('pe-contosodata'),
        make: withProperties({ privateLinkServiceConnections: [{ properties: null }] }),
        said: /what it’s connected to for the private endpoint pe-contosodata/,
      },
      {
        what: 'a zone link without properties',
        is: resourceOf('link-vnet-hub-weu'),
        make: without,
        said: /link-vnet-hub-weu .*properties/,
      },
      {
        what: 'a zone link without a network',
        is: resourceOf('link-vnet-hub-weu'),
        make: withProperties({ virtualNetwork: null }),
        said: /link-vnet-hub-weu .*virtualNetwork/,
      },
      {
        what: 'a zone link of a zone that nobody asks about',
        is: resourceOf('link-vnet-hub-weu'),
        make: (row) => without({ ...row, id: row.id.replace(/azurecr\.io/i, 'blob.core.windows.net') }),
        said: undefined,
      },
      { what: 'a row without an id', is: network, make: () => ({ id: '' }), said: /expected|unexpected/ },
    ];
    for (const { what, is, make, said } of cases) {
      it(`shows ${what} by itself, and everything else`, async () => {
        let changed = 0;
        graph.change = (rows) => {
          rows.forEach((row, index) => {
            if (!is(row)) return;
            rows[index] = make(row);
            changed += 1;
          });
          return undefined;
        };
        const nodes = flat(await tree(graph));
        assert.ok(changed > 0);
        const labels = nodes.map(({ label }) => label);
        for (const name of ['contosocore', 'contosodata', 'aks-shop-weu'])
          assert.ok(labels.includes(name), name);
        const failures = nodes.filter(({ context }) => context === 'failure');
        assert.equal(failures.length, said === undefined ? 0 : 1, failures.map(({ label }) => label).join());
        if (said !== undefined) assert.match(failures[0]!.label, said);
      });
    }

    it('says of a registry without a login server whether that may pass', async () => {
      const failureOf = async (provisioningState: string) => {
        graph.change = (rows) => {
          rows.forEach((row, index) => {
            if (resourceOf('contosotraining')(row))
              rows[index] = withProperties({ loginServer: null, provisioningState })(row);
          });
          return undefined;
        };
        const { unread = [] } = await graph.azure.inventory(subscriptionIds, never);
        return unread.map(({ failure }) => [failure.kind, failure.nextAction]);
      };
      assert.deepEqual(await failureOf('Creating'), [['transient', 'Refresh after Azure has created it.']]);
      assert.deepEqual(await failureOf('Failed'), [
        ['user', 'Delete it, then create it again if it’s needed.'],
      ]);
    });

    it('knows nothing of a path that leads over what could not be read', async () => {
      const pair = [contoso('coreRegistry'), contoso('shopCluster')] as const;
      const parts: readonly [string, (row: Row) => Row][] = [
        ['vnet-shop-weu', without],
        ['pe-contosocore', without],
        ['link-vnet-shop-weu', without],
        ['link-vnet-shop-weu', withProperties({ virtualNetwork: null })],
        ['snet-private-endpoints', withProperties({ delegations: 'odd' })],
      ];
      for (const [part, make] of parts) {
        graph.change = (rows) => {
          rows.forEach((row, index) => {
            if (resourceOf(part)(row)) rows[index] = make(row);
          });
          return undefined;
        };
        const inventory = await graph.azure.inventory(subscriptionIds, never);
        assert.ok(
          inventory.unread?.some(({ id }) => id.endsWith(part)),
          part,
        );
        assert.equal(linkOf(inventory, ...pair)?.state, 'unknown', part);
      }
    });

    it('knows of a registry that one of its replicas could not be read', async () => {
      addReplica(graph.emulator.core, contoso('coreRegistry'), 'northeurope');
      graph.emulator.core.operations.settle();
      graph.change = (rows) => {
        rows.forEach((row, index) => {
          if (/\/replications\//i.test(row.id)) rows[index] = { ...row, location: null };
        });
        return undefined;
      };
      const { registries } = await graph.azure.inventory(subscriptionIds, never);
      graph.emulator.core.estate.delete(`${contoso('coreRegistry')}/replications/northeurope`);
      assert.deepEqual(
        registries.flatMap(({ name, hasUnreadReplicas }) => (hasUnreadReplicas === true ? [name] : [])),
        ['contosocore'],
      );
    });

    it('doesn’t know who lacks a role where an assignment could not be read', async () => {
      const pair = [contoso('coreRegistry'), contoso('shopCluster')] as const;
      graph.change = (rows) => {
        rows.forEach((row, index) => {
          if (row.properties?.['principalId'] !== contoso('shopKubelet')) return;
          rows[index] = { ...row, properties: { ...row.properties, principalId: null } };
        });
        return undefined;
      };
      const link = linkOf(await graph.azure.inventory(subscriptionIds, never), ...pair);
      assert.equal(link?.state, 'unknown');
      assert.match(link.missing.join(), /^Role assignments of contosocore couldn’t be read$/);
    });

    it('says who can’t be told to be affected by a plan, and who pulls', async () => {
      graph.change = (rows) => {
        rows.forEach((row, index) => {
          if (resourceOf('aks-devtest-weu')(row)) rows[index] = without(row);
        });
        return undefined;
      };
      const asked = { registryId: contoso('coreRegistry'), clusterIds: [contoso('shopCluster')] };
      const { neighbours } = await graph.azure.observe(asked, never);
      assert.ok(neighbours.state === 'known');
      assert.deepEqual(
        neighbours.value.unread?.map((id) => sameId(id, contoso('devtestCluster'))),
        [true],
      );
      const { clusters } = await graph.azure.readPullers(contoso('coreRegistry'), never);
      assert.ok(clusters.state === 'known');
      const unread = clusters.value.filter((one) => one.unread !== undefined);
      assert.deepEqual(
        unread.map(({ name }) => name),
        ['aks-devtest-weu'],
      );
      assert.equal(clusters.value.length, 7);
    });
  });

  it('is said to have answered less than there is of a subscription, until all of it has come', async () => {
    const { azure } = graph;
    const known = await azure.inventory(subscriptionIds, never);
    const apps = contoso('apps');
    const cut = () => {
      graph.change = (rows) => ({
        status: 200,
        body: { totalRecords: rows.length + 1, count: rows.length, resultTruncated: 'false', data: rows },
      });
    };
    cut();
    const once = (await azure.inventoryAgain(known, apps, never)) ?? assert.fail();
    const twice = (await azure.inventoryAgain(once, apps, never)) ?? assert.fail();
    const ids = flat(treeOf(twice)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { unread } of [once, twice])
      assert.ok(
        unread?.every(({ id }) => sameId(id, `/subscriptions/${apps}`)),
        JSON.stringify(unread),
      );
    assert.equal(twice.unread?.length, once.unread?.length);
    graph.change = () => undefined;
    assert.equal((await azure.inventoryAgain(twice, apps, never))?.unread, undefined);
  });

  describe('that refuses a subscription', () => {
    const [platform, apps, data] = subscriptionIds as [string, string, string];
    const refuse = (refused: readonly string[], answer: (id: string) => Answer, about = /./) => {
      graph.change = (_, { body }) => {
        const found = refused.find((id) => body.includes(id));
        return found !== undefined && about.test(body) ? answer(found) : undefined;
      };
    };
    const silent = (): Answer => ({
      status: 403,
      body: { error: { code: 'AuthorizationFailed', message: 'No.' } },
    });

    for (const [what, answer] of [
      [
        'by name',
        (id: string) => refusal('Microsoft.Resources/subscriptions/resources/read', `/subscriptions/${id}`),
      ],
      ['without a name', silent],
      [
        'as unknown in the tenant',
        (id: string): Answer => ({
          status: 400,
          body: { error: { code: 'InvalidSubscriptionId', message: `The subscription ${id} is not known.` } },
        }),
      ],
    ] as const) {
      it(`shows the others, and says which one (${what})`, async () => {
        refuse([data], answer);
        graph.refusesLists = true;
        const roots = await tree(graph);
        const refused = roots.find(({ label }) => label === 'Contoso Data');
        assert.equal(refused?.description, 'couldn’t be read');
        assert.deepEqual(
          refused.children?.map(({ context }) => context),
          ['failure'],
        );
        const labels = flat(roots).map(({ label }) => label);
        assert.ok(labels.includes('contosocore') && labels.includes('aks-shop-weu'));
        assert.ok(!labels.includes('contosodata'));
      });
    }

    it('shows what Resource Manager lists in it, and claims nothing of links there', async () => {
      refuse([data], silent);
      const roots = await tree(graph);
      const refused = roots.find(({ label }) => label === 'Contoso Data');
      assert.equal(refused?.description, '1 couldn’t be read · 2 registries · 2 clusters');
      const inventory = await graph.azure.inventory(subscriptionIds, never);
      for (const { registryId, state, missing } of linksOf(inventory)) {
        if (registryId.includes(data)) assert.equal(state, 'unknown', missing.join());
      }
    });

    it('leaves the links between the others as they are, and says of what is unknown which zones it means', async () => {
      const between = (inventory: Inventory) =>
        linksOf(inventory).filter(
          (link) => ![link.registryId, link.clusterId].some((id) => id.includes(data)),
        );
      const states = (inventory: Inventory) =>
        between(inventory).map(({ registryId, clusterId, state }) => [registryId, clusterId, state]);
      const whole = await graph.azure.inventory(subscriptionIds, never);
      refuse([data], silent);
      const inventory = await graph.azure.inventory(subscriptionIds, never);
      assert.ok(between(whole).some(({ state }) => state === 'linked'));
      assert.deepEqual(states(inventory), states(whole));
      for (const { missing } of linksOf(inventory)) assert.doesNotMatch(missing.join(), / {2}|\(\)/);
    });

    it('finds several among many with few queries, and fails where all are refused', async () => {
      const many = Array.from(
        { length: 500 },
        (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      );
      refuse([many[7]!, many[333]!], (id) => refusal('Microsoft.Resources/subscriptions/resources/read', id));
      const inventory = await graph.azure.inventory([...many, apps], never);
      assert.deepEqual(inventory.unread?.map(({ id }) => id.slice(-3)).sort(), ['007', '333']);
      assert.ok(inventory.clusters.length > 0);
      assert.equal(graph.queries().length, 12);

      refuse([many[333]!], silent);
      const found = await graph.azure.inventory([...many, apps], never);
      assert.deepEqual(
        found.unread?.map(({ id }) => id.slice(-3)),
        ['333'],
      );
      assert.ok(graph.queries().length < 4 * 20);

      refuse([platform, apps, data], silent);
      const failure = await failureFrom(graph.azure.inventory(subscriptionIds, never));
      assert.equal(failure.code, 'azure.AuthorizationFailed');
    });

    it('knows the roles of the others where it refuses those of one', async () => {
      refuse([data], silent, /authorizationresources/);
      const inventory = await graph.azure.inventory(subscriptionIds, never);
      assert.equal(linkOf(inventory, contoso('coreRegistry'), contoso('shopCluster'))?.state, 'linked');
      assert.deepEqual(inventory.rolesUnreadAt, [`/subscriptions/${data}`]);
      for (const { registryId, state } of linksOf(inventory)) {
        if (registryId.includes(data)) assert.equal(state, 'unknown', registryId);
      }
    });
  });
});

describe('Resource Graph that is late', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
    azure.emulator.faults.add({ kind: 'graph-lag', seconds: 3600, match: {} } as never);
  });
  afterEach(() => azure.close());

  const inventory = (ids: readonly string[] = subscriptionIds) => azure.azure.inventory(ids, never);
  const pair = [contoso('coreRegistry'), contoso('shopUsCluster')] as const;

  it('is told from what was just linked and unlinked', async () => {
    assert.equal(linkOf(await inventory(), ...pair), undefined);
    const spec = await azure.propose('coreRegistry', 'shopUsCluster');
    await azure.applied(await azure.plan(spec));
    assert.equal(linkOf(await inventory(), ...pair)?.state, 'linked');
    // Another window's client knows of nothing, and takes what the index says.
    assert.equal(
      linkOf(await azureAt(azure.emulator.url).inventory(subscriptionIds, never), ...pair),
      undefined,
    );

    const { neighbours } = await azure.azure.observe({ registryId: pair[0], clusterIds: [pair[1]] }, never);
    const { kubeletIdentity } = (await inventory()).clusters.find(({ id }) => sameId(id, pair[1]))!;
    assert.ok(neighbours.state === 'known');
    assert.ok(neighbours.value.pullPrincipals?.includes(kubeletIdentity!.objectId.toLowerCase()));

    const { apiVersion } = { apiVersion: '2022-04-01' };
    const roles = azure.emulator.estate
      .ofType('Microsoft.Authorization/roleAssignments')
      .filter(({ properties }) => properties['principalId'] === kubeletIdentity!.objectId);
    for (const { id } of roles) {
      const progress = { accepted: () => undefined, status: () => undefined, retrying: () => undefined };
      const outcome = await azure.azure.write(
        id,
        { method: 'DELETE', apiVersion, body: {} },
        progress,
        never,
      );
      assert.ok(outcome.ok);
    }
    assert.equal(linkOf(await inventory(), ...pair), undefined);
  });

  it('is helped out with registries and clusters, whoever made them, where subscriptions are few', async () => {
    const { core } = azure.emulator;
    const group = addGroup(core, contoso('apps'), 'rg-new');
    const registryId = addRegistry(core, group, 'contosobrandnew');
    const clusterId = addCluster(core, group, 'aks-brand-new');
    const found = await inventory();
    assert.ok(found.registries.some(({ id }) => sameId(id, registryId)));
    assert.ok(found.clusters.some(({ id }) => sameId(id, clusterId)));
    assert.ok(!(await inventory([contoso('data')])).registries.some(({ id }) => sameId(id, registryId)));
  });

  it('is told from what was read by its id, also among many subscriptions', async () => {
    const { core } = azure.emulator;
    const registryId = addRegistry(core, addGroup(core, contoso('apps'), 'rg-new'), 'contosobrandnew');
    const many = Array.from({ length: 20 }, (_, index) => `00000000-0000-4000-8000-0000000000${10 + index}`);
    const has = async () =>
      (await inventory([...many, contoso('apps')])).registries.some(({ id }) => sameId(id, registryId));
    assert.equal(await has(), false);
    await azure.azure.readResource(registryId, never);
    assert.equal(await has(), true);
  });
});
