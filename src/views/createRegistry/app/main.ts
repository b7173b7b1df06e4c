/** The browser side of the form that creates a private registry. */
import { html, type TemplateResult } from '../../ui/html';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { CreateHeader, CreateView } from '../protocol';
import type { CreateAction } from '../protocol/messages';

const ui: FormUi<CreateHeader> = {
  header: ({ subscription }) =>
    html`<p class="intro">With a private endpoint, in the subscription <strong>${subscription}</strong>.</p>`,
  wide: new Set(['network', 'subnet', 'zone', 'addReplica']),
  done: (view) => ({ title: `${view.registry?.name ?? 'The registry'} is ready`, body: next(view) }),
  doneActions: (_, state) =>
    state === 'remaining'
      ? showInTree()
      : html`${act('Link to AKS…', 'link', { type: 'linkToCluster' }, 'primary')}
        ${act('Import Test Image…', 'import', { type: 'importTestImage' })}
        ${act('Insert deployment.yaml…', 'insert', { type: 'insertManifest' })} ${showInTree()}`,
  nothingToDoActions: () => html`${act('Link to AKS…', 'link', { type: 'linkToCluster' })} ${showInTree()}`,
  words: ({ registry }) => ({
    reading: 'Reading the subscription, its networks and zones',
    shownAgain: 'to see it again, run Create Private Registry… in the same subscription',
    failed: `${registry?.name ?? 'The registry'} isn’t complete`,
    interrupted: 'The creation of this registry was interrupted',
    requirements: 'The registry also needs',
    back: 'Back to the registry',
    another: 'Create another…',
    done: `${registry?.name ?? 'The registry'} is ready`,
  }),
};

function next({ registry }: CreateView): TemplateResult {
  const reach =
    registry?.isPublic === true
      ? 'can be reached publicly, and privately from its own network.'
      : 'can be reached only from its own network until a cluster is linked.';
  return html`<p>
      <code>${registry?.loginServer ?? ''}</code> ${reach} Verified against Azure. No further action is
      needed.
    </p>
    <p class="next">
      <strong>Next:</strong> link a cluster, import an image, and insert a deployment.yaml that pulls it.
    </p>`;
}

function showInTree(): TemplateResult {
  return act('Show in tree', 'show', { type: 'showInTree' });
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
