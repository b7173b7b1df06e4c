import type { Estate } from '../../../emulator/src/estate';
import type { Example } from './readExamples';

export interface MappedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body?: unknown;
}

const TENANT_ID = '88888888-0000-4000-8000-0000000000ff';
const SUBSCRIPTION_ID = '88888888-0000-4000-8000-000000000001';
const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-there`;
const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const ACR_PULL = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const REGION = 'westus';
const NEW_ASSIGNMENT = '88888888-0000-4000-8000-0000000000a1';

/** What a parameter of a path stands for in the estate of the examples. */
const names: Readonly<Record<string, string>> = {
  subscriptionId: SUBSCRIPTION_ID,
  resourceGroupName: 'rg-there',
  registryName: 'registrythere',
  replicationName: 'northeurope',
  virtualNetworkName: 'vnet-there',
  subnetName: 'subnet-free',
  virtualNetworkPeeringName: 'peering-there',
  privateEndpointName: 'pe-there',
  privateDnsZoneGroupName: 'group-there',
  networkInterfaceName: 'nic-there',
  privateZoneName: 'privatelink.azurecr.io',
  virtualNetworkLinkName: 'link-there',
  resourceName: 'aks-there',
  agentPoolName: 'there',
  scope: SUBSCRIPTION.slice(1),
  resourceProviderNamespace: 'Microsoft.ContainerRegistry',
};

/** Where another one has to be meant, by the end of the template. */
const special: readonly (readonly [end: RegExp, method: string, names: Readonly<Record<string, string>>])[] =
  [
    [/\/resourcegroups\/\{resourceGroupName\}$/i, 'DELETE', { resourceGroupName: 'rg-empty' }],
    // What nothing else uses.
    [/\/\{registryName\}$/, 'DELETE', { registryName: 'registryfree' }],
    [/\/\{registryName\}$/, 'PATCH', { registryName: 'registryfree' }],
    [/\/\{virtualNetworkName\}$/, 'DELETE', { virtualNetworkName: 'vnet-free' }],
    [/\/\{privateZoneName\}$/, 'DELETE', { privateZoneName: 'free.test' }],
    [/\/\{virtualNetworkPeeringName\}$/, 'PUT', { virtualNetworkName: 'vnet-free' }],
    [/\/roleAssignments$/, 'GET', { resourceType: 'registries', resourceName: 'registrythere' }],
    [
      /\/permissions$/,
      'GET',
      { parentResourcePath: '', resourceType: 'registries', resourceName: 'registrythere' },
    ],
  ];

/** What a PUT changes rather than makes: the example's own name doesn't count there. */
const CHANGED = /\{(privateEndpointConnectionName|privateDnsZoneGroupName|resourceName)\}$/;

/** Ids in a body, by their type. */
const ids: Readonly<Record<string, string>> = {
  'microsoft.network/virtualnetworks': `${NETWORK}/virtualNetworks/vnet-other`,
  'microsoft.network/virtualnetworks/subnets': `${NETWORK}/virtualNetworks/vnet-there/subnets/subnet-there`,
  'microsoft.network/privatelinkservices': `${GROUP}/providers/Microsoft.ContainerRegistry/registries/registrythere`,
  'microsoft.network/privatednszones': `${NETWORK}/privateDnsZones/privatelink.azurecr.io`,
  'microsoft.authorization/roledefinitions': `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${ACR_PULL}`,
};

/** An example as a request to the estate of the examples: its ids, places and names are those of what is there. */
export function mapExample(example: Example, estate: Estate): MappedRequest {
  const { method, template } = example;
  const assignments = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments`;
  const assignment = estate.below(assignments)[0]?.name ?? 'missing';
  const connections = estate.ofType('Microsoft.ContainerRegistry/registries/privateEndpointConnections');
  const role = estate
    .ofType('Microsoft.Authorization/roleDefinitions')
    .find(({ properties }) => properties['type'] === 'CustomRole');
  const found: Readonly<Record<string, string>> = {
    ...names,
    privateEndpointConnectionName: connections[0]?.name ?? 'missing',
    roleAssignmentName: assignment,
    roleAssignmentId: `${assignments.slice(1)}/${method === 'PUT' ? NEW_ASSIGNMENT : assignment}`,
    roleDefinitionId: role?.name ?? 'missing',
    roleId: `${SUBSCRIPTION.slice(1)}/providers/Microsoft.Authorization/roleDefinitions/${ACR_PULL}`,
    relativeRecordSetName: recordName(example.path['recordType']),
    ...special.find(([end, only]) => only === method && end.test(template))?.[2],
  };
  const own = method === 'PUT' && !CHANGED.test(template) ? /\{(\w+)\}$/.exec(template)?.[1] : undefined;
  const path = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const given = example.path[name] ?? '';
    const isScopeOfAll = name === 'roleAssignmentId' || name === 'scope';
    return name === own && !isScopeOfAll ? given : (found[name] ?? given);
  });
  return {
    method,
    path: path.replace(/\/{2,}/g, '/'),
    query: new URLSearchParams({ ...example.query, 'api-version': example.apiVersion }),
    ...(example.body === undefined ? {} : { body: mapped(example.body) }),
  };
}

function recordName(type: string | undefined): string {
  if (type === 'SOA') return '@';
  return type === 'CNAME' ? 'alias-there' : 'record-there';
}

function mapped(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    if (key === 'subscriptions') return [SUBSCRIPTION_ID];
    // The root group of a directory has its id.
    if (key === 'managementGroups') return [TENANT_ID];
    return key === 'groupIds' ? ['registry'] : value.map((item) => mapped(item));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, name)]));
  }
  if (typeof value !== 'string') return value;
  if (key === 'location') return /^global$/i.test(value) ? value : REGION;
  return /^\/?(subscriptions|providers)\//i.test(value) ? mappedId(value) : value;
}

function mappedId(id: string): string {
  const [namespace = '', ...segments] =
    id
      .split(/\/providers\//i)
      .at(-1)
      ?.split('/') ?? [];
  const type = [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/').toLowerCase();
  if (ids[type] !== undefined) return ids[type];
  return id
    .replace(/^\/?subscriptions\/[^/]+/i, SUBSCRIPTION)
    .replace(/\/resourceGroups\/[^/]+/i, '/resourceGroups/rg-there');
}
