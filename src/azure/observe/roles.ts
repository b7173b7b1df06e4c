import { t } from '@vscode/l10n';
import type { RoleAssignment, RoleDefinition } from '@azure/arm-authorization';
import { idKey, isAtOrBelow, nameOf, subscriptionOf, subscriptionScope } from '../../model/armId';
import { FailureError } from '../../model/failure';
import { isGuid } from '../../model/guid';
import type { Fact, ObservedCluster, ObservedRoleAssignment, PrincipalRole } from '../../provisioning';
import type { RolePermission } from '../../model/roles';
import type { Clients } from '../http/clients';
import { mapFact, type Reads } from '../http/facts';
import { failureOf } from '../http/failures';
import { dropNulls, itemsOf } from '../http/reading';

type Definition = Pick<ObservedRoleAssignment, 'roleName' | 'permissions'>;

/** Reads what identities may do. Role definitions hardly change: each is read once. */
export class Roles {
  private readonly definitions = new Map<string, Promise<Definition>>();

  constructor(private readonly clients: Clients) {}

  /**
   * Assignments that apply at the scope to the cluster's kubelet identity, else to the service principal whose object
   * id is given; those of its groups and inherited ones included.
   */
  async observe(
    scope: string,
    cluster: Fact<ObservedCluster>,
    servicePrincipalObjectId: string | undefined,
    reads: Reads,
  ): Promise<Fact<readonly ObservedRoleAssignment[]>> {
    if (cluster.state !== 'known') return cluster;
    const principalId = cluster.value.kubeletIdentity?.objectId ?? servicePrincipalObjectId;
    // A service principal's object id is known to Microsoft Graph only, not to Resource Manager.
    if (principalId === undefined || !isGuid(principalId)) {
      return { state: 'unreadable', reason: t`${cluster.value.name} has no kubelet identity.` };
    }
    return this.of(scope, principalId, reads);
  }

  /**
   * Assignments that apply at the scope to a principal, whose object id is a GUID: its own and those that it has as a
   * member of groups, which only Azure can tell; inherited ones included. Asked for at the subscription, whose answer has
   * everything below it, and at the scope itself where that may not be read.
   */
  of(scope: string, principalId: string, reads: Reads): Promise<Fact<readonly ObservedRoleAssignment[]>> {
    const read = async () => {
      const here = subscriptionOf(scope);
      const there = await this.held(subscriptionScope(here), principalId, reads);
      const found =
        there.state === 'known' ? there.value : await this.heldAt(scope, principalId, reads.signal);
      const applying = found.filter((assignment) => reaches(assignment.scope ?? '/', scope));
      return Promise.all(applying.map((assignment) => this.describe(assignment, here)));
    };
    return reads.fact(read(), scope);
  }

  /** All assignments that apply at the scope, whoever's they are; inherited ones included. */
  ofEverybody(scope: string, reads: Reads): Promise<Fact<readonly PrincipalRole[]>> {
    const read = async () => {
      const found = await this.list(scope, 'atScope()', reads.signal);
      const applying = found.filter((assignment) => reaches(assignment.scope ?? '/', scope));
      return Promise.all(
        applying.map(async (assignment) => ({
          ...(await this.describe(assignment, subscriptionOf(scope))),
          principalType: assignment.principalType ?? '',
        })),
      );
    };
    return reads.fact(read(), scope);
  }

  /** Ids of assignments at, above and below the scope that a principal has itself or as a member of groups. */
  async byGroups(scope: string, principalId: string, reads: Reads): Promise<Fact<readonly string[]>> {
    const found = await this.held(scope, principalId, reads);
    return mapFact(found, (assignments) => assignments.flatMap(({ id }) => id ?? []));
  }

  /** The same as whole assignments, asked for once in an observation. */
  private held(scope: string, principalId: string, reads: Reads): Promise<Fact<readonly RoleAssignment[]>> {
    return reads.once(`roles of ${idKey(principalId)}`, scope, () =>
      reads.fact(this.heldAt(scope, principalId, reads.signal), scope),
    );
  }

  /** Those of a principal and of all groups that it is in, which only Azure can tell (Microsoft's page on listing role assignments). */
  private heldAt(
    scope: string,
    principalId: string,
    signal: AbortSignal,
  ): Promise<readonly RoleAssignment[]> {
    return this.list(scope, `assignedTo('${principalId}')`, signal);
  }

  private async list(scope: string, filter: string, signal: AbortSignal): Promise<readonly RoleAssignment[]> {
    const client = await this.clients.authorization(subscriptionOf(scope));
    return itemsOf(
      (options) => client.roleAssignments.listForScope(withoutSlash(scope), { filter, ...options }),
      signal,
    );
  }

  private async describe(
    assignment: RoleAssignment,
    subscriptionId: string,
  ): Promise<ObservedRoleAssignment> {
    const { id = '', scope = '/', principalId = '', roleDefinitionId = '', condition } = assignment;
    const definition = await this.definition(roleDefinitionId, subscriptionId);
    return {
      id,
      scope,
      principalId,
      roleId: nameOf(roleDefinitionId),
      condition: condition ?? undefined,
      ...definition,
    };
  }

  /** Not cancellable: another observation may be waiting for the same one. */
  private definition(id: string, subscriptionId: string): Promise<Definition> {
    const key = idKey(nameOf(id));
    const known = this.definitions.get(key);
    if (known) return known;
    const reading = this.readDefinition(id, subscriptionId);
    this.definitions.set(key, reading);
    const forget = () => this.definitions.delete(key);
    // Whoever may not read it now may be let later.
    reading.then(({ permissions }) => permissions ?? forget(), forget);
    return reading;
  }

  private async readDefinition(id: string, subscriptionId: string): Promise<Definition> {
    try {
      const client = await this.clients.authorization(subscriptionId);
      const definition = await client.roleDefinitions.getById(withoutSlash(id));
      return { roleName: definition.roleName ?? nameOf(id), permissions: permissionsOf(definition) };
    } catch (error) {
      const failure = failureOf(error, id);
      // The assignments are worth knowing without it: what one of them permits is unknown then.
      if (failure.azure?.status === 403 || failure.azure?.status === 404) {
        return { roleName: nameOf(id), permissions: undefined };
      }
      throw new FailureError(failure);
    }
  }
}

/** arm-authorization puts a slash of its own before a scope. */
function withoutSlash(id: string): string {
  return id.replace(/^\//, '');
}

/** Azure answers null for lists that nobody has set, which this SDK's models leave as they are. */
function permissionsOf(definition: RoleDefinition): readonly RolePermission[] {
  const { permissions = [] } = dropNulls(definition) as RoleDefinition;
  return permissions.map(({ actions = [], notActions = [], dataActions = [], notDataActions = [] }) => ({
    actions,
    notActions,
    dataActions,
    notDataActions,
  }));
}

/** Whether an assignment at `upper` applies at `scope`. Management groups are above every subscription. */
function reaches(upper: string, scope: string): boolean {
  return (
    idKey(upper).startsWith('/providers/microsoft.management/managementgroups/') || isAtOrBelow(scope, upper)
  );
}
