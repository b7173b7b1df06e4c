import { t } from '@vscode/l10n';
import { asksProxy } from '../../reachability/proxies';
import type { ObservedProxy } from './observed';

/** What decides whether commands can be run in a cluster, and which pools there are to run pods on. */
export interface CommandTarget {
  readonly clusterId: string;
  readonly provisioningState: string;
  readonly powerState: 'Running' | 'Stopped';
  readonly runCommandDisabled: boolean;
  /** Commands need a token of the signed-in user for the cluster. */
  readonly usesEntraId: boolean;
  /** The API server has no public address. */
  readonly isPrivate: boolean;
  /** Pods may run in Azure Container Instances, which aren't nodes of any pool. */
  readonly hasVirtualNodes: boolean;
  /** By which nodes ask for hosts over https; undefined where the cluster has none. */
  readonly proxy?: ObservedProxy;
  readonly pools: readonly TargetPool[];
}

export interface TargetPool {
  readonly name: string;
  /** `System` or `User`. */
  readonly mode: string;
  /** `Linux` or `Windows`. */
  readonly osType: string;
  readonly count: number;
  readonly running: boolean;
  readonly spot: boolean;
  /** As AKS writes them, e.g. `sku=gpu:NoSchedule`. */
  readonly taints: readonly string[];
}

/** Whether the nodes ask for a host through the cluster's proxy. */
export function isProxied(proxy: ObservedProxy | undefined, host: string): proxy is ObservedProxy {
  return proxy !== undefined && asksProxy(proxy, host);
}

/**
 * Why the pod in which AKS runs a command finds no node, in a sentence; undefined where a node can take it. The pod is a
 * Linux one and tolerates no taint, not even that of system pools (its events in Azure/azure-cli#25336, and
 * MicrosoftDocs/azure-docs#99274).
 */
export function noNodeForCommands({
  pools,
  hasVirtualNodes,
}: Pick<CommandTarget, 'pools' | 'hasVirtualNodes'>): string | undefined {
  const running = pools.filter((pool) => pool.running && pool.count > 0);
  const linux = running.filter(({ osType }) => osType !== 'Windows');
  const pod = t('AKS runs each command in a pod that has no tolerations and requires a Linux node');
  const others = hasVirtualNodes ? t(' Virtual nodes can’t run it.') : '';
  if (linux.length === 0) return t`${pod}, and no node pool has a running Linux node.${others}`;
  if (linux.some((pool) => taintsAgainst(pool).length === 0)) return undefined;
  return t`${pod}, and every node pool with such a node is tainted: ${taintWords(linux)}.${others}`;
}

/** Pools with their taints that keep ordinary pods away, e.g. `gpu (sku=gpu:NoSchedule)`; empty where no pool has any. */
export function taintWords(pools: readonly TargetPool[]): string {
  return pools
    .flatMap((pool) => {
      const taints = taintsAgainst(pool);
      return taints.length === 0 ? [] : [`${pool.name} (${taints.join(', ')})`];
    })
    .join(', ');
}

/** AKS gives spot pools a taint of their own, whether it lists it or not. */
function taintsAgainst({ taints, spot }: TargetPool): readonly string[] {
  const hard = taints.filter((taint) => !/:PreferNoSchedule$/i.test(taint));
  const ofSpot = 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule';
  return spot && !hard.some((taint) => taint.startsWith('kubernetes.azure.com/scalesetpriority'))
    ? [...hard, ofSpot]
    : hard;
}
