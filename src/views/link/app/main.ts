/** The browser side of the link form. */
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import type { ChoosingView, LinkHeader, LinkView } from '../protocol';
import type { DrawingView } from '../protocol/drawing';
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
    title: 'Linked',
    body: html`<p>${pairOf(view)}. Verified against Azure. No further action is needed.</p>
      <p class="help">New role assignments can take a few minutes to take effect.</p>
      <p class="next">
        <strong>Next:</strong> push or import an image, verify that nodes can pull it, and insert a
        deployment.yaml.
      </p>`,
  }),
  doneActions: (_, state) =>
    state === 'remaining'
      ? html`${diagnose()} ${show('secondary')}`
      : html`${insert('primary')} ${action('Import Test Image…', 'import', post, { type: 'importTestImage' })}
        ${action('Verify from Inside the Cluster…', 'verify', post, { type: 'verifyFromInside' })}
        ${state === 'pending' || state === 'unknown' ? diagnose() : nothing} ${show('secondary')}`,
  failedActions: diagnose,
  nothingToDoActions: () => insert('secondary'),
  words: ({ clusters }) => ({
    reading: `Reading the registry, the ${clusters.length > 1 ? 'clusters' : 'cluster'} and their networks`,
    shownAgain: 'to see it again, open the link form of the same registry and clusters',
    failed: 'The link isn’t complete',
    interrupted: 'This link was interrupted',
    requirements: 'The link also needs',
    back: 'Back to the link',
    another: 'Link again…',
    done: 'Linked',
  }),
};

function pairOf({ clusters, registry }: LinkView): string {
  const [first, ...others] = clusters;
  const who =
    others.length > 1
      ? `All ${clusters.length} clusters`
      : others.length === 1
        ? 'Both clusters'
        : (first?.name ?? 'The cluster');
  return `${who} can pull from ${registry?.name ?? 'the registry'}`;
}

function insert(appearance: 'primary' | 'secondary'): TemplateResult {
  return action('Insert deployment.yaml…', 'insert', post, { type: 'insertManifest' }, appearance);
}

/** Why nodes can't pull as things are now. */
function diagnose(): TemplateResult {
  return action('Diagnose…', 'diagnose', post, { type: 'diagnose' });
}

function show(appearance: 'primary' | 'secondary'): TemplateResult {
  return action('Show in tree', 'show', post, { type: 'showInTree' }, appearance);
}

function choosingActions({ clusters, registry }: LinkView): TemplateResult {
  const hint =
    clusters.length === 0
      ? 'Select one or more clusters.'
      : registry === undefined
        ? 'Choose a registry too.'
        : '';
  return html`${button({
      label: clusters.length > 1 ? `Continue with ${clusters.length} clusters` : 'Continue',
      id: 'continue',
      disabled: hint !== '',
      onClick: () => {
        post({ type: 'continue' });
      },
    })}
    <p class="hint">${hint}</p>`;
}

startForm(ui);
