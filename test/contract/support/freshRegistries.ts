/** The whole way from a wish for a registry to its plan, over the emulator. */
import { randomUUID } from 'node:crypto';
import { nameOf, resourceGroupId, resourceId } from '../../../src/model/armId';
import type { RegistryPlan, RegistrySpec } from '../../../src/provisioning/plan/registrySpec';
import type { Azure } from '../../../src/provisioning/ports';
import { planRegistry } from '../../../src/provisioning/registry/planRegistry';
import {
  proposeRegistry,
  type NewRegistryWish,
  type RegistryWishes,
} from '../../../src/provisioning/registry/proposeRegistry';
import { never } from './azure';
import { contoso } from './contoso';
import type { Linking } from './linking';

const publicSuffix = 'azurecr.io';

/** A wish for a new registry in a group of the apps subscription that doesn't exist yet. */
export function newRegistry(name: string, wish: Partial<NewRegistryWish> = {}): NewRegistryWish {
  const id = resourceId(contoso('apps'), 'rg-fresh', 'Microsoft.ContainerRegistry/registries', name);
  return { kind: 'new', id, hostSuffix: publicSuffix, location: 'westeurope', ...wish };
}

export async function proposeFor(
  azure: Pick<Azure, 'observe'>,
  wishes: RegistryWishes,
): Promise<RegistrySpec> {
  const { networkId, registry } = wishes;
  const hostSuffix = suffixOf(registry);
  const asked = { hostSuffix, ...(networkId === undefined ? {} : { networkId }) };
  return proposeRegistry(
    await azure.observe({ registryId: registry.id, clusterIds: [], registry: asked }, never),
    wishes,
  );
}

export async function planFor(azure: Azure, spec: RegistrySpec): Promise<RegistryPlan> {
  const registryId = spec.registry.id;
  const hostSuffix = suffixOf(spec.registry);
  const asked = { registryId, clusterIds: [], registry: { hostSuffix, spec } };
  return planRegistry(spec, await azure.observe(asked, never), randomUUID());
}

function suffixOf(registry: RegistryWishes['registry']): string {
  return registry.kind === 'new' ? registry.hostSuffix : publicSuffix;
}

/** With a zone of its own beside the registry, whatever others there are. */
export function withOwnZone(spec: RegistrySpec): RegistrySpec {
  const { side, registry } = spec;
  if (side === undefined) return spec;
  const [, , subscription = '', , group = ''] = registry.id.split('/');
  const id = `${resourceGroupId(subscription, group)}/providers/Microsoft.Network/privateDnsZones/${nameOf(side.zone.id)}`;
  return { ...spec, side: { ...side, zone: { id, onAbsent: 'create' } } };
}

/** A new registry with two replicas. */
export const fresh = newRegistry('contosofresh', { replicas: ['northeurope', 'swedencentral'] });

/** What is proposed for it, with a zone of its own. */
export async function freshSpec(azure: Azure): Promise<RegistrySpec> {
  return withOwnZone(await proposeFor(azure, { registry: fresh, tags: { team: 'shop' } }));
}

/** Makes it; gives the plan that was applied. */
export async function makeFresh(linking: Linking): Promise<RegistryPlan> {
  const plan = await planFor(linking.azure, await freshSpec(linking.azure));
  await linking.applied(plan);
  return plan;
}
