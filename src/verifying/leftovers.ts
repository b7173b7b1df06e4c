import { podsOf, type PodSeen } from './output';

/** What an earlier run left in a cluster, e.g. because its window was closed half-way. */
export interface Leftover {
  readonly runId: string;
  readonly namespace: string;
  readonly pods: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
}

/** Seconds after a pod's own end before it counts as left: its run may be cleaning just then. */
const grace = 120;

/**
 * Runs that are over but whose pods are still there, by the label that only this extension sets and by the end that
 * each pod was given. A run that may still go on, of somebody else or in another window, is none.
 */
export function leftoversOf(pods: readonly PodSeen[], now: number): readonly Leftover[] {
  const old = pods.filter(({ runId, endsAt }) => runId !== undefined && (endsAt ?? 0) + grace * 1000 < now);
  const keys = [...new Set(old.map(({ runId = '', namespace }) => `${runId} ${namespace}`))];
  return keys.map((key) => {
    const own = old.filter(({ runId = '', namespace }) => `${runId} ${namespace}` === key);
    const [runId = '', namespace = ''] = key.split(' ');
    return { runId, namespace, pods: own.map(({ name }) => name), createdAt: own[0]?.createdAt };
  });
}

/** The same of what a command printed; none for who may not list pods in all namespaces, and can test all the same. */
export function readLeftovers(section: string | undefined, now: number): readonly Leftover[] {
  try {
    return leftoversOf(podsOf(section), now);
  } catch {
    return [];
  }
}
