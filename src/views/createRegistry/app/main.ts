/** The browser side of the form that creates a private registry. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
import { html, type TemplateResult } from '../../ui/html';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { CreateHeader, CreateView } from '../protocol';
import type { CreateAction } from '../protocol/messages';

const ui: FormUi<CreateHeader> = {
  header: ({ subscription }) =>
    html`<p class="intro">
      ${t('With a private endpoint, in the subscription')} <strong>${subscription}</strong>.
    </p>`,
  wide: new Set(['network', 'subnet', 'zone', 'addReplica']),
  done: (view) => ({ title: t`${view.registry?.name ?? t('The registry')} is ready`, body: next(view) }),
  doneActions: (_, state) =>
    state === 'remaining'
      ? showInTree()
      : html`${act(t('Link to AKS…'), 'link', { type: 'linkToCluster' }, 'primary')}
        ${act(t('Import Test Image…'), 'import', { type: 'importTestImage' })}
        ${act(t('Insert deployment.yaml…'), 'insert', { type: 'insertManifest' })} ${showInTree()}`,
  nothingToDoActions: () =>
    html`${act(t('Link to AKS…'), 'link', { type: 'linkToCluster' })} ${showInTree()}`,
  words: ({ registry }) => ({
    reading: t('Reading the subscription, its networks and zones'),
    shownAgain: t('to see it again, run Create Private Registry… in the same subscription'),
    failed: t`${registry?.name ?? t('The registry')} isn’t complete`,
    interrupted: t('The creation of this registry was interrupted'),
    requirements: t('The registry also needs'),
    back: t('Back to the registry'),
    another: t('Create another…'),
    done: t`${registry?.name ?? t('The registry')} is ready`,
  }),
};

function next({ registry }: CreateView): TemplateResult {
  const reach =
    registry?.isPublic === true
      ? t('can be reached publicly, and privately from its own network.')
      : t('can be reached only from its own network until a cluster is linked.');
  return html`<p>
      <code>${registry?.loginServer ?? ''}</code> ${reach}
      ${t('Verified against Azure. No further action is needed.')}
    </p>
    <p class="next">
      <strong>${t('Next:')}</strong>
      ${t('link a cluster, import an image, and insert a deployment.yaml that pulls it.')}
    </p>`;
}

function showInTree(): TemplateResult {
  return act(t('Show in tree'), 'show', { type: 'showInTree' });
}

function act(
  label: string,
  id: string,
  message: CreateAction,
  appearance: 'primary' | 'secondary' = 'secondary',
): TemplateResult {
  return action(
    label,
    id,
    (sent: CreateAction) => {
      vscodeApi.postMessage(sent);
    },
    message,
    appearance,
  );
}

startForm(ui);
