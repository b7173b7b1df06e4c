/** From a pod and its events to the hops of the pull: pure. */
import { t } from '@vscode/l10n';
import type { NodeSeen, PodEvent, PodSeen } from './output';
import type { ObservedProxy } from '../provisioning';
import { readPullFailure } from './pullFailures';
import { hopNames, type HopName, type PullFailure } from './pullHops';
import { throughProxy } from './proxied';

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
  /** What an earlier try met, or the last one while there is time for another: kubelet tries again and again. */
  readonly refused?: PullFailure;
  /** Secrets that the pod had for pulls; undefined where the pod wasn't seen. */
  readonly pullSecrets?: readonly string[];
  readonly serviceAccount?: string;
  /** Whether the node had the image before: then its layers were not downloaded again. */
  readonly cached: 'yes' | 'no' | 'unknown';
  /** Of the pull, as the kubelet measured it. */
  readonly seconds?: number;
  readonly events: readonly PodEvent[];
}

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
    passed: 'pod',
    message: t('The cluster rejected the test pod.'),
    nextAction: t(
      'Choose a namespace whose policies and quota allow a restricted pod, or ask a cluster administrator.',
    ),
    repair: 'none',
  };
  return { ...waitingPool(pool), verdict: 'failed', hops: hopsUpTo(failure, said, {}), failure };
}

export interface Judged {
  readonly pool: string;
  readonly pod: PodSeen | undefined;
  readonly events: readonly PodEvent[];
  /** Nodes of the pool as they were before the run; undefined where they weren't read. */
  readonly nodes: readonly NodeSeen[] | undefined;
  /** The image as the pod names it. */
  readonly image: string;
  /** What an earlier look saw of a failed try. */
  readonly refused?: PullFailure | undefined;
  /** By which the cluster's nodes ask for hosts. */
  readonly proxy?: ObservedProxy | undefined;
  /** Nothing more will be looked at. */
  readonly last: boolean;
}

/**
 * Judges by the pod's events, because they come from the node that pulls. Only “Successfully pulled image” proves a
 * pull: with the policy Always the kubelet asks the registry for the manifest even where the node has every layer. A
 * failed try is no verdict before the time is over, because kubelet tries again: a role that is new, or a name that was
 * looked up too early, works a little later.
 */
export function judgePull({ pool, pod, events, nodes, image, refused, proxy, last }: Judged): PoolResult {
  const nodeName = pod?.nodeName ?? nodeOf(events);
  const said = failureText(pod, events);
  const failed =
    said === undefined ? refused : throughProxy(readPullFailure(said), proxy, image.split('/')[0] ?? '');
  const base: Omit<PoolResult, 'verdict' | 'hops'> = {
    pool,
    nodeName,
    events,
    cached: cachedOn(nodes, nodeName, image),
    ...(pod === undefined ? {} : { pullSecrets: pod.pullSecrets }),
    ...(pod?.serviceAccount === undefined ? {} : { serviceAccount: pod.serviceAccount }),
  };
  const times = timesOf(pod, events);
  const pulled = events.find(({ reason }) => reason === 'Pulled');
  const before = failed === undefined ? {} : { refused: failed };
  if (pulled !== undefined) return { ...base, ...before, ...pulledBy(pulled.message, base, times) };
  if (failed !== undefined && last) {
    const hops = withoutProof(hopsUpTo(failed, said ?? failed.message, times), base);
    return { ...base, verdict: 'failed', hops, failure: failed };
  }
  const unscheduled = events.findLast(({ reason }) => reason === 'FailedScheduling');
  const isPlaced = events.some(({ reason }) => reason === 'Scheduled') || nodeName !== undefined;
  if (unscheduled !== undefined && !isPlaced && last) {
    const failure = notScheduled;
    return { ...base, verdict: 'failed', hops: hopsUpTo(failure, unscheduled.message, times), failure };
  }
  const pulling = events.findLast(({ reason }) => reason === 'Pulling');
  const hops = hopNames.map((name): Hop => {
    if (name === 'pod' && isPlaced) return podHop(times, nodeName);
    if (name === 'pod') return { name, state: 'open', evidence: unscheduled?.message ?? '' };
    if (name === failed?.hop) return { name, state: 'open', evidence: said ?? failed.message };
    return { name, state: 'open', evidence: name === 'pull' ? (pulling?.message ?? '') : '' };
  });
  return { ...base, ...before, verdict: last ? 'undecided' : 'waiting', hops };
}

