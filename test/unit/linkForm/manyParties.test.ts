import assert from 'node:assert/strict';
import { clustersOf, registriesOf } from '../../../src/views/link/parties';
import { linksIn } from '../../../src/provisioning/linkState';
import { bigInventory, bigSubscriptions, sizes } from '../../support/bigEstates';

describe('choosing among thousands', () => {
  const world = { inventory: bigInventory(sizes.L), subscriptions: bigSubscriptions(sizes.L) };
  const [link] = linksIn(world.inventory).ofRegistry(world.inventory.registries[0]!.id);
  const { registryId, clusterId } = link!;

  it('sends a few of those that match', () => {
    const registries = registriesOf(world, { clusterIds: [clusterId] }, '');
    const clusters = clustersOf(world, { registryId, clusterIds: [clusterId] }, '');
    assert.deepEqual([registries.all, registries.matching, registries.shown.length], [5000, 5000, 100]);
    assert.deepEqual([clusters.all, clusters.matching, clusters.shown.length], [1500, 1500, 100]);
    const message = JSON.stringify({ registries, clusters });
    assert.ok(message.length < 100_000, `${message.length} characters`);
  });

  it('finds by name, place and how they are linked', () => {
    const found = registriesOf(world, { clusterIds: [clusterId] }, 'registry0x0.azurecr.io subscription');
    assert.deepEqual(
      found.shown.map(({ name }) => name),
      ['registry0x0'],
    );
    assert.match(found.shown[0]!.detail, /already linked|has the pull role/);
    const linked = clustersOf(world, { registryId, clusterIds: [] }, 'already linked');
    assert.deepEqual(
      linked.shown.map(({ id }) => id),
      [clusterId],
    );
  });

  it('says what couldn’t be read, where somebody may look for it', () => {
    const { id, name } = world.subscriptions[0]!;
    const failure = { code: 'azure.refused', kind: 'auth', message: 'No.', nextAction: 'Ask.' } as const;
    const inventory = { ...world.inventory, unread: [{ id: `/subscriptions/${id}`, failure }] };
    const gaps = (seen: typeof world) => [
      registriesOf(seen, { clusterIds: [] }, 'nothing has this').gap,
      clustersOf(seen, { registryId, clusterIds: [] }, '').gap,
    ];
    assert.deepEqual(gaps(world), [undefined, undefined]);
    const words = `Not everything could be read in ${name}.`;
    assert.deepEqual(gaps({ ...world, inventory }), [words, words]);
  });

  it('looks at no link of registries and clusters that aren’t chosen', () => {
    let looks = 0;
    const clusters = world.inventory.clusters.map((one) => ({
      ...one,
      get pools() {
        looks += 1;
        return one.pools;
      },
    }));
    const counted = { ...world, inventory: { ...world.inventory, clusters } };
    registriesOf(counted, { clusterIds: [clusterId] }, '');
    clustersOf(counted, { registryId, clusterIds: [clusterId] }, '');
    assert.ok(looks > 0 && looks < 50, `${looks} looks at pools`);
  });
});
