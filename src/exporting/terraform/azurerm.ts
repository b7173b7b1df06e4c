/**
 * What a step that creates is in azurerm 4: one row a kind. A row takes of the body what azurerm has an argument for;
 * whatever it leaves, azapi sends, so that nothing of a plan is lost. Arguments by the provider's schema, version 4.55.
 */
import { nameOf, parentId } from '../../model/armId';
import type { StepKind } from '../../provisioning';
import type { WrittenStep } from '../model';
import type { Reading } from '../reading';
import { isPlainId } from '../sayable';
import type { Item } from './hcl';
import { argument, given, location, placed, tags } from './items';
import { connectionBlock, replicasOf, subnetItems, zoneGroupBlock } from './nested';
import { registrySettings } from './registrySettings';
import type { References } from './references';

export interface Resource {
  readonly type: string;
  readonly items: readonly Item[];
  /** Things of their own in azurerm, that the body makes along with it. */
  readonly parts?: readonly (Resource & { readonly id: string })[];
}

export interface Surroundings {
  readonly references: References;
  /** What the format says within this step. */
  readonly guests: readonly WrittenStep[];
  /** The plan gives a registry of its own a private endpoint. */
  readonly hasEndpoint: boolean;
}

type Row = (step: WrittenStep, body: Reading, surroundings: Surroundings) => Resource | undefined;

