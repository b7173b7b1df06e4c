/** Words about a verification that views and reports share. */
import { t } from '@vscode/l10n';
import { nameOf } from '../model/armId';
import { noNodeForCommands, type CommandTarget, type ObservedRegistry } from '../provisioning';
import { notPools } from './pools';
import { imageText } from './testImage';
import { secretWords, type PoolResult, type PoolVerdict } from './judgePull';
import { hopsAsMeant, nameStanding } from './nameMeant';
import type { HopName } from './pullHops';
import { podLifetime } from './testPod';
import type { Verdict, Verification } from './verification';

export const hopWords: Readonly<Record<HopName, string>> = {
  pod: t('Pod scheduled'),
  name: t('DNS lookup on the node'),
  reach: t('Connection to the registry'),
  identity: t('Authorization (kubelet identity)'),
  pull: t('Image pulled'),
};

export const poolVerdictWords: Readonly<Record<PoolVerdict, string>> = {
  waiting: t('Waiting'),
  pulled: t('Pulled'),
  unproven: t('Not proven'),
  failed: t('Failed'),
  undecided: t('Undecided'),
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  pulled: t('Pulled'),
  failed: t('Not pulled'),
  unproven: t('Not proven: a node used a cached image'),
  undecided: t('Undecided: timed out'),
  cancelled: t('Canceled'),
};

const hopStateWords = { open: t('open'), passed: t('passed'), failed: t('failed') } as const;

const cleanupWords = { none: t('none'), running: t('running'), clean: t('clean'), left: t('left') } as const;

/** What a run does, costs and shows to others, before it is started; a sentence each. */
export function effects(target: CommandTarget, namespace: string, pools: number): readonly string[] {
  const commands = target.usesEntraId
    ? t('Commands run as you. The Kubernetes audit log shows your account.')
    : t('Commands run as a cluster administrator. The Azure activity log shows your account.');
  const noNode = noNodeForCommands(target);
  return [
    ...(noNode === undefined ? [] : [t`This run will probably fail. ${noNode}`]),
    t`Creates ${pools === 1 ? t('one pod') : t`one pod per node pool (${pools})`} in the namespace ${namespace}. The image is pulled and never started. Each pod requests 10m CPU and 16 MiB.`,
    t(
      'Uses AKS run command, which also works with private API servers. It runs about four commands, or up to a dozen in three and a half minutes if the first pull fails. For each command, AKS creates and deletes a pod in the namespace aks-command (200m CPU and 500 MiB).',
    ),
    t`Deletes its pods at the end, also after a failure or Cancel. If this computer loses its connection, Kubernetes ends them after ${podLifetime / 60} minutes, and the next run offers to delete them.`,
    t(
      'Creates no billed Azure resources. The pull counts as registry traffic and uses disk space on one node per pool until Kubernetes removes unused images.',
    ),
    t`${commands} Users who can read pods and events in the namespace can see the image’s name.`,
    ...notPools(target),
  ];
}

/** What a pull over this registry's access proves about the private path. */
export function pathWords(registry: ObservedRegistry, { name }: Verification): string {
  if (registry.publicNetworkAccess === 'Disabled') {
    return t('Public network access is disabled, so the image was pulled over a private endpoint.');
  }
  if (name.state === 'found' && name.private) {
    return t(
      'A pod in the cluster gets private addresses for the registry. Because public network access is enabled, the pull alone doesn’t prove that nodes do too.',
    );
  }
  if (name.state === 'found') {
    return t(
      'A pod in the cluster gets a public address for the registry, so the image was most likely pulled over the public address.',
    );
  }
  return t('Public network access is enabled, so the pull alone doesn’t show which path it used.');
}

/** What is to be known about the cache; undefined where the node certainly fetched everything. */
function cacheWords({ cached, verdict }: PoolResult): string | undefined {
  if (verdict !== 'pulled' && verdict !== 'unproven') return undefined;
  if (verdict === 'unproven')
    return t('Kubernetes used the node’s cached image without contacting the registry.');
  if (cached === 'yes') {
    return t(
      'The node already had this image. The registry was contacted, but the layers weren’t downloaded again.',
    );
  }
  return cached === 'unknown' ? t('It’s unknown whether the node already had layers of it.') : undefined;
}

/** What is to be known of a pool's pull besides its hops: earlier tries, pull secrets, the cache. */
export function notesOf(result: PoolResult): readonly string[] {
  const { verdict, refused, pullSecrets = [], serviceAccount } = result;
  const cache = cacheWords(result);
  const isOver = verdict === 'pulled' || verdict === 'failed';
  return [
    ...(verdict === 'pulled' && refused !== undefined
      ? [t`The first attempt was denied, and a later one pulled the image. First result: ${refused.message}`]
      : []),
    ...(isOver && pullSecrets.length > 0
      ? [
          t`The pod had the pull ${secretWords(pullSecrets)}, which Kubernetes takes from the service account${serviceAccount === undefined ? '' : ` ${serviceAccount}`}. The test doesn’t prove that the kubelet identity can pull.`,
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
    t`Verify from inside the cluster: ${verdictWords[verdict]}`,
    t`Registry: ${registry.id} (public access ${registry.publicNetworkAccess})`,
    t`Cluster: ${request.target.clusterId}`,
    t`Image: ${imageText(request.image)}`,
    t`Namespace: ${request.namespace}, run ${request.runId}, ${instant(startedAt)} to ${instant(finishedAt)}`,
    t`DNS lookup from a pod (not the node’s DNS): ${nameWords(verification, registry)}`,
    ...(name.text === '' ? [] : [indent(name.text)]),
    ...(failure === undefined ? [] : [t`Ended early: ${failure.message} ${failure.nextAction}`]),
    ...pools.flatMap((pool) => [
      '',
      pool.nodeName === undefined
        ? t`Pool ${pool.pool}: ${poolVerdictWords[pool.verdict]}`
        : t`Pool ${pool.pool}: ${poolVerdictWords[pool.verdict]} on ${pool.nodeName}`,
      ...hopsAsMeant(pool, registry).map(
        ({ name: hop, state, evidence, seconds }) =>
          `  ${hopWords[hop]}: ${hopStateWords[state]}${seconds === undefined ? '' : t` (${seconds} s)`}${evidence === '' ? '' : ` – ${evidence}`}`,
      ),
      ...[...notesOf(pool), pool.failure?.message, pool.failure?.nextAction].flatMap((line) =>
        line === undefined ? [] : [`  ${line}`],
      ),
      ...pool.events.map(({ reason, message, at }) => `  ${t`event ${instant(at)} ${reason}: ${message}`}`),
    ]),
    '',
    t`Cleanup in ${nameOf(request.target.clusterId)}: ${cleanupWords[cleanup.state]}${cleanup.reason === undefined ? '' : ` – ${cleanup.reason}`}`,
    ...(cleanup.command === undefined ? [] : [`  ${cleanup.command}`]),
  ].join('\n');
}

export function nameWords({ name }: Verification, registry: ObservedRegistry): string {
  switch (name.state) {
    case 'waiting':
      return '';
    case 'found':
      return [
        `${name.addresses.join(', ')} (${name.private ? t('private') : t('public')})`,
        ...(nameStanding(name, registry) === 'wrong'
          ? [
              name.private
                ? t('the registry has no approved private endpoint')
                : t('public network access is disabled, so a private address is required'),
            ]
          : []),
      ].join(': ');
    case 'missing':
      return t('no address');
    case 'unknown':
      return t('couldn’t be looked up in the cluster');
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
