/** Registries as where images come from: which clusters can pull from each. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../model/armId';
import { groupBy } from '../model/groupBy';
import type { Estate } from '../platform/estateStore';
import type { Inventory } from '../provisioning';
import { linksIn } from '../provisioning/overview';

export interface RegistrySource {
  readonly id: string;
  readonly name: string;
  readonly loginServer: string;
  /** IDs of the clusters that can pull from it, privately or publicly. */
  readonly clusterIds: readonly string[];
}

const sources = new WeakMap<Inventory, readonly RegistrySource[]>();

/** Those that the cluster can pull from first, then those that any can pull from; by name among each other. */
export function registrySources(
  { inventory }: Pick<Estate, 'inventory'>,
  clusterId: string | undefined,
): readonly RegistrySource[] {
  const byName = sources.get(inventory) ?? sourcesByName(inventory);
  sources.set(inventory, byName);
  const ranked = groupBy(byName, (source) => rankOf(source, clusterId));
  return [0, 1, 2].flatMap((rank) => ranked.get(rank as 0 | 1 | 2) ?? []);
}

function sourcesByName(inventory: Inventory): readonly RegistrySource[] {
  const links = linksIn(inventory);
  return inventory.registries
    .map(({ id, name, loginServer }) => {
      const pulled = links.ofRegistry(id).filter(({ state }) => state === 'linked' || state === 'roleOnly');
      return { id, name, loginServer, clusterIds: pulled.map((link) => link.clusterId) };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** 0 for a registry that this cluster can pull from, 1 for one that another can pull from, else 2. */
export function rankOf({ clusterIds }: RegistrySource, clusterId: string | undefined): 0 | 1 | 2 {
  if (clusterIds.some((id) => sameId(id, clusterId))) return 0;
  return clusterIds.length > 0 ? 1 : 2;
}

/** `Linked to aks-shop, aks-web`. Which clusters can pull isn't always known, so no link is no claim that there is none. */
export function linkedWords({ clusterIds }: RegistrySource): string {
  if (clusterIds.length === 0) return t('No known link to a cluster');
  return t`Linked to ${clusterIds.map(nameOf).toSorted().join(', ')}`;
}

/**
 * Whether the cluster can pull from the registry, where a repository is named that one. Undefined where the inventory doesn't tell, also where it doesn't hold
 * one of the two: then nothing may be claimed.
 */
export function canPull(
  { inventory }: Pick<Estate, 'inventory'>,
  registryId: string,
  clusterId: string,
  repository?: string,
): boolean | undefined {
  return linksIn(inventory).pulls(registryId, clusterId, repository);
}
