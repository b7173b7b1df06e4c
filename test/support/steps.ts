/** Plans of made-up steps, for what doesn't depend on their meaning. */
import type { Plan, Step } from '../../src/provisioning/plan/plan';
import { privateSpec } from './linkSpec';
import { ids } from './observed';

export function step(id: string, changes: Partial<Step> = {}): Step {
  return {
    id,
    kind: 'network',
    action: 'create',
    title: `Step ${id}`,
    resourceId: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/${id}`,
    reason: 'It is needed.',
    request: { method: 'PUT', apiVersion: '2026-01-01', body: { location: id } },
    knownAfterApply: [],
    dependsOn: [],
    holds: [],
    typicalSeconds: 10,
    undo: { kind: 'delete' },
    clusterIds: [ids.cluster],
    ...changes,
  };
}

export function planOf(steps: readonly Step[], changes: Partial<Plan> = {}): Plan {
  return {
    operationId: 'op-1',
    spec: privateSpec(),
    steps,
    blockers: [],
    hazards: [],
    requirements: [],
    basedOn: [],
    ...changes,
  };
}
