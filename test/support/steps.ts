/** Plans of made-up steps, for what doesn't depend on their meaning. */
import type { Step } from '../../src/provisioning/plan/plan';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
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

export function planOf(steps: readonly Step[], changes: Partial<LinkPlan> = {}): LinkPlan {
  return {
    operationId: 'op-1',
    purpose: { kind: 'link', spec: privateSpec() },
    steps,
    blockers: [],
    hazards: [],
    requirements: [],
    basedOn: [],
    ...changes,
  };
}
