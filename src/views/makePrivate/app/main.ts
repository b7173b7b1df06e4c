/** The browser side of the form that makes a registry private. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
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
  together: t('Private endpoint and links created'),
  endpoint: t('Private endpoint created'),
  access: t('Public network access updated'),
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
        ? t('Reading the registry, its roles, and the clusters that pull from it')
        : t('Reading the registry and related resources'),
    shownAgain: t`to see it again, open Make Private… of ${registry.name}`,
    failed:
      stage === 'access' ? t('Public network access wasn’t changed') : t('The private path isn’t complete'),
    interrupted: t('This was interrupted'),
    requirements: t('Also needed'),
    back: t('Back to the form'),
    done: titles[stage ?? 'together'],
  }),
};

function pathsDone({ registry, stage }: MakePrivateView) {
  return {
    title: titles[stage ?? 'together'],
    body: html`<p>
        ${t`${registry.name} now has private IP addresses. Public network access hasn’t changed: networks that still resolve its name to the public address use that address.`}
      </p>
      <p class="next">
        <strong>${t('Next:')}</strong>
        ${
          stage === 'endpoint'
            ? t(
                'review who pulls over which path, link the clusters that have no private path yet, then disable public network access.',
              )
            : t('review who pulls over which path, then disable public network access.')
        }
      </p>`,
  };
}

function accessDone({ registry }: MakePrivateView) {
  return {
    title: titles.access,
    body: html`<p>${t`Verified against Azure: ${registry.name} has the planned settings.`}</p>
      <p class="help">${t('Firewall changes can take a few minutes to take effect.')}</p>
      <p class="next">
        <strong>${t('Next:')}</strong>
        ${t('verify a pull from inside a cluster, and review again who pulls. If a client is blocked, enable public network access here again, or choose Undo….')}
      </p>`,
  };
}

function back(appearance: 'primary' | 'secondary'): TemplateResult {
  return action(t('Overview'), 'both-stages', post, { type: 'overview' }, appearance);
}

function show(): TemplateResult {
  return action(t('Show in tree'), 'show', post, { type: 'showInTree' });
}

startForm(ui);
