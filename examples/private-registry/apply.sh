#!/usr/bin/env bash
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
#
# Requires the Azure CLI, signed in (az login) to AzureCloud. It stops at the first error. When rerun, it
# skips what already exists.
# shellcheck disable=SC2016 # Between single quotes a dollar sign is meant as such.
set -euo pipefail

step='the beginning'

begin() {
  step=$1
  printf '%s\n' "$step"
}

say() {
  printf '    %s\n' "$1"
}

finish() {
  local status=$?
  if [ "$status" -ne 0 ]; then
    printf 'Stopped at: %s\n' "$step" >&2
  fi
}
trap finish EXIT

stop() {
  printf '    %s\n' "$1" >&2
  exit 1
}

# Whether it is there, and in which state; any answer but "not found" (3) ends the script.
is_there() {
  local status=0
  state=$(az resource show --only-show-errors --ids "$id" --api-version "$version" \
    --query properties.provisioningState --output tsv 2>&1) || status=$?
  case $status in
    0) return 0 ;;
    3) return 1 ;;
    *)
      printf '%s\n' "$state" >&2
      exit "$status"
      ;;
  esac
}

# Sends it as it stands here (az resource create would leave out what it doesn't know), and waits until it is done.
send() {
  local tries
  az rest --only-show-errors --method "$1" --url "$id?api-version=$version$2" --body "$3" --output none
  for ((tries = 0; tries < 720; tries++)); do
    if is_there; then
      case $state in
        Failed | Canceled) stop "The operation in Azure failed. State: $state." ;;
        Succeeded | None | '') return ;;
      esac
    fi
    sleep 5
  done
  stop 'The operation in Azure takes longer than an hour.'
}

create() {
  local body
  body=$(cat)
  if is_there; then
    case $state in
      Failed | Canceled) say "It is in the state $state. Writing it again." ;;
      Deleting) stop 'It is being deleted. Run this script again after that.' ;;
      *)
        say 'It already exists. Not changed.'
        return
        ;;
    esac
  fi
  send put '' "$body"
}

begin 'Subscriptions'
az account show --only-show-errors --subscription '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4' --output none

begin '1/7 Create Resource group rg-fresh (West Europe)'
# No such resource group exists yet for the registry.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh'
version='2025-04-01'
create <<'JSON'
{
  "location": "westeurope"
}
JSON

begin '2/7 Create Container registry contosofresh (Premium, West Europe)'
# Login server: contosofresh.azurecr.io.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.ContainerRegistry/registries/contosofresh'
version='2025-11-01'
create <<'JSON'
{
  "location": "westeurope",
  "sku": {
    "name": "Premium"
  },
  "properties": {
    "adminUserEnabled": false,
    "publicNetworkAccess": "Disabled",
    "networkRuleBypassOptions": "AzureServices",
    "zoneRedundancy": "Enabled",
    "roleAssignmentMode": "LegacyRegistryPermissions"
  }
}
JSON

begin '3/7 Create Virtual network vnet-contosofresh (10.90.255.192/26) with subnet snet-private-endpoints (10.90.255.192/27)'
# The registry gets its own network, which clusters are peered with.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh'
version='2026-01-01'
create <<'JSON'
{
  "location": "westeurope",
  "properties": {
    "addressSpace": {
      "addressPrefixes": [
        "10.90.255.192/26"
      ]
    },
    "subnets": [
      {
        "name": "snet-private-endpoints",
        "properties": {
          "addressPrefix": "10.90.255.192/27",
          "privateEndpointNetworkPolicies": "Disabled"
        }
      }
    ]
  }
}
JSON

begin '4/7 Create Private DNS zone privatelink.azurecr.io in rg-fresh'
# Resolves privatelink.azurecr.io names to private addresses for the networks linked to it.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io'
version='2024-06-01'
create <<'JSON'
{
  "location": "global"
}
JSON

begin '5/7 Create Private endpoint pe-contosofresh in vnet-contosofresh/snet-private-endpoints'
# Gives contosofresh.azurecr.io private addresses in vnet-contosofresh.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/privateEndpoints/pe-contosofresh'
version='2026-01-01'
create <<'JSON'
{
  "location": "westeurope",
  "properties": {
    "subnet": {
      "id": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh/subnets/snet-private-endpoints"
    },
    "privateLinkServiceConnections": [
      {
        "name": "pe-contosofresh",
        "properties": {
          "privateLinkServiceId": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.ContainerRegistry/registries/contosofresh",
          "groupIds": [
            "registry"
          ]
        }
      }
    ]
  }
}
JSON

begin '6/7 Create Private DNS zone group default of pe-contosofresh'
# Writes the registry’s records to the zone and keeps them up to date.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/privateEndpoints/pe-contosofresh/privateDnsZoneGroups/default'
version='2026-01-01'
create <<'JSON'
{
  "properties": {
    "privateDnsZoneConfigs": [
      {
        "name": "privatelink-azurecr-io",
        "properties": {
          "privateDnsZoneId": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io"
        }
      }
    ]
  }
}
JSON

begin '7/7 Create Virtual network link: vnet-contosofresh → privatelink.azurecr.io'
# Machines and DNS servers in the registry’s network can then resolve the registry privately.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/link-vnet-contosofresh'
version='2024-06-01'
create <<'JSON'
{
  "location": "global",
  "properties": {
    "virtualNetwork": {
      "id": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh"
    },
    "registrationEnabled": false
  }
}
JSON

printf 'Done.\n'
