import { contosoNames as contoso } from '../../src/scenario';
import type { ArmClient } from '../armClient';

export const CORE_IMAGE = 'contosocore.azurecr.io/shop/api:1.4.2';
export const APPS_IMAGE = 'contosoapps.azurecr.io/payments/web:7';

const ACR_PULL = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
export const NODES = `${contoso.shopNetwork}/subnets/snet-nodes`;
export const ENDPOINTS = `${contoso.coreNetwork}/subnets/snet-private-endpoints`;

export const shopLink = `${contoso.coreZone}/virtualNetworkLinks/link-vnet-shop-weu`;
export const shopPeering = `${contoso.shopNetwork}/virtualNetworkPeerings/peer-vnet-registry-core-weu`;
export const corePeering = `${contoso.coreNetwork}/virtualNetworkPeerings/peer-vnet-shop-weu`;
export const coreGroup = `${contoso.coreEndpoint}/privateDnsZoneGroups/default`;

export function groupOf(id: string): string {
  return id.slice(0, id.indexOf('/providers/'));
}

export function endpointBody(subnet: string, registry: string, manual = false): unknown {
  const list = manual ? 'manualPrivateLinkServiceConnections' : 'privateLinkServiceConnections';
  const link = { name: 'link', properties: { privateLinkServiceId: registry, groupIds: ['registry'] } };
  return { location: 'westeurope', properties: { subnet: { id: subnet }, [list]: [link] } };
}

export function zoneGroupBody(zone: string): unknown {
  return {
    properties: { privateDnsZoneConfigs: [{ name: 'zone', properties: { privateDnsZoneId: zone } }] },
  };
}

export function linkBody(network: string, resolutionPolicy = 'Default'): unknown {
  return {
    location: 'global',
    properties: { virtualNetwork: { id: network }, registrationEnabled: false, resolutionPolicy },
  };
}

export function networkBody(prefix: string, subnets: Record<string, string>): unknown {
  return {
    location: 'westeurope',
    properties: {
      addressSpace: { addressPrefixes: [prefix] },
      subnets: Object.entries(subnets).map(([name, addressPrefix]) => ({
        name,
        properties: { addressPrefix },
      })),
    },
  };
}

export function peeringBody(remote: string): unknown {
  return { properties: { remoteVirtualNetwork: { id: remote }, allowVirtualNetworkAccess: true } };
}

export function addressRecord(...addresses: string[]): unknown {
  return { properties: { ttl: 10, aRecords: addresses.map((ipv4Address) => ({ ipv4Address })) } };
}

/** A security group in the shop's network group that denies https one way. */
export async function denyHttps(
  arm: ArmClient,
  network: string,
  direction: 'Inbound' | 'Outbound',
  destination = '*',
): Promise<string> {
  const id = `${groupOf(network)}/providers/Microsoft.Network/networkSecurityGroups/nsg-closed`;
  await arm.succeed('PUT', id, {
    location: 'westeurope',
    properties: {
      securityRules: [
        {
          name: 'deny-https',
          properties: {
            priority: 200,
            direction,
            access: 'Deny',
            protocol: 'Tcp',
            sourcePortRange: '*',
            destinationPortRange: '443',
            sourceAddressPrefix: '*',
            destinationAddressPrefix: destination,
          },
        },
      ],
    },
  });
  return id;
}

export async function routeTable(
  arm: ArmClient,
  network: string,
  routes: [string, string][],
): Promise<string> {
  const id = `${groupOf(network)}/providers/Microsoft.Network/routeTables/rt-firewall`;
  await arm.succeed('PUT', id, {
    location: 'westeurope',
    properties: {
      routes: routes.map(([addressPrefix, hop], index) => ({
        name: `route-${index}`,
        properties: {
          addressPrefix,
          ...(hop === 'None'
            ? { nextHopType: 'None' }
            : { nextHopType: 'VirtualAppliance', nextHopIpAddress: hop }),
        },
      })),
    },
  });
  return id;
}

export async function rolesOf(arm: ArmClient, principalId: string, scope: string): Promise<string[]> {
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
  const { value = [] } = await arm.succeed('GET', `${path}?$filter=principalId eq '${principalId}'`);
  return value.map(({ id = '' }) => id);
}

export async function withoutRole(arm: ArmClient): Promise<void> {
  for (const id of await rolesOf(arm, contoso.shopKubelet, contoso.coreRegistry))
    await arm.succeed('DELETE', id);
}

export function roleBody(principalId: string, role = ACR_PULL): unknown {
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  return { properties: { principalId, roleDefinitionId } };
}

export function roleAt(scope: string): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/5d2f0a8e-6f5b-4a0c-9a43-1c2b7d9e8f10`;
}
