/** A registry with its replicas and private endpoints, and a private endpoint by itself. */
import { t } from '@vscode/l10n';
import { distinctIds, nameOf, parentId } from '../../model/armId';
import { asObject, asObjects, type JsonObject } from '../../model/json';
import { regionName } from '../../model/regionNames';
import { known } from '../observed/lookup';
import type { ResourceReader } from '../ports';
import type { Existing } from './found';
import { apart, thingOf } from './thing';

export type Found = ReturnType<typeof thingOf>;

export async function observeRegistry(
  registryId: string,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Existing> {
  const title = t`Container registry ${nameOf(registryId)}`;
  const fact = await reader.read(registryId, signal);
  const registry = thingOf('registry', registryId, title, fact);
  const [replicas, endpoints] = await Promise.all([
    fact.state === 'known' ? replicasOf(registryId, reader, signal) : [],
    Promise.all(endpointIdsOf(known(fact) ?? {}).map((id) => endpointWithGroups(id, reader, signal))),
  ]);
  return { title, ...apart([registry, ...replicas, ...endpoints.flat()]) };
}

export async function observeEndpoint(
  endpointId: string,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Existing> {
  const found = await endpointWithGroups(endpointId, reader, signal);
  return { title: t`Private endpoint ${nameOf(endpointId)}`, ...apart(found) };
}

/** Of all its connections, of which one endpoint may have several; it may be in a subscription that the account doesn't see. */
function endpointIdsOf(registry: JsonObject): string[] {
  const connections = asObjects(asObject(registry['properties'])['privateEndpointConnections']);
  return distinctIds(
    connections.flatMap((connection) => {
      const { id } = asObject(asObject(connection['properties'])['privateEndpoint']);
      return typeof id === 'string' ? [id] : [];
    }),
  );
}

/** The home region is among a registry's replicas, and is no replica. */
export async function replicasOf(
  registryId: string,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Found[]> {
  const within = await reader.contents(registryId, signal);
  if (within.state !== 'known') {
    const reason = within.state === 'unreadable' ? ` ${within.reason}` : '';
    return [{ left: t`Replicas of ${nameOf(registryId)} can’t be read.${reason}` }];
  }
  const ids = within.value.filter((id) => /\/replications\/[^/]+$/i.test(id));
  return Promise.all(
    ids.map(async (id) => {
      const title = t`Replica of ${nameOf(registryId)} in ${regionName(nameOf(id))}`;
      return thingOf('replica', id, title, await reader.read(id, signal));
    }),
  );
}

export async function endpointWithGroups(
  endpointId: string,
  reader: ResourceReader,
  signal: AbortSignal,
): Promise<Found[]> {
  const fact = await reader.read(endpointId, signal);
  const { id: subnetId } = asObject(asObject(known(fact)?.['properties'])['subnet']);
  const place = typeof subnetId === 'string' ? t` in ${nameOf(parentId(subnetId))}/${nameOf(subnetId)}` : '';
  const name = nameOf(endpointId);
  const endpoint = thingOf('endpoint', endpointId, t`Private endpoint ${name}${place}`, fact);
  if (fact.state !== 'known') return [endpoint];
  const within = await reader.contents(endpointId, signal);
  if (within.state !== 'known') {
    const reason = within.state === 'unreadable' ? ` ${within.reason}` : '';
    return [endpoint, { left: t`The private DNS zone group of ${name} can’t be read.${reason}` }];
  }
  const groups = within.value.filter((id) => /\/privateDnsZoneGroups\/[^/]+$/i.test(id));
  return [
    endpoint,
    ...(await Promise.all(
      groups.map(async (id) =>
        thingOf(
          'zoneGroup',
          id,
          t`Private DNS zone group ${nameOf(id)} of ${name}`,
          await reader.read(id, signal),
        ),
      ),
    )),
  ];
}
