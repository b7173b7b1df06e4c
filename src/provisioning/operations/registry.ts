/** Creates a registry, or gives one that is there private addresses, without any cluster. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { RegistrySpec } from '../plan/registrySpec';
import { planRegistry } from '../registry/planRegistry';
import { kinds } from './kinds';
import { operation } from './operation';

export const registry = operation({
  ...kinds.registry,
  title,
  registryId: (spec) => spec.registry.id,
  observe(spec: RegistrySpec, { azure }, signal) {
    const { registry: wish } = spec;
    const host = wish.kind === 'new' ? { hostSuffix: wish.hostSuffix } : {};
    return azure.observe({ registryId: wish.id, clusterIds: [], registry: { ...host, spec } }, signal);
  },
  plan: planRegistry,
});

function title({ registry: wish, side }: RegistrySpec): string {
  const name = nameOf(wish.id);
  if (wish.kind === 'existing') return t`Make ${name} private`;
  return side === undefined ? t`Create registry ${name}` : t`Create private registry ${name}`;
}
