/** The form's state as the browser side shows it. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { Leftover } from '../../verifying/leftovers';
import { poolOffers } from '../../verifying/pools';
import { podManifest } from '../../verifying/testPod';
import { verdictOf } from '../../verifying/verification';
import { effects, pathWords, verdictWords } from '../../verifying/wording';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import { errorsOf, section } from '../planForm/fields';
import { problemOf } from '../planForm/problems';
import type { LeftoverView, VerifyPage, VerifyView } from './protocol';
import { runOf } from './runView';
import { imageOf, namespaceError, poolsOf, wanted, type Choices } from './choices';
import type { Subject } from './reading';
import type { VerifyForm } from './verifyForm';

export function titleOf({ start: { registryId, clusterId } }: VerifyForm): string {
  return t`Verify ${nameOf(registryId)} from ${nameOf(clusterId)}`;
}

/** `now` in milliseconds since the epoch. */
export function viewOf(form: VerifyForm, now: number, emulatorName: string | undefined): VerifyView {
  const { registryId, clusterId } = form.start;
  const subject = 'subject' in form.state ? form.state.subject : undefined;
  const details = subject === undefined ? ['', ''] : detailsOf(subject);
  return {
    title: titleOf(form),
    emulatorName,
    registry: { id: registryId, name: nameOf(registryId), detail: details[0] ?? '' },
    cluster: { id: clusterId, name: nameOf(clusterId), detail: details[1] ?? '' },
    page: pageOf(form, now),
  };
}

function detailsOf({ registry, cluster, target }: Subject): readonly string[] {
  return [
    registry.publicNetworkAccess === 'Disabled'
      ? t`${registry.sku} · public access off`
      : t`${registry.sku} · public access on`,
    target.isPrivate
      ? t`Kubernetes ${cluster.kubernetesVersion} · API server private`
      : t`Kubernetes ${cluster.kubernetesVersion} · API server public`,
  ];
}

function pageOf(form: VerifyForm, now: number): VerifyPage {
  const { state, busy } = form;
  switch (state.phase) {
    case 'reading':
      return { phase: 'reading' };
    case 'refused':
      return { phase: 'refused', problem: problemOf(state.failure, t('Try again')) };
    case 'ready': {
      const sections = sectionsOf(form.choices, state.subject);
      const reading = undefined;
      return {
        phase: 'ready',
        form: { sections, edit: form.edit, errors: errorsOf(sections), reading },
        problem: state.failure && problemOf(state.failure, undefined),
        effects: effects(
          state.subject.target,
          form.choices.namespace,
          poolsOf(form.choices, state.subject).length,
        ),
        manifest: manifestOf(form.choices, state.subject),
        leftovers: leftoversOf(form.leftovers),
        startable: form.startable,
        busy,
      };
    }
    case 'running':
      return { phase: 'running', run: runOf(form, state, now), cancelling: form.cancelling };
    case 'done': {
      const { verification, subject } = state;
      const verdict = verdictOf(verification) ?? 'undecided';
      return {
        phase: 'done',
        run: runOf(form, state, now),
        verdict,
        words: verdictWords[verdict],
        path: verdict === 'pulled' ? pathWords(subject.registry, verification) : undefined,
        problem: verification.failure && problemOf(verification.failure, undefined),
        after: state.failure && problemOf(state.failure, undefined),
        offersLink: verification.pools.some(({ failure }) => failure?.repair === 'link'),
        leftovers: leftoversOf(form.leftovers),
        busy,
      };
    }
  }
}

function sectionsOf(choices: Choices, subject: Subject): readonly SectionView[] {
  const parsed = imageOf(choices, subject);
  // An empty field is no mistake yet.
  const error = choices.image !== '' && 'problem' in parsed ? parsed.problem : undefined;
  const none = poolsOf(choices, subject).length === 0 ? t('Choose at least one pool.') : undefined;
  const image: FieldView = {
    kind: 'text',
    id: 'image',
    scope: '',
    key: 'image',
    label: t('Repository with tag or digest'),
    value: choices.image,
    help: t(
      'For example shop/web:v1 or shop/web@sha256:…. A tag is replaced by its digest if the registry can be reached from here.',
    ),
    error,
  };
  const pools = poolOffers(subject.target).map(({ pool, left }): FieldView => {
    const { name, osType, mode, count, spot, taints } = pool;
    const base = { id: 'pool', scope: name, key: `pool-${name}`, label: name, help: undefined };
    const words = [
      `${osType}, ${mode.toLowerCase()}`,
      count === 1 ? t`${count} node` : t`${count} nodes`,
      ...(spot ? [t('spot')] : []),
      ...(taints.length > 0 ? [t`tolerates ${taints.join(', ')}`] : []),
    ].join(' · ');
    if (left !== undefined) return { ...base, kind: 'fact', text: t`Not tested. ${left}`, error: undefined };
    return { ...base, kind: 'check', checked: !choices.unticked.has(name), help: words, error: none };
  });
  return [
    section(
      'image',
      t('Image'),
      [image],
      t(
        'Any image in the registry, ideally a small one that no node has cached. It’s pulled but never started.',
      ),
    ),
    section(
      'namespace',
      t('Namespace'),
      [namespaceField(choices)],
      t('An existing namespace. The test doesn’t create one.'),
    ),
    section(
      'pools',
      t('Node pools'),
      pools,
      t('One test pod runs in each selected node pool, because each pool pulls from its own subnet.'),
    ),
  ];
}

function namespaceField(choices: Choices): FieldView {
  const { namespace, namespaces } = choices;
  const error = namespaceError(choices);
  const base = { id: 'namespace', scope: '', key: 'namespace', label: t('Namespace'), error };
  if (namespaces.includes(namespace)) {
    const options = namespaces.map((value) => ({ value, label: value }));
    return { ...base, kind: 'choice', value: namespace, options, help: undefined };
  }
  const help =
    namespaces.length === 0
      ? t('To choose from a list, read the namespaces. This runs a command in the cluster.')
      : t`Namespaces: ${namespaces.join(', ')}.`;
  return { ...base, kind: 'text', value: namespace, help };
}

/** Of the first pool: the others differ by name, pool and tolerations. */
function manifestOf(choices: Choices, subject: Subject): string | undefined {
  const request = wanted(choices, subject);
  const pool = subject.target.pools.find(({ name }) => name === request?.pools[0]);
  if (request === undefined || pool === undefined) return undefined;
  const { namespace, image } = request;
  const manifest = podManifest({ pool, runId: '0000000000', namespace, image, avoidNodes: [] });
  return JSON.stringify(manifest, undefined, 2);
}

function leftoversOf(leftovers: readonly Leftover[]): readonly LeftoverView[] {
  return leftovers.map(({ runId, namespace, pods, createdAt }) => {
    const what =
      pods.length === 0 ? t('Pods') : pods.length === 1 ? t`${pods.length} pod` : t`${pods.length} pods`;
    const when = createdAt === undefined ? '' : t` of ${new Date(createdAt).toISOString().slice(0, 16)} UTC`;
    return { runId, words: t`${what} of run ${runId}${when} in the namespace ${namespace}` };
  });
}
