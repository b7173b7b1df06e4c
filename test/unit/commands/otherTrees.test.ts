import assert from 'node:assert/strict';
import { idInOtherTree } from '../../../src/commands/otherTrees';
import { pairOf, resourceIdOf } from '../../../src/commands/target';

const registry = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contoso';
const cluster = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks';

describe('a node of another extension’s tree', () => {
  for (const [of, node, id] of [
    ['Azure Resources', { id: registry, resource: { id: registry } }, registry],
    ['Azure Resources, wrapped', { wrappedItem: { resource: { id: cluster } } }, cluster],
    [
      'Container Tools',
      { wrappedItem: { id: `account/${registry}`, registryProperties: { id: registry } } },
      registry,
    ],
    ['Container Tools without properties', { wrappedItem: { id: `account/${registry}` } }, registry],
    ['AKS below Clouds', { cloudResource: { armId: cluster, id: 'aks g' } }, cluster],
    ['AKS by itself', { armId: cluster.toUpperCase() }, cluster.toUpperCase()],
  ] as const) {
    it(`stands for its resource: ${of}`, () => {
      assert.equal(resourceIdOf(node), id);
      assert.deepEqual(pairOf(node), id === registry ? { registryId: id } : { clusterId: id });
    });
  }

  it('is nothing where it has no registry or cluster', () => {
    const hostile = {
      get resource(): unknown {
        throw new Error('disposed');
      },
    };
    const endless: Record<string, unknown> = {};
    endless['resource'] = endless;
    const storage = registry.replace('ContainerRegistry/registries', 'Storage/storageAccounts');
    for (const node of [
      undefined,
      null,
      registry,
      [],
      hostile,
      endless,
      { resource: { id: storage } },
      { resource: { id: `${registry}/replications/x` } },
      { resource: { id: 7 } },
      // One of this extension's own nodes says what it is about by `resourceId` alone.
      { id: registry },
    ])
      assert.equal(idInOtherTree(node), undefined);
  });
});
