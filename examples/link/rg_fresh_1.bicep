targetScope = 'resourceGroup'

resource vnet_contosofresh_existing 'Microsoft.Network/virtualNetworks@2026-01-01' existing = {
  name: 'vnet-contosofresh'
}

resource privatelink_azurecr_io_existing 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: 'privatelink.azurecr.io'
}

resource contosofresh_existing 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: 'contosofresh'
}

// Peering must be created in both directions.
resource peering_registry_to_cluster 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2026-01-01' = {
  parent: vnet_contosofresh_existing
  name: 'peer-vnet-contosofresh-to-vnet-shop-eus2'
  properties: {
    remoteVirtualNetwork: {
      id: '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-shop-eus2/providers/Microsoft.Network/virtualNetworks/vnet-shop-eus2'
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: false
    allowGatewayTransit: false
    useRemoteGateways: false
  }
}

// The cluster’s nodes can then resolve the registry to its private address.
resource zone_link_cluster 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: privatelink_azurecr_io_existing
  name: 'link-vnet-shop-eus2'
  location: 'global'
  properties: {
    virtualNetwork: {
      id: '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-shop-eus2/providers/Microsoft.Network/virtualNetworks/vnet-shop-eus2'
    }
    registrationEnabled: false
  }
}

// AcrPull role assignment for the kubelet identity of aks-shop-eus2. Nodes pull with the kubelet
// identity, which has no pull role yet.
resource role_assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: contosofresh_existing
  name: 'ff8484ae-3d4a-575c-b544-f201c690a54d'
  properties: {
    roleDefinitionId: '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d'
    principalId: '55ed73f9-3cee-4098-a731-95f47ae89c3d'
    principalType: 'ServicePrincipal'
  }
}
