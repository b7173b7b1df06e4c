# Create private registry contosofresh
# Created by ACR Private Link from a plan that reflects Azure at planning time. If that was long ago,
# preview and export again.
#
# Warnings:
# - Private endpoint pe-contosofresh costs about US$ 0.01 an hour (about US$ 7.3 a month) plus US$
#   0.01 per GB (Microsoft’s list prices for East US as of November 2026). Peering traffic is billed
#   separately.
# - Public network access of contosofresh is disabled from the start, so only networks that can reach
#   its private endpoint in vnet-contosofresh can push and pull. Import still works, because trusted
#   Azure services are allowed. (ACR Tasks (az acr build), browsing images in the portal and in this
#   extension, this computer, unless it is in such a network) Create it with public network access
#   enabled, and disable it after all clients have a private path.
# - Registry contosofresh costs about US$ 1.667 a day (about US$ 51 a month) with the Premium SKU
#   (Microsoft’s list prices for East US as of November 2026).

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

# No such resource group exists yet for the registry.
resource "azurerm_resource_group" "resource_group_registry" {
  name     = "rg-fresh"
  location = "westeurope"
}

# Login server: contosofresh.azurecr.io.
resource "azurerm_container_registry" "registry" {
  name                          = "contosofresh"
  resource_group_name           = azurerm_resource_group.resource_group_registry.name
  location                      = "westeurope"
  sku                           = "Premium"
  admin_enabled                 = false
  public_network_access_enabled = false
  network_rule_bypass_option    = "AzureServices"
  zone_redundancy_enabled       = true

  # A private endpoint enables data endpoints. Without this, the next apply would disable them.
  data_endpoint_enabled = true
}

# The registry gets its own network, which clusters are peered with.
resource "azurerm_virtual_network" "network" {
  name                = "vnet-contosofresh"
  resource_group_name = azurerm_resource_group.resource_group_registry.name
  location            = "westeurope"
  address_space       = ["10.90.255.192/26"]
}

resource "azurerm_subnet" "network_subnet" {
  name                              = "snet-private-endpoints"
  resource_group_name               = azurerm_resource_group.resource_group_registry.name
  virtual_network_name              = azurerm_virtual_network.network.name
  address_prefixes                  = ["10.90.255.192/27"]
  private_endpoint_network_policies = "Disabled"
}

# Resolves privatelink.azurecr.io names to private addresses for the networks linked to it.
resource "azurerm_private_dns_zone" "zone" {
  name                = "privatelink.azurecr.io"
  resource_group_name = azurerm_resource_group.resource_group_registry.name
}

# Gives contosofresh.azurecr.io private addresses in vnet-contosofresh.
# Writes the registry’s records to the zone and keeps them up to date.
resource "azurerm_private_endpoint" "endpoint" {
  name                = "pe-contosofresh"
  resource_group_name = azurerm_resource_group.resource_group_registry.name
  location            = "westeurope"
  subnet_id           = azurerm_subnet.network_subnet.id

  private_service_connection {
    name                           = "pe-contosofresh"
    private_connection_resource_id = azurerm_container_registry.registry.id
    subresource_names              = ["registry"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [azurerm_private_dns_zone.zone.id]
  }
}

# Machines and DNS servers in the registry’s network can then resolve the registry privately.
resource "azurerm_private_dns_zone_virtual_network_link" "zone_link_registry" {
  name                  = "link-vnet-contosofresh"
  resource_group_name   = azurerm_resource_group.resource_group_registry.name
  private_dns_zone_name = azurerm_private_dns_zone.zone.name
  virtual_network_id    = azurerm_virtual_network.network.id
  registration_enabled  = false
}
