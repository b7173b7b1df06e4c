/** Which node pools of a cluster can be asked to pull, and why others can't. */
import { t } from '@vscode/l10n';
import type { CommandTarget, TargetPool } from '../provisioning';
import { isLabel } from './names';

export interface PoolOffer {
  readonly pool: TargetPool;
  /** Why it isn't tested; undefined where it can be. */
  readonly left?: string;
}

/** Every pool of the cluster, in Azure's order. */
export function poolOffers({ pools }: CommandTarget): readonly PoolOffer[] {
  return pools.map((pool) => {
    const left = reasonAgainst(pool);
    return left === undefined ? { pool } : { pool, left };
  });
}

/** What pulls images in this cluster without being a node pool; each in a sentence. */
export function notPools({ hasVirtualNodes }: CommandTarget): readonly string[] {
  return hasVirtualNodes
    ? [t('Virtual nodes (Azure Container Instances) pull with a separate identity and aren’t tested.')]
    : [];
}

function reasonAgainst({ name, count, running }: TargetPool): string | undefined {
  // Nothing that Azure gives is such a name; it must not reach the cluster all the same.
  if (!isLabel(name)) return t('Its name isn’t a valid Kubernetes label.');
  if (!running) return t('It’s stopped.');
  // A pod that waits for a node would make the autoscaler start one, which costs.
  if (count === 0) return t('It has no nodes, and the test doesn’t start any.');
  return undefined;
}

/** A taint as AKS writes it, `key=value:Effect` or `key:Effect`. */
interface Toleration {
  readonly key: string;
  readonly operator: 'Equal' | 'Exists';
  readonly value?: string;
  readonly effect?: string;
}

const taintForm = /^([A-Za-z0-9][\w./-]*)(?:=([\w.-]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/;

/**
 * Tolerations for exactly the pool's own taints. A blanket one would also put the pod on nodes that are about to go
 * away, and tell nothing about the pool.
 */
export function tolerationsOf({ mode, taints, spot }: TargetPool): readonly Toleration[] {
  const own = taints.flatMap((taint): Toleration[] => {
    const [, key, value, effect] = taintForm.exec(taint) ?? [];
    if (key === undefined || effect === undefined) return [];
    return [
      value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect },
    ];
  });
  // Usual on such pools, also where Azure doesn't list it among the taints.
  const usual: Toleration[] = [
    ...(mode === 'System' ? [{ key: 'CriticalAddonsOnly', operator: 'Exists' } as const] : []),
    ...(spot ? [{ key: 'kubernetes.azure.com/scalesetpriority', operator: 'Exists' } as const] : []),
  ];
  return [...own, ...usual.filter(({ key }) => !own.some((one) => one.key === key))];
}
