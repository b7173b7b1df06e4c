import { linkedAuthorizationFailed } from '../../arm/errors';
import { listAt, textAt } from '../../arm/json';
import type { ArmRequest } from '../../arm/provider';
import { isAllowed, isJudged } from './access';

/** A right that is needed on something that a body refers to. */
interface LinkedScope {
  readonly action: string;
  readonly scope: string | undefined;
}

const NETWORK = 'Microsoft.Network';
const REGISTRY = 'Microsoft.ContainerRegistry/registries';

/**
 * Which other rights a PUT needs (A: the documentation of private link's and peering's permissions; C for private DNS
 * and for what subnets join).
 */
const linked: Readonly<Record<string, (body: unknown) => LinkedScope[]>> = {
  'microsoft.network/privateendpoints': (body) => [
    {
      action: `${NETWORK}/virtualNetworks/subnets/join/action`,
      scope: textAt(body, 'properties', 'subnet', 'id'),
    },
    // A connection in the manual list waits for the owner's approval instead.
    ...listAt(body, 'properties', 'privateLinkServiceConnections').map((link) => ({
      action: `${REGISTRY}/privateEndpointConnectionsApproval/action`,
      scope: textAt(link, 'properties', 'privateLinkServiceId'),
    })),
  ],
  'microsoft.network/privateendpoints/privatednszonegroups': (body) =>
    listAt(body, 'properties', 'privateDnsZoneConfigs').map((config) => ({
      action: `${NETWORK}/privateDnsZones/join/action`,
      scope: textAt(config, 'properties', 'privateDnsZoneId'),
    })),
  'microsoft.network/privatednszones/virtualnetworklinks': (body) => [
    {
      action: `${NETWORK}/virtualNetworks/join/action`,
      scope: textAt(body, 'properties', 'virtualNetwork', 'id'),
    },
  ],
  'microsoft.network/virtualnetworks/virtualnetworkpeerings': (body) => [
    {
      action: `${NETWORK}/virtualNetworks/peer/action`,
      scope: textAt(body, 'properties', 'remoteVirtualNetwork', 'id'),
    },
  ],
  'microsoft.network/virtualnetworks/subnets': joinedBySubnet,
  'microsoft.network/virtualnetworks': (body) =>
    listAt(body, 'properties', 'subnets').flatMap(joinedBySubnet),
};

function joinedBySubnet(subnet: unknown): LinkedScope[] {
  return [
    [`${NETWORK}/networkSecurityGroups/join/action`, 'networkSecurityGroup'],
    [`${NETWORK}/routeTables/join/action`, 'routeTable'],
    [`${NETWORK}/natGateways/join/action`, 'natGateway'],
  ].map(([action = '', member = '']) => ({ action, scope: textAt(subnet, 'properties', member, 'id') }));
}

/** What a body of this type refers to: subnets, networks, registries, zones. */
export function referencesOf(type: string, body: unknown): string[] {
  return (linked[type.toLowerCase()]?.(body) ?? []).flatMap(({ scope }) => scope ?? []);
}

/** Refuses a write that refers to something on which the caller lacks the right to use it. */
export function checkLinkedScopes(request: ArmRequest, action: string): void {
  const { estate, caller, id, faults } = request;
  const scopesOf = request.method === 'PUT' ? linked[id.type.toLowerCase()] : undefined;
  for (const { action: needed, scope } of scopesOf?.(request.body) ?? []) {
    if (scope === undefined) continue;
    const isLacking = isJudged(estate, caller) && !isAllowed(estate, caller, needed, scope);
    if (!isLacking && faults?.denies?.(needed) !== true) continue;
    throw linkedAuthorizationFailed(caller, { action, scope: id.path }, { action: needed, scope });
  }
}
