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
  together: 'Private endpoint and links created',
  endpoint: 'Private endpoint created',
  access: 'Public network access updated',
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
        : 'Reading the registry and related resources',
    shownAgain: `to see it again, open Make Private… of ${registry.name}`,
    failed: stage === 'access' ? 'Public network access wasn’t changed' : 'The private path isn’t complete',
    interrupted: 'This was interrupted',
    requirements: 'Also needed',
    back: 'Back to the form',
    done: titles[stage ?? 'together'],
  }),
};

function pathsDone({ registry, stage }: MakePrivateView) {
  return {
    title: titles[stage ?? 'together'],
    body: html`<p>
        ${registry.name} now has private IP addresses. Public network access hasn’t changed: networks that
        still resolve its name to the public address use that address.
      </p>
      <p class="next">
        <strong>Next:</strong> review who pulls over which
        path${stage === 'endpoint' ? ', link the clusters that have no private path yet' : ''}, then disable
        public network access.
      </p>`,
  };
}

function accessDone({ registry }: MakePrivateView) {
  return {
    title: titles.access,
    body: html`<p>Verified against Azure: ${registry.name} has the planned settings.</p>
      <p class="help">Firewall changes can take a few minutes to take effect.</p>
      <p class="next">
        <strong>Next:</strong> verify a pull from inside a cluster, and review again who pulls. If a client is
        blocked, enable public network access here again, or choose Undo….
      </p>`,
  };
}

function back(appearance: 'primary' | 'secondary'): TemplateResult {
  return action('Overview', 'both-stages', post, { type: 'overview' }, appearance);
}

function show(): TemplateResult {
  return action('Show in tree', 'show', post, { type: 'showInTree' });
}

startForm(ui);
