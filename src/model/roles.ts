/** Azure roles around pulling from a registry and pushing to it. */
import { t } from '@vscode/l10n';
import { extensionId, idKey, subscriptionOf, subscriptionScope } from './armId';
import { covers } from './patterns';
import { conditionAllows } from './repositoryCondition';

/** Ids of built-in role definitions, from Microsoft's list. */
export const roleIds = {
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  acrPush: '8311e382-0749-4cb8-b61a-304f252e45ec',
  acrDelete: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11',
  repositoryReader: 'b93aa761-3e63-49ed-ac28-beffa264f7ac',
  repositoryWriter: '2a1e307c-b015-4ebd-883e-5b7698a07328',
  repositoryContributor: '2efddaa5-3f1f-4df3-97df-af3f13818f4c',
  repositoryCatalogLister: 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7',
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  networkContributor: '4d97b98b-1d4f-4787-a291-c67834d212e7',
  privateDnsZoneContributor: 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
} as const;

/** How a registry decides who may pull: by role assignments of the registry, or also by repository. */
export type RegistryRoleMode = 'legacy' | 'abac';

export interface Role {
  readonly id: string;
  readonly name: string;
}

/** The role that lets an identity pull everything: a registry in ABAC mode doesn't honour AcrPull. */
export function pullRole(mode: RegistryRoleMode): Role {
  return mode === 'abac'
    ? { id: roleIds.repositoryReader, name: 'Container Registry Repository Reader' }
    : { id: roleIds.acrPull, name: 'AcrPull' };
}

/** The role that lets an identity push to (and pull from) the registry. */
export function pushRole(mode: RegistryRoleMode): Role {
  return mode === 'abac'
    ? { id: roleIds.repositoryWriter, name: 'Container Registry Repository Writer' }
    : { id: roleIds.acrPush, name: 'AcrPush' };
}

/** The role that lets an identity list repositories, where neither of the two above does. */
export const catalogRole: Role = {
  id: roleIds.repositoryCatalogLister,
  name: 'Container Registry Repository Catalog Lister',
};

/** What is below a management group, Resource Manager doesn't tell. */
export function isManagementGroup(scope: string): boolean {
  return idKey(scope).startsWith('/providers/microsoft.management/managementgroups/');
}

/** Full id of a role definition, as a role assignment at a scope refers to it. */
export function roleDefinitionId(scope: string, roleId: string): string {
  return extensionId(
    subscriptionScope(subscriptionOf(scope)),
    'Microsoft.Authorization/roleDefinitions',
    roleId,
  );
}

/** One element of a role definition's `permissions`. */
export interface RolePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

const registryType = 'Microsoft.ContainerRegistry/registries';

/** By role mode: what has to be granted; data actions in ABAC mode. From Microsoft's page on registry permissions. */
const neededToPull: Readonly<Record<RegistryRoleMode, readonly string[]>> = {
  legacy: [`${registryType}/pull/read`],
  abac: [`${registryType}/repositories/content/read`],
};
const neededToPush: Readonly<Record<RegistryRoleMode, readonly string[]>> = {
  legacy: [`${registryType}/pull/read`, `${registryType}/push/write`],
  abac: [
    `${registryType}/repositories/content/read`,
    `${registryType}/repositories/content/write`,
    `${registryType}/repositories/metadata/read`,
    `${registryType}/repositories/metadata/write`,
  ],
};
const neededToList = [`${registryType}/catalog/read`];

export type Grants = 'all' | 'some' | 'none';

/**
 * What a role with these permissions lets its holder pull: `all` repositories, only `some` (those that the assignment's
 * condition names), or `none`. Where one repository is asked about: `all` or `none` as the condition says of that one,
 * `some` where that can't be told.
 */
export function pullGrant(
  permissions: readonly RolePermission[],
  mode: RegistryRoleMode,
  condition?: string,
  repository?: string,
): Grants {
  return grantOf(permissions, neededToPull[mode], mode, condition, repository);
}

/** The same for pushing, which also reads what is there already. */
export function pushGrant(
  permissions: readonly RolePermission[],
  mode: RegistryRoleMode,
  condition?: string,
): Grants {
  return grantOf(permissions, neededToPush[mode], mode, condition);
}

