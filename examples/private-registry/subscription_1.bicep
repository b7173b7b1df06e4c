targetScope = 'subscription'

// No such resource group exists yet for the registry.
resource resource_group_registry 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-fresh'
  location: 'westeurope'
}
