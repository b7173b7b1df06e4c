import * as v from 'valibot';
import { apiVersions } from '../../model/apiVersions';
import { regionKey } from '../../model/regions';
import type { Clients } from '../http/clients';
import { parseAnswer } from '../http/parse';
import { getJson, listJson } from '../http/reading';

const registryJson = v.object({
  location: v.string(),
  properties: v.object({ privateEndpointConnections: v.nullish(v.array(v.object({ id: v.string() }))) }),
});
const replicaJson = v.object({ id: v.string(), location: v.string() });
const usageJson = v.object({ name: v.string(), currentValue: v.nullish(v.number()) });

/** What a registry holds that is no resource, by the name under which its usage is told. */
const holdings: Readonly<Record<string, string>> = {
  size: 'stored/images',
  webhooks: 'registered/webhooks',
  tokens: 'issued/tokens',
};

/**
 * Ids of what lives in a registry, as far as Resource Manager tells: replicas besides the home region, connections of
 * endpoints, and (with ids made up here) images, webhooks and tokens, of which it only tells how many there are.
 * Throws what the SDK throws for a refusal.
 */
export async function registryContents(clients: Clients, id: string, signal: AbortSignal): Promise<string[]> {
  const client = clients.of(id);
  const [json, replicas, usages] = await Promise.all([
    getJson(client, id, apiVersions.registry, signal),
    listJson(client, `${id}/replications`, apiVersions.registry, signal),
    listJson(client, `${id}/listUsages`, apiVersions.registry, signal),
  ]);
  const { location, properties } = parseAnswer(registryJson, json, id);
  const elsewhere = replicas
    .map((replica) => parseAnswer(replicaJson, replica, `${id}/replications`))
    .filter((replica) => regionKey(replica.location) !== regionKey(location));
  const held = usages.flatMap((usage) => {
    const { name, currentValue } = parseAnswer(usageJson, usage, `${id}/listUsages`);
    const holding = holdings[name.toLowerCase()];
    return holding === undefined || (currentValue ?? 0) === 0 ? [] : [`${id}/${holding}`];
  });
  const connections = properties.privateEndpointConnections ?? [];
  return [...elsewhere, ...connections].map((item) => item.id).concat(held);
}
