import * as v from 'valibot';
import { readOnly, reference, tags } from '../../arm/body';

const optionalReference = v.optional(reference);
const references = v.optional(v.array(v.looseObject({ id: v.optional(v.string()) })));
const text = v.optional(v.string());
const flag = v.optional(v.boolean());
const texts = v.optional(v.array(v.string()));

/** What every network resource may carry when it is sent back as it was read. */
const identity = { id: text, name: text, type: readOnly, etag: readOnly };
const tracked = { ...identity, location: text, tags, extendedLocation: readOnly };
const state = { provisioningState: readOnly, resourceGuid: readOnly };

const addressSpace = v.strictObject({ addressPrefixes: texts, ipamPoolPrefixAllocations: readOnly });

const delegation = v.looseObject({
  name: text,
  properties: v.optional(v.looseObject({ serviceName: text })),
});

export const subnetBody = v.strictObject({
  ...identity,
  properties: v.optional(
    v.strictObject({
      ...state,
      addressPrefix: text,
      addressPrefixes: texts,
      networkSecurityGroup: optionalReference,
      routeTable: optionalReference,
      natGateway: optionalReference,
      serviceEndpoints: v.optional(v.array(v.looseObject({ service: text }))),
      serviceEndpointPolicies: references,
      delegations: v.optional(v.array(delegation)),
      privateEndpointNetworkPolicies: v.optional(
        v.picklist(['Enabled', 'Disabled', 'NetworkSecurityGroupEnabled', 'RouteTableEnabled']),
      ),
      privateLinkServiceNetworkPolicies: v.optional(v.picklist(['Enabled', 'Disabled'])),
      applicationGatewayIPConfigurations: readOnly,
      sharingScope: v.optional(v.picklist(['Tenant', 'DelegatedServices'])),
      defaultOutboundAccess: flag,
      ipAllocations: references,
      ipamPoolPrefixAllocations: readOnly,
      serviceGateway: optionalReference,
      privateEndpoints: readOnly,
      ipConfigurations: readOnly,
      ipConfigurationProfiles: readOnly,
      resourceNavigationLinks: readOnly,
      serviceAssociationLinks: readOnly,
      purpose: readOnly,
    }),
  ),
});

export const networkBody = v.strictObject({
  ...tracked,
  properties: v.optional(
    v.strictObject({
      ...state,
      addressSpace: v.optional(addressSpace),
      dhcpOptions: v.optional(v.strictObject({ dnsServers: texts })),
      flowTimeoutInMinutes: v.optional(v.number()),
      subnets: v.optional(v.array(subnetBody)),
      virtualNetworkPeerings: v.optional(v.array(v.looseObject({ name: text }))),
      enableDdosProtection: flag,
      enableVmProtection: flag,
      ddosProtectionPlan: optionalReference,
      bgpCommunities: readOnly,
      encryption: v.optional(v.looseObject({ enabled: v.boolean() })),
      ipAllocations: references,
      flowLogs: readOnly,
      privateEndpointVNetPolicies: v.optional(v.picklist(['Disabled', 'Basic'])),
      summarizedGatewayPrefixes: readOnly,
      defaultPublicNatGateway: readOnly,
    }),
  ),
});

export const peeringBody = v.strictObject({
  ...identity,
  properties: v.optional(
    v.strictObject({
      ...state,
      allowVirtualNetworkAccess: flag,
      allowForwardedTraffic: flag,
      allowGatewayTransit: flag,
      useRemoteGateways: flag,
      doNotVerifyRemoteGateways: flag,
      peerCompleteVnets: flag,
      enableOnlyIPv6Peering: flag,
      localSubnetNames: texts,
      remoteSubnetNames: texts,
      remoteVirtualNetwork: v.optional(v.strictObject({ id: text })),
      // The service fills these in; clients send back what they read, and the Azure CLI a state of its own.
      localAddressSpace: readOnly,
      localVirtualNetworkAddressSpace: readOnly,
      remoteAddressSpace: readOnly,
      remoteVirtualNetworkAddressSpace: readOnly,
      remoteBgpCommunities: readOnly,
      remoteVirtualNetworkEncryption: readOnly,
      peeringState: readOnly,
      peeringSyncLevel: readOnly,
    }),
  ),
});

const linkConnection = v.strictObject({
  ...identity,
  properties: v.optional(
    v.strictObject({
      provisioningState: readOnly,
      privateLinkServiceId: text,
      groupIds: texts,
      requestMessage: v.optional(v.pipe(v.string(), v.maxLength(140))),
      privateLinkServiceConnectionState: readOnly,
      approvalReference: readOnly,
    }),
  ),
});

export const endpointBody = v.strictObject({
  ...tracked,
  properties: v.optional(
    v.strictObject({
      ...state,
      subnet: v.optional(v.looseObject({ id: text })),
      privateLinkServiceConnections: v.optional(v.array(linkConnection)),
      manualPrivateLinkServiceConnections: v.optional(v.array(linkConnection)),
      customNetworkInterfaceName: text,
      ipConfigurations: v.optional(
        v.array(
          v.strictObject({
            ...identity,
            properties: v.optional(
              v.strictObject({ groupId: text, memberName: text, privateIPAddress: text }),
            ),
          }),
        ),
      ),
      applicationSecurityGroups: references,
      customDnsConfigs: readOnly,
      networkInterfaces: readOnly,
      ipVersionType: v.optional(v.picklist(['IPv4'])),
      billingSku: v.optional(v.picklist(['PayAsYouGo', 'Fixed'])),
    }),
  ),
});

export const zoneGroupBody = v.strictObject({
  ...identity,
  properties: v.optional(
    v.strictObject({
      provisioningState: readOnly,
      privateDnsZoneConfigs: v.optional(
        v.array(
          v.strictObject({
            ...identity,
            properties: v.optional(v.strictObject({ privateDnsZoneId: text, recordSets: readOnly })),
          }),
        ),
      ),
    }),
  ),
});

export const tagsBody = v.strictObject({ tags });
