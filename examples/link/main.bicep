// Link contosofresh to aks-shop-eus2
// Made by ACR Private Link from a plan, for what was there when it was planned. If that was long ago,
// preview and export again.
//
// What it affects:
// - Once vnet-shop-eus2 is linked to the zone, private registries that can't be seen from here, such
//   as another company's, may be “no such host” there. (aks-shop-eus2) Choose “fall back to public
//   resolution” (resolutionPolicy NxDomainRedirect), unless only registries with a record in the zone
//   are used there.
// - vnet-contosofresh (West Europe) and vnet-shop-eus2 (East US 2) are in different regions: traffic
//   between them costs more.
//
// Left as it is:
// - Registry contosofresh: SKU Premium. The registry has the SKU that private endpoints need.
// - Virtual network vnet-contosofresh (10.90.255.192/26). It exists in West Europe.
// - Subnet snet-private-endpoints (10.90.255.192/27). The endpoint is in it.
// - Private DNS zone privatelink.azurecr.io in rg-fresh. It exists and has the name that private link
//   looks up.
// - Private endpoint pe-contosofresh in vnet-contosofresh/snet-private-endpoints. It leads to
//   contosofresh; the connection is Approved.
// - DNS zone group default of pe-contosofresh. It keeps the registry's records in the zone.
// - Link of vnet-contosofresh to privatelink.azurecr.io. The network is linked to the zone.
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
