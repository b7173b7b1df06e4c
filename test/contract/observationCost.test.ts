/** How often Azure is asked to observe a pair, and how often somebody waits before asking more. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AzureLimits } from '../../src/provisioning/azureOptions';
import { addRegistry, addTwin } from './support/additions';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, joinGroup, newGroup } from './support/people';
import { askedBy, type Asked } from './support/rounds';

const registryId = contoso('coreRegistry');
const clusterId = contoso('shopCluster');

describe('an observation', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  /** A round of more than are sent at once would look like several. */
  const unlimited = { requestsAtOnce: 1000 };
  const asked = (
    clusterIds: readonly string[] = [clusterId],
    limits?: Partial<AzureLimits>,
  ): Promise<Asked> =>
    askedBy(azure.emulator.url, (port) => port.observe({ registryId, clusterIds }, never), limits);
  const twins = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const objectId = randomUUID();
      return { id: addTwin(azure.emulator.core, clusterId, objectId, `aks-twin-${index}`), objectId };
    });

  it('of a pair takes three queries of Resource Graph and few rounds', async () => {
    const { requests, queries, rounds } = await asked();
    assert.equal(queries.length, 3);
    assert.ok(rounds <= 6, `${rounds} rounds`);
    assert.ok(requests.length <= 50, `${requests.length} requests`);
  });

  it('of thirty clusters takes no more queries and rounds, and three requests for each, twenty at once', async () => {
    const one = await asked([clusterId], unlimited);
    const clusterIds = twins(30).map(({ id }) => id);
    const many = await asked(clusterIds, unlimited);
    assert.deepEqual([many.queries.length, many.rounds], [one.queries.length, one.rounds]);
    assert.ok(many.requests.length <= 30 * 3 + 60, `${many.requests.length} requests`);
    const limited = await asked(clusterIds);
    assert.deepEqual([limited.requests.length, limited.atOnce], [many.requests.length, 20]);
  });

  it('asks about an identity once in a subscription, however many registries its groups have roles at', async () => {
    const members = twins(30);
    const [, scope = ''] = /^(.*)\/providers\//.exec(contoso('appsRegistry'))!;
    const before = await asked();
    for (let index = 0; index < 10; index += 1) {
      const id = addRegistry(azure.emulator.core, scope, `contosoextra${index}`);
      azure.emulator.estate.put({
        id: `${id}/privateEndpointConnections/one`,
        name: 'one',
        type: 'Microsoft.ContainerRegistry/registries/privateEndpointConnections',
        properties: {
          privateEndpoint: { id: `${scope}/providers/Microsoft.Network/privateEndpoints/pe-extra` },
          privateLinkServiceConnectionState: { status: 'Approved' },
        },
      });
      const each = newGroup(azure.emulator, `Team ${index}`);
      assign(azure.emulator, each, 'AcrPull', id);
      joinGroup(azure.emulator, each, members[index]!.objectId);
    }
    azure.emulator.core.operations.settle();
    const after = await asked([clusterId], unlimited);
    assert.ok(after.requests.length - before.requests.length <= members.length + 1);
    assert.ok(after.rounds <= 6, `${after.rounds} rounds`);
    const { neighbours } = await azure.azure.observe({ registryId, clusterIds: [clusterId] }, never);
    assert.ok(neighbours.state === 'known');
    for (const [index, { objectId }] of members.slice(0, 10).entries()) {
      const pullFrom: { loginServer: string }[] = neighbours.value.privateRegistries.filter(
        ({ pullPrincipals }) => pullPrincipals.includes(objectId),
      );
      assert.deepEqual(
        pullFrom.map(({ loginServer }) => loginServer),
        [`contosoextra${index}.azurecr.io`],
      );
    }
  });
});
