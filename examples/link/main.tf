# Link contosofresh to aks-shop-eus2
# Created by ACR Private Link from a plan that reflects Azure at planning time. If that was long ago,
# preview and export again.
#
# Warnings:
# - After vnet-shop-eus2 is linked to the zone, it may be unable to resolve private registries that
#   aren’t visible here, such as another company’s (“no such host”). (aks-shop-eus2) Select “Fall back
#   to internet DNS” (resolutionPolicy NxDomainRedirect), unless only registries with a record in the
#   zone are used there.
# - vnet-contosofresh (West Europe) and vnet-shop-eus2 (East US 2) are in different regions. Traffic
#   between them costs more.
#
# Not changed:
# - Registry contosofresh: SKU Premium. The registry already has the SKU that private endpoints
#   require.
# - Virtual network vnet-contosofresh (10.90.255.192/26). Already exists in West Europe.
# - Subnet snet-private-endpoints (10.90.255.192/27). The endpoint is already in it.
# - Private DNS zone privatelink.azurecr.io in rg-fresh. Already exists.
# - Private endpoint pe-contosofresh in vnet-contosofresh/snet-private-endpoints. Already connected to
#   contosofresh (Approved).
# - Private DNS zone group default of pe-contosofresh. Already manages the registry’s records in the
#   zone.
# - Virtual network link: vnet-contosofresh → privatelink.azurecr.io. The network is already linked to
#   the zone.

terraform {
  required_version = ">= 1.5"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.40"
    }
  }
}

provider "azurerm" {
  subscription_id                 = "876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4"
  resource_provider_registrations = "none"

  features {}
}

# Existing resources that are only referenced.

data "azurerm_container_registry" "contosofresh" {
  name                = "contosofresh"
  resource_group_name = "rg-fresh"
}

data "azurerm_private_dns_zone" "privatelink_azurecr_io" {
  name                = "privatelink.azurecr.io"
  resource_group_name = "rg-fresh"
}

data "azurerm_virtual_network" "vnet_contosofresh" {
  name                = "vnet-contosofresh"
  resource_group_name = "rg-fresh"
}

data "azurerm_virtual_network" "vnet_shop_eus2" {
  name                = "vnet-shop-eus2"
  resource_group_name = "rg-shop-eus2"
}

# Peering must be created in both directions.
resource "azurerm_virtual_network_peering" "peering_registry_to_cluster" {
  name                         = "peer-vnet-contosofresh-to-vnet-shop-eus2"
  resource_group_name          = data.azurerm_virtual_network.vnet_contosofresh.resource_group_name
  virtual_network_name         = data.azurerm_virtual_network.vnet_contosofresh.name
  remote_virtual_network_id    = data.azurerm_virtual_network.vnet_shop_eus2.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = false
  allow_gateway_transit        = false
  use_remote_gateways          = false
}

# Peering must be created in both directions.
resource "azurerm_virtual_network_peering" "peering_cluster_to_registry" {
  name                         = "peer-vnet-shop-eus2-to-vnet-contosofresh"
  resource_group_name          = data.azurerm_virtual_network.vnet_shop_eus2.resource_group_name
  virtual_network_name         = data.azurerm_virtual_network.vnet_shop_eus2.name
  remote_virtual_network_id    = data.azurerm_virtual_network.vnet_contosofresh.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = false
  allow_gateway_transit        = false
  use_remote_gateways          = false

  # Azure accepts only one change of vnet-shop-eus2 at a time.
  depends_on = [azurerm_virtual_network_peering.peering_registry_to_cluster]
}

# The cluster’s nodes can then resolve the registry to its private address.
resource "azurerm_private_dns_zone_virtual_network_link" "zone_link_cluster" {
  name                  = "link-vnet-shop-eus2"
  resource_group_name   = data.azurerm_private_dns_zone.privatelink_azurecr_io.resource_group_name
  private_dns_zone_name = data.azurerm_private_dns_zone.privatelink_azurecr_io.name
  virtual_network_id    = data.azurerm_virtual_network.vnet_shop_eus2.id
  registration_enabled  = false
}

# AcrPull role assignment for the kubelet identity of aks-shop-eus2. Nodes pull with the kubelet
# identity, which has no pull role yet.
resource "azurerm_role_assignment" "role_assignment" {
  name               = "ff8484ae-3d4a-575c-b544-f201c690a54d"
  scope              = data.azurerm_container_registry.contosofresh.id
  role_definition_id = "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d"
  principal_id       = "55ed73f9-3cee-4098-a731-95f47ae89c3d"
  principal_type     = "ServicePrincipal"
}
