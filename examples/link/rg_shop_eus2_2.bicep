targetScope = 'resourceGroup'

resource vnet_shop_eus2_existing 'Microsoft.Network/virtualNetworks@2026-01-01' existing = {
  name: 'vnet-shop-eus2'
}

// Peering must be created in both directions.
resource peering_cluster_to_registry 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2026-01-01' = {
  parent: vnet_shop_eus2_existing
  name: 'peer-vnet-shop-eus2-to-vnet-contosofresh'
  properties: {
    remoteVirtualNetwork: {
      id: '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh'
    }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: false
    allowGatewayTransit: false
    useRemoteGateways: false
  }
}
