/** From a pod and its events to the hops of the pull: pure. */
import type { NodeSeen, PodEvent, PodSeen } from './output';
import { readPullFailure, type HopName, type PullFailure } from './pullFailures';

export interface Hop {
  readonly name: HopName;
  /** `open`: not decided yet, or not reached. */
  readonly state: 'open' | 'passed' | 'failed';
  /** What says so, in a sentence or in the event's words. */
  readonly evidence: string;
  readonly seconds?: number;
}

/**
 * `pulled`: the node asked the registry and got the image. `unproven`: Kubernetes took what the node had and asked
 * nobody. `undecided`: the time was up.
 */
export type PoolVerdict = 'waiting' | 'pulled' | 'unproven' | 'failed' | 'undecided';

export interface PoolResult {
  readonly pool: string;
  readonly verdict: PoolVerdict;
  readonly nodeName: string | undefined;
  readonly hops: readonly Hop[];
  readonly failure?: PullFailure;
  /** Whether the node had the image before: then its layers were not downloaded again. */
  readonly cached: 'yes' | 'no' | 'unknown';
  /** Of the pull, as the kubelet measured it. */
  readonly seconds?: number;
  readonly events: readonly PodEvent[];
}

export const hopNames: readonly HopName[] = ['pod', 'name', 'reach', 'identity', 'pull'];

/** What is known before the pod was looked at. */
export function waitingPool(pool: string): PoolResult {
  return {
    pool,
    verdict: 'waiting',
    nodeName: undefined,
    hops: hopNames.map((name) => ({ name, state: 'open', evidence: '' })),
    cached: 'unknown',
    events: [],
  };
}

/** A pool whose pod the cluster did not take. */
export function refusedPool(pool: string, said: string): PoolResult {
  const failure: PullFailure = {
    cause: 'refused',
    hop: 'pod',
    message: 'The cluster did not take the test pod.',
    nextAction:
      'Choose a namespace whose policies and quota allow a restricted pod, or ask whoever administers the cluster.',
    repair: 'none',
  };
  return { ...waitingPool(pool), verdict: 'failed', hops: hopsUpTo('pod', said, {}), failure };
}

export interface Judged {
  readonly pool: string;
  readonly pod: PodSeen | undefined;
  readonly events: readonly PodEvent[];
  /** Nodes of the pool as they were before the run; undefined where they weren't read. */
  readonly nodes: readonly NodeSeen[] | undefined;
  /** The image as the pod names it. */
  readonly image: string;
  /** Nothing more will be looked at. */
  readonly last: boolean;
}

/**
 * Judges by the pod's events, because they come from the node that pulls. Only “Successfully pulled image” proves a
 * pull: with the policy Always the kubelet asks the registry for the manifest even where the node has every layer.
 */
export function judgePull({ pool, pod, events, nodes, image, last }: Judged): PoolResult {
  const nodeName = pod?.nodeName ?? nodeOf(events);
  const base = { pool, nodeName, events, cached: cachedOn(nodes, nodeName, image) };
  const times = timesOf(pod, events);
  const pulled = events.find(({ reason }) => reason === 'Pulled');
  if (pulled !== undefined) {
    if (!/^Successfully pulled image/i.test(pulled.message)) {
      const hops = hopsUpTo('pull', '', times).map((hop): Hop => {
        if (hop.name === 'pod') return hop;
        return { name: hop.name, state: 'open', evidence: hop.name === 'pull' ? pulled.message : '' };
      });
      return { ...base, verdict: 'unproven', cached: 'yes', hops };
    }
    const seconds = duration(pulled.message);
    const hops = hopsUpTo('pull', '', times).map((hop): Hop => {
      if (hop.name !== 'pull') return hop;
      const evidence = pulled.message;
      return { name: 'pull', state: 'passed', evidence, ...(seconds === undefined ? {} : { seconds }) };
    });
    return { ...base, verdict: 'pulled', hops, ...(seconds === undefined ? {} : { seconds }) };
  }
  const said = failureText(pod, events);
  if (said !== undefined) {
    const failure = readPullFailure(said);
    return { ...base, verdict: 'failed', hops: hopsUpTo(failure.hop, said, times), failure };
  }
  const unscheduled = events.findLast(({ reason }) => reason === 'FailedScheduling');
  const isPlaced = events.some(({ reason }) => reason === 'Scheduled') || nodeName !== undefined;
  if (unscheduled !== undefined && !isPlaced && last) {
    const failure = notScheduled;
    return { ...base, verdict: 'failed', hops: hopsUpTo('pod', unscheduled.message, times), failure };
  }
  const pulling = events.findLast(({ reason }) => reason === 'Pulling');
  const hops = hopNames.map((name): Hop => {
    if (name === 'pod' && isPlaced) return podHop(times, nodeName);
    if (name === 'pod') return { name, state: 'open', evidence: unscheduled?.message ?? '' };
    return { name, state: 'open', evidence: name === 'pull' ? (pulling?.message ?? '') : '' };
  });
  return { ...base, verdict: last ? 'undecided' : 'waiting', hops };
}

