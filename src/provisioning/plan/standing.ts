/** What the state of a resource means to whoever needs it. */
import { asObject, type Json, type JsonObject } from '../../model/json';

/**
 * - `ready`: Azure is through with it.
 * - `busy`: Azure is at work on it.
 * - `failed`: the last change of it failed, or was given up: what works of it can't be told.
 * - `going`: it is being deleted.
 */
export type Standing = 'ready' | 'busy' | 'failed' | 'going';

/**
 * Takes a `provisioningState`, or a zone link's `virtualNetworkLinkState`. Succeeded, Failed and Canceled are final, and a
 * resource that has no state is there (Resource Manager's contract for resource providers, on asynchronous operations).
 */
export function standingOf(state: string | undefined): Standing {
  switch (state?.toLowerCase() ?? '') {
    case '':
    case 'succeeded':
    case 'completed':
      return 'ready';
    case 'failed':
    case 'canceled':
      return 'failed';
    case 'deleting':
      return 'going';
    default:
      return 'busy';
  }
}

/** The `provisioningState` of a resource as Resource Manager answers it; empty where it has none. */
export function stateIn(resource: JsonObject): string {
  const state: Json | undefined = asObject(resource['properties'])['provisioningState'];
  return typeof state === 'string' ? state : '';
}
