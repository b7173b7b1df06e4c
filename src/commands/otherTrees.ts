/**
 * Nodes of other extensions' trees, in which the commands stand, too: Azure Resources (`resource.id`), Container Tools
 * (`wrappedItem.registryProperties.id`; its own `id` has the account in front), and AKS below the clouds of the Kubernetes
 * extension (`cloudResource.armId`). These are what their public sources give to commands; none of it is promised, so each
 * is looked for wherever it may be, and is believed only where it is the id of a registry or a cluster.
 */
import { parseId } from '../model/armId';

/** Where a node has what it stands for. */
const wrappers = ['wrappedItem', 'cloudResource', 'resource', 'clusterTreeItem'];
/** Where an id is in one, the best first. */
const members = [['armId'], ['registryProperties', 'id'], ['clusterResource', 'id'], ['id']];
const types = ['microsoft.containerregistry/registries', 'microsoft.containerservice/managedclusters'];
/** A wrapper within a wrapper, and not endlessly. */
const deepest = 3;

/** Id of the registry or cluster that the node of another extension's tree is about; undefined for anything else. */
export function idInOtherTree(node: unknown, depth = 0): string | undefined {
  if (depth > 0) {
    for (const path of members) {
      const id = armIdIn(path.reduce(read, node));
      if (id !== undefined) return id;
    }
  }
  if (depth === deepest) return undefined;
  for (const wrapper of wrappers) {
    const id = idInOtherTree(read(node, wrapper), depth + 1);
    if (id !== undefined) return id;
  }
  return depth > 0 ? undefined : armIdIn(read(node, 'armId'));
}

/** Another's getter may throw. */
function read(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function armIdIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const id = /\/subscriptions\/.*$/is.exec(value)?.[0] ?? '';
  return types.includes(parseId(id)?.type?.toLowerCase() ?? '') ? id : undefined;
}
