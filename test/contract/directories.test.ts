/** Several accounts and directories at once: each request with the token of its subscription's directory and account. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { FailureError } from '../../src/model/failure';
import { noSession } from '../../src/platform/signInFailures';
import { nameOf } from '../../src/model/armId';
import { clouds } from '../../src/model/clouds';
import type { Account, AccessToken, TokenSource } from '../../src/provisioning/azureOptions';
import { linksIn, linksOf } from '../../src/provisioning/linkState';
import type { AccountDirectory, FirstSeen, Inventory } from '../../src/provisioning/observed/inventory';
import { withTenants } from '../../src/provisioning/observed/tenants';
import type { Azure } from '../../src/provisioning/ports';
import { resumeOperation } from '../../src/provisioning/operations/resume';
import { run } from '../../src/provisioning/operations/run';
import { planLink } from '../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../src/provisioning/proposing/propose';
import { indexOf } from '../../src/views/explorer/estateIndex';
import { estateNodes, pathTo } from '../../src/views/explorer/estateNodes';
import { systemClock } from '../../src/platform/clock';
import { MemoryStorage } from '../support/fakeWriter';
import * as add from './support/additions';
import { azureAt, failureFrom, never } from './support/azure';
import { contoso } from './support/contoso';
import { startInFrontOf } from './support/scripted';

const [mira, guest]: Account[] = [
  { id: 'mira', label: 'mira@contoso.com' },
  { id: 'guest', label: 'guest@fabrikam.com' },
] as const as [Account, Account];
const gone = '9a1d2f5e-3c47-4f0e-8a51-b6c0d1e2f394';
const [home, fabrikam] = [contoso('tenant'), contoso('fabrikamTenant')];

function jwt(tenant: string): string {
  const claims = Buffer.from(JSON.stringify({ oid: contoso('mira'), tid: tenant })).toString('base64url');
  return `e30.${claims}.c2ln`;
}

interface Asked {
  readonly account: string | undefined;
  readonly tenant: string | undefined;
}

describe('two accounts and three directories', () => {
  let emulator: Emulator;
  let subscription: string;
  let registry: string;
  let cluster: string;
  let asked: Asked[];
  /** What keeps an account out of a directory (`account tenant`). */
  let refused: Map<string, string>;
  /** A directory whose tokens come later. */
  let held: { readonly tenant: string; readonly until: Promise<void> } | undefined;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    const { core } = emulator;
    core.estate.put({
      id: `/tenants/${gone}`,
      name: gone,
      type: 'Microsoft.Resources/tenants',
      properties: { displayName: 'Northwind', defaultDomain: 'northwind.example' },
    });
    subscription = add.addSubscription(core, 'Fabrikam Shop');
    const path = `/subscriptions/${subscription}`;
    const like = core.estate.get(path)!;
    core.estate.put({ ...like, properties: { ...like.properties, tenantId: fabrikam } });
    const group = add.addGroup(core, subscription, 'rg-shop');
    registry = add.addRegistry(core, group, 'fabrikamshop');
    const network = add.addNetwork(core, group, 'vnet-shop', {
      prefix: '10.77.0.0/16',
      subnets: { nodes: '10.77.0.0/20' },
    });
    cluster = add.addCluster(core, group, 'aks-fabrikam', [`${network}/subnets/nodes`]);
    core.operations.settle();
    emulator.log.clear();
    asked = [];
    held = undefined;
    refused = new Map([
      ...[mira, guest].map(({ id }) => [`${id} ${gone}`, 'gone'] as const),
      [`${mira.id} ${fabrikam}`, 'proof'],
    ]);
  });
  afterEach(() => emulator.close());

  const tokenSource: TokenSource = async (_scopes, { account, tenantId }): Promise<AccessToken> => {
    asked.push({ account, tenant: tenantId });
    if (held !== undefined && held.tenant === tenantId) await held.until;
    const who = [mira, guest].find(({ id }) => id === account) ?? { id: account ?? '', label: '' };
    if (refused.has(`${account ?? ''} ${tenantId ?? ''}`))
      throw new FailureError(noSession(clouds.public, tenantId, who));
    const tenant = tenantId ?? (account === guest.id ? fabrikam : home);
    // So short that each request asks for another one.
    return { token: jwt(tenant), expiresOn: Date.now() };
  };
  const several = (accounts: readonly Account[] = [mira, guest], hiddenDirectories: readonly string[] = []) =>
    azureAt(emulator.url, { tokenSource, accounts: () => Promise.resolve(accounts), hiddenDirectories });

  async function estateOf(azure: Azure) {
    let accountDirectories: readonly AccountDirectory[] = [];
    const visible = await azure.listSubscriptions(never, (all) => (accountDirectories = all));
    const found = await azure.inventory(
      visible.map(({ id }) => id),
      never,
    );
    return {
      visible,
      subscriptions: visible,
      accountDirectories,
      inventory: withTenants(found, visible),
      links: [],
    };
  }

  /** Requests that were answered with a refusal. */
  const refusals = () =>
    emulator.log
      .text()
      .split('\n')
      .filter((line) => /"status":40[13]/.test(line));

  it('are read with their own tokens, and what fails costs itself only and says how to sign in', async () => {
    const { visible, accountDirectories, inventory } = await estateOf(several());
    assert.deepEqual(
      visible.map(({ name }) => name),
      ['Contoso Apps', 'Contoso Data', 'Contoso Platform', 'Fabrikam Shop'],
    );
    assert.deepEqual(
      accountDirectories.map(({ account, name, failure, subscriptionIds }) => [
        account.id,
        name,
        failure?.code,
        failure?.signIn,
        subscriptionIds.length,
      ]),
      [
        ['mira', 'Contoso', undefined, undefined, 3],
        ['mira', 'Fabrikam', 'signIn.directory', { tenantId: fabrikam, account: 'mira' }, 0],
        ['mira', 'Northwind', 'signIn.directory', { tenantId: gone, account: 'mira' }, 0],
        ['guest', 'Contoso', undefined, undefined, 3],
        ['guest', 'Fabrikam', undefined, undefined, 1],
        ['guest', 'Northwind', 'signIn.directory', { tenantId: gone, account: 'guest' }, 0],
      ],
    );
    const names = inventory.registries.map(({ name }) => name);
    assert.ok(names.includes('fabrikamshop') && names.includes('contosocore'), names.join());
    assert.equal(inventory.unread, undefined);
    assert.deepEqual(refusals(), []);
  });

  it('are a level of the tree, from which a resource is found', async () => {
    const estate = await estateOf(several());
    const roots = estateNodes(estate, indexOf(estate));
    assert.deepEqual(
      roots.map(({ label, children = [] }) => [label, ...children.map((child) => child.label)].slice(0, 4)),
      [
        ['Contoso', 'Contoso Apps', 'Contoso Data', 'Contoso Platform'],
        ['Fabrikam', roots[1]!.failure!.message, 'Retry'],
        ['Northwind', roots[2]!.failure!.message, 'Retry'],
        ['Contoso', 'Its subscriptions are shown under another account'],
        ['Fabrikam', 'Fabrikam Shop'],
        ['Northwind', roots[5]!.failure!.message, 'Retry'],
      ],
    );
    assert.equal(roots[1]!.opens, 'signIn');
    const path = pathTo(registry, undefined, 'subscription', roots);
    assert.equal(path[0], roots[4]!.id);
    assert.equal(path[1], `/subscriptions/${subscription}`);
  });

  it('are shown as they are read: of a directory that is slower nothing is said before it has been', async () => {
    const azure = several();
    const visible = await azure.listSubscriptions(never);
    let answer: () => void = () => undefined;
    held = { tenant: fabrikam, until: new Promise((resolve) => (answer = resolve)) };
    const seen: FirstSeen[] = [];
    const ids = visible.map(({ id }) => id);
    await azure.inventory(ids, never, (first) => {
      seen.push(first);
      answer();
    });
    const shown = seen.map((inventory) =>
      estateNodes({ visible, subscriptions: visible, inventory, rest: 'reading' }).map(
        ({ label, description }) => `${label}: ${description ?? ''}`,
      ),
    );
    assert.deepEqual(
      shown.map((lines) => [lines[0], lines.at(-1)]),
      [
        ['Contoso Apps: 3 registries · 5 clusters · reading…', 'Fabrikam Shop: reading…'],
        [
          'Contoso Apps: 3 registries · 5 clusters · reading…',
          'Fabrikam Shop: 1 registry · 1 cluster · reading…',
        ],
      ],
    );
  });

  it('are one level less where one is left, and a hidden one isn’t asked for', async () => {
    const azure = several([mira], [fabrikam, gone]);
    const estate = await estateOf(azure);
    assert.deepEqual(
      estateNodes(estate, indexOf(estate)).map(({ label }) => label),
      ['Contoso Apps', 'Contoso Data', 'Contoso Platform'],
    );
    assert.ok(asked.every(({ tenant }) => tenant === undefined || tenant === home));
    assert.deepEqual(
      estate.accountDirectories.map(({ name, isHidden }) => [name, isHidden]),
      [
        ['Contoso', undefined],
        ['Fabrikam', true],
        ['Northwind', true],
      ],
    );
  });

  it('tell of the first subscriptions before all are listed where one directory is asked', async () => {
    const firstOf = async (...hidden: string[]) => {
      let names: readonly string[] = [];
      await several([mira], hidden).listSubscriptions(never, undefined, (first) => {
        names = first.map(({ name }) => name);
      });
      return names;
    };
    assert.deepEqual(await firstOf(fabrikam, gone), ['Contoso Apps', 'Contoso Data', 'Contoso Platform']);
    assert.deepEqual(await firstOf(fabrikam), [], 'each stands below a directory that isn’t known yet');
  });

  it('leave an account alone that was never signed in for this, where others are', async () => {
    const stranger = { id: 'stranger', label: 'me@outlook.example' };
    refused.set('stranger ', 'never');
    const estate = await estateOf(several([mira, stranger]));
    assert.deepEqual(estate.accountDirectories.map(({ name, isHidden }) => [name, isHidden]).at(-1), [
      'me@outlook.example',
      true,
    ]);
    assert.ok(!estateNodes(estate, indexOf(estate)).some(({ label }) => label.includes('outlook')));
    const alone = await failureFrom(several([stranger]).listSubscriptions(never));
    assert.deepEqual([alone.code, alone.signIn], ['signIn.required', { account: 'stranger' }]);
  });

  it('say what is wrong where nothing could be read, and which account has no subscription', async () => {
    refused.set(`${mira.id} ${home}`, 'proof');
    assert.equal((await failureFrom(several([mira]).listSubscriptions(never))).code, 'signIn.directory');
    emulator.estate.delete(`/subscriptions/${subscription}`);
    refused = new Map([
      [`${guest.id} ${gone}`, 'gone'],
      [`${guest.id} ${home}`, 'proof'],
    ]);
    const { accountDirectories, visible } = await estateOf(several([guest]));
    assert.deepEqual([visible.length, accountDirectories.length], [0, 3]);
  });

  it('offer the identities of those that can be read, and say of the others that they aren’t', async () => {
    const listed = async (azure: Azure) => {
      const subscriptions = await azure.listSubscriptions(never);
      refused.set(`${mira.id} ${fabrikam}`, 'proof');
      return azure.listIdentities(
        subscriptions.map(({ id }) => id),
        never,
      );
    };
    refused.delete(`${mira.id} ${fabrikam}`);
    const { identities, unread } = await listed(several([mira]));
    assert.ok(identities.some(({ name }) => name === 'aks-shop-weu-agentpool'));
    assert.deepEqual(
      unread.map(({ id, failure }) => [id, failure.code]),
      [[`/subscriptions/${subscription}`, 'signIn.directory']],
    );
  });

  it('are linked each in itself; a pair across them is refused with the reason', async () => {
    const azure = several();
    const linkOf = async (registryId: string, clusterId: string) => {
      const first = await azure.observe({ registryId, clusterIds: [clusterId] }, never);
      const spec = proposeSpec(first, { mode: 'private' });
      return planLink(spec, await azure.observe({ registryId, clusterIds: [clusterId], spec }, never), 'op');
    };
    const plan = await linkOf(registry, cluster);
    assert.deepEqual(plan.blockers, []);
    const ports = { writer: azure, reader: azure, journal: new MemoryStorage(), clock: systemClock };
    const hazards = plan.hazards.map(({ id }) => id);
    assert.equal((await run(plan, ports, never, () => undefined, hazards)).kind, 'done');
    assert.deepEqual(refusals(), []);

    const across = await linkOf(registry, contoso('shopCluster'));
    assert.ok(
      across.blockers.some(({ code }) => code === 'differentTenants'),
      JSON.stringify(across.blockers),
    );
  });

  it('stop an operation whose sign-in ends in the middle, which goes on after the next one', async () => {
    const azure = several();
    const asking = { registryId: registry, clusterIds: [cluster] };
    const spec = proposeSpec(await azure.observe(asking, never), { mode: 'private' });
    const plan = planLink(spec, await azure.observe({ ...asking, spec }, never), 'op');
    const journal = new MemoryStorage();
    const hazards = plan.hazards.map(({ id }) => id);
    const ports = (over: Azure) => ({ writer: over, reader: over, journal, clock: systemClock });
    let writes = 0;
    const writer: Azure = {
      ...azure,
      write: (...parameters) => {
        writes += 1;
        if (writes === 3) refused.set(`${guest.id} ${fabrikam}`, 'ended');
        return azure.write(...parameters);
      },
    };
    const outcome = await run(plan, ports(writer), never, () => undefined, hazards);
    assert.ok(outcome.kind === 'failed', JSON.stringify(outcome));
    assert.deepEqual([...new Set(outcome.failures.map(({ code }) => code))], ['signIn.directory']);
    assert.deepEqual(outcome.failures[0]?.signIn, { tenantId: fabrikam, account: 'guest' });

    // A window that is opened meanwhile doesn't know where the subscription is.
    const failure = await failureFrom(several().readResource(registry, never));
    assert.deepEqual(
      [failure.code, failure.message.includes('Fabrikam (guest@fabrikam.com)')],
      ['signIn.directory', true],
    );

    refused.delete(`${guest.id} ${fabrikam}`);
    const resumed = await resumeOperation('op', ports(several()), never, () => undefined, hazards);
    assert.equal(resumed.kind, 'done', JSON.stringify(resumed));
  });
});

