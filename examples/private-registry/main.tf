# Create private registry contosofresh
# Made by ACR Private Link from a plan, for what was there when it was planned. If that was long ago,
# preview and export again.
#
# What it affects:
# - Private endpoint pe-contosofresh costs by the hour and by the data that passes it, about US$ 0.01
#   an hour (about US$ 7.3 a month) and US$ 0.01 a gigabyte (Microsoft's list prices for East US as of
#   November 2026); peered networks charge for traffic.
# - Public network access of contosofresh is off from the start, so that only networks which reach its
#   private endpoint in vnet-contosofresh can push and pull. Import still works, because trusted
#   services of Azure get in. (builds in the cloud (az acr build, tasks), the portal's and this
#   extension's lists of images, this computer, unless it is in such a network) Create it with public
#   network access on, and switch it off when everybody has a private path.
# - Registry contosofresh costs about US$ 1.667 a day (about US$ 51 a month) with SKU Premium
#   (Microsoft's list prices for East US as of November 2026).

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

# There is no such group yet for the registry.
resource "azurerm_resource_group" "resource_group_registry" {
  name     = "rg-fresh"
  location = "westeurope"
}

# Images get the address contosofresh.azurecr.io.
resource "azurerm_container_registry" "registry" {
  name                          = "contosofresh"
  resource_group_name           = azurerm_resource_group.resource_group_registry.name
  location                      = "westeurope"
  sku                           = "Premium"
  admin_enabled                 = false
  public_network_access_enabled = false
  network_rule_bypass_option    = "AzureServices"
  zone_redundancy_enabled       = true

  # The private endpoint switches data endpoints on; without this, the next apply would switch them off.
  data_endpoint_enabled = true
}

# The registry gets a network of its own, which clusters are peered with.
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

# In it privatelink.azurecr.io names resolve to private addresses for the networks linked to it.
resource "azurerm_private_dns_zone" "zone" {
  name                = "privatelink.azurecr.io"
  resource_group_name = azurerm_resource_group.resource_group_registry.name
}

# It gives contosofresh.azurecr.io private addresses in vnet-contosofresh.
# It writes the registry's records into the zone and keeps them up to date.
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

# Machines in the registry's network, and DNS servers there, resolve the registry privately.
resource "azurerm_private_dns_zone_virtual_network_link" "zone_link_registry" {
  name                  = "link-vnet-contosofresh"
  resource_group_name   = azurerm_resource_group.resource_group_registry.name
  private_dns_zone_name = azurerm_private_dns_zone.zone.name
  virtual_network_id    = azurerm_virtual_network.network.id
  registration_enabled  = false
}
