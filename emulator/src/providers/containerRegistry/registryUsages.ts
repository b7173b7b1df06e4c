import { resourceNotFound } from '../../arm/errors';
import { listAt } from '../../arm/json';
import type { ResourceType } from '../../arm/provider';
import { repositoriesOf } from '../../dataPlane/contents';
import { manifestOf } from '../../dataPlane/image';
import type { ArmResource, Estate } from '../../estate';
import { REPLICATION } from '../network/registryMembers';
import { connectionsOf, registryVersions } from './facts';

/** How much of a registry's limits is used: names, units and Premium's limits are those of the documentation. */
export const registryUsages: ResourceType = {
  type: 'Microsoft.ContainerRegistry/registries/listUsages',
  apiVersions: registryVersions,
  list: (request) => {
    const registry = request.estate.get(request.id.path);
    if (registry === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: { value: usagesOf(request.estate, registry) } };
  },
};

function usagesOf(estate: Estate, registry: ArmResource) {
  const count = (name: string, limit: number, currentValue: number) => ({
    name,
    limit,
    currentValue,
    unit: 'Count',
  });
  const rules = (member: string) => listAt(registry.properties, 'networkRuleSet', member).length;
  return [
    { name: 'Size', limit: 536_870_912_000, currentValue: storedBytes(estate, registry.id), unit: 'Bytes' },
    count('Webhooks', 500, 0),
    count('Geo-replications', -1, estate.below(registry.id, REPLICATION).length),
    count('IPRules', 200, rules('ipRules')),
    count('VNetRules', 100, rules('virtualNetworkRules')),
    count('PrivateEndpointConnections', 200, connectionsOf(estate, registry.id).length),
    count('ScopeMaps', 50_000, 0),
    count('Tokens', 50_000, 0),
  ];
}

/** Each image counts once in a registry, whatever the repositories that it is in. */
function storedBytes(estate: Estate, registryId: string): number {
  const manifests = repositoriesOf(estate, registryId).flatMap((repository) => repository.manifests);
  const seeds = new Map(manifests.map(({ digest, seed }) => [digest, seed]));
  return [...seeds.values()].reduce((sum, seed) => sum + manifestOf(seed).imageSize, 0);
}
