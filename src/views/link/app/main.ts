/** The browser side of the link form. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import type { ChoosingView, LinkHeader, LinkView } from '../protocol';
import type { DrawingView } from '../protocol/drawing';
import { canPull } from './canPull';
import { chooser } from './chooser';
import { drawing } from './drawing';
import { header } from './header';
import { post } from './host';

const ui: FormUi<LinkHeader, DrawingView, ChoosingView> = {
  header,
  drawing,
  choosing: {
    page: chooser,
    actions: (view, page) =>
      page.problem === undefined && page.sides.includes('cluster') ? choosingActions(view) : undefined,
    focus: ['#filter-registry', '#filter-cluster'],
  },
  wide: new Set(['endpoint', 'network', 'subnet', 'zone', 'principal', 'requestMessage']),
  done: (view) => ({
    title: t('Linked'),
    body: html`<p>${pairOf(view)}</p>
      <p class="help">${t('New role assignments can take a few minutes to take effect.')}</p>
      <p class="next">
        <strong>${t('Next:')}</strong>
        ${t('push or import an image, verify that nodes can pull it, and insert a deployment.yaml.')}
      </p>`,
  }),
  doneActions: (_, state) =>
    state === 'remaining'
      ? html`${diagnose()} ${show('secondary')}`
      : html`${insert('primary')}
        ${action(t('Import Test Image…'), 'import', post, { type: 'importTestImage' })}
        ${action(t('Verify from Inside the Cluster…'), 'verify', post, { type: 'verifyFromInside' })}
        ${state === 'pending' || state === 'unknown' ? diagnose() : nothing} ${show('secondary')}`,
  failedActions: diagnose,
  nothingToDoActions: () => insert('secondary'),
  words: ({ clusters }) => ({
    reading:
      clusters.length > 1
        ? t('Reading the registry, the clusters and their networks')
        : t('Reading the registry, the cluster and their networks'),
    shownAgain: t('to see it again, open the link form of the same registry and clusters'),
    failed: t('The link isn’t complete'),
    interrupted: t('This link was interrupted'),
    requirements: t('The link also needs'),
    back: t('Back to the link'),
    another: t('Link again…'),
    done: t('Linked'),
  }),
};

function pairOf({ clusters, registry, idle }: LinkView): string {
  const names = clusters.map(({ name }) => name);
  return canPull(registry?.name ?? t('the registry'), names, idle);
}

function insert(appearance: 'primary' | 'secondary'): TemplateResult {
  return action(t('Insert deployment.yaml…'), 'insert', post, { type: 'insertManifest' }, appearance);
}

/** Why nodes can't pull as things are now. */
function diagnose(): TemplateResult {
  return action(t('Diagnose…'), 'diagnose', post, { type: 'diagnose' });
}

function show(appearance: 'primary' | 'secondary'): TemplateResult {
  return action(t('Show in tree'), 'show', post, { type: 'showInTree' }, appearance);
}

function choosingActions({ clusters, registry }: LinkView): TemplateResult {
  const hint =
    clusters.length === 0
      ? t('Select one or more clusters.')
      : registry === undefined
        ? t('Choose a registry too.')
        : '';
  return html`${button({
      label: clusters.length > 1 ? t`Continue with ${clusters.length} clusters` : t('Continue'),
      id: 'continue',
      disabled: hint !== '',
      onClick: () => {
        post({ type: 'continue' });
      },
    })}
    <p class="hint">${hint}</p>`;
}

startForm(ui);
