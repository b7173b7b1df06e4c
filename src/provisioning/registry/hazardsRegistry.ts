/** What a registry's plan does to others, closes to people, or costs. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { daily, prices, priceSource } from '../../model/prices';
import type { Hazard } from '../plan/plan';
import { distinctHazards, hazard } from '../plan/findings';
import { sideRules } from '../planning/hazards';
import { keys, writeOf, type Planned } from '../planning/planned';
import { failedThings } from '../planning/states';
import type { RegistryCase } from './registrySituation';

/** For a plan that writes nothing only what isn't well. */
export function hazardsOfRegistry(situation: RegistryCase, steps: readonly Planned[]): Hazard[] {
  const writes = steps.filter(({ action }) => action !== 'reuse');
  const failed = failedThings(situation, steps);
  if (writes.length === 0) return failed;
  return distinctHazards([
    ...failed,
    ...sideRules.flatMap((rule) => rule(situation, writes, [situation])),
    ...closedFromOutside(situation),
    ...costOfRegistry(situation, writes),
    ...costOfReplicas(situation, writes),
  ]);
}

/** Microsoft's page on private link says that tasks on shared agents and the portal's lists stop then. */
function closedFromOutside({ registry, registryIsNew, path }: RegistryCase): Hazard[] {
  if (!registryIsNew || registry.publicNetworkAccess === 'Enabled') return [];
  const inside =
    path === undefined
      ? t(
          'and this plan creates no private endpoint, so pushing and pulling aren’t possible until one exists',
        )
      : t`so only networks that can reach its private endpoint in ${nameOf(path.networkId)} can push and pull`;
  return [
    hazard({
      code: 'closedFromOutside',
      message: t`Public network access of ${registry.name} is disabled from the start, ${inside}. Import still works, because trusted Azure services are allowed.`,
      affected: [
        t('this computer, unless it is in such a network'),
        t('ACR Tasks (az acr build)'),
        t('browsing images in the portal and in this extension'),
      ],
      mitigation: t(
        'Create it with public network access enabled, and disable it after all clients have a private path.',
      ),
      about: [registry.id],
    }),
  ];
}

function costOfRegistry({ registry }: RegistryCase, writes: readonly Planned[]): Hazard[] {
  if (writeOf(writes, keys.registry) === undefined) return [];
  return [
    hazard({
      code: 'costOfRegistry',
      message: t`Registry ${registry.name} costs about ${daily(prices.registryDay.Premium)} with the Premium SKU (${priceSource}).`,
      about: [registry.id],
    }),
  ];
}

function costOfReplicas({ registry }: RegistryCase, writes: readonly Planned[]): Hazard[] {
  const replicas = writes.filter(({ kind }) => kind === 'replica');
  if (replicas.length === 0) return [];
  return [
    hazard({
      code: 'costOfReplicas',
      message: t`Each replica of ${registry.name} costs as much as the registry, about ${daily(prices.registryDay.Premium)}, plus traffic between regions (${priceSource}). The plan creates ${replicas.length}.`,
      about: replicas.map(({ resourceId }) => resourceId),
    }),
  ];
}
