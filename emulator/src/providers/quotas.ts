import { shortRegion } from '../arm/clouds';
import { ArmError, networkError } from '../arm/errors';
import { flagAt, same, textAt } from '../arm/json';
import type { ArmRequest } from '../arm/provider';
import type { ArmResource } from '../estate';

/** How many of a kind there may be in one place. */
interface Quota {
  readonly limit: number;
  readonly count: (request: ArmRequest) => number;
  readonly refuse: (request: ArmRequest, limit: number) => ArmError;
}

const NETWORK = 'Microsoft.Network/virtualNetworks';
const ENDPOINT = 'Microsoft.Network/privateEndpoints';
const ZONE = 'Microsoft.Network/privateDnsZones';
const LINK = `${ZONE}/virtualNetworkLinks`;

/** Codes of Microsoft.Network's limits are C, the numbers are A (Azure's lists of limits). */
const network =
  (code: string, what: string) =>
  (request: ArmRequest, limit: number): ArmError =>
    networkError(400, code, `${what} of ${request.id.path}: there can be ${limit}.`);

const dns =
  (what: string) =>
  (request: ArmRequest, limit: number): ArmError =>
    new ArmError(
      400,
      'BadRequest',
      `${request.id.name} cannot be created: the limit of ${limit} ${what} is reached.`,
    );

const quotas: Readonly<Record<string, readonly Quota[]>> = {
  'microsoft.authorization/roleassignments': [
    {
      limit: 4000,
      count: ({ estate, id }) =>
        estate
          .ofType('Microsoft.Authorization/roleAssignments')
          .filter((item) => same(subscriptionOf(item), id.subscriptionId)).length,
      refuse: (_request, limit) =>
        new ArmError(
          400,
          'RoleAssignmentLimitExceeded',
          `No more role assignments can be created (code: RoleAssignmentLimitExceeded). A subscription can have ${limit}.`,
        ),
    },
  ],
  [NETWORK.toLowerCase()]: [
    {
      limit: 1000,
      count: ({ estate, id, body }) =>
        estate
          .below(`/subscriptions/${id.subscriptionId ?? ''}`, NETWORK)
          .filter((item) => same(item.location, shortRegion(textAt(body, 'location') ?? ''))).length,
      refuse: network('VirtualNetworkCountLimitReached', 'The limit of virtual networks in the region'),
    },
  ],
  [`${NETWORK}/subnets`.toLowerCase()]: [
    {
      limit: 3000,
      count: ({ estate, id }) => estate.below(id.parent?.path ?? '', `${NETWORK}/subnets`).length,
      refuse: network('SubnetCountLimitReached', 'The limit of subnets'),
    },
  ],
  [`${NETWORK}/virtualNetworkPeerings`.toLowerCase()]: [
    {
      limit: 500,
      count: ({ estate, id }) =>
        estate.below(id.parent?.path ?? '', `${NETWORK}/virtualNetworkPeerings`).length,
      refuse: network('PeeringCountLimitReached', 'The limit of peerings'),
    },
  ],
  [ENDPOINT.toLowerCase()]: [
    {
      limit: 1000,
      count: ({ estate, body }) => {
        const networkId = networkIdIn(textAt(body, 'properties', 'subnet', 'id'));
        return estate
          .ofType(ENDPOINT)
          .filter((item) => same(networkIdIn(textAt(item.properties, 'subnet', 'id')), networkId)).length;
      },
      refuse: network('PrivateEndpointCountLimitReached', 'The limit of private endpoints in the network'),
    },
    {
      limit: 200,
      count: ({ estate, body }) => {
        const properties = (body['properties'] ?? {}) as Record<string, unknown>;
        return estate.below(
          textAt(properties, 'privateLinkServiceConnections', '0', 'properties', 'privateLinkServiceId') ??
            textAt(
              properties,
              'manualPrivateLinkServiceConnections',
              '0',
              'properties',
              'privateLinkServiceId',
            ) ??
            '',
          'Microsoft.ContainerRegistry/registries/privateEndpointConnections',
        ).length;
      },
      refuse: network('PrivateEndpointConnectionLimitReached', 'The limit of connections of the registry'),
    },
  ],
  [ZONE.toLowerCase()]: [
    {
      limit: 1000,
      count: ({ estate, id }) => estate.below(`/subscriptions/${id.subscriptionId ?? ''}`, ZONE).length,
      refuse: dns('private DNS zones in the subscription'),
    },
  ],
  [LINK.toLowerCase()]: [
    {
      limit: 1000,
      count: ({ estate, id }) => estate.below(id.parent?.path ?? '', LINK).length,
      refuse: dns('virtual network links of the zone'),
    },
    {
      limit: 100,
      count: ({ estate, id, body }) =>
        flagAt(body, 'properties', 'registrationEnabled') === true
          ? estate.below(id.parent?.path ?? '', LINK).filter(registers).length
          : 0,
      refuse: dns('virtual network links of the zone with auto-registration'),
    },
    {
      limit: 1000,
      count: ({ estate, body }) => {
        const networkId = textAt(body, 'properties', 'virtualNetwork', 'id');
        return estate
          .ofType(LINK)
          .filter((item) => same(textAt(item.properties, 'virtualNetwork', 'id'), networkId)).length;
      },
      refuse: dns('zones that a virtual network can be linked to'),
    },
  ],
  [`${ZONE}/A`.toLowerCase()]: [
    {
      limit: 25_000,
      count: ({ estate, id }) =>
        estate.below(id.parent?.path ?? '').length - estate.below(id.parent?.path ?? '', LINK).length,
      refuse: dns('record sets of the zone'),
    },
  ],
};

/** Refuses one more of a kind where Azure's limit is reached. */
export function checkQuotas(request: ArmRequest): void {
  const { estate, id, method } = request;
  if (method !== 'PUT' || estate.get(id.path) !== undefined) return;
  for (const { limit, count, refuse } of quotas[id.type.toLowerCase()] ?? []) {
    if (count(request) >= limit) throw refuse(request, limit);
  }
}

function registers(link: ArmResource): boolean {
  return flagAt(link.properties, 'registrationEnabled') === true;
}

function networkIdIn(subnetId: string | undefined): string {
  return subnetId?.replace(/\/subnets\/[^/]+$/i, '') ?? '';
}

function subscriptionOf({ id }: ArmResource): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '';
}
