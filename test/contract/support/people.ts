import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { principalPath } from '../../../emulator/src/providers/authorization/access';
import { builtInRoles } from '../../../emulator/src/providers/authorization/builtInRoles';
import type { Emulator } from '../../../emulator/src/server';
import type { Azure } from '../../../src/provisioning/ports';
import { azureAt } from './azure';
import { subscriptionIds } from './contoso';

export interface Person {
  readonly objectId: string;
  /** Azure as this person sees it. */
  readonly azure: Azure;
}

/** Somebody new in the directory, who may do nothing yet. */
export function newPerson(emulator: Emulator, name = 'nina.berg@contoso.com'): Person {
  const objectId = randomUUID();
  emulator.estate.put({
    id: principalPath(objectId),
    name: objectId,
    type: 'Microsoft.Graph/directoryObjects',
    properties: { principalType: 'User', displayName: name },
  });
  return personOf(emulator, objectId);
}

/** Somebody whom the scenario knows. */
export function personOf(emulator: Emulator, objectId: string): Person {
  const tokenSource = () => Promise.resolve({ token: `user:${objectId}`, expiresOn: Date.now() + 3_600_000 });
  return { objectId, azure: azureAt(emulator.url, { tokenSource }) };
}

export interface Permissions {
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

/** Defines a custom role for all subscriptions, as their owner; gives its name. */
export function defineRole(
  emulator: Emulator,
  { actions, notActions = [], dataActions = [] }: Permissions,
  name = randomUUID(),
): string {
  const scopes = subscriptionIds.map((id) => `/subscriptions/${id}`);
  put(emulator, `${scopes[0]}/providers/Microsoft.Authorization/roleDefinitions/${name}`, {
    roleName: `Role ${name}`,
    type: 'CustomRole',
    description: '',
    assignableScopes: scopes,
    permissions: [{ actions, notActions, dataActions, notDataActions: [] }],
  });
  return name;
}

/** Assigns a built-in role by its name, or a custom one by its id, as an owner would with the Azure CLI. */
export function assign(emulator: Emulator, principalId: string, role: string, scope: string): void {
  const subscription = /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? '';
  const roleId = builtInRoles[role]?.id ?? role;
  put(emulator, `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`, {
    principalId,
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
  });
}

/** The same at every subscription. */
export function assignEverywhere(emulator: Emulator, principalId: string, role: string): void {
  for (const id of subscriptionIds) assign(emulator, principalId, role, `/subscriptions/${id}`);
}

/** Somebody new who may do everything but see who has a role. */
export function blindPerson(emulator: Emulator): Person {
  const person = newPerson(emulator);
  const notActions = ['Microsoft.Authorization/roleAssignments/read'];
  assignEverywhere(emulator, person.objectId, defineRole(emulator, { actions: ['*'], notActions }));
  return person;
}

/** A group in the directory, without members; gives its object id. */
export function newGroup({ estate }: Emulator, name: string): string {
  const objectId = randomUUID();
  estate.put({
    id: principalPath(objectId),
    name: objectId,
    type: 'Microsoft.Graph/directoryObjects',
    properties: { principalType: 'Group', displayName: name, members: [] },
  });
  return objectId;
}

/** Puts a principal into a group. */
export function joinGroup({ estate }: Emulator, groupId: string, principalId: string): void {
  const group = estate.get(principalPath(groupId));
  assert.ok(group, 'there is such a group');
  const members = [...((group.properties['members'] as string[] | undefined) ?? []), principalId];
  estate.put({ ...group, properties: { ...group.properties, members } });
}

/** Runs a copied `az role assignment create`, as far as an emulator can. */
export function runAssignment(emulator: Emulator, command: string): { role: string; scope: string } {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  assert.deepEqual(words.slice(0, 4), ['az', 'role', 'assignment', 'create']);
  const option = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? '';
  const [role, scope] = [option('role'), option('scope')];
  assign(emulator, option('assignee'), role, scope);
  return { role, scope };
}

function put({ core }: Emulator, id: string, properties: Record<string, unknown>): void {
  const answer = core.send('PUT', id, '2022-04-01', { properties });
  assert.ok(answer.status < 300, `PUT ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
}
