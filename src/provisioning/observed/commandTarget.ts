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
