/** Waiting for the registry's owner: a connection that was asked for by hand carries nothing until it is approved. */
import { asObject, asObjects, type JsonObject } from '../../model/json';
import type { Plan } from '../plan/plan';
import type { Clock, ResourceReader } from '../ports';

export type ApprovalOutcome =
  | { readonly kind: 'approved' }
  /** The limit has passed; nothing was lost, the owner can still approve. */
  | { readonly kind: 'pending' }
  /** Rejected or disconnected: an endpoint that was turned down has to be made anew. */
  | { readonly kind: 'refused'; readonly status: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'cancelled' };

const pollMilliseconds = 15_000;

/** Ids of the endpoints of a plan that somebody else has to approve. */
export function endpointsToApprove({ requirements }: Plan): string[] {
  return requirements.flatMap(({ code, resourceIds }) =>
    code === 'approval' ? resourceIds.slice(0, 1) : [],
  );
}

/**
 * Looks at an endpoint until its connection is approved or refused, for at most that long; a limit of 0 looks once.
 * Aborting the signal ends the waiting. Rejects with FailureError only when nothing can be said (not signed in).
 */
export async function awaitApproval(
  endpointId: string,
  { reader, clock }: { readonly reader: Pick<ResourceReader, 'read'>; readonly clock: Clock },
  limitMilliseconds: number,
  signal: AbortSignal,
): Promise<ApprovalOutcome> {
  const end = clock.now() + limitMilliseconds;
  for (;;) {
    if (signal.aborted) return { kind: 'cancelled' };
    const endpoint = await reader.read(endpointId, signal);
    if (endpoint.state === 'absent') return { kind: 'gone' };
    if (endpoint.state === 'unreadable') return { kind: 'unreadable', reason: endpoint.reason };
    const status = statusOf(endpoint.value);
    if (status === 'Approved') return { kind: 'approved' };
    if (status !== 'Pending') return { kind: 'refused', status };
    const left = end - clock.now();
    if (left <= 0) return { kind: 'pending' };
    await clock.sleep(Math.min(left, pollMilliseconds), signal);
  }
}

/** The state of the endpoint's one connection, in whichever list it is; one without a state has just been made. */
function statusOf(endpoint: JsonObject): string {
  const properties = asObject(endpoint['properties']);
  const lists = ['manualPrivateLinkServiceConnections', 'privateLinkServiceConnections'];
  const [connection] = lists.flatMap((list) => asObjects(properties[list]));
  const state = asObject(asObject(connection?.['properties'])['privateLinkServiceConnectionState']);
  return typeof state['status'] === 'string' ? state['status'] : 'Pending';
}
