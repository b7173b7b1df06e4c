/** The browser side of the form that makes a registry private. */
import { html, type TemplateResult } from '../../ui/html';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import type { Header, MakePrivateView, OverviewView } from '../protocol';
import type { PullersView } from '../protocol/pullers';
import { header } from './header';
import { post } from './host';
import { overview, overviewActions } from './overview';
import { pullers } from './pullers';

const ui: FormUi<Header, PullersView, OverviewView> = {
  header,
  choosing: { page: overview, actions: overviewActions, focus: ['#overview-title', '#form-title'] },
  drawing: ({ drawing }, progress) =>
    drawing === undefined || progress !== undefined ? html`` : pullers(drawing, true),
  wide: new Set(['network', 'zone', 'ranges', 'requestMessage']),
  done: (view) => (view.stage === 'access' ? accessDone(view) : endpointDone(view)),
  doneActions: () => html`${back('primary')} ${show()}`,
  undoneActions: () => show(),
  nothingToDoActions: () => back('secondary'),
  words: ({ stage, registry }) => ({
    reading:
      stage === 'access'
        ? 'Reading the registry, its roles, and the clusters that pull from it'
        : 'Reading the registry and what is around it',
    shownAgain: `opening Make Private… of ${registry.name} shows it again`,
    failed: stage === 'access' ? 'Public access was not changed' : 'The private endpoint is not complete',
    interrupted: 'This was interrupted',
    requirements: 'What it needs besides',
    back: 'Back to the form',
    again: 'Begin again…',
    done: stage === 'access' ? 'Public access is set' : 'The private endpoint is there',
  }),
};

function endpointDone({ registry }: MakePrivateView) {
  return {
    title: 'The private endpoint is there',
    body: html`<p>${registry.name} has private addresses now, and its public address is as before.</p>
      <p class="next">
        <strong>Next:</strong> link the clusters that pull from it, then close its public address. Both stages
        and who pulls are a click away.
      </p>`,
  };
}

function accessDone({ registry }: MakePrivateView) {
  return {
    title: 'Public access is set',
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
