/** Who gets in, and who no longer does, when a roll back changes by which ways a registry is reached. */
import { idKey, nameOf, sameId } from '../../model/armId';
import { asObject, type Json, type JsonObject } from '../../model/json';
import type { Hazard, Step } from '../plan';
import { accessHazards } from '../publicAccess/accessHazards';
import { accessSettings } from '../publicAccess/accessSettings';
import { targetsOf } from '../teardown/locks';
import { factAt, type Present } from '../teardown/present';

/**
 * Public access that is put back: opened, everybody gets in; narrowed, somebody may have come to rely on it. Who pulls
 * is not looked at for a roll back, and that is said.
 */
export function publicAccessBack(restores: readonly Step[], present: Present): Hazard[] {
  return restores.flatMap(({ kind, resourceId, request }) => {
    const fact = factAt(present.resources, resourceId);
    if (kind !== 'publicAccess' || request === undefined || fact.state !== 'known') return [];
    const now = accessSettings(fact.value);
    const then = accessSettings({
      ...fact.value,
      properties: { ...asObject(fact.value['properties']), ...asObject(request.body['properties']) },
    });
    if (now === undefined || then === undefined) return [];
    const { mode, rules, trustedServices } = then;
    const access = mode === 'ranges' ? { mode, ranges: rules } : { mode };
    const spec = { schemaVersion: 1, registryId: resourceId, access, trustedServices } as const;
    const name = nameOf(resourceId);
    const hazards = accessHazards(spec, now, undefined, name);
    return hazards.some(({ code }) => code === 'servicesShutOut')
      ? [unseenPullers(name), ...hazards]
      : hazards;
  });
}

function unseenPullers(name: string): Hazard {
  return {
    code: 'narrowsPublicAccess',
    id: `narrowsPublicAccess:${name.toLowerCase()}`,
    message: `Whoever has come to pull from ${name} over its public address since no longer can pull. Who that is was not looked at.`,
    victims: [],
    mitigation: 'Use Make Private… instead: it names everybody who pulls, and by which way.',
  };
}

/** A registry that is closed, and whose last endpoint goes: nobody is left who could pull. */
export function lastEndpoints(deletions: readonly Step[], present: Present): Hazard[] {
  const going = (id: Json | undefined) =>
    typeof id === 'string' && deletions.some(({ resourceId }) => sameId(resourceId, id));
  const targets = deletions.flatMap((step) => targetsOf(step, present)).filter((id) => !going(id));
  const registries = [...new Map(targets.map((id) => [idKey(id), id])).values()];
  return registries.flatMap((id) => {
    const name = nameOf(id);
    const hazard = (message: string): Hazard[] => [
      {
        code: 'deletesLastEndpoint',
        id: `deletesLastEndpoint:${idKey(id)}`,
        message,
        victims: [name],
        mitigation: 'Open its public access first, or keep the endpoint.',
      },
    ];
    const fact = factAt(present.resources, id);
    if (fact.state === 'unreadable') {
      return hazard(
        `Whether ${name} has another private endpoint, or its public access is open, can't be read: maybe nobody can pull from it then.`,
      );
    }
    if (fact.state === 'absent') return [];
    const approved = approvedEndpoints(fact.value);
    const isLast = approved.length > 0 && approved.every(going);
    const mode = accessSettings(fact.value)?.mode;
    if (!isLast || mode === 'on') return [];
    return hazard(
      mode === 'ranges'
        ? `${name} then has no private endpoint left, and its public address lets in chosen addresses only: nobody else can pull from it.`
        : `${name} then has no private endpoint left, and its public access is closed: nobody can pull from it.`,
    );
  });
}

function approvedEndpoints(registry: JsonObject): Json[] {
  const list = asObject(registry['properties'])['privateEndpointConnections'];
  return (Array.isArray(list) ? (list as readonly Json[]) : []).flatMap((connection) => {
    const properties = asObject(asObject(connection)['properties']);
    const { status } = asObject(properties['privateLinkServiceConnectionState']);
    const { id } = asObject(properties['privateEndpoint']);
    return status === 'Approved' && id !== undefined ? [id] : [];
  });
}
