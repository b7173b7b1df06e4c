/** A run as the browser side shows it. */
import { t } from '@vscode/l10n';
import type { Hop, PoolResult } from '../../verifying/judgePull';
import { hopsAsMeant, nameStanding } from '../../verifying/nameMeant';
import { imageText } from '../../verifying/testImage';
import type { Cleanup, Verification } from '../../verifying/verification';
import { hopWords, nameWords, notesOf, poolVerdictWords } from '../../verifying/wording';
import type { HopState, HopView, PoolView, RunView } from './protocol';
import type { Subject } from './reading';
import type { VerifyForm } from './verifyForm';

const doing: Readonly<Record<Verification['phase'], string>> = {
  preparing: t('Reading the namespace, the name and the nodes’ images…'),
  creating: t('Creating the pods…'),
  watching: t('Watching the nodes pull…'),
  cleaning: t('Deleting the pods…'),
  done: t('Done.'),
};

/** How far a run is; `now` in milliseconds since the epoch. */
export function runOf(
  form: VerifyForm,
  { verification, subject: { registry } }: { readonly verification: Verification; readonly subject: Subject },
  now: number,
): RunView {
  const { request, startedAt, finishedAt, phase, name, pools, cleanup } = verification;
  return {
    image: imageText(request.image),
    imageNote: form.imageNote,
    namespace: request.namespace,
    startedAt,
    finishedAt,
    now,
    doing:
      form.busy ??
      (form.stoppedWaiting && phase === 'watching' ? t('Checking one last time…') : doing[phase]),
    waits: phase === 'watching' && !form.stoppedWaiting,
    name: {
      state: nameState(verification, registry),
      words: nameWords(verification, registry),
      text: name.text,
    },
    pools: pools.map((pool) => poolView({ ...pool, hops: hopsAsMeant(pool, registry) }, phase)),
    cleanup: { state: cleanup.state, words: cleanupWords(cleanup, phase), command: cleanup.command },
  };
}

/** Green only for the address that is meant. */
function nameState({ name, phase }: Verification, registry: Subject['registry']): HopState {
  if (name.state === 'waiting') return phase === 'done' ? 'notStarted' : 'running';
  const standing = nameStanding(name, registry);
  return standing === 'right' ? 'done' : standing === 'wrong' ? 'failed' : 'notStarted';
}

function poolView(result: PoolResult, phase: Verification['phase']): PoolView {
  const { pool, verdict, nodeName, hops, events } = result;
  const isOver = verdict !== 'waiting' || phase === 'cleaning' || phase === 'done';
  return {
    name: pool,
    verdict: isOver && verdict === 'waiting' ? 'undecided' : verdict,
    words: isOver && verdict === 'waiting' ? t('Lookup not completed') : poolVerdictWords[verdict],
    node: nodeName,
    hops: hops.map((hop) => hopView(hop, hops, isOver, phase)),
    notes: notesOf(result),
    cause: causeOf(result, isOver),
    events: events.map(
      ({ at, reason, message }) =>
        `${at === undefined ? '' : `${new Date(at).toISOString().slice(11, 19)} `}${reason}: ${message}`,
    ),
  };
}

/** Of a pool without a verdict, what its last try met: kubelet tries again. */
function causeOf({ verdict, failure, refused }: PoolResult, isOver: boolean): PoolView['cause'] {
  const cause = failure ?? (verdict === 'waiting' ? refused : undefined);
  if (cause === undefined) return undefined;
  const { message } = cause;
  const isFinal = isOver || failure !== undefined;
  const nextAction = isFinal
    ? cause.nextAction
    : t('The node retries, and the test keeps watching. To get a result now, select Stop waiting.');
  return { message, nextAction, isFinal };
}

function hopView(
  { name, state, evidence, seconds }: Hop,
  hops: readonly Hop[],
  isOver: boolean,
  phase: Verification['phase'],
): HopView {
  const label = hopWords[name];
  const first = hops.find((hop) => hop.state === 'open')?.name;
  return { label, state: hopState(), evidence, seconds };

  function hopState(): HopState {
    if (state !== 'open') return state === 'passed' ? 'done' : 'failed';
    if (isOver) return 'notStarted';
    return phase === 'watching' && name === first ? 'running' : 'waiting';
  }
}

function cleanupWords({ state, pods, reason }: Cleanup, phase: Verification['phase']): string {
  switch (state) {
    case 'none':
      if (phase === 'preparing') return t('Nothing has been created.');
      return phase === 'done' ? t('Nothing was created.') : t('At the end, regardless of the result.');
    case 'running':
      return t('Deleting the pods of this run…');
    case 'clean':
      return t('All pods of this run are deleted.');
    case 'left': {
      const what =
        pods.length === 0 ? t('Pods of this run may still exist') : t`Remaining pods: ${pods.join(', ')}`;
      return t`${what}. ${reason ?? ''} Kubernetes ends them automatically. The command deletes them.`;
    }
  }
}
