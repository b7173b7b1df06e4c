/** The page that shows who pulls, and offers the stage that comes next. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { progressRing } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import { problem } from '../../planForm/app/problem';
import type { MakePrivateView, OverviewView } from '../protocol';
import type { PullersView } from '../protocol/pullers';
import { post } from './host';
import { pullers } from './pullers';

export function overview(page: OverviewView): TemplateResult {
  if (page.problem !== undefined) return problem(page.problem);
  if (page.pullers === undefined) {
    return html`<p class="loading" role="status">
      ${progressRing()}<span
        >${t('Reading the registry, its roles, and the clusters that pull from it…')}</span
      >
    </p>`;
  }
  return html`<p class="intro" id="overview-title" tabindex="-1">${intro(page.pullers, page.mayClose)}</p>
    ${pullers(page.pullers, page.mayClose)}`;
}

function intro({ clusters }: PullersView, mayClose: boolean): string {
  if (!mayClose) {
    return clusters.length === 0
      ? t(
          'First the registry gets a private endpoint. Then, in a separate step, public network access is disabled or restricted.',
        )
      : t(
          'One plan gives the registry a private endpoint and links every cluster that pulls, in an order that keeps pulls working. Then, in a separate step, public network access is disabled or restricted.',
        );
  }
  return clusters.every(({ verdict }) => verdict === 'private')
    ? t(
        'No visible cluster needs the public address. You can disable, restrict, or enable public network access.',
      )
    : t(
        'Link the clusters that pull and have no private path yet. Then you can disable or restrict public network access.',
      );
}

/** The first button is the next thing to do. */
export function overviewActions({ stages }: MakePrivateView, page: OverviewView): TemplateResult | undefined {
  const { pullers: shown, mayClose } = page;
  if (shown === undefined || page.problem !== undefined) return undefined;
  const again = action(t('Refresh'), 'look-again', post, { type: 'overview' });
  const open = shown.clusters.filter(({ verdict }) => verdict !== 'private');
  const close = (appearance: 'primary' | 'secondary') =>
    action(t('Public access…'), 'stage-access', post, { type: 'stage', stage: 'access' }, appearance);
  if (!mayClose) {
    // Somebody may have closed it without giving it a private endpoint: then it can be opened again.
    const closed = stages.some(({ stage, state }) => stage === 'access' && state === 'done');
    const together = shown.clusters.length > 0;
    return html`${
        together
          ? action(
              t('Private endpoint and links…'),
              'stage-together',
              post,
              { type: 'stage', stage: 'together' },
              'primary',
            )
          : nothing
      }
      ${action(
        together ? t('Private endpoint only…') : t('Private endpoint…'),
        'stage-endpoint',
        post,
        { type: 'stage', stage: 'endpoint' },
        together ? 'secondary' : 'primary',
      )}
      ${closed ? close('secondary') : nothing} ${again}
      <p class="hint">${t('Nothing is written before you have seen the plan.')}</p>`;
  }
  const link = action(
    open.length === 1 ? t('Link to AKS…') : t`Link ${open.length} clusters…`,
    'link-clusters',
    post,
    { type: 'linkClusters', clusterIds: open.map(({ clusterId }) => clusterId) },
    'primary',
  );
  return html`${open.length === 0 ? close('primary') : html`${link} ${close('secondary')}`} ${again}
  ${
    open.length === 0
      ? nothing
      : html`<p class="hint">
          ${open.length === 1 ? t`${open.length} cluster has no verified private path.` : t`${open.length} clusters have no verified private path.`}
        </p>`
  }`;
}
