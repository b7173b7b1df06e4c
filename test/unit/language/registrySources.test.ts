import assert from 'node:assert/strict';
import { roleIds } from '../../../src/model/roles';
import { canPull, linkedWords, rankOf, registrySources } from '../../../src/language/registrySources';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Link, LinkState } from '../../../src/provisioning/linkState';

const registryId = (name: string) =>
  `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/${name}`;
const clusterId = (name: string) =>
  `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${name}`;

function link(registry: string, cluster: string, state: LinkState): Link {
  return {
    registryId: registryId(registry),
    clusterId: clusterId(cluster),
    state,
    missing: [],
    endpointId: undefined,
  };
}

const inventory = {
  registries: ['zeta', 'alpha', 'beta', 'gamma'].map((name) => ({
    id: registryId(name),
    name,
    loginServer: `${name}.azurecr.io`,
    roleAssignmentMode: 'legacy',
  })),
  roleAssignments: [],
} as unknown as Inventory;
const estate = {
  inventory,
  links: [
    link('zeta', 'AKS-shop', 'linked'),
    link('zeta', 'aks-web', 'roleOnly'),
    link('gamma', 'aks-web', 'linked'),
    link('beta', 'aks-shop', 'broken'),
    link('alpha', 'aks-shop', 'unknown'),
  ],
};

describe('registries as sources of images', () => {
  it('come in the order of their use for the chosen cluster', () => {
    const sources = registrySources(estate, clusterId('aks-shop'));
    assert.deepEqual(
      sources.map((source) => [source.name, rankOf(source, clusterId('aks-shop')), linkedWords(source)]),
      [
        ['zeta', 0, 'Linked to AKS-shop, aks-web'],
        ['gamma', 1, 'Linked to aks-web'],
        ['alpha', 2, 'Not linked to a cluster'],
        ['beta', 2, 'Not linked to a cluster'],
      ],
    );
    assert.deepEqual(
      registrySources(estate, undefined).map(({ name }) => name),
      ['gamma', 'zeta', 'alpha', 'beta'],
    );
  });

  it('are pulled from, or not, or nobody knows', () => {
    const shop = clusterId('aks-shop');
    assert.equal(canPull(estate, registryId('zeta'), shop), true);
    assert.equal(canPull(estate, registryId('beta'), shop), false);
    assert.equal(canPull(estate, registryId('alpha'), shop), undefined);
    assert.equal(canPull(estate, registryId('gamma'), shop), false);
    const unread = { ...estate, inventory: { ...inventory, roleAssignments: undefined } };
    assert.equal(canPull(unread, registryId('gamma'), shop), undefined);
    const toGroup = { scope: registryId('gamma'), principalId: 'g', roleId: roleIds.acrPull, toGroup: true };
    const byGroup = { ...estate, inventory: { ...inventory, roleAssignments: [toGroup] } };
    assert.equal(canPull(byGroup, registryId('gamma'), shop), undefined);
    assert.equal(canPull(byGroup, registryId('beta'), shop), false);
  });
});
