/** What is between the header and the footer, phase by phase. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { progressRing } from '../../ui/controls';
import { icon } from '../../webview/app/icons';
import type { ProblemView } from '../protocol';
import type { PlanView, ProgressView } from '../protocol/plan';
import { commandToCopy } from './command';
import type { AnyChoosing, FormUi, Page, View } from './formUi';
import { planSection, type PlanOptions } from './plan';
import { insteadWords, summary } from './planSummary';
import { problem } from './problem';
import { formSections } from './sections';

export function page<H, D, C extends AnyChoosing>(
  view: View<H, D, C>,
  ui: FormUi<H, D, C>,
  now: number,
  redraw: () => void,
): TemplateResult | typeof nothing {
  const current = view.page;
  const words = ui.words(view);
  const plan = (
    shown: PlanView<D>,
    options: Pick<PlanOptions<D>, 'title' | 'intro' | 'progress'>,
  ): TemplateResult =>
    planSection(shown, {
      ...options,
      now,
      redraw,
      requirements: words.requirements,
      drawing: ui.drawing?.bind(ui),
    });
  switch (current.phase) {
    case 'choosing':
      return ui.choosing?.page(current, redraw) ?? nothing;
    case 'observing':
      return current.problem === undefined ? loading(`${words.reading}…`) : problem(current.problem);
    case 'editing':
    case 'previewing':
      return html`${current.notice === undefined ? nothing : note(current.notice)}
      ${current.problem === undefined ? nothing : problem(current.problem, t('The plan couldn’t be created'))}
      ${formSections(current.form, ui.wide, false)}`;
    case 'plan':
      return html`${changed(current)}
      ${current.form.sections.length > 0 && current.plan.purpose !== 'resume' ? formSections(current.form, ui.wide, true) : nothing}
      ${plan(current.plan, {
        title: planTitles[current.plan.purpose],
        intro: summary(current.plan, words.nothingToDo),
        progress: undefined,
      })}`;
    case 'applying':
      return plan(current.plan, {
        title:
          current.cancelling !== undefined
            ? t('Canceling')
            : current.plan.purpose === 'rollBack'
              ? t('Rolling back')
              : t('Applying'),
        intro:
          current.cancelling === 'await'
            ? t('No new steps are started. Waiting for running steps, which can’t be stopped in Azure.')
            : current.cancelling === 'abandon'
              ? t('No new steps are started. Azure finishes running steps in the background.')
              : t`You can close this tab. The operation continues in the background; ${words.shownAgain}.`,
        progress: current.progress,
      });
    case 'done':
      return html`${success(ui.done(view), current)} ${looked(current.lookedAt)}
      ${plan(current.plan, { title: t('Completed'), intro: '', progress: current.progress })}`;
    case 'failed':
      return html`${current.cancelled ? cancelled(current.problem) : problem(current.problem, words.failed)}
      ${current.others.map((other, index) => problem(other, t('This step also failed'), `problem-title-${index + 2}`))}
      ${plan(current.plan, {
        title: t('Completed so far'),
        intro: doneSoFar(current.progress),
        progress: current.progress,
      })}`;
    case 'interrupted':
      return problem(current.problem, words.interrupted);
    default:
      return unreachable(current);
  }
}

function cancelled({ message, nextAction }: ProblemView): TemplateResult {
  return html`<section class="notice notice-info" aria-labelledby="problem-title">
    <h2 id="problem-title" tabindex="-1">${icon('info')}${t('Canceled')}</h2>
    <p>${message}</p>
    <p class="next"><strong>${t('What to do:')}</strong> ${nextAction}</p>
  </section>`;
}

function loading(text: string): TemplateResult {
  return html`<p class="loading" role="status">${progressRing()}<span>${text}</span></p>`;
}

function note(text: string): TemplateResult {
  return html`<p class="notice notice-info">${text}</p>`;
}

function changed({ changed: list, plan }: Page<'plan'>): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="notice notice-warning" aria-labelledby="changed-title">
    <h3 id="changed-title" tabindex="-1">
      ${icon('warning')}${t('Something changed after the plan was shown. Nothing was written.')}
    </h3>
    <ul>
      ${list.map((item) => html`<li>${item}</li>`)}
    </ul>
    <p class="next">${insteadWords(plan)}</p>
  </section>`;
}

type Done = Page<'done'>;

function looked(at: number | undefined): TemplateResult | typeof nothing {
  return at === undefined
    ? nothing
    : html`<p class="hint">${t`Azure was read at ${new Date(at).toLocaleTimeString()}.`}</p>`;
}

function checkingAgain(later: boolean): TemplateResult {
  return html`<section class="notice notice-info" aria-labelledby="done-title">
    <h2 id="done-title" tabindex="-1">
      ${progressRing()}${later ? t('Verifying against Azure…') : t('All steps are done. Verifying against Azure…')}
    </h2>
  </section>`;
}

function success(
  done: ReturnType<FormUi<unknown>['done']>,
  { verification, later }: Pick<Done, 'verification' | 'later'>,
): TemplateResult {
  switch (verification.state) {
    case 'checking':
      return checkingAgain(later);
    case 'verified':
      return html`<section class="notice notice-done" aria-labelledby="done-title">
        <h2 id="done-title" tabindex="-1">${icon('done')}${done.title}</h2>
        ${done.body}
      </section>`;
    case 'remaining':
      return html`<section class="notice notice-warning" aria-labelledby="done-title">
        <h2 id="done-title" tabindex="-1">
          ${icon('warning')}${later ? t('Changed since then') : t('Done, but some changes aren’t in effect yet')}
        </h2>
        <p>
          ${
            later
              ? t('This operation was completed, but something has changed since then:')
              : t('Azure reported success for every step, but these changes are still missing:')
          }
        </p>
        <ul>
          ${verification.titles.map((title) => html`<li>${title}</li>`)}
        </ul>
        <p class="next">
          ${later ? t('Preview again to see the necessary changes.') : t('Azure may need a moment. Preview again.')}
        </p>
      </section>`;
    case 'pending':
      return html`<section class="notice notice-warning" aria-labelledby="done-title">
        <h2 id="done-title" tabindex="-1">${icon('warning')}${t('Waiting for the registry’s owner')}</h2>
        <p>${t('All steps are done, but nothing can be pulled yet.')}</p>
        ${verification.approvals.map(
          ({ message, command }) =>
            html`<p>${message}</p>
              ${commandToCopy(command)}`,
        )}
        <p class="next">
          ${t('This page checks for the approval for 30 minutes. You can close it and preview again later.')}
        </p>
      </section>`;
    case 'unknown':
      return html`<section class="notice notice-warning" aria-labelledby="done-title">
        <h2 id="done-title" tabindex="-1">
          ${icon('warning')}${t('All steps are done, but they couldn’t be verified')}
        </h2>
        <p>${verification.reason}</p>
      </section>`;
    default:
      return unreachable(verification);
  }
}

const planTitles = { form: t('Plan'), rollBack: t('Roll back'), resume: t('Remaining steps') } as const;

/** "3 of 7 steps are done …" */
function doneSoFar(progress: ProgressView): string {
  const all = Object.values(progress.steps);
  const done = all.filter(({ state }) => state === 'done').length;
  const steps = all.length === 1 ? t`${all.length} step` : t`${all.length} steps`;
  const words = done === 1 ? t`${done} of ${steps} is done.` : t`${done} of ${steps} are done.`;
  if (done === 0) return t`${words} Nothing has been changed.`;
  return done === 1
    ? t`${words} It stays. A new preview continues from there.`
    : t`${words} They stay. A new preview continues from there.`;
}

function unreachable(value: never): never {
  throw new Error(`Unknown phase ${JSON.stringify(value)}`);
}