function pulledBy(
  message: string,
  { pullSecrets }: Pick<PoolResult, 'pullSecrets'>,
  times: Times,
): Pick<PoolResult, 'verdict' | 'hops' | 'seconds'> & Partial<Pick<PoolResult, 'cached'>> {
  const certain = passedHops(times);
  if (!/^Successfully pulled image/i.test(message)) {
    const hops = certain.map((hop): Hop => {
      if (hop.name === 'pod') return hop;
      return { name: hop.name, state: 'open', evidence: hop.name === 'pull' ? message : '' };
    });
    return { verdict: 'unproven', cached: 'yes', hops };
  }
  const seconds = duration(message);
  const measured = seconds === undefined ? {} : { seconds };
  const hops = certain.map((hop): Hop =>
    hop.name === 'pull' ? { ...hop, evidence: message, ...measured } : hop,
  );
  return { verdict: 'pulled', hops: withoutProof(hops, { pullSecrets }), ...measured };
}

/** Kubelet shows the registry every credential that it has: with a secret, the identity needn't have been the one. */
function withoutProof(
  hops: readonly Hop[],
  { pullSecrets }: { readonly pullSecrets?: readonly string[] | undefined },
): readonly Hop[] {
  if (pullSecrets?.length === 0) return hops;
  const evidence =
    pullSecrets === undefined
      ? t('Not proven: the pod’s pull secrets couldn’t be read.')
      : t`Not proven: the registry may have accepted the pod’s pull ${secretWords(pullSecrets)}.`;
  return hops.map((hop): Hop => {
    return hop.name === 'identity' && hop.state === 'passed'
      ? { name: hop.name, state: 'open', evidence }
      : hop;
  });
}

/** E.g. `secret acr-sync`, `secrets acr-sync and acr-old`. */
export function secretWords(names: readonly string[]): string {
  const others = names.slice(0, -1).join(', ');
  return names.length === 1 ? t`secret ${names[0] ?? ''}` : t`secrets ${others} and ${names.at(-1) ?? ''}`;
}

const notScheduled: PullFailure = {
  cause: 'notScheduled',
  hop: 'pod',
  passed: 'pod',
  message: t('The test pod wasn’t scheduled on a node of the pool, so nothing was pulled.'),
  nextAction: t(
    'Check the event. Nodes may be full, cordoned, or have taints that AKS doesn’t manage. Then run the test again.',
  ),
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
    nodeName === undefined ? t('Scheduled on a node of the pool.') : t`Scheduled on node ${nodeName}.`;
  return { name: 'pod', state: 'passed', evidence, ...(pod === undefined ? {} : { seconds: pod }) };
}

const passedWords: Readonly<Record<HopName, string>> = {
  pod: '',
  name: t('The node resolved the registry’s address.'),
  reach: t('The registry responded.'),
  identity: t('Access granted.'),
  pull: '',
};

function passedHops(times: Times): readonly Hop[] {
  return hopNames.map((name) =>
    name === 'pod' ? podHop(times, times.nodeName) : { name, state: 'passed', evidence: passedWords[name] },
  );
}

/** Hops that were certainly passed, the one that failed, and the others open. */
function hopsUpTo(
  { hop: end, passed }: Pick<PullFailure, 'hop' | 'passed'>,
  said: string,
  times: Times,
): readonly Hop[] {
  const [until, index] = [hopNames.indexOf(passed), hopNames.indexOf(end)];
  return passedHops(times).map((hop, at): Hop => {
    if (at === index) {
      const seconds = end === 'pod' ? times.pod : times.failed;
      return { name: end, state: 'failed', evidence: said, ...(seconds === undefined ? {} : { seconds }) };
    }
    return at <= until && at < index ? hop : { name: hop.name, state: 'open', evidence: '' };
  });
}

/**
 * What went wrong with the pull, in the fullest words that there are. Failures of another kind than the pull's (the
 * container that can't start is expected) don't count.
 */
function failureText(pod: PodSeen | undefined, events: readonly PodEvent[]): string | undefined {
  // Kubernetes counts the same text in one event, so that the first of two may be the later one.
  const failed = events
    .filter(({ reason, message }) => reason === 'Failed' && /failed to pull|pull image/i.test(message))
    .toSorted((a, b) => (a.lastAt ?? a.at ?? 0) - (b.lastAt ?? b.at ?? 0))
    .at(-1);
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