/** The same for listing the repositories of a registry in ABAC mode. */
export function catalogGrant(permissions: readonly RolePermission[], condition?: string): Grants {
  return grantOf(permissions, neededToList, 'abac', condition);
}

function grantOf(
  permissions: readonly RolePermission[],
  needed: readonly string[],
  mode: RegistryRoleMode,
  condition = '',
  repository?: string,
): Grants {
  const isGranted = (action: string) =>
    permissions.some(({ actions, notActions, dataActions, notDataActions }) =>
      mode === 'abac'
        ? covers(dataActions, action) && !covers(notDataActions, action)
        : covers(actions, action) && !covers(notActions, action),
    );
  return needed.every(isGranted) ? underCondition(condition, needed, mode, repository) : 'none';
}

const registryPullRoles: Readonly<Record<RegistryRoleMode, readonly string[]>> = {
  legacy: [roleIds.acrPull, roleIds.acrPush],
  abac: [roleIds.repositoryReader, roleIds.repositoryWriter, roleIds.repositoryContributor],
};

const builtInPullRoles: Readonly<Record<RegistryRoleMode, readonly string[]>> = {
  legacy: [...registryPullRoles.legacy, roleIds.owner, roleIds.contributor, roleIds.reader],
  abac: registryPullRoles.abac,
};

/** A role that somebody has, as far as it is known. */
export interface HeldRole {
  /** Last segment of the role definition's id. */
  readonly roleId: string;
  /** Undefined where its definition wasn't read. */
  readonly permissions?: readonly RolePermission[] | undefined;
  readonly condition?: string | undefined;
}

function underCondition(
  condition: string,
  needed: readonly string[],
  mode: RegistryRoleMode,
  repository: string | undefined,
): Grants {
  if (condition.trim() === '') return 'all';
  if (repository === undefined) return 'some';
  // Only in the mode for repositories a request says which one it is about.
  const named = mode === 'abac' ? { repository } : {};
  const verdicts = needed.map((action) => conditionAllows(condition, { action, ...named }));
  if (verdicts.includes(false)) return 'none';
  return verdicts.includes(undefined) ? 'some' : 'all';
}

/**
 * What a role lets its holder pull, built-in or custom: judged by its permissions, and by its id where these weren't read
 * and it is one of the built-in roles above. `unknown` for any other role without permissions. `repository` as for
 * `pullGrant`.
 */
export function pullOf(
  { roleId, permissions, condition = '' }: HeldRole,
  mode: RegistryRoleMode,
  repository?: string,
): Grants | 'unknown' {
  if (permissions !== undefined) return pullGrant(permissions, mode, condition, repository);
  if (!isBuiltInRole(roleId)) return 'unknown';
  if (!builtInPullRoles[mode].includes(roleId.toLowerCase())) return 'none';
  return underCondition(condition, neededToPull[mode], mode, repository);
}

/** Whether its holder may pull, if only some repositories; a role of which nobody knows what it permits may let it. */
export function mayLetPull(role: HeldRole, mode: RegistryRoleMode): boolean {
  return pullOf(role, mode) !== 'none';
}

/** Whether a built-in role is one of registries that grants the pull; false for the general ones, such as Contributor. */
export function isRegistryPullRole(roleId: string, mode: RegistryRoleMode): boolean {
  return registryPullRoles[mode].includes(roleId.toLowerCase());
}

/** Whether it is one of the built-in roles that this extension knows the permissions of. */
function isBuiltInRole(roleId: string): boolean {
  return Object.values<string>(roleIds).includes(roleId.toLowerCase());
}

const principalNouns: ReadonlyMap<string, string> = new Map([
  ['User', t('user')],
  ['Group', t('group')],
  ['ForeignGroup', t('foreign group')],
  ['ServicePrincipal', t('service principal')],
  ['Device', t('device')],
]);

/**
 * What a `principalType` of a role assignment (`User`, `Group`, `ForeignGroup`, `ServicePrincipal`, `Device`; empty where
 * Azure doesn't say) is called in a sentence: "service principal".
 */
export function principalNoun(principalType: string): string {
  if (principalType === '') return t('principal');
  return (
    principalNouns.get(principalType) ?? principalType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  );
}
