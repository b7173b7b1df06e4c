/** Whether the address that a registry's name leads to is the one that is meant, by what the registry is set to. */
import { t } from '@vscode/l10n';
import type { ObservedRegistry } from '../provisioning';
import type { Hop, PoolResult } from './judgePull';
import type { NameSeen } from './nameSeen';

type Registry = Pick<ObservedRegistry, 'publicNetworkAccess' | 'connections'>;

/** `open`: nothing says which address is meant, e.g. because the registry has both. */
export function nameStanding(name: NameSeen, registry: Registry): 'right' | 'wrong' | 'open' {
  const hasEndpoint = registry.connections.some(({ status }) => status === 'Approved');
  switch (name.state) {
    case 'missing':
      return 'wrong';
    case 'found':
      if (isPrivateMeant(registry)) return name.private && hasEndpoint ? 'right' : 'wrong';
      return name.private === hasEndpoint ? 'right' : 'open';
    case 'waiting':
    case 'unknown':
      return 'open';
  }
}

/** The registry answers nobody at its public address. */
function isPrivateMeant({ publicNetworkAccess }: Registry): boolean {
  return publicNetworkAccess === 'Disabled';
}

/**
 * The hops of a pool, with the name as the one that failed where the registry refused the nodes at its public address and
 * only a private one can be meant.
 */
export function hopsAsMeant({ hops, failure }: PoolResult, registry: Registry): readonly Hop[] {
  if (failure?.cause !== 'firewall' || !isPrivateMeant(registry)) return hops;
  const evidence = t(
    'The node got the registry’s public address. Public network access is disabled, so a private address is required.',
  );
  return hops.map((hop): Hop => (hop.name === 'name' ? { name: hop.name, state: 'failed', evidence } : hop));
}
