import type { RoleAssignment, RoleDefinition } from '@azure/arm-authorization';
import { idKey, isAtOrBelow, nameOf, subscriptionOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import { isGuid } from '../../model/guid';
import type { Fact, ObservedCluster, ObservedRoleAssignment, PrincipalRole } from '../../provisioning';
import type { RolePermission } from '../../model/roles';
import type { Clients } from '../http/clients';
import type { Reads } from '../http/facts';
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
      return { state: 'unreadable', reason: `${cluster.value.name} has no kubelet identity.` };
    }
    return this.of(scope, principalId, reads);
  }

  /**
   * Assignments that apply at the scope to a principal, whose object id is a GUID: its own and those that it has as a
   * member of groups, which only Azure can tell; inherited ones included.
   */
  of(scope: string, principalId: string, reads: Reads): Promise<Fact<readonly ObservedRoleAssignment[]>> {
    const read = async () => {
      const found = await Promise.all([
        this.assignments(scope, principalId, reads.signal),
        this.assignments(scope, principalId, reads.signal, `assignedTo('${principalId}')`),
      ]);
      return [...new Map(found.flat().map((assignment) => [idKey(assignment.id), assignment])).values()];
    };
    return reads.fact(read(), scope);
  }

  /** All assignments that apply at the scope, whoever's they are; inherited ones included. */
  ofEverybody(scope: string, reads: Reads): Promise<Fact<readonly PrincipalRole[]>> {
    const read = async () => {
      const applying = await this.list(scope, 'atScope()', reads.signal);
      return Promise.all(
        applying.map(async (assignment) => ({
          ...(await this.describe(assignment, subscriptionOf(scope))),
          principalType: assignment.principalType ?? '',
        })),
      );
    };
    return reads.fact(read(), scope);
  }

  /** Ids of those assignments that an identity has itself or as a member of groups, which only Azure can tell. */
  byGroups(scope: string, objectId: string, reads: Reads): Promise<Fact<readonly string[]>> {
    const read = async () => {
      const applying = await this.list(scope, `assignedTo('${objectId}')`, reads.signal);
      return applying.flatMap(({ id }) => id ?? []);
    };
    return reads.fact(read(), scope);
  }

  private async assignments(
    scope: string,
    principalId: string,
    signal: AbortSignal,
    filter = `principalId eq '${principalId}'`,
  ): Promise<readonly ObservedRoleAssignment[]> {
    const applying = await this.list(scope, filter, signal);
    return Promise.all(applying.map((assignment) => this.describe(assignment, subscriptionOf(scope))));
  }

  private async list(scope: string, filter: string, signal: AbortSignal): Promise<RoleAssignment[]> {
    const client = await this.clients.authorization(subscriptionOf(scope));
    const found = await itemsOf(
      (options) => client.roleAssignments.listForScope(withoutSlash(scope), { filter, ...options }),
      signal,
    );
    // Filters by principal find assignments above, at and below the scope.
    return found.filter((assignment) => reaches(assignment.scope ?? '/', scope));
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
export function reaches(upper: string, scope: string): boolean {
  return (
    idKey(upper).startsWith('/providers/microsoft.management/managementgroups/') || isAtOrBelow(scope, upper)
  );
}
