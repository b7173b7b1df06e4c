/** Observations of who reaches a registry: the cluster of `observed.ts`, linked, pulls from it over its endpoint. */
import type { JsonObject } from '../../src/model/json';
import type { Observed } from '../../src/provisioning/observed/observed';
import type { PublicAccessObserved } from '../../src/provisioning/observed/observedPullers';
import { assignment, ids, knownAs, linkedPair } from './observed';

export type AccessMode = 'on' | 'ranges' | 'off';

/** The registry as Resource Manager answers it. */
export function registryJson(
  mode: AccessMode,
  endpoints: readonly string[] = [ids.endpoint],
  status = 'Approved',
): JsonObject {
  return {
    sku: { name: 'Premium' },
    properties: {
      provisioningState: 'Succeeded',
      publicNetworkAccess: mode === 'off' ? 'Disabled' : 'Enabled',
      networkRuleSet: { defaultAction: mode === 'ranges' ? 'Deny' : 'Allow' },
      privateEndpointConnections: endpoints.map((id) => ({
        properties: { privateEndpoint: { id }, privateLinkServiceConnectionState: { status } },
      })),
    },
  };
}

/** Linked completely, with the record and the addresses that a pull needs. */
export function reachablePair(): Observed {
  return linkedPair();
}

/** The registry is open, and the cluster pulls by a role of its own. */
export function pullingOver(link: Observed = reachablePair()): PublicAccessObserved {
  const visible = {
    id: ids.cluster,
    name: 'aks-shop',
    kubeletObjectId: ids.kubelet,
    groupAssignmentIds: [],
    servicePrincipalClientId: undefined,
  };
  return {
    settings: knownAs(registryJson('on')),
    pullers: {
      assignments: knownAs([{ ...assignment(), principalType: 'ServicePrincipal' }]),
      clusters: knownAs([visible]),
      names: {},
    },
    link,
  };
}
