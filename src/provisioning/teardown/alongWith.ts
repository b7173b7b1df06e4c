import { childId, idKey, sameId } from '../../model/armId';
import { asObject, type Json } from '../../model/json';
import { factAt, type Present } from './present';
import type { Candidate } from './teardown';

/**
 * Says of an id whether it goes when the candidates go: they themselves and what lies below them, an endpoint's
 * interfaces and its connections in subnets and on its registry, and the records that a zone group has written.
 */
export function goingAlong(going: readonly Candidate[], present: Present): (id: string) => boolean {
  const roots = going.flatMap((candidate) => {
    const fact = factAt(present.resources, candidate.resourceId);
    const properties = fact.state === 'known' ? asObject(fact.value['properties']) : {};
    if (candidate.kind === 'endpoint') {
      const connections = connectionsOf(candidate.resourceId, present);
      return [candidate.resourceId, ...idsOf(properties['networkInterfaces']), ...connections];
    }
    if (candidate.kind === 'zoneGroup') return [candidate.resourceId, ...recordsOf(properties)];
    return [candidate.resourceId];
  });
  const keys = roots.map(idKey);
  return (id) => keys.some((key) => idKey(id) === key || idKey(id).startsWith(`${key}/`));
}

/** Ids of the connections that an endpoint has on the registries that were looked at. */
function connectionsOf(endpointId: string, { resources }: Present): string[] {
  return Object.values(resources).flatMap((fact) => {
    const properties = fact.state === 'known' ? asObject(fact.value['properties']) : {};
    const own = listOf(properties['privateEndpointConnections']).filter((connection) => {
      const { privateEndpoint } = asObject(asObject(connection)['properties']);
      const { id } = asObject(privateEndpoint);
      return typeof id === 'string' && sameId(id, endpointId);
    });
    return idsOf(own);
  });
}

function recordsOf(properties: ReturnType<typeof asObject>): string[] {
  return listOf(properties['privateDnsZoneConfigs']).flatMap((config) => {
    const { privateDnsZoneId: zoneId, recordSets } = asObject(asObject(config)['properties']);
    if (typeof zoneId !== 'string') return [];
    return listOf(recordSets).flatMap((set) => {
      const { recordType, recordSetName } = asObject(set);
      return typeof recordType === 'string' && typeof recordSetName === 'string'
        ? [childId(zoneId, recordType, recordSetName)]
        : [];
    });
  });
}

function idsOf(items: Json | undefined): string[] {
  return listOf(items).flatMap((item) => {
    const { id } = asObject(item);
    return typeof id === 'string' ? [id] : [];
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
