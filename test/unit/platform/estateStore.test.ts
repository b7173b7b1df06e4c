import assert from 'node:assert/strict';
import type { KeptEstate, KeptEstates } from '../../../src/platform/keptEstates';
import { createEstateStore } from '../../../src/platform/estateStore';
import { parseSettings } from '../../../src/platform/parseSettings';
import type { FirstSeen, Inventory, Subscription } from '../../../src/provisioning/observed/inventory';
import { cluster, inventory, registry, subscription } from '../../support/estates';

const unexpected = (): never => assert.fail('Nobody should ask for this.');

function deferred<T>() {
  let [resolve, reject]: [(value: T) => void, (error: unknown) => void] = [unexpected, unexpected];
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}

/** An Azure that answers when it is told to, and what is kept of it. */
class World {
  readonly listed = [deferred<(typeof subscription)[]>(), deferred<(typeof subscription)[]>()];
  readonly read = [deferred<Inventory>(), deferred<Inventory>()];
  readonly again: Inventory[] = [];
  readonly readAgain = [deferred<Inventory | undefined>(), deferred<Inventory | undefined>()];
  readonly files = new Map<string, KeptEstate>();
  first: (seen: FirstSeen) => void = unexpected;
  chosen: readonly string[] = [];
  seen = 0;
  firstPage: (first: readonly Subscription[]) => void = unexpected;
  #lists = 0;
  #reads = 0;

  readonly kept: KeptEstates = {
    read: ({ origin, account }) => Promise.resolve(this.files.get(`${origin} ${account}`)),
    keep: ({ origin, account }, estate, keptAt) => {
      this.files.set(`${origin} ${account}`, { ...estate, keptAt });
      return Promise.resolve();
    },
    forget: () => {
      this.files.clear();
      return Promise.resolve();
    },
  };