describe('two accounts that see different subscriptions of one directory', () => {
  it('have the links and the pulls between these', async () => {
    const emulator = await startEmulator({ scenario: 'contoso' });
    const sees: Readonly<Record<string, readonly string[]>> = {
      mira: [contoso('platform')],
      guest: [contoso('apps'), contoso('data')],
    };
    const tokenOf = (account: string) => `${jwt(home)}${account}`;
    const front = await startInFrontOf(emulator.url, ({ path, headers }) => {
      const who = Object.keys(sees).find((name) => headers.authorization?.endsWith(name)) ?? '';
      if (path.startsWith('/tenants?'))
        return {
          status: 200,
          body: { value: [{ id: `/tenants/${home}`, tenantId: home, displayName: 'Contoso' }] },
        };
      if (!path.startsWith('/subscriptions?')) return undefined;
      const value = sees[who]?.map((id) => ({
        id: `/subscriptions/${id}`,
        subscriptionId: id,
        displayName: id,
        tenantId: home,
        state: 'Enabled',
      }));
      return { status: 200, body: { value } };
    });
    const two = azureAt(front.url, {
      accounts: () => Promise.resolve([mira, guest]),
      tokenSource: (_scopes, { account = '' }) =>
        Promise.resolve({ token: tokenOf(account), expiresOn: Date.now() + 3_600_000 }),
    });
    const ids = (await two.listSubscriptions(never)).map(({ id }) => id);
    const [apart, whole] = await Promise.all([
      two.inventory(ids, never),
      azureAt(emulator.url).inventory(ids, never),
    ]);
    await front.close();
    await emulator.close();
    const links = (inventory: Inventory) =>
      linksOf(inventory)
        .map(({ registryId, clusterId, state }) => [nameOf(registryId), nameOf(clusterId), state].join(' '))
        .sort();
    assert.equal(ids.length, 3);
    assert.ok(links(whole).includes('contosocore aks-shop-weu linked'));
    assert.deepEqual(links(apart), links(whole));
    const pulls = linksIn(apart).pulls(contoso('coreRegistry'), contoso('shopCluster'));
    assert.equal(pulls, true);
  });
});
