/** Pods and events as the API server shows them. */
import type { JsonObject } from '../../estate';
import { podEvents, podStatus, type Pod } from './pods';
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

/** One after the other: the pull begins when the pod is there, and its time stands in its event. */
export function eventObjects(shell: Shell, pod: Pod): JsonObject[] {
  const { name, namespace, startedAt } = pod;
  return podEvents(shell, pod).map(({ type, reason, message }, index) => {
    const took = Number(/ in ([\d.]+)s /.exec(message)?.[1] ?? 0);
    const time = seconds(new Date(Date.parse(startedAt) + took * 1000).toISOString());
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${index}`, namespace },
      involvedObject: { kind: 'Pod', namespace, name },
      type,
      reason,
      message,
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
  });
}

/** Kubernetes tells times of objects in whole seconds. */
function seconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}
