import { at, listAt, same, textAt, textsAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { conditionHolds } from '../providers/authorization/conditions';
import { subscriptionOf } from './ids';

const REGISTRY = 'Microsoft.ContainerRegistry/registries';
const PULL_ACTIONS = [`${REGISTRY}/pull/read`];
const READ_DATA_ACTIONS = [`${REGISTRY}/repositories/content/read`];
/** A push also asks which layers are there already. */
const PUSH_ACTIONS = [...PULL_ACTIONS, `${REGISTRY}/push/write`];
const WRITE_DATA_ACTIONS = [
  ...READ_DATA_ACTIONS,
  `${REGISTRY}/repositories/content/write`,
  `${REGISTRY}/repositories/metadata/write`,
];

/**
 * Whether a principal may pull a repository. Azure's rules (registry roles and repository permissions documentation):
 * by default the action `registries/pull/read` decides; a registry in the mode `AbacRepositoryPermissions` honours only
 * the data action on repositories, so that AcrPull, Owner and Reader count for nothing there.
 */
export function mayPull(
  estate: Estate,
  who: Holder & { clusterId: string },
): { ok: boolean; detail: string } {
  const foreign = otherTenant(estate, who);
  if (foreign !== undefined) return { ok: false, detail: foreign };
  if (
    same(
      textAt(who.registry.properties, 'policies', 'azureADAuthenticationAsArmPolicy', 'status'),
      'disabled',
    )
  ) {
    return { ok: false, detail: "the registry takes no token that was made for Resource Manager's audience" };
  }
  return holdsAll(estate, who, { actions: PULL_ACTIONS, dataActions: READ_DATA_ACTIONS });
}

interface Holder {
  readonly principalId: string;
  readonly registry: ArmResource;
  readonly repository: string;
  /** The moment that is asked about; now without it. */
  readonly at?: number | undefined;
}

/** The same for a push: by default `registries/push/write` decides, in the mode for repositories data actions alone. */
export function mayPush(estate: Estate, who: Holder): { ok: boolean; detail: string } {
  return holdsAll(estate, who, { actions: PUSH_ACTIONS, dataActions: WRITE_DATA_ACTIONS });
}

/** Whether assignments, each for itself or together, grant everything that is needed in the registry's mode. */
function holdsAll(
  estate: Estate,
  who: Holder,
  needs: { readonly actions: readonly string[]; readonly dataActions: readonly string[] },
): { ok: boolean; detail: string } {
  const byRepository = same(
    textAt(who.registry.properties, 'roleAssignmentMode'),
    'AbacRepositoryPermissions',
  );
  const needed = byRepository ? needs.dataActions : needs.actions;
  const answers = needed.map((operation) => holds(estate, who, operation, byRepository));
  const detail = answers.map((answer) => answer.detail);
  const failed = answers.find((answer) => !answer.ok);
  return failed ?? { ok: true, detail: [...new Set(detail)].join('; ') };
}

function holds(
  estate: Estate,
  who: Holder,
  needed: string,
  byRepository: boolean,
): { ok: boolean; detail: string } {
  const principals = [who.principalId, ...groupsOf(estate, who.principalId)];
  for (const assignment of estate.ofType('Microsoft.Authorization/roleAssignments')) {
    const holder = textAt(assignment.properties, 'principalId');
    if (!principals.some((id) => same(id, holder))) continue;
    if (!isEffective(assignment, who.at)) continue;
    if (!covers(estate, textAt(assignment.properties, 'scope') ?? '', who.registry.id)) continue;
    const role = roleOf(estate, textAt(assignment.properties, 'roleDefinitionId') ?? '');
    if (role === undefined || !grants(role, needed, byRepository)) continue;
    const condition = textAt(assignment.properties, 'condition');
    const asked = byRepository ? who.repository : undefined;
    if (condition !== undefined && !conditionAllows(condition, needed, asked)) continue;
    return { ok: true, detail: `${textAt(role.properties, 'roleName') ?? role.name} by ${assignment.id}` };
  }
  return {
    ok: false,
    detail: `no role assignment of ${who.principalId} grants ${needed} on ${who.registry.id}`,
  };
}

/** The emulator can be told to let roles take their time, as Azure does. */
function isEffective({ pending, effectiveAt }: ArmResource, at: number | undefined): boolean {
  return pending !== true || (at !== undefined && typeof effectiveAt === 'number' && effectiveAt <= at);
}

/**
 * A scope covers itself and everything below it; `/` is the root of the tenant, and so is the only management group there
 * is, which is named as the tenant.
 */
function covers(estate: Estate, scope: string, id: string): boolean {
  const upper = scope.toLowerCase().replace(/\/$/, '');
  const lower = id.toLowerCase();
  const [, group] = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/.exec(upper) ?? [];
  if (group !== undefined) return same(group, tenantOf(estate, id));
  return lower === upper || lower.startsWith(`${upper}/`);
}

/** The groups that a principal is in, directly or through other groups. */
function groupsOf(estate: Estate, principalId: string): string[] {
  const found: string[] = [];
  for (let members = [principalId]; members.length > 0;) {
    const groups = estate
      .ofType('Microsoft.Graph/directoryObjects')
      .filter((group) => textsAt(group.properties, 'members').some((id) => isIn(members, id)))
      .map((group) => group.name);
    members = groups.filter((name) => !isIn(found, name));
    found.push(...members);
  }
  return found;
}

function isIn(names: readonly string[], name: string): boolean {
  return names.some((other) => same(other, name));
}

/** A managed identity gets tokens of its own tenant only, which a registry of another tenant doesn't take. */
function otherTenant(estate: Estate, who: { clusterId: string; registry: ArmResource }): string | undefined {
  const [home, there] = [who.clusterId, who.registry.id].map((id) => tenantOf(estate, id));
  if (home === undefined || there === undefined || same(home, there)) return undefined;
  return `the cluster is in tenant ${home}, the registry in tenant ${there}`;
}

function tenantOf(estate: Estate, id: string): string | undefined {
  return textAt(estate.get(`/subscriptions/${subscriptionOf(id) ?? ''}`)?.properties, 'tenantId');
}

/** Role definitions are compared by their last segment: assignments name them with or without a subscription. */
function roleOf(estate: Estate, roleDefinitionId: string): ArmResource | undefined {
  const name = roleDefinitionId.split('/').at(-1);
  return estate.ofType('Microsoft.Authorization/roleDefinitions').find((role) => same(role.name, name));
}

function grants(role: ArmResource, operation: string, isData: boolean): boolean {
  const [allowed, taken] = isData ? ['dataActions', 'notDataActions'] : ['actions', 'notActions'];
  return listAt(role.properties, 'permissions').some(
    (permission) =>
      textsAt(at(permission, allowed)).some((pattern) => matches(pattern, operation)) &&
      !textsAt(at(permission, taken)).some((pattern) => matches(pattern, operation)),
  );
}

/** `*` stands for any characters, slashes too. */
function matches(pattern: string, operation: string): boolean {
  const source = pattern.split('*').map(escapeLiteral).join('.*');
  return new RegExp(`^${source}$`, 'i').test(operation);
}

function escapeLiteral(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Whether a condition lets an action through. Only in the mode for repositories a request says which one it is about
 * (repository permissions documentation).
 */
export function conditionAllows(condition: string, action: string, repository: string | undefined): boolean {
  const attribute = (source: string, name: string) =>
    same(source, 'Request') && same(name, `${REGISTRY}/repositories:name`) && repository !== undefined
      ? [repository]
      : [];
  return conditionHolds(condition, { action, attribute });
}
