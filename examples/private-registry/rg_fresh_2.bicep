targetScope = 'resourceGroup'

// Login server: contosofresh.azurecr.io.
resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: 'contosofresh'
  location: 'westeurope'
  sku: {
    name: 'Premium'
  }
  properties: {
    adminUserEnabled: false
    publicNetworkAccess: 'Disabled'
    networkRuleBypassOptions: 'AzureServices'
    zoneRedundancy: 'Enabled'
    roleAssignmentMode: 'LegacyRegistryPermissions'
  }
}

// The registry gets its own network, which clusters are peered with.
resource network 'Microsoft.Network/virtualNetworks@2026-01-01' = {
  name: 'vnet-contosofresh'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.90.255.192/26'
      ]
    }
    subnets: [
      {
        name: 'snet-private-endpoints'
        properties: {
          addressPrefix: '10.90.255.192/27'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

// Resolves privatelink.azurecr.io names to private addresses for the networks linked to it.
resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.azurecr.io'
  location: 'global'
}

// Gives contosofresh.azurecr.io private addresses in vnet-contosofresh.
resource endpoint 'Microsoft.Network/privateEndpoints@2026-01-01' = {
  name: 'pe-contosofresh'
  location: 'westeurope'
  properties: {
    subnet: {
      id: '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh/subnets/snet-private-endpoints'
    }
    privateLinkServiceConnections: [
      {
        name: 'pe-contosofresh'
        properties: {
          privateLinkServiceId: registry.id
          groupIds: [
            'registry'
          ]
        }
      }
    ]
  }
  dependsOn: [
    network
  ]
}

// Writes the registry’s records to the zone and keeps them up to date.
resource zone_group 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2026-01-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'privatelink-azurecr-io'
        properties: {
          privateDnsZoneId: zone.id
        }
      }
    ]
  }
}

// Machines and DNS servers in the registry’s network can then resolve the registry privately.
resource zone_link_registry 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'link-vnet-contosofresh'
  location: 'global'
  properties: {
    virtualNetwork: {
      id: network.id
    }
    registrationEnabled: false
  }
}
