/** The made estates of `bigEstates.ts` as what Azure holds, for the emulator. */
import type { Core } from '../../emulator/src/core';
import type { ArmResource, JsonObject } from '../../emulator/src/estate';
import {
  childId,
  extensionId,
  groupIdOf,
  nameOf,
  parentId,
  resourceId,
  subscriptionOf,
} from '../../src/model/armId';
import { known, type Inventory } from '../../src/provisioning';
import { bigInventory, bigSubscriptions, type Size } from './bigEstates';

const tenantId = '90000000-0000-4000-8000-000000000000';
const location = 'westeurope';

/** Adds an estate of that size to what is there. Answers what the inventory of it has to be. */
export function fillWith(core: Core, size: Size): Inventory {
  const inventory = bigInventory(size);
  const put = (id: string, type: string, properties: JsonObject, more: Partial<ArmResource> = {}) => {
    core.estate.put({ id, name: nameOf(id), type, location, properties, ...more });
  };
  for (const { id: subscriptionId, name } of bigSubscriptions(size)) {
    const id = `/subscriptions/${subscriptionId}`;
    const properties = { subscriptionId, tenantId, displayName: name, state: 'Enabled' };
    core.estate.put({ id, name, type: 'Microsoft.Resources/subscriptions', properties });
    put(
      resourceId(subscriptionId, 'rg-apps', 'x/y', 'z').replace(/\/providers.*/, ''),
      'Microsoft.Resources/resourceGroups',
      { provisioningState: 'Succeeded' },
    );
  }
  for (const { id, name, loginServer, connections } of inventory.registries) {
    put(
      id,
      'Microsoft.ContainerRegistry/registries',
      {
        loginServer,
        creationDate: '2026-01-01T00:00:00Z',
        provisioningState: 'Succeeded',
        adminUserEnabled: false,
        networkRuleSet: { defaultAction: 'Allow', ipRules: [] },
        policies: {
          quarantinePolicy: { status: 'disabled' },
          trustPolicy: { type: 'Notary', status: 'disabled' },
          retentionPolicy: { days: 7, status: 'disabled' },
          exportPolicy: { status: 'enabled' },
          azureADAuthenticationAsArmPolicy: { status: 'enabled' },
        },
        dataEndpointEnabled: false,
        publicNetworkAccess: 'Enabled',
        anonymousPullEnabled: false,
        roleAssignmentMode: 'LegacyRegistryPermissions',
      },
      { sku: { name: 'Premium', tier: 'Premium' }, tags: { owner: name } },
    );
    for (const connection of connections) {
      put(connection.id, 'Microsoft.ContainerRegistry/registries/privateEndpointConnections', {
        privateEndpoint: { id: connection.endpointId },
        privateLinkServiceConnectionState: { status: 'Approved', description: 'Auto-Approved' },
        provisioningState: 'Succeeded',
      });
    }
  }
  for (const { id, name, kubeletIdentity, pools } of inventory.clusters) {
    put(
      id,
      'Microsoft.ContainerService/managedClusters',
      {
        provisioningState: 'Succeeded',
        powerState: { code: 'Running' },
        kubernetesVersion: '1.34.2',
        currentKubernetesVersion: '1.34.2',
        agentPoolProfiles: pools.map(({ name: pool, subnetId, ...rest }) => ({
          name: pool,
          ...rest,
          ...(subnetId === undefined ? {} : { vnetSubnetID: subnetId }),
        })),
        servicePrincipalProfile: { clientId: 'msi' },
        nodeResourceGroup: `MC_${name}`,
        networkProfile: {
          networkPlugin: 'azure',
          podCidrs: ['10.244.0.0/16'],
          serviceCidrs: ['172.16.0.0/16'],
          outboundType: 'loadBalancer',
        },
        identityProfile: kubeletIdentity === undefined ? {} : { kubeletidentity: { ...kubeletIdentity } },
      },
      { sku: { name: 'Base', tier: 'Standard' } },
    );
  }
  for (const { id, addressPrefixes, dnsServers = [], subnets = [], peerings } of inventory.networks) {
    put(id, 'Microsoft.Network/virtualNetworks', {
      dhcpOptions: { dnsServers: [...dnsServers] },
      addressSpace: { addressPrefixes: [...addressPrefixes] },
      provisioningState: 'Succeeded',
    });
    const [range = ''] = addressPrefixes;
    for (const subnet of subnets) {
      put(subnet.id, 'Microsoft.Network/virtualNetworks/subnets', {
        delegations: [],
        privateEndpointNetworkPolicies: 'Disabled',
        addressPrefix: range,
        provisioningState: 'Succeeded',
      });
    }
    for (const peering of peerings) {
      put(peering.id, 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings', {
        allowVirtualNetworkAccess: true,
        peerCompleteVnets: true,
        remoteVirtualNetwork: { id: peering.remoteNetworkId },
        remoteAddressSpace: { addressPrefixes: [...peering.remoteAddressPrefixes] },
        peeringState: 'Connected',
        peeringSyncLevel: 'FullyInSync',
        provisioningState: 'Succeeded',
      });
    }
  }
  for (const { id, name, subnetId, targetId, addresses = [] } of inventory.endpoints) {
    const nic = resourceId(
      subscriptionOf(id),
      nameOf(groupIdOf(id)),
      'Microsoft.Network/networkInterfaces',
      `${name}.nic`,
    );
    if (core.estate.get(subnetId) === undefined) {
      put(subnetId, 'Microsoft.Network/virtualNetworks/subnets', {
        addressPrefix: '',
        provisioningState: 'Succeeded',
      });
    }
    put(id, 'Microsoft.Network/privateEndpoints', {
      subnet: { id: subnetId },
      privateLinkServiceConnections: [
        {
          name,
          properties: {
            privateLinkServiceId: targetId,
            groupIds: ['registry'],
            privateLinkServiceConnectionState: { status: 'Approved', description: 'Auto-Approved' },
          },
        },
      ],
      provisioningState: 'Succeeded',
      manualPrivateLinkServiceConnections: [],
      networkInterfaces: [{ id: nic }],
      customDnsConfigs: [],
    });
    put(nic, 'Microsoft.Network/networkInterfaces', {
      privateEndpoint: { id },
      ipConfigurations: addresses.map(({ fqdn, address }) => ({
        name: fqdn,
        properties: {
          privateIPAddress: address,
          subnet: { id: subnetId },
          privateLinkConnectionProperties: { groupId: 'registry', fqdns: [fqdn] },
        },
      })),
    });
  }
  for (const { id, zoneId, networkId } of inventory.zoneLinks) {
    if (core.estate.get(zoneId) === undefined) putZone(core, inventory, zoneId);
    put(
      id,
      'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
      {
        provisioningState: 'Succeeded',
        registrationEnabled: false,
        resolutionPolicy: 'Default',
        virtualNetwork: { id: networkId },
        virtualNetworkLinkState: 'Completed',
      },
      { location: 'global' },
    );
  }
  for (const [index, { scope, principalId, roleId, toGroup }] of (
    inventory.roleAssignments ?? []
  ).entries()) {
    const name = `a0000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
    const type = 'Microsoft.Authorization/roleAssignments';
    core.estate.put({
      id: extensionId(scope, type, name),
      name,
      type,
      properties: {
        roleDefinitionId: extensionId(
          `/subscriptions/${subscriptionOf(scope)}`,
          'Microsoft.Authorization/roleDefinitions',
          roleId,
        ),
        principalId,
        principalType: toGroup === true ? 'Group' : 'ServicePrincipal',
        scope,
        condition: null,
      },
    });
  }
  return inventory;
}

function putZone({ estate }: Core, { zoneRecords = {} }: Inventory, zoneId: string): void {
  const type = 'Microsoft.Network/privateDnsZones';
  estate.put({
    id: zoneId,
    name: nameOf(zoneId),
    type,
    location: 'global',
    properties: { provisioningState: 'Succeeded' },
  });
  for (const { name, addresses } of known(zoneRecords[zoneId.toLowerCase()] ?? { state: 'absent' }) ?? []) {
    const id = childId(zoneId, 'A', name);
    const properties = {
      fqdn: `${name}.${nameOf(parentId(parentId(id)))}.`,
      ttl: 10,
      aRecords: addresses.map((ipv4Address) => ({ ipv4Address })),
    };
    estate.put({ id, name, type: `${type}/A`, properties });
  }
}
