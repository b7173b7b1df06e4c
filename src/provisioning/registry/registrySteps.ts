/** Steps that make the registry itself and its replicas. */
import { t } from '@vscode/l10n';
import { regionName } from '../../model/regionNames';
import { apiVersions } from '../../model/apiVersions';
import { childId, groupIdOf } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import { regionKey } from '../../model/regions';
import { ownedTags } from '../plan/ownership';
import { keys, shared, type Planned } from '../planning/planned';
import { skuSteps } from '../planning/registrySide';
import { createStep, put, reuseStep } from '../plan/stepBuilder';
import type { RegistryCase } from './registrySituation';
import type { NewRegistry, Replica } from '../plan/registrySpec';

/** The registry: made, found as it is wanted, or raised to the SKU that private endpoints need. */
export function registrySteps(situation: RegistryCase): Planned[] {
  const { spec, registry, registryIsNew, operationId } = situation;
  const { registry: wish } = spec;
  if (wish.kind === 'existing') return skuSteps(registry, wish.upgradeToPremium);
  const common = {
    id: 'registry',
    kind: 'registry',
    title: t`Container registry ${registry.name} (Premium, ${regionName(registry.location)})`,
    resourceId: registry.id,
  } as const;
  const step = registryIsNew
    ? createStep({
        ...common,
        reason: t`Login server: ${registry.loginServer}.`,
        request: put(apiVersions.registry, {
          location: wish.location,
          tags: ownedTags(spec, operationId),
          ...registryBody(wish),
        }),
        dependsOn: [keys.group(groupIdOf(wish.id))],
        holds: [wish.id],
      })
    : reuseStep({ ...common, reason: t('Already exists with these settings.') });
  return [shared(keys.registry, step), ...wish.replicas.map((replica) => replicaStep(situation, replica))];
}

/** What is said of a new registry besides its place and tags; everything else is Azure's default. */
function registryBody(wish: NewRegistry): JsonObject {
  return {
    sku: { name: 'Premium' },
    properties: {
      adminUserEnabled: false,
      publicNetworkAccess: wish.publicNetworkAccess,
      // Without it nothing of Azure's, such as an import of an image, gets into a closed registry.
      networkRuleBypassOptions: 'AzureServices',
      zoneRedundancy: switched(wish.zoneRedundancy),
      roleAssignmentMode:
        wish.roleAssignmentMode === 'abac' ? 'AbacRepositoryPermissions' : 'LegacyRegistryPermissions',
    },
  };
}

function replicaStep({ spec, registry, operationId }: RegistryCase, replica: Replica): Planned {
  const region = regionKey(replica.location);
  const found = registry.replicas?.find(({ location }) => regionKey(location) === region);
  const common = {
    id: `replica.${region}`,
    kind: 'replica',
    title: t`Replica of ${registry.name} in ${regionName(replica.location)}`,
    resourceId: found?.id ?? childId(registry.id, 'replications', region),
  } as const;
  if (found) return shared(keys.replica(region), reuseStep({ ...common, reason: t('Already exists.') }));
  const step = createStep({
    ...common,
    reason: t`Clusters near ${replica.location} pull from it.`,
    request: put(apiVersions.registry, {
      location: replica.location,
      tags: ownedTags(spec, operationId),
      properties: { zoneRedundancy: switched(replica.zoneRedundancy) },
    }),
    dependsOn: [keys.registry],
    // A registry takes one change of its replicas at a time.
    holds: [registry.id],
  });
  return shared(keys.replica(region), step);
}

function switched(on: boolean): 'Enabled' | 'Disabled' {
  return on ? 'Enabled' : 'Disabled';
}