const notScheduled: PullFailure = {
  cause: 'notScheduled',
  hop: 'pod',
  message: 'No node of the pool took the test pod, so that nothing was pulled.',
  nextAction:
    'Read the event: nodes may be full, cordoned, or have taints that AKS doesn’t know of. Then run it again.',
  repair: 'none',
};

interface Times {
  readonly nodeName?: string | undefined;
  readonly pod?: number;
  /** From the begin of the pull to its failure. */
  readonly failed?: number;
}

function timesOf(pod: PodSeen | undefined, events: readonly PodEvent[]): Times {
  const at = (...reasons: readonly string[]) => events.find(({ reason }) => reasons.includes(reason))?.at;
  const toNode = between(pod?.createdAt, at('Scheduled'));
  const toFailure = between(at('Pulling'), at('Failed'));
  return {
    nodeName: pod?.nodeName ?? nodeOf(events),
    ...(toNode === undefined ? {} : { pod: toNode }),
    ...(toFailure === undefined ? {} : { failed: toFailure }),
  };
}

/** Events have whole seconds, so that one may seem to come before what caused it. */
function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, (to - from) / 1000);
}

function podHop({ pod }: Times, nodeName: string | undefined): Hop {
  const evidence =
    nodeName === undefined ? 'A node of the pool took the pod.' : `Node ${nodeName} took the pod.`;
  return { name: 'pod', state: 'passed', evidence, ...(pod === undefined ? {} : { seconds: pod }) };
}

const passedWords: Readonly<Record<HopName, string>> = {
  pod: '',
  name: 'The node found an address for the registry.',
  reach: 'The registry answered the node.',
  identity: 'The registry let the node in.',
  pull: '',
};

/** All hops before `end` are passed, `end` has failed, and those behind it were not reached. */
function hopsUpTo(end: HopName, said: string, times: Times): readonly Hop[] {
  const index = hopNames.indexOf(end);
  return hopNames.map((name, at): Hop => {
    if (at > index) return { name, state: 'open', evidence: '' };
    if (at === index) {
      const seconds = name === 'pod' ? times.pod : times.failed;
      return { name, state: 'failed', evidence: said, ...(seconds === undefined ? {} : { seconds }) };
    }
    return name === 'pod'
      ? podHop(times, times.nodeName)
      : { name, state: 'passed', evidence: passedWords[name] };
  });
}

/**
 * What went wrong with the pull, in the fullest words that there are. Failures of another kind than the pull's (the
 * container that can't start is expected) don't count.
 */
function failureText(pod: PodSeen | undefined, events: readonly PodEvent[]): string | undefined {
  const failed = events.findLast(
    ({ reason, message }) => reason === 'Failed' && /failed to pull|pull image/i.test(message),
  );
  if (failed !== undefined) return failed.message;
  const inspected = events.find(({ reason }) => /^(InspectFailed|ErrImageNeverPull)$/.test(reason));
  if (inspected !== undefined) return inspected.message;
  const waits = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ImageInspectError|RegistryUnavailable)$/;
  if (pod !== undefined && waits.test(pod.reason)) return pod.message === '' ? pod.reason : pod.message;
  return events.findLast(({ reason, message }) => reason === 'BackOff' && message.includes('ErrImagePull: '))
    ?.message;
}

function nodeOf(events: readonly PodEvent[]): string | undefined {
  const scheduled = events.find(({ reason }) => reason === 'Scheduled')?.message ?? '';
  return / to ([a-z0-9.-]+)$/.exec(scheduled)?.[1];
}

/** `… in 1.284s (1.284s including waiting)`, `in 97.5ms`, `in 1m2.3s`: durations as Go writes them. */
function duration(message: string): number | undefined {
  const [, text = ''] = / in ((?:[\d.]+(?:h|ms|m|s|µs|us))+)/.exec(message) ?? [];
  const units: Readonly<Record<string, number>> = {
    h: 3600,
    m: 60,
    s: 1,
    ms: 0.001,
    us: 0.000001,
    µs: 0.000001,
  };
  const parts = [...text.matchAll(/([\d.]+)(h|ms|m|s|µs|us)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, number = '0', unit = 's']) => sum + Number(number) * (units[unit] ?? 0), 0);
}

function cachedOn(
  nodes: readonly NodeSeen[] | undefined,
  nodeName: string | undefined,
  image: string,
): PoolResult['cached'] {
  const node = nodes?.find(({ name }) => name === nodeName);
  if (node === undefined) return 'unknown';
  if (node.images.includes(image)) return 'yes';
  return node.complete ? 'no' : 'unknown';
}
