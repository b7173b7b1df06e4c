/** Creates a registry, or gives one that is there private addresses, without any cluster. */
import { nameOf } from '../../model/armId';
import { registrySpecSchema, type RegistrySpec } from '../plan/registrySpec';
import { planRegistry } from '../registry/planRegistry';
import { operation } from './operation';

export const registry = operation({
  kind: 'registry',
  schema: registrySpecSchema,
  title,
  registryId: (spec) => spec.registry.id,
  observe(spec: RegistrySpec, { azure }, signal) {
    const { registry: wish } = spec;
    const host = wish.kind === 'new' ? { hostSuffix: wish.hostSuffix } : {};
    return azure.observe({ registryId: wish.id, clusterIds: [], registry: { ...host, spec } }, signal);
  },
  plan: planRegistry,
  undoable: true,
});

function title({ registry: wish, side }: RegistrySpec): string {
  const name = nameOf(wish.id);
  if (wish.kind === 'existing') return `Make ${name} private`;
  return side === undefined ? `Create registry ${name}` : `Create private registry ${name}`;
}
