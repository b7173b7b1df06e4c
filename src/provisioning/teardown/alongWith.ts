import { childId, isAtOrBelow, sameId } from '../../model/armId';
import { asObject, asObjects, type JsonObject } from '../../model/json';
import { factOf, known } from '../observed/lookup';
import { interfacesOf } from '../observed/endpoint';
import type { Present } from '../observed/present';
import type { Candidate } from './candidate';

/**
 * Says of an id whether it goes when the candidates go: they themselves and what lies below them, an endpoint's
 * interfaces and its connections in subnets and on its registry, and the records that a zone group has written.
 */
export function goingAlong(going: readonly Candidate[], present: Present): (id: string) => boolean {
  const roots = going.flatMap((candidate) => {
    const resource = known(factOf(present.resources, candidate.resourceId)) ?? {};
    if (candidate.kind === 'endpoint') {
      const connections = connectionsOf(candidate.resourceId, present);
      return [candidate.resourceId, ...interfacesOf(resource), ...connections];
    }
    if (candidate.kind === 'zoneGroup')
      return [candidate.resourceId, ...recordsOf(asObject(resource['properties']))];
    return [candidate.resourceId];
  });
  return (id) => roots.some((root) => isAtOrBelow(id, root));
}

/** Ids of the connections that an endpoint has on the registries that were looked at. */
function connectionsOf(endpointId: string, { resources }: Present): string[] {
  return Object.values(resources).flatMap((fact) => {
    const properties = fact.state === 'known' ? asObject(fact.value['properties']) : {};
    const own = asObjects(properties['privateEndpointConnections']).filter((connection) => {
      const { privateEndpoint } = asObject(connection['properties']);
      const { id } = asObject(privateEndpoint);
      return typeof id === 'string' && sameId(id, endpointId);
    });
    return own.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  });
}

/** Ids of the records that a DNS zone group has written for the zones in these properties of it. */
export function recordsOf(properties: JsonObject): string[] {
  return asObjects(properties['privateDnsZoneConfigs']).flatMap((config) => {
    const { privateDnsZoneId: zoneId, recordSets } = asObject(config['properties']);
    if (typeof zoneId !== 'string') return [];
    return asObjects(recordSets).flatMap(({ recordType, recordSetName }) => {
      return typeof recordType === 'string' && typeof recordSetName === 'string'
        ? [childId(zoneId, recordType, recordSetName)]
        : [];
    });
  });
}
