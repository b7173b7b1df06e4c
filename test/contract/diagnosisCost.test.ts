/** What a diagnosis asks Azure for, beyond what the tree has, and what several share. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { startEmulator } from '../../emulator/src/server';
import { ArmClient } from '../../emulator/test/armClient';
import { readDiagnoses } from '../../src/diagnosis/read';
import type { Pair } from '../../src/model/armId';
import { addTwin } from './support/additions';
import { azureAt, never } from './support/azure';
import { type Cause, causes, privatePair, suspected } from './support/causes';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { askedBy, type Asked } from './support/rounds';

const registryId = contoso('coreRegistry');
const clusterId = contoso('shopCluster');
const subscriptions = [contoso('platform'), contoso('apps'), contoso('data')];
const unlimited = { requestsAtOnce: 1000 };

describe('a diagnosis', () => {
  let linking: Linking;
  beforeEach(async () => {
    linking = await Linking.start();
  });
  afterEach(() => linking.close());

  const askedFor = (pairs: readonly Pair[]): Promise<Asked> => askedAt(linking.emulator.url, pairs);

  it('of a pair takes under 20 requests beyond what the tree has and three rounds, whatever is wrong', async () => {
    const over: string[] = [];
    await pLimit(16).map([undefined, ...causes, ...suspected], async (cause) => {
      const { rounds, more, twice } = await costOf(cause);
      if (rounds <= 3 && more < 20 && twice.length === 0) return;
      over.push(`${cause?.title ?? 'nothing'}: ${rounds} rounds, ${more} requests, twice ${twice.join()}`);
    });
    assert.deepEqual(over, []);
  }).timeout(120_000);

  it('of all twenty clusters of a registry shares what they have in common', async () => {
    const one = await askedFor([{ registryId, clusterId }]);
    const twins = Array.from({ length: 20 }, (_, index) =>
      addTwin(linking.emulator.core, clusterId, randomUUID(), `aks-twin-${index}`),
    );
    const asked = await askedFor(twins.map((id) => ({ registryId, clusterId: id })));
    assert.equal(asked.queries.length, one.queries.length);
    assert.ok(asked.requests.length <= one.requests.length + 20 * 4, `${asked.requests.length} requests`);
  });

  it('of all registries of a cluster reads the cluster once, and neighbours once', async () => {
    const registries = ['coreRegistry', 'appsRegistry', 'dataRegistry'] as const;
    const asked = await askedFor(registries.map((name) => ({ registryId: contoso(name), clusterId })));
    const addresses = asked.requests.map(({ path, body }) => `${path} ${body}`);
    assert.deepEqual(addresses, [...new Set(addresses)]);
    assert.equal(asked.queries.length, 3);
  });
});

const askedAt = (url: string, pairs: readonly Pair[]): Promise<Asked> =>
  askedBy(url, (azure) => readDiagnoses(pairs, azure, never), unlimited);

/** In an estate of its own, where a cause was set up. */
async function costOf(cause: Cause | undefined) {
  const emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
  try {
    await cause?.setUp(new ArmClient(emulator.url));
    emulator.core.operations.settle();
    const has = await treeHas(emulator.url);
    const { rounds, requests } = await askedAt(emulator.url, [cause?.pair ?? privatePair]);
    const asked = requests.map(({ path, body }) => `${path} ${body}`);
    return {
      rounds,
      more: requests.filter((request) => !has.has(addressOf(request))).length,
      twice: asked.filter((address, index) => asked.indexOf(address) < index),
    };
  } finally {
    await emulator.close();
  }
}

/** Addresses of what the tree has read, be it by a list. */
async function treeHas(url: string): Promise<ReadonlySet<string>> {
  const { requests } = await askedBy(url, async (azure) => {
    await azure.listSubscriptions(never);
    await azure.inventory(subscriptions, never);
  });
  const { registries, clusters } = await azureAt(url).inventory(subscriptions, never);
  const listed = [...registries, ...clusters].map(({ id }) => id);
  return new Set([...requests.map(addressOf), ...listed]);
}

const addressOf = ({ path }: { readonly path: string }) => path.split('?')[0] ?? '';
