#!/usr/bin/env bash
# Link contosofresh to aks-shop-eus2
# Made by ACR Private Link from a plan, for what was there when it was planned. If that was long ago,
# preview and export again.
#
# What it affects:
# - Once vnet-shop-eus2 is linked to the zone, private registries that can't be seen from here, such
#   as another company's, may be “no such host” there. (aks-shop-eus2) Choose “fall back to public
#   resolution” (resolutionPolicy NxDomainRedirect), unless only registries with a record in the zone
#   are used there.
# - vnet-contosofresh (West Europe) and vnet-shop-eus2 (East US 2) are in different regions: traffic
#   between them costs more.
#
# Left as it is:
# - Registry contosofresh: SKU Premium. The registry has the SKU that private endpoints need.
# - Virtual network vnet-contosofresh (10.90.255.192/26). It exists in West Europe.
# - Subnet snet-private-endpoints (10.90.255.192/27). The endpoint is in it.
# - Private DNS zone privatelink.azurecr.io in rg-fresh. It exists and has the name that private link
#   looks up.
# - Private endpoint pe-contosofresh in vnet-contosofresh/snet-private-endpoints. It leads to
#   contosofresh; the connection is Approved.
# - DNS zone group default of pe-contosofresh. It keeps the registry's records in the zone.
# - Link of vnet-contosofresh to privatelink.azurecr.io. The network is linked to the zone.
#
# Needs the Azure CLI, signed in (az login) to AzureCloud. It stops at the first error, and started again it
# goes on: what is there already is left as it is.
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

create() {
  local body
  body=$(cat)
  if is_there; then
    case $state in
      Failed | Canceled) say "It is in the state $state, and is written again." ;;
      Deleting) stop 'It is being deleted. Start again when it is gone.' ;;
      *)
        say 'It is there already, and is left as it is.'
        return
        ;;
    esac
  fi
  az resource create --only-show-errors --id "$id" --api-version "$version" \
    --is-full-object --properties "$body" --output none
}

begin 'Subscriptions'
az account show --only-show-errors --subscription '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4' --output none

begin '1/4 Create Peering peer-vnet-contosofresh-to-vnet-shop-eus2: vnet-contosofresh → vnet-shop-eus2'
# Traffic between the two networks needs a peering on each of them.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh/virtualNetworkPeerings/peer-vnet-contosofresh-to-vnet-shop-eus2'
version='2026-01-01'
create <<'JSON'
{
  "properties": {
    "remoteVirtualNetwork": {
      "id": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-shop-eus2/providers/Microsoft.Network/virtualNetworks/vnet-shop-eus2"
    },
    "allowVirtualNetworkAccess": true,
    "allowForwardedTraffic": false,
    "allowGatewayTransit": false,
    "useRemoteGateways": false
  }
}
JSON

begin '2/4 Create Peering peer-vnet-shop-eus2-to-vnet-contosofresh: vnet-shop-eus2 → vnet-contosofresh'
# Traffic between the two networks needs a peering on each of them.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-shop-eus2/providers/Microsoft.Network/virtualNetworks/vnet-shop-eus2/virtualNetworkPeerings/peer-vnet-shop-eus2-to-vnet-contosofresh'
version='2026-01-01'
create <<'JSON'
{
  "properties": {
    "remoteVirtualNetwork": {
      "id": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/virtualNetworks/vnet-contosofresh"
    },
    "allowVirtualNetworkAccess": true,
    "allowForwardedTraffic": false,
    "allowGatewayTransit": false,
    "useRemoteGateways": false
  }
}
JSON

begin '3/4 Create Link of vnet-shop-eus2 to privatelink.azurecr.io'
# The cluster's nodes resolve the registry to its private address.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/link-vnet-shop-eus2'
version='2024-06-01'
create <<'JSON'
{
  "location": "global",
  "properties": {
    "virtualNetwork": {
      "id": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-shop-eus2/providers/Microsoft.Network/virtualNetworks/vnet-shop-eus2"
    },
    "registrationEnabled": false
  }
}
JSON

begin '4/4 Create Role AcrPull for the kubelet identity of aks-shop-eus2'
# The nodes pull with the kubelet identity, which has no role that lets it.
id='/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-fresh/providers/Microsoft.ContainerRegistry/registries/contosofresh/providers/Microsoft.Authorization/roleAssignments/ff8484ae-3d4a-575c-b544-f201c690a54d'
version='2022-04-01'
create <<'JSON'
{
  "properties": {
    "roleDefinitionId": "/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "principalId": "55ed73f9-3cee-4098-a731-95f47ae89c3d",
    "principalType": "ServicePrincipal"
  }
}
JSON

printf 'Done.\n'
