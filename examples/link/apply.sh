#!/usr/bin/env bash
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

begin '1/4 Create Peering peer-vnet-contosofresh-to-vnet-shop-eus2: vnet-contosofresh → vnet-shop-eus2'
# Peering must be created in both directions.
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
# Peering must be created in both directions.
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

begin '3/4 Create Virtual network link: vnet-shop-eus2 → privatelink.azurecr.io'
# The cluster’s nodes can then resolve the registry to its private address.
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

begin '4/4 Create AcrPull role assignment for the kubelet identity of aks-shop-eus2'
# Nodes pull with the kubelet identity, which has no pull role yet.
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
