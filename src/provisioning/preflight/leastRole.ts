/** Which built-in roles give rights that lack, and no more than need be. */
import { idKey, isAtOrBelow } from '../../model/armId';
import { covers } from '../../model/patterns';

interface GrantableRole {
  readonly name: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

const registries = 'Microsoft.ContainerRegistry/registries';

/**
 * Built-in roles, the narrowest first, with the part of their actions that plans can need. From Microsoft's list of
 * built-in roles and its directory of registry roles.
 */
const roles: readonly GrantableRole[] = [
  role('Reader', ['*/read']),
  role('Container Registry Data Importer and Data Reader', [
    `${registries}/importImage/action`,
    `${registries}/read`,
    `${registries}/pull/read`,
  ]),
  role('Private DNS Zone Contributor', [
    'Microsoft.Network/privateDnsZones/*',
    'Microsoft.Network/privateDnsOperationResults/*',
    'Microsoft.Network/privateDnsOperationStatuses/*',
    'Microsoft.Network/virtualNetworks/read',
    'Microsoft.Network/virtualNetworks/join/action',
  ]),
  role('Network Contributor', ['Microsoft.Network/*']),
  role('Container Registry Contributor and Data Access Configuration Administrator', [
    `${registries}/read`,
    `${registries}/write`,
    `${registries}/delete`,
    `${registries}/operationStatuses/read`,
    `${registries}/privateEndpointConnections/*`,
    `${registries}/privateEndpointConnectionsApproval/action`,
    `${registries}/replications/*`,
  ]),
  role('Role Based Access Control Administrator', [
    '*/read',
    'Microsoft.Authorization/roleAssignments/write',
    'Microsoft.Authorization/roleAssignments/delete',
  ]),
  role('Contributor', ['*'], ['Microsoft.Authorization/*/write', 'Microsoft.Authorization/*/delete']),
  role('Owner', ['*']),
];

/** A right that lacks, at a scope that exists. */
export interface Lacking {
  readonly action: string;
  readonly scope: string;
}

export interface Grant {
  readonly role: string;
  readonly scope: string;
}

/**
 * Which role at which scope gives each of the rights. As few roles as that takes: one that is needed anyway, there or
 * above, is used for what it covers besides. Keys of the answer are made by `lackKey`.
 */
export function leastGrants(lacking: readonly Lacking[]): ReadonlyMap<string, Grant> {
  // Outer scopes first, then wide roles: what comes later may be covered already.
  const sorted = lacking.toSorted(
    (a, b) => depth(a.scope) - depth(b.scope) || rankOf(b.action) - rankOf(a.action),
  );
  const chosen: { readonly grant: Grant; readonly role: GrantableRole }[] = [];
  return new Map(
    sorted.map((lack) => {
      const known = chosen.find(
        ({ grant, role: held }) => isAtOrBelow(lack.scope, grant.scope) && grants(held, lack.action),
      );
      if (known) return [lackKey(lack), known.grant];
      const least = roles[rankOf(lack.action)] ?? owner;
      const grant = { role: least.name, scope: lack.scope };
      chosen.push({ grant, role: least });
      return [lackKey(lack), grant];
    }),
  );
}

export function lackKey({ action, scope }: Lacking): string {
  return `${action.toLowerCase()} ${idKey(scope)}`;
}

const owner = role('Owner', ['*']);

function rankOf(action: string): number {
  return roles.findIndex((candidate) => grants(candidate, action));
}

function grants({ actions, notActions }: GrantableRole, action: string): boolean {
  return covers(actions, action) && !covers(notActions, action);
}

function role(name: string, actions: readonly string[], notActions: readonly string[] = []): GrantableRole {
  return { name, actions, notActions };
}

function depth(scope: string): number {
  return scope.split('/').length;
}
