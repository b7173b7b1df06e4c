/** Building blocks of steps. */
import type { JsonObject } from '../../model/json';
import type { Guard, Step, StepKind, StepRequest, Undo } from './plan';

interface Common {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly resourceId: string;
  readonly reason: string;
  /** The clusters that need it; left out where the steps of several clusters are laid together later. */
  readonly clusterIds?: readonly string[];
}

interface Write extends Common {
  readonly request: StepRequest;
  readonly dependsOn?: readonly string[];
  readonly holds?: readonly string[];
  readonly knownAfterApply?: readonly string[];
}

/** A step that changes or deletes what is there says what has to be so before. */
interface GuardedWrite extends Write {
  readonly guard: Guard;
}

/**
 * How long Azure usually takes, in seconds: an endpoint as recorded by the Azure CLI's tests, the rest by experience.
 * Only the proportions matter to the scheduler.
 */
const typicalSeconds: Readonly<Record<StepKind, number>> = {
  resourceGroup: 1,
  registry: 15,
  replica: 60,
  registrySku: 10,
  publicAccess: 10,
  network: 4,
  subnet: 4,
  zone: 30,
  zoneLink: 30,
  endpoint: 40,
  zoneGroup: 10,
  peering: 10,
  roleAssignment: 2,
  connection: 10,
};

/** Nothing to send: `reason` says what fits. */
export function reuseStep(common: Common): Step {
  return {
    ...common,
    clusterIds: common.clusterIds ?? [],
    action: 'reuse',
    request: undefined,
    knownAfterApply: [],
    dependsOn: [],
    holds: [],
    typicalSeconds: 0,
    undo: { kind: 'nothing' },
  };
}

export function createStep(write: Write): Step {
  return writeStep('create', { kind: 'delete' }, write);
}

export function updateStep(undo: Undo, write: GuardedWrite): Step {
  return writeStep('update', undo, write);
}

export function deleteStep(undo: Undo, write: GuardedWrite): Step {
  return writeStep('delete', undo, write);
}

function writeStep(action: Step['action'], undo: Undo, write: Write | GuardedWrite): Step {
  return {
    ...write,
    clusterIds: write.clusterIds ?? [],
    action,
    knownAfterApply: write.knownAfterApply ?? [],
    dependsOn: write.dependsOn ?? [],
    holds: write.holds ?? [],
    typicalSeconds: typicalSeconds[write.kind],
    undo,
  };
}

export function put(apiVersion: string, body: JsonObject): StepRequest {
  return { method: 'PUT', apiVersion, body };
}

export function patch(apiVersion: string, body: JsonObject): StepRequest {
  return { method: 'PATCH', apiVersion, body };
}
