/** What a diagnosis asks Azure for, beyond what the tree has, and what several share. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readDiagnoses } from '../../src/diagnosis/read';
import type { Pair } from '../../src/model/armId';
import { addTwin } from './support/additions';
import { never } from './support/azure';
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

  const askedFor = (pairs: readonly Pair[]): Promise<Asked> =>
    askedBy(linking.emulator.url, (azure) => readDiagnoses(pairs, azure, never), unlimited);
  /** Addresses of what the tree has read, be it by a list. */
  const treeHas = async (): Promise<ReadonlySet<string>> => {
    const { requests } = await askedBy(linking.emulator.url, async (azure) => {
      await azure.listSubscriptions(never);
      await azure.inventory(subscriptions, never);
    });
    const { registries, clusters } = await linking.azure.inventory(subscriptions, never);
    const listed = [...registries, ...clusters].map(({ id }) => id);
    return new Set([...requests.map(addressOf), ...listed]);
  };
  const beyond = ({ requests }: Asked, known: ReadonlySet<string>) =>
    requests.filter((request) => !known.has(addressOf(request)));

  it('of a pair takes under 20 requests beyond what the tree has, and three rounds', async () => {
    const asked = await askedFor([{ registryId, clusterId }]);
    assert.ok(asked.rounds <= 3, `${asked.rounds} rounds`);
    const more = beyond(asked, await treeHas());
    assert.ok(more.length < 20, `${more.length} requests`);
  });

  it('of a pair that isn’t well reads once what tells how a link would repair it', async () => {
    const well = await askedFor([{ registryId, clusterId }]);
    const link = linking.emulator.estate
      .all()
      .find(({ id }) => id.endsWith('/virtualNetworkLinks/link-vnet-shop-weu'));
    linking.emulator.core.estate.delete(link?.id ?? '');
    const asked = await askedFor([{ registryId, clusterId }]);
    const addresses = asked.requests.map(({ path, body }) => `${path} ${body}`);
    assert.deepEqual(addresses, [...new Set(addresses)]);
    assert.ok(asked.rounds <= 5, `${asked.rounds} rounds`);
    const more = asked.requests.length - well.requests.length;
    assert.ok(more < 20, `${more} requests`);
  });

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

const addressOf = ({ path }: { readonly path: string }) => path.split('?')[0] ?? '';
