import { at, listAt, objectAt, textAt } from '../../arm/json';
import type { ArmResource, JsonObject } from '../../estate';
import { pullVerdict } from '../../oracle/index';
import { CLUSTER } from './facts';
import { keepImage, nodesOf, tolerates, type Node } from './nodes';
import type { PodOverrides, Toleration } from './podSpec';
import type { Shell } from './program';

const TYPE = `${CLUSTER}/emulatedPods`;

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As sent; what the emulator makes of it is told from it each time. */
  readonly spec: PodOverrides['spec'];
  readonly startedAt: string;
}

export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Failed';
  readonly node: string | undefined;
  readonly state: 'running' | 'waiting' | 'terminated';
  readonly reason: string;
  readonly message: string;
}

/** Pods of pull tests: no resources of Azure, but state all the same, so that the estate holds them. */
export function startPod(shell: Shell, given: Omit<Pod, 'startedAt'>): void {
  const pod = { ...given, startedAt: shell.now };
  shell.estate.put({
    id: podId(shell.cluster, pod.namespace, pod.name),
    name: pod.name,
    type: TYPE,
    properties: {
      namespace: pod.namespace,
      image: pod.image,
      labels: pod.labels,
      spec: pod.spec as unknown as JsonObject,
      startedAt: pod.startedAt,
    },
  });
  const { pulled, node } = outcome(shell, pod);
  if (pulled && node !== undefined) keepImage(shell, node, pod.image);
}

export function allPods({ estate, cluster }: Shell): Pod[] {
  return estate.below(cluster.id, TYPE).map(podOf);
}

export function findPod({ estate, cluster }: Shell, namespace: string, name: string): Pod | undefined {
  const found = estate.get(podId(cluster, namespace, name));
  return found === undefined ? undefined : podOf(found);
}

function podOf(found: ArmResource): Pod {
  return {
    namespace: textAt(found.properties, 'namespace') ?? '',
    name: found.name,
    image: textAt(found.properties, 'image') ?? '',
    labels: objectAt(found.properties, 'labels') as Record<string, string>,
    spec: objectAt(found.properties, 'spec') as unknown as PodOverrides['spec'],
    startedAt: textAt(found.properties, 'startedAt') ?? '',
  };
}

export function deletePod(
  { estate, cluster }: Shell,
  { namespace, name }: Pick<Pod, 'namespace' | 'name'>,
): boolean {
  return estate.delete(podId(cluster, namespace, name));
}

function podId(cluster: ArmResource, namespace: string, name: string): string {
  return `${cluster.id}/emulatedPods/${namespace}.${name}`;
}

/** Where a pod goes: to a node of the pool that it selects, whose taints it tolerates, rather to those it prefers. */
function placeOf({ cluster }: Shell, { spec }: Pod): Node | string {
  const nodes = nodesOf(cluster);
  const selector = spec.nodeSelector;
  const pool = selector['kubernetes.azure.com/agentpool'] ?? selector['agentpool'];
  const fitting = nodes.filter((node) => pool === undefined || node.pool === pool);
  if (nodes.length === 0) return 'no nodes available to schedule pods';
  const refused = `0/${nodes.length} nodes are available:`;
  if (fitting.length === 0) {
    return `${refused} ${nodes.length} node(s) didn't match Pod's node affinity/selector.`;
  }
  const tolerations = spec.tolerations as readonly Toleration[];
  const open = fitting.filter(({ taints }) => tolerates(taints, tolerations));
  if (open.length === 0) return `${refused} ${fitting.length} node(s) had untolerated taint(s).`;
  const avoided = listAt(
    spec,
    ...['affinity', 'nodeAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'],
  ).flatMap((one) =>
    listAt(one, 'preference', 'matchExpressions').flatMap((expression) =>
      at(expression, 'operator') === 'NotIn' ? listAt(expression, 'values') : [],
    ),
  );
  return open.find(({ name }) => !avoided.includes(name)) ?? open[0] ?? refused;
}

/** What has become of a pod: the oracle is asked anew each time, as a kubelet tries anew. */
function outcome(shell: Shell, pod: Pod): { pulled: boolean; node: string | undefined; text: string } {
  const node = placeOf(shell, pod);
  if (typeof node === 'string') return { pulled: false, node: undefined, text: node };
  const { pools } = pullVerdict(shell.estate, { clusterId: shell.cluster.id, image: pod.image });
  const pool = pools.find(({ name }) => name === node.pool);
  return { pulled: pool?.verdict === 'Pulled', node: node.name, text: pool?.eventText ?? '' };
}

/** A command that no image has: the emulator has no images to look into, so it goes by the path. */
function cannotStart({ spec }: Pod): string | undefined {
  const [program] = spec.containers?.[0]?.command ?? [];
  if (program === undefined || /^(\/usr)?\/?s?bin\//.test(program) || !program.startsWith('/'))
    return undefined;
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${program}": stat ${program}: no such file or directory`;
}

function containerOf({ name, spec }: Pod): string {
  return spec.containers?.[0]?.name ?? name;
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
    const broken = cannotStart(pod);
    const created = `Created container: ${containerOf(pod)}`;
    return [
      ...begin,
      { type: 'Normal', reason: 'Pulled', message: text },
      { type: 'Normal', reason: 'Created', message: created },
      broken === undefined
        ? { type: 'Normal', reason: 'Started', message: `Started container ${containerOf(pod)}` }
        : { type: 'Warning', reason: 'Failed', message: `Error: ${broken}` },
    ];
  }
  return [
    ...begin,
    { type: 'Warning', reason: 'Failed', message: text },
    { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
    {
      type: 'Normal',
      reason: 'BackOff',
      message: `Back-off pulling image "${pod.image}": ErrImagePull: ${text}`,
    },
    { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' },
  ];
}

/** Whether a pod's deadline is over: then Kubernetes has ended it, and keeps it until somebody deletes it. */
function isOver({ spec, startedAt }: Pod, now: string): boolean {
  const seconds = spec.activeDeadlineSeconds;
  return seconds !== undefined && Date.parse(startedAt) + seconds * 1000 < Date.parse(now);
}

export function podStatus(shell: Shell, pod: Pod): PodStatus {
  const { pulled, node, text } = outcome(shell, pod);
  if (isOver(pod, shell.now)) {
    const message = 'Pod was active on the node longer than the specified deadline';
    return { phase: 'Failed', node, state: 'terminated', reason: 'DeadlineExceeded', message };
  }
  if (node === undefined) {
    return { phase: 'Pending', node, state: 'waiting', reason: 'Pending', message: text };
  }
  if (!pulled) return { phase: 'Pending', node, state: 'waiting', reason: 'ErrImagePull', message: text };
  const broken = cannotStart(pod);
  return broken === undefined
    ? { phase: 'Running', node, state: 'running', reason: 'Running', message: '' }
    : { phase: 'Failed', node, state: 'terminated', reason: 'StartError', message: broken };
}
