import { listAt, numberAt, textAt, without } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { pullVerdict } from '../../oracle/index';
import { waitAfter } from '../../oracle/kubelet';
import { CLUSTER } from './facts';
import { pullSecrets } from './namespaces';
import { keepImage } from './nodes';

export const POD = `${CLUSTER}/emulatedPods`;

/** A kubelet goes on for ever; after so many tries, some eight hours, nobody looks any more. */
const MOST_TRIES = 100;

/** A try of a kubelet to pull a pod's image. */
export interface PodTry {
  readonly at: number;
  readonly pulled: boolean;
  readonly text: string;
}

export function triesOf(pod: ArmResource): PodTry[] {
  return listAt(pod.properties, 'tries') as unknown as PodTry[];
}

/** Whether a pod's deadline is over: then Kubernetes has ended it, and keeps it until somebody deletes it. */
export function isOver({ properties }: ArmResource, now: number): boolean {
  const seconds = numberAt(properties, 'spec', 'activeDeadlineSeconds');
  return seconds !== undefined && Date.parse(textAt(properties, 'startedAt') ?? '') + seconds * 1000 < now;
}

/** The next try of all kubelets, if one is due by then. */
export function nextTry(
  estate: Estate,
  until: number,
): { readonly dueAt: number; readonly run: () => void } | undefined {
  const [first] = estate
    .ofType(POD)
    .flatMap((pod) => {
      const dueAt = numberAt(pod.properties, 'nextTry');
      return dueAt === undefined || dueAt > until || isOver(pod, dueAt) ? [] : { pod, dueAt };
    })
    .toSorted((a, b) => a.dueAt - b.dueAt);
  if (first === undefined) return undefined;
  const { pod, dueAt } = first;
  return {
    dueAt,
    run: () => {
      tryToPull(estate, pod.id, dueAt);
    },
  };
}

/** Lets the kubelet of a pod that has its node try once; says so in the pod, and when it will try again. */
export function tryToPull(estate: Estate, podId: string, now: number): void {
  const pod = estate.get(podId);
  const cluster = estate.get(podId.replace(/\/emulatedPods\/[^/]+$/i, ''));
  if (pod === undefined || cluster === undefined) return;
  const { properties } = pod;
  const tries = triesOf(pod);
  const namespace = textAt(properties, 'namespace') ?? '';
  const names = listAt(properties, 'spec', 'imagePullSecrets').flatMap((item) => textAt(item, 'name') ?? []);
  const image = textAt(properties, 'image') ?? '';
  const { pools } = pullVerdict(estate, {
    clusterId: cluster.id,
    image,
    moment: { at: now, tries: tries.length },
    secrets: pullSecrets(estate, cluster.id, namespace, names),
  });
  const pool = pools.find(({ name }) => name === textAt(properties, 'pool'));
  const pulled = pool?.verdict === 'Pulled';
  const after = [...tries, { at: now, pulled, text: pool?.eventText ?? '' }];
  const isLast = pulled || after.length >= MOST_TRIES;
  estate.put({
    ...pod,
    properties: {
      ...without(properties, 'nextTry'),
      tries: after as unknown as JsonObject[],
      ...(isLast ? {} : { nextTry: now + waitAfter(after.length) * 1000 }),
    },
  });
  if (pulled) keepImage({ estate, cluster }, textAt(properties, 'node') ?? '', image);
}
