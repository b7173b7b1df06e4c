/** What is true of a pair, by the emulator's oracle. */
import { pullVerdict } from '../../../emulator/src/oracle/index';
import { partsOf } from '../../../emulator/src/oracle/parts';
import type { Emulator } from '../../../emulator/src/server';

export interface Truth {
  /** Nodes that run can pull, and those that don't could. */
  readonly pulls: boolean;
  /** What is in the way of a pool, in the oracle's words; of the first, where several are. */
  readonly why: string;
  readonly hasNodes: boolean;
  /** Whether all of them go by a private address; undefined where none goes, or a proxy for them. */
  readonly isPrivate: boolean | undefined;
}

/** Undefined where one of the two isn't there. */
export function truthOf(
  { core, estate }: Emulator,
  registryId: string,
  clusterId: string,
): Truth | undefined {
  core.operations.settle();
  const registry = estate.get(registryId);
  if (registry === undefined || estate.get(clusterId) === undefined) return undefined;
  const pools = partsOf(estate, { registryId, clusterId });
  // Which images a registry has is nobody's business here.
  const broken = pools.find((pool) => pool.broken !== undefined && pool.broken !== 'image');
  const image = `${registry.properties['loginServer'] as string}/shop/web:1.0`;
  const routes = pullVerdict(estate, { clusterId, image }).pools.flatMap(({ hops }) =>
    hops.filter(({ hop }) => hop === 'route'),
  );
  return {
    pulls: broken === undefined,
    why: broken === undefined ? 'it pulls' : `${broken.broken ?? ''}: ${broken.reason ?? ''}`,
    hasNodes: pools.some(({ verdict }) => verdict !== 'NoNodes'),
    isPrivate:
      routes.length === 0 || routes.some(({ detail }) => detail.includes('through the proxy'))
        ? undefined
        : routes.every(({ detail }) => !detail.includes('by the internet')),
  };
}
