/** An empty Azure with people and subscriptions, and the requests that fill it. */
import { createHash } from 'node:crypto';
import type { Core } from '../../../emulator/src/core';
import { principalPath } from '../../../emulator/src/providers/authorization/access';
import { builtInRoles, seedBuiltInRoles } from '../../../emulator/src/providers/authorization/builtInRoles';
import { knownProviders } from '../../../emulator/src/providers/providerRegistrations';
import { replay } from '../../../emulator/src/scenario';

/** The last one belongs to another tenant. */
export const subscriptions = [1, 2, 3, 4].map(
  (digit) => `${digit}0000000-0000-4000-8000-00000000000${digit}`,
);
const tenants = ['a0000000-0000-4000-8000-00000000000a', 'b0000000-0000-4000-8000-00000000000b'];

export const owner = guid('owner');
export const reader = guid('reader');

export class World {
  constructor(readonly core: Core) {
    seedBuiltInRoles(core.estate);
    core.directory.tenantId = tenants[0] ?? '';
    for (const id of tenants) {
      this.#seed('Microsoft.Resources/tenants', `/tenants/${id}`, id, {
        displayName: id,
        defaultDomain: 'example.com',
      });
    }
    for (const [index, id] of subscriptions.entries()) this.#subscription(id, tenants[index === 3 ? 1 : 0]);
    for (const person of [owner, reader]) this.principal(person, 'User', person);
  }

  /** Who may do what; until then nothing is refused. */
  open(): void {
    for (const id of subscriptions) {
      this.assign(owner, 'Owner', `/subscriptions/${id}`);
      this.assign(reader, 'Reader', `/subscriptions/${id}`);
    }
    this.core.directory.defaultCaller = owner;
  }

  principal(id: string, principalType: string, displayName: string): void {
    this.#seed('Microsoft.Graph/directoryObjects', principalPath(id), id, { principalType, displayName });
  }

  /** Sends a request and awaits its end; throws when Azure wouldn't have it. */
  put(id: string, body: unknown): string {
    replay(this.core, 'PUT', id, body);
    return id;
  }

  patch(id: string, body: unknown): void {
    replay(this.core, 'PATCH', id, body);
  }

  delete(id: string, apiVersion: string): void {
    this.core.send('DELETE', id, apiVersion);
    this.core.operations.settleAll();
  }

  /** Id of a group, made when it is first named. */
  group(subscription: number, name: string, location = 'westeurope'): string {
    const id = `/subscriptions/${subscriptions[subscription] ?? ''}/resourceGroups/${name}`;
    if (this.core.estate.get(id) === undefined) this.put(id, { location });
    return id;
  }

  assign(principalId: string, role: string, scope: string): void {
    const [, subscription = ''] = /^(\/subscriptions\/[^/]+)/.exec(scope) ?? [];
    const roleId = builtInRoles[role]?.id ?? '';
    this.put(
      `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid(scope + principalId + roleId)}`,
      {
        properties: {
          principalId,
          roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
        },
      },
    );
  }

  #subscription(id: string, tenantId = ''): void {
    const path = `/subscriptions/${id}`;
    this.#seed('Microsoft.Resources/subscriptions', path, id, {
      subscriptionId: id,
      tenantId,
      displayName: id,
      state: 'Enabled',
    });
    for (const namespace of Object.keys(knownProviders)) this.register(path, namespace, 'Registered');
  }

  register(subscription: string, namespace: string, registrationState: string): void {
    const path = `${subscription}/providers/${namespace}`;
    this.#seed('Microsoft.Resources/providers', path, namespace, { registrationState });
  }

  #seed(type: string, id: string, name: string, properties: Record<string, string>): void {
    this.core.estate.put({ id, name, type, properties });
  }
}

/** The same text always gives the same id. */
export function guid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
