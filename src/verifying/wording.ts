/** Words about a verification that views and reports share. */
import { nameOf } from '../model/armId';
import { noNodeForCommands, type CommandTarget, type ObservedRegistry } from '../provisioning';
import { notPools } from './pools';
import { imageText } from './testImage';
import { secretWords, type PoolResult, type PoolVerdict } from './judgePull';
import { hopsAsMeant, nameStanding } from './nameMeant';
import type { HopName } from './pullFailures';
import { podLifetime } from './testPod';
import type { Verdict, Verification } from './verification';

export const hopWords: Readonly<Record<HopName, string>> = {
  pod: 'Pod on a node of the pool',
  name: 'Name resolution on the node',
  reach: 'Connection to the registry',
  identity: 'Kubelet identity let in',
  pull: 'Image pulled',
};

export const poolVerdictWords: Readonly<Record<PoolVerdict, string>> = {
  waiting: 'Waiting',
  pulled: 'Pulled',
  unproven: 'Not proven',
  failed: 'Failed',
  undecided: 'Undecided',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  pulled: 'Pulled',
  failed: 'Not pulled',
  unproven: 'Not proven: a node used the image that it had',
  undecided: 'Undecided: the time was up',
  cancelled: 'Cancelled',
};

/** What a run does, costs and shows to others, before it is started; a sentence each. */
export function effects(target: CommandTarget, namespace: string, pools: number): readonly string[] {
  const commands = target.usesEntraId
    ? 'Commands run as you: Kubernetes’ audit log names your account.'
    : 'Commands run as an administrator of the cluster; Azure’s activity log names your account.';
  const noNode = noNodeForCommands(target);
  return [
    ...(noNode === undefined ? [] : [`This run is likely to fail. ${noNode}`]),
    `Creates ${pools === 1 ? 'one pod' : `${pools} pods, one a pool,`} in the namespace ${namespace}. The image is pulled and never started; each pod asks for 10m CPU and 16 MiB.`,
    'Works through AKS run command, also where the API server is private: about four commands, and up to a dozen in three and a half minutes where a first pull fails. Each is a pod that AKS makes in the namespace aks-command (200m CPU and 500 MiB) and deletes.',
    'Deletes its pods at the end, also after a failure or Cancel. Should this computer be cut off, Kubernetes ends them after ' +
      `${podLifetime / 60} minutes, and the next run offers to delete them.`,
    'Costs no Azure resource of its own; the pull counts as traffic of the registry and takes room on one node of each pool until Kubernetes clears unused images.',
    `${commands} Whoever may read pods and events in the namespace sees the image’s name.`,
    ...notPools(target),
  ];
}

/** What a pull over this registry's access proves about the private path. */
export function pathWords(registry: ObservedRegistry, { name }: Verification): string {
  if (registry.publicNetworkAccess === 'Disabled') {
    return 'Public access to the registry is off, so that the image came over a private endpoint.';
  }
  if (name.state === 'found' && name.private) {
    return 'A pod in the cluster gets private addresses for the registry. As public access is on, the pull alone is no proof that nodes do.';
  }
  if (name.state === 'found') {
    return 'A pod in the cluster gets a public address for the registry: the image most likely came over the public side.';
  }
  return 'Public access to the registry is on: the pull alone doesn’t say which way it went.';
}

/** What is to be known about the cache; undefined where the node certainly fetched everything. */
export function cacheWords({ cached, verdict }: PoolResult): string | undefined {
  if (verdict !== 'pulled' && verdict !== 'unproven') return undefined;
  if (verdict === 'unproven') return 'Kubernetes used the image that the node had and asked nobody.';
  if (cached === 'yes') {
    return 'The node had this image before: the registry was asked for it, but its layers were not downloaded again.';
  }
  return cached === 'unknown' ? 'Whether the node had layers of it before can’t be told.' : undefined;
}

/** What is to be known of a pool's pull besides its hops: earlier tries, pull secrets, the cache. */
export function notesOf(result: PoolResult): readonly string[] {
  const { verdict, refused, pullSecrets = [], serviceAccount } = result;
  const cache = cacheWords(result);
  const isOver = verdict === 'pulled' || verdict === 'failed';
  return [
    ...(verdict === 'pulled' && refused !== undefined
      ? [`The first try was refused; a later one pulled the image. What it met: ${refused.message}`]
      : []),
    ...(isOver && pullSecrets.length > 0
      ? [
          `The pod had the pull ${secretWords(pullSecrets)}, which Kubernetes takes from the service account${serviceAccount === undefined ? '' : ` ${serviceAccount}`}: the test doesn’t prove that the kubelet identity may pull.`,
        ]
      : []),
    ...(cache === undefined ? [] : [cache]),
  ];
}

/** Plain text for a ticket or a colleague. */
export function reportOf(verification: Verification, registry: ObservedRegistry, verdict: Verdict): string {
  const { request, startedAt, finishedAt, name, pools, cleanup, failure } = verification;
  const instant = (at: number | undefined) => (at === undefined ? '–' : new Date(at).toISOString());
  return [
    `Verify from inside the cluster: ${verdictWords[verdict]}`,
    `Registry: ${registry.id} (public access ${registry.publicNetworkAccess})`,
    `Cluster: ${request.target.clusterId}`,
    `Image: ${imageText(request.image)}`,
    `Namespace: ${request.namespace}, run ${request.runId}, ${instant(startedAt)} to ${instant(finishedAt)}`,
    `Name as a pod sees it (not the node's own DNS): ${nameWords(verification, registry)}`,
    ...(name.text === '' ? [] : [indent(name.text)]),
    ...(failure === undefined ? [] : [`Ended early: ${failure.message} ${failure.nextAction}`]),
    ...pools.flatMap((pool) => [
      '',
      `Pool ${pool.pool}: ${poolVerdictWords[pool.verdict]}${pool.nodeName === undefined ? '' : ` on ${pool.nodeName}`}`,
      ...hopsAsMeant(pool, registry).map(
        ({ name: hop, state, evidence, seconds }) =>
          `  ${hopWords[hop]}: ${state}${seconds === undefined ? '' : ` (${seconds} s)`}${evidence === '' ? '' : ` – ${evidence}`}`,
      ),
      ...[...notesOf(pool), pool.failure?.message, pool.failure?.nextAction].flatMap((line) =>
        line === undefined ? [] : [`  ${line}`],
      ),
      ...pool.events.map(({ reason, message, at }) => `  event ${instant(at)} ${reason}: ${message}`),
    ]),
    '',
    `Clean-up in ${nameOf(request.target.clusterId)}: ${cleanup.state}${cleanup.reason === undefined ? '' : ` – ${cleanup.reason}`}`,
    ...(cleanup.command === undefined ? [] : [`  ${cleanup.command}`]),
  ].join('\n');
}

export function nameWords({ name }: Verification, registry: ObservedRegistry): string {
  switch (name.state) {
    case 'waiting':
      return '';
    case 'found':
      return [
        `${name.addresses.join(', ')} (${name.private ? 'private' : 'public'})`,
        ...(nameStanding(name, registry) === 'wrong'
          ? [
              name.private
                ? 'the registry has no approved private endpoint'
                : 'public access is off, so a private address is needed',
            ]
          : []),
      ].join(': ');
    case 'missing':
      return 'no address';
    case 'unknown':
      return 'could not be looked up in the cluster';
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
