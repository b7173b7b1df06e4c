import { textAt } from '../../arm/json';
import type { ArmResource } from '../../estate';
import { pullVerdict } from '../../oracle/index';
import { CLUSTER } from './facts';
import type { Shell } from './shell';

const TYPE = `${CLUSTER}/emulatedPods`;

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly pool: string | undefined;
  readonly startedAt: string;
}

export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Pods of pull tests: no resources of Azure, but state all the same, so that the estate holds them. */
export function startPod(shell: Shell, pod: Omit<Pod, 'startedAt'>): void {
  shell.estate.put({
    id: podId(shell.cluster, pod.namespace, pod.name),
    name: pod.name,
    type: TYPE,
    properties: {
      namespace: pod.namespace,
      image: pod.image,
      startedAt: shell.now,
      ...(pod.pool === undefined ? {} : { pool: pod.pool }),
    },
  });
}

export function findPod({ estate, cluster }: Shell, namespace: string, name: string): Pod | undefined {
  const found = estate.get(podId(cluster, namespace, name));
  if (found === undefined) return undefined;
  return {
    namespace,
    name,
    image: textAt(found.properties, 'image') ?? '',
    pool: textAt(found.properties, 'pool'),
    startedAt: textAt(found.properties, 'startedAt') ?? '',
  };
}

export function deletePod({ estate, cluster }: Shell, namespace: string, name: string): boolean {
  return estate.delete(podId(cluster, namespace, name));
}

function podId(cluster: ArmResource, namespace: string, name: string): string {
  return `${cluster.id}/emulatedPods/${namespace}.${name}`;
}

/** What has become of a pod: the oracle is asked anew each time, as a kubelet tries anew. */
function outcome(
  { estate, cluster }: Shell,
  pod: Pod,
): { pulled: boolean; node: string | undefined; text: string } {
  const { pools, eventText } = pullVerdict(estate, { clusterId: cluster.id, image: pod.image });
  const running = pools.filter(({ hops }) => hops.find(({ hop }) => hop === 'cluster')?.ok === true);
  const pool = running.find(({ name }) => pod.pool === undefined || name === pod.pool);
  if (pool === undefined) {
    const text = `0/${running.length} nodes are available: ${running.length} node(s) didn't match Pod's node affinity/selector.`;
    return { pulled: false, node: undefined, text: running.length === 0 ? eventText : text };
  }
  return {
    pulled: pool.verdict === 'Pulled',
    node: `aks-${pool.name}-12345678-vmss000000`,
    text: pool.eventText,
  };
}

export function podEvents(shell: Shell, pod: Pod): PodEvent[] {
  const { pulled, node, text } = outcome(shell, pod);
  if (node === undefined) return [{ type: 'Warning', reason: 'FailedScheduling', message: text }];
  const begin: PodEvent[] = [
    {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.namespace}/${pod.name} to ${node}`,
    },
    { type: 'Normal', reason: 'Pulling', message: `Pulling image "${pod.image}"` },
  ];
  if (pulled) {
    return [
      ...begin,
      { type: 'Normal', reason: 'Pulled', message: text },
      { type: 'Normal', reason: 'Created', message: `Created container: ${pod.name}` },
      { type: 'Normal', reason: 'Started', message: `Started container ${pod.name}` },
    ];
  }
  return [
    ...begin,
    { type: 'Warning', reason: 'Failed', message: text },
    { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
    { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${pod.image}"` },
    { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' },
  ];
}

export function podStatus(shell: Shell, pod: Pod): { phase: string; reason: string; message: string } {
  const { pulled, node, text } = outcome(shell, pod);
  if (node === undefined) return { phase: 'Pending', reason: 'Pending', message: text };
  return pulled
    ? { phase: 'Running', reason: 'Running', message: '' }
    : { phase: 'Pending', reason: 'ErrImagePull', message: text };
}