  readonly store = createEstateStore(
    {
      listSubscriptions: (_signal, _onDirectories, onFirst) => {
        this.firstPage = onFirst ?? unexpected;
        return this.listed[this.#lists++]!.promise;
      },
      listDirectories: () => Promise.resolve([]),
      inventory: (_ids, _signal, onFirst) => {
        this.first = onFirst ?? unexpected;
        return this.read[this.#reads++]!.promise;
      },
      inventoryAgain: (known) => {
        this.again.push(known);
        return this.readAgain[this.again.length - 1]!.promise;
      },
    },
    () =>
      parseSettings({
        cloud: 'public',
        emulatorEndpoint: '',
        signIn: 'vscode',
        tenant: '',
        subscriptions: this.chosen,
      }),
    this.kept,
    unexpected,
  );

  constructor() {
    this.store.onDidSeeMore(() => (this.seen += 1));
  }
}

const azureOrigin = 'https://management.azure.com';
const whole = inventory({ registries: [registry('contoso')], clusters: [cluster('aks-shop')] });
const before: KeptEstate = {
  visible: [subscription],
  subscriptions: [subscription],
  inventory: { registries: [registry('older')], clusters: [] },
  links: [],
  keptAt: 1,
};
const other: Subscription = { ...subscription, id: '00000000-0000-4000-8000-0000000000ff', name: 'Another' };
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the estate, while it is read', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('is shown as far as it is known: subscriptions, registries and clusters, then all of it', async () => {
    const { store } = world;
    const looking = store.look();
    world.listed[0]!.resolve([subscription]);
    assert.deepEqual(await looking, {
      visible: [subscription],
      subscriptions: [subscription],
      accountDirectories: [],
      rest: 'reading',
    });
    await turn();
    world.first(whole);
    const named = await store.look();
    assert.deepEqual(
      [named.inventory?.registries, named.links, named.rest],
      [whole.registries, undefined, 'reading'],
    );
    world.read[0]!.resolve(whole);
    const estate = await store.get();
    assert.equal(await store.look(), estate);
    assert.equal(estate.rest, undefined);
    assert.equal(world.seen, 2, 'whoever looked is told to look again');
  });

  it('begins with the first page of subscriptions, if some of them are shown', async () => {
    const { store } = world;
    const looking = store.look();
    world.chosen = [other.id];
    world.firstPage([subscription]);
    assert.equal(store.latest, undefined, 'that none is shown isn’t known yet');
    world.chosen = [];
    world.firstPage([subscription]);
    assert.deepEqual((await looking).subscriptions, [subscription]);
    world.listed[0]!.resolve([other, subscription]);
    await turn();
    assert.deepEqual((await store.look()).subscriptions, [other, subscription]);
    assert.equal(world.seen, 1, 'whoever looked is told to look again');
  });

  it('keeps what was seen of it where reading fails, and what is on the screen while it is read again', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription]);
    await store.look();
    await turn();
    world.first(whole);
    world.read[0]!.reject(new Error('gone'));
    await assert.rejects(store.get(), /gone/);
    await assert.rejects(store.look(), /gone/);
    assert.equal(store.latest?.estate.rest, 'failed');
    assert.deepEqual(store.latest.estate.inventory?.registries, whole.registries);

    store.refresh();
    let isThere = false;
    const looking = store.look().then((estate) => {
      isThere = true;
      return estate;
    });
    world.listed[1]!.resolve([subscription]);
    await turn();
    world.first(inventory({}));
    await turn();
    assert.equal(isThere, false, 'less than before is not shown');
    world.read[1]!.resolve(whole);
    assert.equal((await looking).rest, undefined);
  });

  it('is shown as far as it is known also where it is refreshed in the first reading', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription, other]);
    assert.equal((await store.look()).inventory, undefined);
    await turn();
    store.refresh();
    const looking = store.look();
    world.firstPage([subscription]);
    await turn();
    assert.equal(store.latest?.estate.subscriptions.length, 2, 'fewer than before are not shown');
    world.listed[1]!.resolve([subscription, other]);
    assert.deepEqual((await looking).subscriptions, [other, subscription]);
    await turn();
    world.first(whole);
    assert.deepEqual((await store.look()).inventory?.registries, whole.registries);
    assert.equal(world.seen, 1, 'whoever looked is told to look again');
  });

  it('is what an earlier window kept also where it is refreshed in the first reading', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, before);
    const waiting = store.look();
    store.signedInAs('me');
    assert.equal((await waiting).keptAt, 1);
    store.refresh();
    const looking = store.look();
    world.listed[1]!.resolve([subscription]);
    await turn();
    world.first(whole);
    await turn();
    assert.equal(store.latest?.estate.keptAt, 1);
    world.read[0]!.resolve(whole);
    assert.equal((await looking).rest, undefined);
  });

  it('is what the newest reading finds, for whoever waits while reading begins anew', async () => {
    const { store } = world;
    const waiting = store.get();
    await turn();
    store.refresh();
    world.listed[0]!.reject(new Error('the reading was ended'));
    await turn();
    world.listed[1]!.resolve([subscription]);
    world.read[0]!.resolve(whole);
    assert.equal(await waiting, await store.get());
    assert.deepEqual((await waiting).inventory.registries, whole.registries);
  });

  it('is of the account that is signed in, also for whoever asked while another one was', async () => {
    const { store } = world;
    const waiting = store.get();
    world.listed[0]!.resolve([subscription]);
    await turn();
    store.startOver({ hasSignedOut: true });
    // Not all that is read along the way can be ended.
    world.read[0]!.resolve(inventory({ registries: [registry('of-somebody-else')] }));
    await turn();
    world.listed[1]!.resolve([other]);
    world.read[1]!.resolve(whole);
    assert.deepEqual((await waiting).inventory.registries, whole.registries);
  });

  it('is what an earlier window kept of the same account until it is read, and is kept then', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, before);
    const looking = store.look();
    store.signedInAs('me');
    const shown = await looking;
    assert.deepEqual([shown.keptAt, shown.rest], [1, 'reading']);
    assert.equal(store.latest?.at, 1);
    world.listed[0]!.resolve([subscription]);
    await turn();
    world.first(whole);
    assert.equal(
      (await store.look()).keptAt,
      1,
      'a part of what is new isn’t in the place of all that is older',
    );
    world.read[0]!.resolve(whole);
    const estate = await store.get();
    assert.equal(await store.look(), estate);
    await turn();
    assert.deepEqual(files.get(`${azureOrigin} me`)?.inventory?.registries, whole.registries);
  });

  it('decides nothing by what is kept: whoever asks for the estate waits for Azure', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, before);
    const asked = store.get();
    store.signedInAs('me');
    await store.look();
    world.listed[0]!.reject(new Error('offline'));
    await assert.rejects(asked, /offline/);
    assert.deepEqual([store.latest?.estate.keptAt, store.latest?.estate.rest], [1, 'failed']);
  });

  it('is not kept of somebody else, nor shown to them', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, before);
    files.set(`http://127.0.0.1:1 you`, before);
    const looking = store.look();
    store.signedInAs('you');
    world.listed[0]!.resolve([subscription]);
    assert.equal((await looking).keptAt, undefined);

    // Another account signs in in the middle: what was read so far is the first one's.
    let isOther = false;
    store.onDidChange((change) => (isOther = change.isOther));
    store.signedInAs('she');
    assert.equal(isOther, true);
    assert.equal(store.latest, undefined);
    world.read[0]!.resolve(whole);
    await turn();
    assert.deepEqual([...files.keys()], [`${azureOrigin} me`, 'http://127.0.0.1:1 you']);
  });

  it('stays when another account has come besides', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription]);
    world.read[0]!.resolve(whole);
    await store.get();
    store.signedInAs('me');
    let changes = 0;
    store.onDidChange(() => (changes += 1));
    store.signedInAs('me she');
    assert.equal(changes, 0);
    assert.ok(store.latest);
    // Of somebody who is gone nothing may stay.
    store.signedInAs('she');
    assert.equal(store.latest, undefined);
  });

  it('is read again for one subscription, of which nothing else is asked', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription]);
    world.read[0]!.resolve(whole);
    const estate = await store.get();
    let changes = 0;
    store.onDidChange(() => (changes += 1));
    const refreshing = store.refreshSubscription(subscription.id.toUpperCase());
    assert.equal(await store.look(), estate, 'what was there stays until then');
    assert.deepEqual(world.again, [estate.inventory]);
    const newer = inventory({ registries: [registry('newer')] });
    world.readAgain[0]!.resolve(newer);
    await refreshing;
    assert.deepEqual((await store.get()).inventory.registries, newer.registries);
    assert.equal(await store.look(), await store.get());
    assert.equal(changes, 1);
  });

  it('is read as a whole where one subscription isn’t enough, or isn’t shown', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription]);
    world.read[0]!.resolve(whole);
    const estate = await store.get();
    const refreshing = store.refreshSubscription(subscription.id);
    world.readAgain[0]!.resolve(undefined);
    await refreshing;
    const next = store.get();
    world.listed[1]!.resolve([subscription]);
    world.read[1]!.resolve(whole);
    assert.notEqual(await next, estate);
    const shown = await next;
    let changes = 0;
    store.onDidChange(() => (changes += 1));
    await store.refreshSubscription('00000000-0000-4000-8000-000000000000');
    assert.equal(changes, 1);
    assert.equal(store.latest?.estate, shown);
    assert.equal(world.again.length, 1);
  });

  it('stays as it was where a subscription can’t be read again', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription]);
    world.read[0]!.resolve(whole);
    const estate = await store.get();
    const refreshing = store.refreshSubscription(subscription.id);
    world.readAgain[0]!.reject(new Error('refused'));
    await assert.rejects(refreshing, /refused/);
    assert.equal(await store.get(), estate);
  });

  it('is read as a whole where reading it has failed, however whole what is shown was', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription]);
    world.read[0]!.resolve(whole);
    await store.get();
    store.refresh();
    world.listed[1]!.reject(new Error('offline'));
    await assert.rejects(store.get(), /offline/);
    world.listed.push(deferred());
    await store.refreshSubscription(subscription.id);
    assert.deepEqual(world.again, []);
    world.listed[2]!.resolve([subscription]);
    const newer = inventory({ registries: [registry('newer')] });
    world.read[1]!.resolve(newer);
    assert.deepEqual((await store.get()).inventory.registries, newer.registries);
  });

  it('is read again for each of several subscriptions that are refreshed at once', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription, other]);
    world.read[0]!.resolve(whole);
    await store.get();
    const refreshing = [subscription, other].map(({ id }) => store.refreshSubscription(id));
    const newer = inventory({ registries: [registry('newer')] });
    const newest = inventory({ registries: [registry('newer'), registry('newest')] });
    world.readAgain[0]!.resolve(newer);
    world.readAgain[1]!.resolve(newest);
    await Promise.all(refreshing);
    assert.deepEqual(
      world.again.map(({ registries }) => registries),
      [whole.registries, newer.registries],
    );
    assert.deepEqual((await store.get()).inventory.registries, newest.registries);
  });

  it('is read again for a subscription also where another one can’t be', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription, other]);
    world.read[0]!.resolve(whole);
    await store.get();
    const [refused, read] = [subscription, other].map(({ id }) => store.refreshSubscription(id));
    world.readAgain[0]!.reject(new Error('refused'));
    await assert.rejects(refused!, /refused/);
    const newer = inventory({ registries: [registry('newer')] });
    world.readAgain[1]!.resolve(newer);
    await read;
    assert.deepEqual((await store.get()).inventory.registries, newer.registries);
  });

  it('asks for no subscription that is read with everything since', async () => {
    const { store } = world;
    world.listed[0]!.resolve([subscription, other]);
    world.read[0]!.resolve(whole);
    await store.get();
    const refreshing = [subscription, other].map(({ id }) => store.refreshSubscription(id));
    await turn();
    store.refresh();
    world.readAgain[0]!.resolve(inventory({}));
    world.listed[1]!.resolve([subscription, other]);
    world.read[1]!.resolve(whole);
    await Promise.all(refreshing);
    assert.equal(world.again.length, 1);
    assert.deepEqual((await store.get()).inventory.registries, whole.registries);
  });

  it('is forgotten when its account signs out, and stays where only the connection changes', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, before);
    files.set(`${azureOrigin} me she`, before);
    store.signedInAs('me she');
    store.startOver();
    assert.equal(files.size, 2);
    store.signedInAs('me she');
    store.startOver({ hasSignedOut: true });
    await turn();
    assert.equal(files.size, 0);
  });

  it('shows of what is kept only what is chosen now', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, {
      ...before,
      visible: [subscription, other],
      subscriptions: [subscription, other],
    });
    world.chosen = [other.id];
    const looking = store.look();
    store.signedInAs('me');
    assert.deepEqual((await looking).subscriptions, [other]);
  });

  it('is as far as Azure has told it where nothing is kept of what is chosen now', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, { ...before, visible: [subscription, other] });
    world.chosen = [other.id];
    const looking = store.look();
    store.signedInAs('me');
    await turn();
    assert.equal(store.latest, undefined, 'that none of the chosen can be shown isn’t known');
    world.listed[0]!.resolve([subscription, other]);
    assert.deepEqual((await looking).subscriptions, [other]);
    await turn();
    world.first(whole);
    assert.deepEqual((await store.look()).inventory?.registries, whole.registries);
  });

  it('is as far as Azure has told it where the account had no subscription before', async () => {
    const { store, files } = world;
    files.set(`${azureOrigin} me`, { ...before, visible: [], subscriptions: [] });
    const looking = store.look();
    store.signedInAs('me');
    await turn();
    world.listed[0]!.resolve([subscription]);
    assert.deepEqual((await looking).visible, [subscription]);
  });
});
