// Link contosofresh to aks-shop-eus2
// Created by ACR Private Link from a plan that reflects Azure at planning time. If that was long ago,
// preview and export again.
//
// Warnings:
// - After vnet-shop-eus2 is linked to the zone, it may be unable to resolve private registries that
//   aren’t visible here, such as another company’s (“no such host”). (aks-shop-eus2) Select “Fall back
//   to internet DNS” (resolutionPolicy NxDomainRedirect), unless only registries with a record in the
//   zone are used there.
// - vnet-contosofresh (West Europe) and vnet-shop-eus2 (East US 2) are in different regions. Traffic
//   between them costs more.
//
// Not changed:
// - Registry contosofresh: SKU Premium. The registry already has the SKU that private endpoints
//   require.
// - Virtual network vnet-contosofresh (10.90.255.192/26). Already exists in West Europe.
// - Subnet snet-private-endpoints (10.90.255.192/27). The endpoint is already in it.
// - Private DNS zone privatelink.azurecr.io in rg-fresh. Already exists.
// - Private endpoint pe-contosofresh in vnet-contosofresh/snet-private-endpoints. Already connected to
//   contosofresh (Approved).
// - Private DNS zone group default of pe-contosofresh. Already manages the registry’s records in the
//   zone.
// - Virtual network link: vnet-contosofresh → privatelink.azurecr.io. The network is already linked to
//   the zone.
//
// Deploy it with: az deployment sub create --subscription 876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4 --location LOCATION --template-file main.bicep

targetScope = 'subscription'

module rg_fresh_1 'rg_fresh_1.bicep' = {
  name: 'rg_fresh_1'
  scope: resourceGroup('876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4', 'rg-fresh')
}

module rg_shop_eus2_2 'rg_shop_eus2_2.bicep' = {
  name: 'rg_shop_eus2_2'
  scope: resourceGroup('876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4', 'rg-shop-eus2')
  dependsOn: [
    rg_fresh_1
  ]
}
