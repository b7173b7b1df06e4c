import assert from 'node:assert/strict';
import { roleIds } from '../../../src/model/roles';
import { canPull, linkedWords, rankOf, registrySources } from '../../../src/language/registrySources';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
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

const role = (registry: string, cluster: string) => ({
  scope: registryId(registry),
  roleId: roleIds.acrPull,
  principalId: `kubelet-${cluster}`,
});

const nodeSubnet = {
  id: `${idOf('Microsoft.Network/virtualNetworks', 'vnet')}/subnets/aks-subnet`,
  name: 'aks-subnet',
  addressPrefixes: ['10.1.0.0/16'],
  delegations: [],
  privateEndpointNetworkPolicies: 'Disabled',
  usedAddresses: 3,
};

/** alpha's firewall lets some addresses in, and beta lets nobody in. */
const inventory = madeInventory({
  registries: [
    madeRegistry('zeta', { id: registryId('zeta') }),
    madeRegistry('alpha', { id: registryId('alpha'), defaultAction: 'Deny', addressRules: ['20.1.1.0/24'] }),
    madeRegistry('beta', { id: registryId('beta'), publicNetworkAccess: 'Disabled' }),
    madeRegistry('gamma', { id: registryId('gamma') }),
  ],
  clusters: ['AKS-shop', 'aks-web', 'aks-old'].map((name) =>
    madeCluster(name, {
      id: clusterId(name),
      networkId: idOf('Microsoft.Network/virtualNetworks', 'vnet'),
      pools: [],
      networkManagedByAks: true,
      kubeletIdentity:
        name === 'aks-old'
          ? undefined
          : { objectId: `kubelet-${name.toLowerCase()}`, clientId: '', resourceId: '' },
    }),
  ),
  networks: [
    {
      id: idOf('Microsoft.Network/virtualNetworks', 'vnet'),
      name: 'vnet',
      location: 'westeurope',
      addressPrefixes: ['10.1.0.0/16'],
      dnsServers: [],
      subnets: [nodeSubnet],
      peerings: [],
    },
  ],
  roleAssignments: [
    role('zeta', 'aks-shop'),
    role('zeta', 'aks-web'),
    role('gamma', 'aks-web'),
    role('beta', 'aks-shop'),
    role('alpha', 'aks-shop'),
  ],
});
const estate = { inventory };

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
        const other = { inventory: { ...inventory, roleAssignments } as Inventory };
        assert.equal(canPull(other, registryId('gamma'), clusterId(cluster)), undefined);
        // Whoever it lets in, nobody gets there.
        assert.equal(canPull(other, registryId('beta'), clusterId('aks-shop')), false);
      });
    };
    const ofGamma = { scope: registryId('gamma'), roleId: roleIds.acrPull };
    unknown('roles that couldn’t be read', undefined);
    unknown('a role of a group', [{ ...ofGamma, principalId: 'g', toGroup: true }]);
    unknown('the roles of a service principal', [], 'aks-old');
    unknown('a role at a management group', [
      {
        ...ofGamma,
        scope: '/providers/Microsoft.Management/managementGroups/contoso',
        principalId: 'kubelet-aks-shop',
      },
    ]);
    unknown('a cluster that it doesn’t hold', [], 'aks-elsewhere');
  });
});
