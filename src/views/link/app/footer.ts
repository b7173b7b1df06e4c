/** The footer: the one thing to do next, and what else can be done. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { button, progressRing } from '../../ui/controls';
import type { LinkView, OffersView, PageView, ToHost } from '../protocol';
import { post } from './host';
import { count, elapsed } from './words';

/** `now` in milliseconds on the host's clock. */
export function footer(view: LinkView, now: number): TemplateResult | typeof nothing {
  const content = actions(view, now);
  return content === undefined ? nothing : html`<footer class="footer">${content}</footer>`;
}

function actions(view: LinkView, now: number): TemplateResult | undefined {
  const current = view.page;
  switch (current.phase) {
    case 'choosing':
      return current.problem === undefined && current.sides.includes('cluster')
        ? choosingActions(view)
        : undefined;
    case 'observing':
      return undefined;
    case 'editing':
      return html`${preview('Preview', 'primary', current.form.errors > 0)}
        <p class="hint">
          ${
            current.form.errors > 0
              ? `${count(current.form.errors, 'field')} to correct first.`
              : 'Preview reads Azure and shows every change. Nothing is written.'
          }
        </p>`;
    case 'previewing':
      return html`${progressRing()}
        <p class="hint" id="busy" tabindex="-1">Reading Azure and making the plan…</p>`;
    case 'plan':
      return planActions(current);
    case 'applying':
      return applyingActions(current, now);
    case 'done':
      return doneActions(current);
    case 'failed':
      return html`${preview('Preview again', 'primary', false)} ${offers(current.offers)}
        <p class="hint">A new preview goes on from what is done.</p>`;
    case 'interrupted':
      return html`${current.offers.resume ? act('Resume', 'resume', { type: 'resume' }, 'primary') : nothing}
      ${offers(current.offers)} ${act('Look again', 'retry', { type: 'retry' })}`;
    default:
      return unreachable(current);
  }
}

function choosingActions({ clusters, registry }: LinkView): TemplateResult {
  const hint =
    clusters.length === 0
      ? 'Tick one or more clusters.'
      : registry === undefined
        ? 'Choose a registry, too.'
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

function planActions(current: Extract<PageView, { phase: 'plan' }>): TemplateResult {
  const { plan, checking } = current;
  const open = plan.hazards.filter((hazard) => !hazard.acknowledged).length;
  if (checking) {
    return html`${progressRing()}
      <p class="hint">Checking that nothing has changed…</p>
      ${act('Cancel', 'cancel', { type: 'cancel', choice: 'await' })}`;
  }
  const hint =
    plan.blockers.length > 0
      ? `${count(plan.blockers.length, 'thing is', 'things are')} in the way.`
      : plan.nothingToDo
        ? 'Nothing to do.'
        : open > 0
          ? `${count(open, 'effect')} to acknowledge first.`
          : '';
  const isLink = plan.purpose === 'link';
  return html`${button({
      label: isLink ? 'Apply' : 'Roll back',
      id: 'apply',
      disabled: hint !== '',
      onClick: () => {
        post({ type: 'apply', operationId: plan.operationId, revision: plan.revision });
      },
    })}
    ${preview('Preview again', 'secondary', false)}
    ${isLink && plan.nothingToDo ? act('Insert deployment.yaml', 'insert', { type: 'insertManifest' }) : nothing}
    ${isLink ? nothing : act('Back to the link', 'retry', { type: 'retry' })}
    <p class="hint">${hint}</p>`;
}

function applyingActions(current: Extract<PageView, { phase: 'applying' }>, now: number): TemplateResult {
  const steps = Object.values(current.progress.steps);
  const of = (state: string) => steps.filter((step) => step.state === state).length;
  const running = of('running');
  return html`${progressRing()}
    <p class="hint">
      ${of('done')} of ${count(steps.length, 'step')} done,
      ${elapsed((now - current.progress.startedAt) / 1000)}
    </p>
    ${
      current.cancelling === undefined
        ? act('Cancel', 'cancel', { type: 'cancel', choice: 'await' })
        : current.cancelling === 'abandon'
          ? nothing
          : html`${act('Don’t wait', 'abandon', { type: 'cancel', choice: 'abandon' })}
              <p class="hint">
                Waiting for ${count(running, 'step')}. Without waiting, Azure carries on unwatched.
              </p>`
    }`;
}

function doneActions(current: Extract<PageView, { phase: 'done' }>): TemplateResult {
  const { plan, verification } = current;
  const again =
    verification.state === 'remaining' || verification.state === 'pending'
      ? preview('Preview again', 'secondary', false)
      : nothing;
  const show = (appearance: 'primary' | 'secondary') =>
    act('Show in tree', 'show', { type: 'showInTree' }, appearance);
  if (plan.purpose === 'rollBack') {
    return html`${show('primary')} ${again} ${act('Link again…', 'retry', { type: 'retry' })}`;
  }
  return html`${act('Insert deployment.yaml', 'insert', { type: 'insertManifest' }, 'primary')}
  ${show('secondary')} ${again}`;
}

function offers({ rollBack, journal }: OffersView): TemplateResult {
  return html`${rollBack ? act('Roll back…', 'roll-back', { type: 'rollBack' }) : nothing}
  ${journal ? act('Show journal', 'journal', { type: 'showJournal' }) : nothing}`;
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

function act(
  label: string,
  id: string,
  message: ToHost,
  appearance: 'primary' | 'secondary' = 'secondary',
): TemplateResult {
  return button({
    label,
    id,
    appearance,
    onClick: () => {
      post(message);
    },
  });
}

function unreachable(value: never): never {
  throw new Error(`Unknown phase ${JSON.stringify(value)}`);
}
