/** The browser side of the form that makes a registry private. */
import { html, type TemplateResult } from '../../ui/html';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import type { Header, MakePrivateView, OverviewView, Stage } from '../protocol';
import type { PullersView } from '../protocol/pullers';
import { header } from './header';
import { post } from './host';
import { overview, overviewActions } from './overview';
import { pullers } from './pullers';

const titles: Readonly<Record<Stage, string>> = {
  together: 'Private endpoint and links are there',
  endpoint: 'The private endpoint is there',
  access: 'Public access is set',
};

const ui: FormUi<Header, PullersView, OverviewView> = {
  header,
  choosing: { page: overview, actions: overviewActions, focus: ['#overview-title', '#form-title'] },
  drawing: ({ drawing }, progress) =>
    drawing === undefined || progress !== undefined ? html`` : pullers(drawing, true),
  wide: new Set(['network', 'zone', 'ranges', 'requestMessage']),
  done: (view) => (view.stage === 'access' ? accessDone(view) : pathsDone(view)),
  doneActions: (_, state) => html`${back(state === 'remaining' ? 'secondary' : 'primary')} ${show()}`,
  nothingToDoActions: () => back('secondary'),
  words: ({ stage, registry }) => ({
    reading:
      stage === 'access'
        ? 'Reading the registry, its roles, and the clusters that pull from it'
        : 'Reading the registry and what is around it',
    shownAgain: `opening Make Private… of ${registry.name} shows it again`,
    failed: stage === 'access' ? 'Public access was not changed' : 'The private path is not complete',
    interrupted: 'This was interrupted',
    requirements: 'What it needs besides',
    back: 'Back to the form',
    done: titles[stage ?? 'together'],
  }),
};

function pathsDone({ registry, stage }: MakePrivateView) {
  return {
    title: titles[stage ?? 'together'],
    body: html`<p>
        ${registry.name} has private addresses now. Public network access is as it was: networks in which its
        name still leads to the public address use that one.
      </p>
      <p class="next">
        <strong>Next:</strong> see who pulls by which
        way${stage === 'endpoint' ? ', link the clusters that have no private path yet' : ''}, then disable
        public network access.
      </p>`,
  };
}

function accessDone({ registry }: MakePrivateView) {
  return {
    title: titles.access,
    body: html`<p>Everything was read again from Azure: ${registry.name} is set as planned.</p>
      <p class="help">The firewall can take a few minutes until it does so everywhere.</p>
      <p class="next">
        <strong>Next:</strong> verify a pull from inside a cluster, and look again at who pulls. Should
        somebody be locked out, open public access here again, or run “Roll Back Operation…” from the palette.
      </p>`,
  };
}

function back(appearance: 'primary' | 'secondary'): TemplateResult {
  return action('Both stages', 'both-stages', post, { type: 'overview' }, appearance);
}

function show(): TemplateResult {
  return action('Show in tree', 'show', post, { type: 'showInTree' });
}

startForm(ui);
