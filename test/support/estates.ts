/** Small inventories for tests that don't need the emulator. */
import { resourceId } from '../../src/model/armId';
import type { Inventory, Subscription } from '../../src/provisioning/observed/inventory';
import type { ObservedCluster, ObservedRegistry } from '../../src/provisioning/observed/observed';

export const subscription: Subscription = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Apps',
  tenantId: '22222222-2222-4222-8222-222222222222',
};

export function idOf(type: string, ...names: string[]): string {
  return resourceId(subscription.id, 'rg-apps', type, ...names);
}

export function registry(name: string, changes: Partial<ObservedRegistry> = {}): ObservedRegistry {
  return {
    id: idOf('Microsoft.ContainerRegistry/registries', name),
    name,
    location: 'westeurope',
    loginServer: `${name}.azurecr.io`,
    sku: 'Premium',
    provisioningState: 'Succeeded',
    publicNetworkAccess: 'Enabled',
    defaultAction: 'Allow',
    dataEndpointEnabled: false,
    dataEndpointHostNames: [],
    roleAssignmentMode: 'legacy',
    replicaLocations: [],
    connections: [],
    ...changes,
  };
}

export function cluster(name: string, changes: Partial<ObservedCluster> = {}): ObservedCluster {
  return {
    id: idOf('Microsoft.ContainerService/managedClusters', name),
    name,
    location: 'westeurope',
    provisioningState: 'Succeeded',
    powerState: 'Running',
    kubernetesVersion: '1.33.2',
    nodeResourceGroup: `MC_${name}`,
    nodeResourceGroupReadOnly: false,
    kubeletIdentity: {
      objectId: '33333333-3333-4333-8333-333333333333',
      clientId: '44444444-4444-4444-8444-444444444444',
      resourceId: idOf('Microsoft.ManagedIdentity/userAssignedIdentities', `${name}-agentpool`),
    },
    pools: [
      {
        name: 'system',
        mode: 'System',
        count: 3,
        osType: 'Linux',
        vmSize: 'Standard_D4s_v5',
        subnetId: undefined,
      },
    ],
    networkId: idOf('Microsoft.Network/virtualNetworks', `vnet-${name}`),
    networkManagedByAks: false,
    serviceCidrs: ['10.0.0.0/16'],
    podCidrs: [],
    ...changes,
  };
}

export function inventory(changes: Partial<Inventory> = {}): Inventory {
  return {
    registries: [],
    clusters: [],
    networks: [],
    endpoints: [],
    zoneLinks: [],
    roleAssignments: [],
    ...changes,
  };
}
