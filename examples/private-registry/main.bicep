// Create private registry contosofresh
// Made by ACR Private Link from a plan, for what was there when it was planned. If that was long ago,
// preview and export again.
//
// What it affects:
// - Private endpoint pe-contosofresh costs by the hour and by the data that passes it, about US$ 0.01
//   an hour (about US$ 7.3 a month) and US$ 0.01 a gigabyte (Microsoft's list prices for East US as of
//   November 2026); peered networks charge for traffic.
// - Public network access of contosofresh is off from the start, so that only networks which reach its
//   private endpoint in vnet-contosofresh can push and pull. Import still works, because trusted
//   services of Azure get in. (builds in the cloud (az acr build, tasks), the portal's and this
//   extension's lists of images, this computer, unless it is in such a network) Create it with public
//   network access on, and switch it off when everybody has a private path.
// - Registry contosofresh costs about US$ 1.667 a day (about US$ 51 a month) with SKU Premium
//   (Microsoft's list prices for East US as of November 2026).
//
// Deploy it with: az deployment sub create --subscription 876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4 --location westeurope --template-file main.bicep

targetScope = 'subscription'

module subscription_1 'subscription_1.bicep' = {
  name: 'subscription_1'
  scope: subscription('876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4')
}

module rg_fresh_2 'rg_fresh_2.bicep' = {
  name: 'rg_fresh_2'
  scope: resourceGroup('876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4', 'rg-fresh')
  dependsOn: [
    subscription_1
  ]
}
