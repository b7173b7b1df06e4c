/** Header and footer: who is linked to whom, and the one thing to do next. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { button, progressRing } from '../../ui/controls';
import type { LinkView, PageView, PartyView, Side } from '../protocol';
import { post } from './host';
import { emulatorBadge } from './plan';
import { count, elapsed } from './words';

export function header(view: LinkView): TemplateResult {
  const { phase } = view.page;
  const changeable = phase === 'choosing' || phase === 'observing' || phase === 'editing' || phase === 'plan';
  return html`<header class="header">
    <div class="header-top">
      <h1 id="form-title" tabindex="-1">Link a registry to a cluster</h1>
      ${emulatorBadge(view.emulatorName)}
    </div>
    <div class="pair">
      ${party('registry', 'Container registry', view.registry, changeable)}
      <span class="arrow" aria-hidden="true">→</span>
      ${party('cluster', 'AKS cluster', view.cluster, changeable)}
    </div>
  </header>`;
}

function party(side: Side, kind: string, chosen: PartyView | undefined, changeable: boolean): TemplateResult {
  return html`<div class="party ${chosen === undefined ? 'party-open' : ''}">
    <span class="kind">${kind}</span>
    ${
      chosen === undefined
        ? html`<span class="party-name">Not chosen yet</span>`
        : html`<span class="party-name" title=${chosen.id}>${chosen.name}</span
            ><span class="detail">${chosen.detail}</span> ${
              changeable
                ? html`<button
                    type="button"
                    class="link"
                    aria-label=${`Choose another ${side}`}
                    @click=${() => {
                      post({ type: 'chooseAgain', side });
                    }}
                  >
                    Change…
                  </button>`
                : nothing
            }`
    }
  </div>`;
}

/** `now` in milliseconds on the host's clock. */
export function footer(current: PageView, now: number): TemplateResult | typeof nothing {
  const content = actions(current, now);
  return content === undefined ? nothing : html`<footer class="footer">${content}</footer>`;
}

function actions(current: PageView, now: number): TemplateResult | undefined {
  switch (current.phase) {
    case 'choosing':
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
    case 'applying': {
      const steps = Object.values(current.progress.steps);
      const done = steps.filter((step) => step.state === 'done').length;
      return html`${progressRing()}
        <p class="hint">
          ${done} of ${count(steps.length, 'step')} done,
          ${elapsed((now - current.progress.startedAt) / 1000)}
        </p>
        ${button({
          label: 'Cancel',
          id: 'cancel',
          appearance: 'secondary',
          disabled: current.cancelling,
          onClick: () => {
            post({ type: 'cancel' });
          },
        })}`;
    }
    case 'done':
      return html`${button({
        label: 'Insert deployment.yaml',
        id: 'insert',
        onClick: () => {
          post({ type: 'insertManifest' });
        },
      })}
      ${button({
        label: 'Show in tree',
        id: 'show',
        appearance: 'secondary',
        onClick: () => {
          post({ type: 'showInTree' });
        },
      })}
      ${current.verification.state === 'remaining' ? preview('Preview again', 'secondary', false) : nothing}`;
    case 'failed':
      return html`${preview('Preview again', 'primary', false)}
        <p class="hint">A new preview goes on from what is done.</p>`;
    case 'interrupted':
      return undefined;
    default:
      return unreachable(current);
  }
}

function planActions(current: Extract<PageView, { phase: 'plan' }>): TemplateResult {
  const { plan, checking } = current;
  const open = plan.hazards.filter((hazard) => !hazard.acknowledged).length;
  if (checking) {
    return html`${progressRing()}
      <p class="hint">Checking that nothing has changed…</p>
      ${button({
        label: 'Cancel',
        id: 'cancel',
        appearance: 'secondary',
        onClick: () => {
          post({ type: 'cancel' });
        },
      })}`;
  }
  const hint =
    plan.blockers.length > 0
      ? `${count(plan.blockers.length, 'thing is', 'things are')} in the way.`
      : plan.nothingToDo
        ? 'Nothing to do.'
        : open > 0
          ? `${count(open, 'effect')} to acknowledge first.`
          : '';
  return html`${button({
      label: 'Apply',
      id: 'apply',
      disabled: hint !== '',
      onClick: () => {
        post({ type: 'apply', operationId: plan.operationId, revision: plan.revision });
      },
    })}
    ${preview('Preview again', 'secondary', false)}
    ${
      plan.nothingToDo && plan.blockers.length === 0
        ? button({
            label: 'Insert deployment.yaml',
            id: 'insert',
            appearance: 'secondary',
            onClick: () => {
              post({ type: 'insertManifest' });
            },
          })
        : nothing
    }
    <p class="hint">${hint}</p>`;
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

function unreachable(value: never): never {
  throw new Error(`Unknown phase ${JSON.stringify(value)}`);
}
