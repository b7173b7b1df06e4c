targetScope = 'subscription'

// There is no such group yet for the registry.
resource resource_group_registry 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-fresh'
  location: 'westeurope'
}
