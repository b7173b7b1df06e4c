import assert from 'node:assert/strict';
import { roleIds } from '../../../src/model/roles';
import { canPull, linkedWords, rankOf, registrySources } from '../../../src/language/registrySources';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Link, LinkState } from '../../../src/provisioning/linkState';
import {
  cluster as madeCluster,
  idOf,
  inventory as madeInventory,
  registry as madeRegistry,
} from '../../support/estates';

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

const inventory = madeInventory({
  registries: ['zeta', 'alpha', 'beta', 'gamma'].map((name) => madeRegistry(name, { id: registryId(name) })),
  clusters: ['aks-shop', 'aks-web', 'aks-old'].map((name) =>
    madeCluster(name, {
      id: clusterId(name),
      kubeletIdentity:
        name === 'aks-old' ? undefined : { objectId: `kubelet-${name}`, clientId: '', resourceId: '' },
    }),
  ),
  networks: ['aks-shop', 'aks-web', 'aks-old'].map((name) => ({
    id: idOf('Microsoft.Network/virtualNetworks', `vnet-${name}`),
    name: `vnet-${name}`,
    location: 'westeurope',
    addressPrefixes: ['10.1.0.0/16'],
    dnsServers: [],
    subnets: [],
    peerings: [],
  })),
});
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
        ['alpha', 2, 'No known link to a cluster'],
        ['beta', 2, 'No known link to a cluster'],
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
  });

  describe('are not said to be out of reach where the inventory doesn’t tell:', () => {
    const unknown = (what: string, roleAssignments: unknown, cluster = 'aks-shop') => {
      it(what, () => {
        const other = { ...estate, inventory: { ...inventory, roleAssignments } as Inventory };
        assert.equal(canPull(other, registryId('gamma'), clusterId(cluster)), undefined);
        // A link that is known to be broken stays broken.
        assert.equal(canPull(other, registryId('beta'), clusterId('aks-shop')), false);
      });
    };
    const role = { scope: registryId('gamma'), roleId: roleIds.acrPull };
    unknown('roles that could not be read', undefined);
    unknown('a role of a group', [{ ...role, principalId: 'g', toGroup: true }]);
    unknown('the roles of a service principal', [], 'aks-old');
    unknown('a role at a management group', [
      {
        ...role,
        scope: '/providers/Microsoft.Management/managementGroups/contoso',
        principalId: 'kubelet-aks-shop',
      },
    ]);
    unknown('a cluster that it doesn’t hold', [], 'aks-elsewhere');
  });
});
