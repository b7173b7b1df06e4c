/** The footer: the one thing to do next, and what else can be done. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button, progressRing } from '../../ui/controls';
import { action } from './action';
import { elapsed } from '../../webview/app/words';
import type { OffersView } from '../protocol';
import type { CommonToHost } from '../protocol/messages';
import type { FormView } from '../protocol/fields';
import type { AnyChoosing, FormUi, Page, View } from './formUi';
import { fieldElement, post } from './host';
import { applyWords } from './planSummary';

/** `now` in milliseconds on the host's clock. */
export function actions<H, D, C extends AnyChoosing>(
  view: View<H, D, C>,
  ui: FormUi<H, D, C>,
  now: number,
): TemplateResult | undefined {
  const current = view.page;
  switch (current.phase) {
    case 'choosing':
      return ui.choosing?.actions(view, current);
    case 'observing':
      return undefined;
    case 'editing':
      return html`${preview(t('Preview'), 'primary', current.form.errors > 0)}
        <p class="hint">
          ${
            current.form.errors > 0
              ? html`<button type="button" class="link" id="to-field" @click=${toFirstError(current.form)}>
                    ${current.form.errors === 1 ? t`${current.form.errors} field to correct` : t`${current.form.errors} fields to correct`}
                  </button>
                  ${t('first.')}`
              : t('Preview reads Azure and shows every change. Nothing is written.')
          }
        </p>`;
    case 'previewing':
      return html`${progressRing()}
        <p class="hint" id="busy" tabindex="-1">${t('Reading Azure and creating the plan…')}</p>
        ${act(t('Cancel'), 'cancel', { type: 'cancel', choice: 'await' })}`;
    case 'plan':
      return planActions(view, ui, current);
    case 'applying':
      return applyingActions(current, now);
    case 'done':
      return doneActions(view, ui, current);
    case 'failed':
      return html`${preview(t('Preview again'), 'primary', false)} ${offers(current.offers)}
        ${ui.failedActions?.(view) ?? nothing}
        <p class="hint">${t('A new preview continues from the completed steps.')}</p>`;
    case 'interrupted':
      return html`${current.offers.resume ? act(t('Resume'), 'resume', { type: 'resume' }, 'primary') : nothing}
      ${offers(current.offers)} ${act(t('Refresh'), 'retry', { type: 'retry' })}
      ${ui.failedActions?.(view) ?? nothing}`;
    default:
      return unreachable(current);
  }
}

/** The keyboard goes to the first field that can't be used as it is, also one in a folded section. */
function toFirstError({ sections }: FormView): () => void {
  const field = sections.flatMap(({ fields }) => fields).find(({ error }) => error !== undefined);
  return () => {
    const element = field && document.getElementById(fieldElement(field.key));
    element?.closest('details')?.setAttribute('open', '');
    element?.focus();
  };
}

function planActions<H, D, C extends AnyChoosing>(
  view: View<H, D, C>,
  ui: FormUi<H, D, C>,
  current: Page<'plan'>,
): TemplateResult {
  const { plan, checking } = current;
  const { back } = ui.words(view);
  const open = plan.hazards.filter((hazard) => !hazard.acknowledged).length;
  if (checking) {
    return html`${progressRing()}
      <p class="hint">${t('Checking that nothing has changed…')}</p>
      ${act(t('Cancel'), 'cancel', { type: 'cancel', choice: 'await' })}`;
  }
  const hint =
    plan.blockers.length > 0
      ? plan.blockers.length === 1
        ? t`${plan.blockers.length} problem blocks this plan.`
        : t`${plan.blockers.length} problems block this plan.`
      : plan.nothingToDo
        ? t('No changes are needed.')
        : open > 0
          ? open === 1
            ? t`Acknowledge ${open} warning to continue.`
            : t`Acknowledge ${open} warnings to continue.`
          : '';
  return html`${button({
      label: applyWords[plan.purpose],
      id: 'apply',
      disabled: hint !== '',
      onClick: () => {
        post({ type: 'apply', operationId: plan.operationId, revision: plan.revision });
      },
    })}
    ${preview(t('Preview again'), 'secondary', false)}
    ${plan.nothingToDo ? (ui.nothingToDoActions?.(view) ?? nothing) : nothing}
    ${plan.blockers.length > 0 ? (ui.blockedActions?.(view) ?? nothing) : nothing}
    ${back === undefined || plan.purpose !== 'resume' ? nothing : act(back, 'retry', { type: 'retry' })}
    ${act(t('Copy plan'), 'copy-plan', { type: 'copyPlan' })}
    ${plan.nothingToDo || plan.steps.length === 0 ? nothing : act(t('Export…'), 'export-plan', { type: 'exportPlan' })}
    <p class="hint">${hint}</p>`;
}

function applyingActions(current: Page<'applying'>, now: number): TemplateResult {
  const steps = Object.values(current.progress.steps);
  const of = (state: string) => steps.filter((step) => step.state === state).length;
  const [done, running] = [of('done'), of('running')];
  const time = elapsed((now - current.progress.startedAt) / 1000);
  return html`${progressRing()}
    <p class="hint">
      ${steps.length === 1 ? t`${done} of ${steps.length} step done, ${time}` : t`${done} of ${steps.length} steps done, ${time}`}
    </p>
    ${
      current.cancelling === undefined
        ? act(t('Cancel'), 'cancel', { type: 'cancel', choice: 'await' })
        : current.cancelling === 'abandon'
          ? nothing
          : html`${act(t('Stop waiting'), 'abandon', { type: 'cancel', choice: 'abandon' })}
              <p class="hint">
                ${running === 1 ? t`${running} step is still running.` : t`${running} steps are still running.`}
                ${t('Azure finishes in the background.')}
              </p>`
    }`;
}

function doneActions<H, D, C extends AnyChoosing>(
  view: View<H, D, C>,
  ui: FormUi<H, D, C>,
  { canBeUndone, verification: { state } }: Page<'done'>,
): TemplateResult {
  const { another } = ui.words(view);
  // Of what isn't in place any more the next step is to put it there.
  return html`${state === 'remaining' ? preview(t('Preview again'), 'primary', false) : nothing}
  ${ui.doneActions(view, state)}
  ${state === 'pending' ? preview(t('Preview again'), 'secondary', false) : nothing}
  ${canBeUndone ? act(t('Undo…'), 'undo', { type: 'rollBack' }) : nothing}
  ${state === 'checking' || another === undefined ? nothing : act(another, 'retry', { type: 'retry' })}`;
}

function offers({ rollBack, journal }: OffersView): TemplateResult {
  return html`${rollBack ? act(t('Roll back…'), 'roll-back', { type: 'rollBack' }) : nothing}
  ${journal ? act(t('Show journal'), 'journal', { type: 'showJournal' }) : nothing}`;
}

function preview(label: string, appearance: 'primary' | 'secondary', disabled: boolean): TemplateResult {
  return button({
    label,
    id: 'preview',
    appearance,
    disabled,
    onClick: () => {
      post({ type: 'preview' });
    },
  });
}

function act(label: string, id: string, message: CommonToHost, appearance?: 'primary'): TemplateResult {
  return action(label, id, post, message, appearance);
}

function unreachable(value: never): never {
  throw new Error(`Unknown phase ${JSON.stringify(value)}`);
}
