// Create private registry contosofresh
// Created by ACR Private Link from a plan that reflects Azure at planning time. If that was long ago,
// preview and export again.
//
// Warnings:
// - Private endpoint pe-contosofresh costs about US$ 0.01 an hour (about US$ 7.3 a month) plus US$
//   0.01 per GB (Microsoft’s list prices for East US as of November 2026). Peering traffic is billed
//   separately.
// - Public network access of contosofresh is disabled from the start, so only networks that can reach
//   its private endpoint in vnet-contosofresh can push and pull. Import still works, because trusted
//   Azure services are allowed. (ACR Tasks (az acr build), browsing images in the portal and in this
//   extension, this computer, unless it is in such a network) Create it with public network access
//   enabled, and disable it after all clients have a private path.
// - Registry contosofresh costs about US$ 1.667 a day (about US$ 51 a month) with the Premium SKU
//   (Microsoft’s list prices for East US as of November 2026).
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
