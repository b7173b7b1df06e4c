import * as v from 'valibot';
import { ArmError, networkError } from '../arm/errors';
import { textAt } from '../arm/json';
import type { ArmRequest } from '../arm/provider';
import type { Estate, JsonObject } from '../estate';
import { referencesOf } from './authorization/linkedScopes';

/** A state that no request of a client brings about, or none that would stay: Azure itself shows it. */
export const stateSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    provisioningState: v.optional(
      v.picklist(['Succeeded', 'Failed', 'Canceled', 'Creating', 'Updating', 'Deleting']),
    ),
    /** Of a virtual network link. */
    virtualNetworkLinkState: v.optional(v.picklist(['InProgress', 'Completed'])),
    /** Of a peering. */
    peeringState: v.optional(v.picklist(['Initiated', 'Connected', 'Disconnected'])),
  }),
  v.check((state) => Object.keys(state).length > 1, 'a state besides the id'),
);

/** Puts a resource into a state, in which it stays until somebody writes it. Throws where there is no such resource. */
export function setState(estate: Estate, { id, ...states }: v.InferOutput<typeof stateSchema>): void {
  const resource = estate.get(id);
  if (resource === undefined) throw new ArmError(404, 'NotFound', `There is no resource ${id}.`);
  estate.put({ ...resource, properties: { ...resource.properties, ...(states as JsonObject) } });
}

const PASSING = /^(Creating|Updating|Deleting)$/i;

/**
 * Refuses to write what is in the middle of something, and what refers to it, as if an operation held it that never ends.
 * `Failed` stands in nobody's way: it is over (from the documentation of failed provisioning states).
 */
export function checkStates({ estate, operations, id, method, body }: ArmRequest): void {
  const stuck = (path: string): string | undefined => {
    const state = textAt(estate.get(path)?.properties, 'provisioningState') ?? '';
    return PASSING.test(state) && operations.holding(path) === undefined ? state : undefined;
  };
  if (!/^(PUT|PATCH|DELETE)$/.test(method)) return;
  if (stuck(id.path) !== undefined) {
    throw networkError(
      409,
      'AnotherOperationInProgress',
      `Another operation on this or dependent resource is in progress: ${id.path}.`,
    );
  }
  if (method !== 'PUT') return;
  for (const reference of referencesOf(id.type, body)) {
    const replicas = estate.below(reference, 'Microsoft.ContainerRegistry/registries/replications');
    for (const path of [reference, ...replicas.map((replica) => replica.id)]) {
      const state = stuck(path);
      if (state === undefined) continue;
      throw networkError(
        409,
        'ReferencedResourceNotProvisioned',
        `Cannot proceed with operation because resource ${path} used by resource ${id.path} is not in Succeeded state. Resource is in ${state} state.`,
      );
    }
  }
}