/** Undefined for what azurerm has no resource for, or none that would leave the rest of the thing alone. */
export const azurermRows: Readonly<Record<StepKind, Row | undefined>> = {
  resourceGroup: ({ resourceId }, body) => ({
    type: 'azurerm_resource_group',
    items: [argument('name', nameOf(resourceId)), ...location(body), ...tags(body)],
  }),

  registry: ({ resourceId }, body, { references, guests, hasEndpoint }) => {
    const sku = body.object('sku');
    const properties = body.object('properties');
    properties.implied('roleAssignmentMode', 'LegacyRegistryPermissions');
    const data = properties.flag('dataEndpointEnabled') ?? (hasEndpoint ? true : undefined);
    return {
      type: 'azurerm_container_registry',
      items: [
        ...placed(resourceId, references),
        ...location(body),
        ...given('sku', sku.text('name')),
        ...given('admin_enabled', properties.flag('adminUserEnabled')),
        ...given(
          'public_network_access_enabled',
          properties.either('publicNetworkAccess', 'Enabled', 'Disabled'),
        ),
        ...given('network_rule_bypass_option', properties.text('networkRuleBypassOptions')),
        ...given('zone_redundancy_enabled', properties.either('zoneRedundancy', 'Enabled', 'Disabled')),
        ...registrySettings(properties),
        ...(data === true
          ? [
              {
                comment:
                  'A private endpoint enables data endpoints. Without this, the next apply would disable them.',
              },
              argument('data_endpoint_enabled', true),
            ]
          : []),
        ...tags(body),
        ...replicasOf(guests),
      ],
    };
  },

  /** A part of its registry where the plan makes that, else azapi's: azurerm would have to own the registry. */
  replica: undefined,
  registrySku: undefined,
  publicAccess: undefined,
  connection: undefined,
  /** A part of its endpoint where the plan makes that. */
  zoneGroup: undefined,

  network: ({ resourceId }, body, { references }) => {
    const properties = body.object('properties');
    const subnets = properties.objects('subnets').map((subnet) => {
      const id = `${resourceId}/subnets/${subnet.text('name') ?? ''}`;
      return { id, properties: subnet.object('properties') };
    });
    // Then it is none that Azure takes, and no id of a part.
    if (subnets.some(({ id }) => !isPlainId(id))) return undefined;
    properties.implied('enableDdosProtection', false);
    properties.implied('privateEndpointVNetPolicies', 'Disabled');
    const servers = properties.object('dhcpOptions').texts('dnsServers') ?? [];
    return {
      type: 'azurerm_virtual_network',
      items: [
        ...placed(resourceId, references),
        ...location(body),
        ...given('address_space', properties.object('addressSpace').texts('addressPrefixes')),
        ...given('dns_servers', servers.length === 0 ? undefined : servers),
        ...tags(body),
      ],
      parts: subnets.map((subnet) => ({
        id: subnet.id,
        type: 'azurerm_subnet',
        items: subnetItems(subnet.id, subnet.properties, references),
      })),
    };
  },

  subnet: ({ resourceId }, body, { references }) => ({
    type: 'azurerm_subnet',
    items: subnetItems(resourceId, body.object('properties'), references),
  }),

  zone: ({ resourceId }, body, { references }) => {
    body.implied('location', 'global');
    body.implied('properties', {});
    return {
      type: 'azurerm_private_dns_zone',
      items: [...placed(resourceId, references), ...tags(body)],
    };
  },

  zoneLink: ({ resourceId }, body, { references }) => {
    body.implied('location', 'global');
    const properties = body.object('properties');
    const network = properties.object('virtualNetwork').text('id');
    return {
      type: 'azurerm_private_dns_zone_virtual_network_link',
      items: [
        ...placed(resourceId, references),
        argument('private_dns_zone_name', references.name(parentId(resourceId))),
        ...given('virtual_network_id', network && references.id(network)),
        ...given('registration_enabled', properties.flag('registrationEnabled')),
        ...given('resolution_policy', properties.text('resolutionPolicy')),
        ...tags(body),
      ],
    };
  },

  endpoint: ({ resourceId }, body, { references, guests }) => {
    const properties = body.object('properties');
    const subnet = properties.object('subnet').text('id');
    const connections = [
      ...properties.objects('privateLinkServiceConnections').map((one) => [one, false] as const),
      ...properties.objects('manualPrivateLinkServiceConnections').map((one) => [one, true] as const),
    ];
    // What Azure sets where nobody does.
    properties.implied('customNetworkInterfaceName', '');
    properties.implied('ipConfigurations', []);
    properties.implied('applicationSecurityGroups', []);
    properties.implied('ipVersionType', 'IPv4');
    const [first, ...others] = connections;
    if (first === undefined || others.length > 0) return undefined;
    const [connection, isManual] = first;
    return {
      type: 'azurerm_private_endpoint',
      items: [
        ...placed(resourceId, references),
        ...location(body),
        ...given('subnet_id', subnet && references.id(subnet)),
        ...tags(body),
        connectionBlock(connection, isManual, references),
        ...guests.flatMap((guest) => zoneGroupBlock(guest, references) ?? []),
      ],
    };
  },

  peering: ({ resourceId }, body, { references }) => {
    const properties = body.object('properties');
    const remote = properties.object('remoteVirtualNetwork').text('id');
    properties.implied('doNotVerifyRemoteGateways', false);
    properties.implied('peerCompleteVnets', true);
    properties.implied('enableOnlyIPv6Peering', false);
    return {
      type: 'azurerm_virtual_network_peering',
      items: [
        ...placed(resourceId, references),
        argument('virtual_network_name', references.name(parentId(resourceId))),
        ...given('remote_virtual_network_id', remote && references.id(remote)),
        ...given('allow_virtual_network_access', properties.flag('allowVirtualNetworkAccess')),
        ...given('allow_forwarded_traffic', properties.flag('allowForwardedTraffic')),
        ...given('allow_gateway_transit', properties.flag('allowGatewayTransit')),
        ...given('use_remote_gateways', properties.flag('useRemoteGateways')),
      ],
    };
  },

  roleAssignment: ({ resourceId }, body, { references }) => {
    const properties = body.object('properties');
    const type = properties.text('principalType');
    // The provider knows these only.
    if (type !== undefined && !['User', 'Group', 'ServicePrincipal'].includes(type)) return undefined;
    const scope = resourceId.replace(/\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i, '');
    return {
      type: 'azurerm_role_assignment',
      items: [
        argument('name', nameOf(resourceId)),
        argument('scope', references.id(scope)),
        ...given('role_definition_id', properties.text('roleDefinitionId')),
        ...given('principal_id', properties.text('principalId')),
        ...given('principal_type', type),
        ...given('description', properties.text('description')),
        ...given('condition', properties.text('condition')),
        ...given('condition_version', properties.text('conditionVersion')),
        ...given(
          'delegated_managed_identity_resource_id',
          properties.text('delegatedManagedIdentityResourceId'),
        ),
      ],
    };
  },
};
