/**
 * The arguments of what exports use of the Terraform providers: hashicorp/azurerm 4.55 and Azure/azapi 2.4. A table, because
 * the provider's own schema comes in a package of many megabytes; `npm run conformance:terraform` lays the two side by side.
 */
type Type = 'string' | 'number' | 'flag' | 'list' | 'map' | 'any' | Schema;
export interface Schema {
  readonly needed: Readonly<Record<string, Type>>;
  readonly optional: Readonly<Record<string, Type>>;
}

const inGroup = { name: 'string', resource_group_name: 'string' } as const;
const placed = { ...inGroup, location: 'string' } as const;
const tags = { tags: 'map' } as const;

export const resources: Readonly<Record<string, Schema>> = {
  azurerm_resource_group: { needed: { name: 'string', location: 'string' }, optional: tags },
  azurerm_container_registry: {
    needed: { ...placed, sku: 'string' },
    optional: {
      ...tags,
      admin_enabled: 'flag',
      anonymous_pull_enabled: 'flag',
      data_endpoint_enabled: 'flag',
      export_policy_enabled: 'flag',
      network_rule_bypass_option: 'string',
      network_rule_set: {
        needed: {},
        optional: {
          default_action: 'string',
          ip_rule: { needed: {}, optional: { action: 'string', ip_range: 'string' } },
        },
      },
      public_network_access_enabled: 'flag',
      quarantine_policy_enabled: 'flag',
      retention_policy_in_days: 'number',
      trust_policy_enabled: 'flag',
      zone_redundancy_enabled: 'flag',
      georeplications: {
        needed: { location: 'string' },
        optional: { ...tags, regional_endpoint_enabled: 'flag', zone_redundancy_enabled: 'flag' },
      },
    },
  },
  azurerm_virtual_network: {
    needed: placed,
    optional: { ...tags, address_space: 'list', dns_servers: 'list' },
  },
  azurerm_subnet: {
    needed: { ...inGroup, virtual_network_name: 'string' },
    optional: { address_prefixes: 'list', private_endpoint_network_policies: 'string' },
  },
  azurerm_private_dns_zone: { needed: inGroup, optional: tags },
  azurerm_private_dns_zone_virtual_network_link: {
    needed: { ...inGroup, private_dns_zone_name: 'string', virtual_network_id: 'string' },
    optional: { ...tags, registration_enabled: 'flag', resolution_policy: 'string' },
  },
  azurerm_private_endpoint: {
    needed: {
      ...placed,
      subnet_id: 'string',
      private_service_connection: {
        needed: { name: 'string', is_manual_connection: 'flag' },
        optional: {
          private_connection_resource_id: 'string',
          request_message: 'string',
          subresource_names: 'list',
        },
      },
    },
    optional: {
      ...tags,
      private_dns_zone_group: { needed: { name: 'string', private_dns_zone_ids: 'list' }, optional: {} },
    },
  },
  azurerm_virtual_network_peering: {
    needed: { ...inGroup, remote_virtual_network_id: 'string', virtual_network_name: 'string' },
    optional: {
      allow_forwarded_traffic: 'flag',
      allow_gateway_transit: 'flag',
      allow_virtual_network_access: 'flag',
      use_remote_gateways: 'flag',
    },
  },
  azurerm_role_assignment: {
    needed: { scope: 'string', principal_id: 'string' },
    optional: {
      name: 'string',
      role_definition_id: 'string',
      principal_type: 'string',
      description: 'string',
      condition: 'string',
      condition_version: 'string',
      delegated_managed_identity_resource_id: 'string',
    },
  },
  azapi_resource: {
    needed: { type: 'string' },
    optional: {
      ...tags,
      name: 'string',
      parent_id: 'string',
      location: 'string',
      body: 'any',
      create_query_parameters: 'map',
      schema_validation_enabled: 'flag',
    },
  },
  azapi_update_resource: {
    needed: { type: 'string' },
    optional: {
      resource_id: 'string',
      body: 'any',
      update_query_parameters: 'map',
      schema_validation_enabled: 'flag',
    },
  },
};

export const dataSources: Readonly<Record<string, Schema>> = {
  azurerm_container_registry: { needed: inGroup, optional: {} },
  azurerm_virtual_network: { needed: inGroup, optional: {} },
  azurerm_private_dns_zone: { needed: { name: 'string' }, optional: { resource_group_name: 'string' } },
  azurerm_subnet: { needed: { ...inGroup, virtual_network_name: 'string' }, optional: {} },
};

/** What Terraform itself takes in every block. */
const meta: Readonly<Record<string, Type>> = { provider: 'string', depends_on: 'list' };

/** What a block has that its schema doesn't, or lacks, each in words. */
export function problemsOf(block: Readonly<Record<string, unknown>>, schema: Schema | undefined): string[] {
  if (schema === undefined) return ['no schema'];
  const types = { ...meta, ...schema.needed, ...schema.optional };
  return [
    ...Object.keys(schema.needed)
      .filter((name) => !Object.hasOwn(block, name))
      .map((name) => `lacks ${name}`),
    ...Object.entries(block).flatMap(([name, value]) => {
      const type = types[name];
      if (type === undefined) return [`has ${name}`];
      if (typeof type !== 'object') return fits(value, type) ? [] : [`${name} is no ${type}`];
      if (!Array.isArray(value)) return [`${name} is no block`];
      return (value as Readonly<Record<string, unknown>>[]).flatMap((inner) =>
        problemsOf(inner, type).map((problem) => `${name}: ${problem}`),
      );
    }),
  ];
}

function fits(value: unknown, type: Exclude<Type, Schema>): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'any':
      return true;
  }
}
