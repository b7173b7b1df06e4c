/** Pods and events as the API server shows them. */
import type { JsonObject } from '../../estate';
import { podEvents, podStatus, type Pod, type PodEvent } from './pods';
import type { Shell } from './program';

export function list(items: readonly unknown[]): string {
  return `${JSON.stringify({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }, null, 4)}\n`;
}

export function podObject(shell: Shell, pod: Pod): JsonObject {
  const { phase, node, state, reason, message } = podStatus(shell, pod);
  const [container = { name: pod.name, image: pod.image }] = pod.spec.containers ?? [];
  const shown = {
    running: { startedAt: seconds(pod.startedAt) },
    waiting: { reason, message },
    terminated: { exitCode: 128, reason, message, finishedAt: seconds(shell.now) },
  }[state];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      labels: { ...pod.labels },
      creationTimestamp: seconds(pod.startedAt),
    },
    spec: {
      ...(pod.spec as unknown as JsonObject),
      containers: [container as unknown as JsonObject],
      restartPolicy: 'Never',
      serviceAccountName: 'default',
      ...(node === undefined ? {} : { nodeName: node }),
    },
    status: {
      phase,
      ...(phase === 'Failed' ? { reason, message } : {}),
      containerStatuses: [
        {
          name: container.name,
          image: pod.image,
          ready: phase === 'Running',
          restartCount: 0,
          state: { [state]: shown },
        },
      ],
    },
  };
}

/** Events with the same words are one that is counted, as the API server keeps them. */
export function eventObjects(shell: Shell, pod: Pod): JsonObject[] {
  const { name, namespace } = pod;
  const kept = new Map<string, PodEvent[]>();
  for (const event of podEvents(shell, pod)) {
    const key = `${event.reason} ${event.message}`;
    kept.set(key, [...(kept.get(key) ?? []), event]);
  }
  return [...kept.values()].flatMap((events, index) => {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) return [];
    const { type, reason, message } = first;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${index}`, namespace },
      involvedObject: { kind: 'Pod', namespace, name },
      type,
      reason,
      message,
      firstTimestamp: seconds(new Date(first.at).toISOString()),
      lastTimestamp: seconds(new Date(last.at).toISOString()),
      count: events.length,
    };
  });
}

/** Kubernetes tells times of objects in whole seconds. */
function seconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}
