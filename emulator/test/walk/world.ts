import { VirtualClock } from '../../src/arm/clock';
import { Core } from '../../src/core';
import { principalPath } from '../../src/providers/authorization/access';
import { builtInRoles, seedBuiltInRoles } from '../../src/providers/authorization/builtInRoles';
import { knownProviders } from '../../src/providers/providerRegistrations';

export const SUBSCRIPTIONS = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
] as const;
export const GROUPS = [
  `/subscriptions/${SUBSCRIPTIONS[0]}/resourceGroups/rg-a`,
  `/subscriptions/${SUBSCRIPTIONS[0]}/resourceGroups/rg-b`,
  `/subscriptions/${SUBSCRIPTIONS[1]}/resourceGroups/rg-c`,
] as const;

/** Who sends requests; what each of them may do is fixed, so that the walk can tell when one did more. */
export const CALLERS = {
  owner: 'aaaaaaaa-0000-4000-8000-000000000001',
  contributor: 'aaaaaaaa-0000-4000-8000-000000000002',
  reader: 'aaaaaaaa-0000-4000-8000-000000000003',
  networker: 'aaaaaaaa-0000-4000-8000-000000000004',
  stranger: 'aaaaaaaa-0000-4000-8000-000000000005',
} as const;
export const KUBELET = 'bbbbbbbb-0000-4000-8000-000000000001';

export interface World {
  readonly core: Core;
  readonly clock: VirtualClock;
  readonly defects: unknown[];
}

/** Two subscriptions, three groups, five people: contributor in the first subscription, networker in its first group. */
export function makeWorld(): World {
  const clock = new VirtualClock();
  const defects: unknown[] = [];
  const core = new Core({ clock, latencyScale: 1, onDefect: (defect) => defects.push(defect) });
  const { estate } = core;
  seedBuiltInRoles(estate);
  for (const id of SUBSCRIPTIONS) {
    const path = `/subscriptions/${id}`;
    const properties = { subscriptionId: id, tenantId: core.directory.tenantId, displayName: id };
    estate.put({ id: path, name: id, type: 'Microsoft.Resources/subscriptions', properties });
    for (const namespace of Object.keys(knownProviders)) {
      estate.put({
        id: `${path}/providers/${namespace}`,
        name: namespace,
        type: 'Microsoft.Resources/providers',
        properties: { registrationState: 'Registered' },
      });
    }
  }
  for (const group of GROUPS) core.send('PUT', group, '2025-04-01', { location: 'westeurope' });
  for (const [name, id] of [...Object.entries(CALLERS), ['kubelet', KUBELET] as const]) {
    estate.put({
      id: principalPath(id),
      name: id,
      type: 'Microsoft.Graph/directoryObjects',
      properties: { principalType: name === 'kubelet' ? 'ServicePrincipal' : 'User', displayName: name },
    });
  }
  const all = SUBSCRIPTIONS.map((id) => `/subscriptions/${id}`);
  for (const scope of all) assign(core, CALLERS.owner, 'Owner', scope);
  for (const scope of all) assign(core, CALLERS.reader, 'Reader', scope);
  assign(core, CALLERS.contributor, 'Contributor', `/subscriptions/${SUBSCRIPTIONS[0]}`);
  assign(core, CALLERS.networker, 'Network Contributor', GROUPS[0]);
  return { core, clock, defects };
}

let assigned = 0;

function assign(core: Core, principalId: string, role: string, scope: string): void {
  assigned += 1;
  const name = `cccccccc-0000-4000-8000-${String(assigned).padStart(12, '0')}`;
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]?.id ?? ''}`;
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  const answer = core.send('PUT', path, '2022-04-01', { properties: { principalId, roleDefinitionId } });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
}
