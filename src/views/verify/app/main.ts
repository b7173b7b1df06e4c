/** The browser side of “Verify from inside the cluster”. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button, progressRing } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import { settle } from '../../planForm/app/host';
import { problem } from '../../planForm/app/problem';
import { icon } from '../../webview/app/icons';
import { startPage } from '../../webview/app/startPage';
import { elapsed } from '../../webview/app/words';
import type { VerifyPage, VerifyView } from '../protocol';
import { focusTargets, said } from './attention';
import { post } from './host';
import { party } from './party';
import { runPage } from './run';
import { leftovers, setup } from './setup';

type Done = Extract<VerifyPage, { readonly phase: 'done' }>;

function content(page: VerifyPage): TemplateResult {
  switch (page.phase) {
    case 'reading':
      return html`<p class="loading" role="status">
        ${progressRing()}<span>${t('Reading the cluster and your permissions…')}</span>
      </p>`;
    case 'refused':
      return problem(page.problem, t('Can’t verify from this cluster'));
    case 'ready':
      return setup(page);
    case 'running':
      return runPage(page.run);
    case 'done':
      return html`${page.after === undefined ? nothing : problem(page.after)} ${verdict(page)}
      ${leftovers(page.leftovers, page.busy)} ${runPage(page.run)}`;
  }
}

function verdict({ verdict: value, words, path, problem: failure }: Done): TemplateResult {
  const look = value === 'pulled' ? 'done' : value === 'failed' ? 'error' : 'warning';
  return html`<section class="notice notice-${look}" aria-labelledby="done-title">
      <h2 id="done-title" tabindex="-1" data-verdict=${value}>
        ${icon(look === 'error' ? 'error' : look)}${words}
      </h2>
      ${value === 'pulled' ? html`<p>${t('Nodes of all selected node pools pulled the image.')}</p>` : nothing}
      ${path === undefined ? nothing : html`<p>${path}</p>`}
    </section>
    ${failure === undefined ? nothing : problem(failure, t('The run ended early'), 'run-problem-title')}`;
}

function actions(page: VerifyPage, now: number): TemplateResult | undefined {
  switch (page.phase) {
    case 'reading':
    case 'refused':
      return undefined;
    case 'ready': {
      const { busy, form, startable } = page;
      return html`${button({
          label: t('Run in the cluster'),
          id: 'run',
          disabled: !startable,
          onClick: () => {
            post({ type: 'run' });
          },
        })}
        ${busy === undefined ? nothing : progressRing()}
        <p class="hint" role="status">${busy ?? hint(form.errors, startable)}</p>`;
    }
    case 'running': {
      const seconds = (now - page.run.startedAt) / 1000;
      return html`${progressRing()}
        <p class="hint">
          ${page.cancelling ? t('Canceling. Created resources are deleted first.') : page.run.doing}
          ${elapsed(seconds)}
        </p>
        ${
          page.run.waits && !page.cancelling
            ? action(t('Stop waiting'), 'stop-waiting', post, { type: 'stopWaiting' })
            : nothing
        }
        ${page.cancelling ? nothing : action(t('Cancel'), 'cancel', post, { type: 'cancel' })}`;
    }
    case 'done': {
      const link = (appearance: 'primary' | 'secondary') =>
        action(t('Link to AKS…'), 'link', post, { type: 'link' }, appearance);
      const insert = action(
        t('Insert deployment.yaml…'),
        'insert',
        post,
        { type: 'insertManifest' },
        'primary',
      );
      return html`${page.offersLink ? link('primary') : nothing}
      ${page.verdict === 'failed' || page.verdict === 'undecided' ? action(t('Diagnose…'), 'diagnose', post, { type: 'diagnose' }) : nothing}
      ${page.verdict === 'pulled' ? insert : nothing}
      ${action(t('Run again…'), 'again', post, { type: 'again' })}
      ${action(t('Copy report'), 'report', post, { type: 'copyReport' })}
      ${page.busy === undefined ? nothing : html`<p class="hint" role="status">${page.busy}</p>`}`;
    }
  }
}

function hint(errors: number, startable: boolean): string {
  if (errors > 0) return t('Fix the errors above to continue.');
  return startable ? t('Nothing is created in the cluster before you run it.') : t('Choose an image first.');
}

startPage<VerifyView>({
  header: ({ registry, cluster }) =>
    html`<div class="pair">
      ${party(t('AKS cluster'), cluster)}<span class="arrow" aria-hidden="true">→</span>
      ${party(t('Container registry'), registry)}
    </div>`,
  main: ({ page }) => content(page),
  actions: ({ page }, now) => actions(page, now),
  taken: ({ page }) => {
    if (page.phase === 'ready') settle(page.form.edit);
  },
  clock: ({ page }) => (page.phase === 'running' ? { now: page.run.now, runs: true } : undefined),
  said: (before, { page }) => said(before?.page, page),
  focus: (before, { page }) => focusTargets(before?.page, page),
  lost: ({ page }) => ({
    what: page.phase === 'running' ? t('this run') : t('the connection to this page'),
    where:
      page.phase === 'running'
        ? t('Its pods end automatically. After the page is restored, it offers to delete any that remain.')
        : t('No run was in progress.'),
    reload: t('To restore this page, use Reload Window.'),
  }),
  front: ['#form-title'],
});
