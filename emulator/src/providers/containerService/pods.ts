import { at, listAt, objectAt, textAt } from '../../arm/json';
import type { ArmResource, JsonObject } from '../../estate';
import { secretsOfServiceAccount } from './namespaces';
import { nodesOf, tolerates, type Node } from './nodes';
import type { PodOverrides, Toleration } from './podSpec';
import { isOver, POD, triesOf, tryToPull, type PodTry } from './podTries';
import type { Shell } from './program';

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
  readonly at: number;
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Failed';
  readonly node: string | undefined;
  readonly state: 'running' | 'waiting' | 'terminated';
  readonly reason: string;
  readonly message: string;
}

/**
 * Pods of pull tests: no resources of Azure, but state all the same, so that the estate holds them. A pod that names no
 * pull secrets gets those of its service account (from Kubernetes). Its kubelet tries to pull at once, and again later.
 */
export function startPod(shell: Shell, given: Omit<Pod, 'startedAt'>): void {
  const { estate, cluster, now } = shell;
  const named = given.spec.imagePullSecrets;
  const names = secretsOfServiceAccount(estate, cluster.id, given.namespace);
  const imagePullSecrets = named ?? names.map((name) => ({ name }));
  const spec = { ...given.spec, ...(imagePullSecrets.length === 0 ? {} : { imagePullSecrets }) };
  const pod = { ...given, spec, startedAt: now };
  estate.put({
    id: podId(cluster, pod.namespace, pod.name),
    name: pod.name,
    type: POD,
    properties: {
      namespace: pod.namespace,
      image: pod.image,
      labels: pod.labels,
      spec: pod.spec as unknown as JsonObject,
      startedAt: pod.startedAt,
    },
  });
  schedule(shell, pod);
}

export function allPods({ estate, cluster }: Shell): Pod[] {
  return estate.below(cluster.id, POD).map(podOf);
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

/** Brings a pod to a node as soon as there is one for it, where its kubelet tries at once; a text says why there is none. */
function schedule(shell: Shell, pod: Pod): string | undefined {
  const { estate, cluster, now } = shell;
  const id = podId(cluster, pod.namespace, pod.name);
  const found = estate.get(id);
  if (found === undefined || textAt(found.properties, 'node') !== undefined) return undefined;
  const node = placeOf(shell, pod);
  if (typeof node === 'string') return node;
  estate.put({ ...found, properties: { ...found.properties, node: node.name, pool: node.pool } });
  tryToPull(estate, id, Date.parse(now));
  return undefined;
}

interface Outcome {
  readonly node: string | undefined;
  readonly tries: readonly PodTry[];
  readonly pulled: boolean;
  /** Of the last try; without a node, why there is none. */
  readonly text: string;
}

/** What has become of a pod so far. */
function outcome(shell: Shell, pod: Pod): Outcome {
  const waits = schedule(shell, pod);
  const found = shell.estate.get(podId(shell.cluster, pod.namespace, pod.name));
  const tries = found === undefined ? [] : triesOf(found);
  const last = tries.at(-1);
  const node = textAt(found?.properties, 'node');
  return { node, tries, pulled: last?.pulled === true, text: last?.text ?? waits ?? '' };
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

/** One after the other, as they happened; those of a kubelet's further tries come again. */
export function podEvents(shell: Shell, pod: Pod): PodEvent[] {
  const { node, tries, text } = outcome(shell, pod);
  const begun = Date.parse(pod.startedAt);
  if (node === undefined) return [{ type: 'Warning', reason: 'FailedScheduling', message: text, at: begun }];
  const message = `Successfully assigned ${pod.namespace}/${pod.name} to ${node}`;
  return [
    { type: 'Normal', reason: 'Scheduled', message, at: begun },
    ...tries.flatMap((one) => eventsOf(pod, one)),
  ];
}

function eventsOf(pod: Pod, { at: begun, pulled, text }: PodTry): PodEvent[] {
  const normal = (reason: string, message: string, at = begun): PodEvent => ({
    ...{ type: 'Normal', reason, message, at },
  });
  const failed = (message: string, at = begun): PodEvent => ({
    ...{ type: 'Warning', reason: 'Failed', message, at },
  });
  const pulling = normal('Pulling', `Pulling image "${pod.image}"`);
  if (!pulled) {
    return [
      pulling,
      failed(text),
      failed('Error: ErrImagePull'),
      normal('BackOff', `Back-off pulling image "${pod.image}": ErrImagePull: ${text}`),
      failed('Error: ImagePullBackOff'),
    ];
  }
  const broken = cannotStart(pod);
  const done = begun + Number(/ in ([\d.]+)s /.exec(text)?.[1] ?? 0) * 1000;
  return [
    pulling,
    normal('Pulled', text, done),
    normal('Created', `Created container: ${containerOf(pod)}`, done),
    broken === undefined
      ? normal('Started', `Started container ${containerOf(pod)}`, done)
      : failed(`Error: ${broken}`, done),
  ];
}

export function podStatus(shell: Shell, pod: Pod): PodStatus {
  const { pulled, node, text } = outcome(shell, pod);
  const found = shell.estate.get(podId(shell.cluster, pod.namespace, pod.name));
  if (found !== undefined && isOver(found, Date.parse(shell.now))) {
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
