/** A plan with everything that speaks against it, and the same plan while it runs. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { repeat } from 'lit-html/directives/repeat.js';
import { button, checkbox } from '../../ui/controls';
import type {
  BlockerView,
  HazardView,
  PlanView,
  ProgressView,
  RequirementView,
  SwitchView,
} from '../protocol/plan';
import { commandToCopy } from './command';
import { post, postEdit } from './host';
import { icon } from '../../webview/app/icons';
import { planTable } from './planTable';
import { rightsSummary } from './rights';
import { sentence } from './sentence';

export interface PlanOptions<Drawing> {
  readonly title: string;
  readonly intro: TemplateResult | string;
  readonly progress: ProgressView | undefined;
  /** Milliseconds on the host's clock. */
  readonly now: number;
  readonly redraw: () => void;
  /** Above the requirements: "What the link needs besides". */
  readonly requirements: string;
  readonly drawing:
    | ((plan: PlanView<Drawing>, progress: ProgressView | undefined) => TemplateResult | typeof nothing)
    | undefined;
}

export function planSection<D>(plan: PlanView<D>, options: PlanOptions<D>): TemplateResult {
  return html`<section class="section plan-section" aria-labelledby="plan-title">
    <h2 id="plan-title" tabindex="-1">${options.title}</h2>
    ${options.intro === '' ? nothing : html`<p class="intro">${options.intro}</p>`}
    ${
      options.progress === undefined
        ? html`${blockers(plan.blockers)} ${hazards(plan)} ${rightsSummary(plan)}`
        : nothing
    }
    ${requirements(plan.requirements, options.requirements)}
    ${options.drawing?.(plan, options.progress) ?? nothing}
    ${plan.steps.length === 0 ? nothing : planTable(plan, options.progress, options.now, options.redraw)}
  </section>`;
}

const reviewWords = {
  form: t('Review before you apply'),
  rollBack: t('Review before you roll back'),
  resume: t('Review before you resume'),
} as const;

function blockers(list: readonly BlockerView[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="notice notice-error" aria-labelledby="blockers-title">
    <h3 id="blockers-title">
      ${icon('error')}${list.length === 1 ? t`${list.length} problem blocks this plan` : t`${list.length} problems block this plan`}
    </h3>
    <ul>
      ${list.map(
        (blocker) =>
          html`<li>
            ${sentence(blocker.message, blocker.resources)}
            <p class="next"><strong>${t('To resolve:')}</strong> ${blocker.wayOut}</p>
            ${commandToCopy(blocker.command)} ${blocker.switches.map(switchButton)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function switchButton({ label, scope, field, value }: SwitchView): TemplateResult {
  return button({
    label,
    appearance: 'secondary',
    onClick: () => {
      postEdit(scope, field, value);
      post({ type: 'preview' });
    },
  });
}

/** Shown also while the plan is applied and afterwards: they are still to be seen to then. */
function requirements(list: readonly RequirementView[], title: string): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="notice notice-info" aria-labelledby="requirements-title">
    <h3 id="requirements-title">${icon('info')}${title}</h3>
    <ul>
      ${list.map(
        (requirement) =>
          html`<li>
            ${sentence(requirement.message, requirement.resources)} ${commandToCopy(requirement.command)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function hazards({ hazards: list, purpose }: PlanView): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="notice notice-warning" aria-labelledby="hazards-title">
    <h3 id="hazards-title">${icon('warning')}${reviewWords[purpose]}</h3>
    <ul class="hazards">
      ${repeat(
        list,
        (hazard) => hazard.id,
        (hazard) =>
          html`<li>
            ${hazardBox(hazard)}
            <div class="hazard-details">${hazardDetails(hazard)}</div>
          </li>`,
      )}
    </ul>
  </section>`;
}

function hazardBox(hazard: HazardView): TemplateResult {
  return checkbox({
    id: `hazard-${hazard.id}`,
    label: hazard.message,
    checked: hazard.acknowledged,
    description: [
      hazard.affected.length === 0 ? '' : t`Affected: ${hazard.affected.join(', ')}.`,
      hazard.mitigation ?? '',
    ].join(' '),
    onChange: (acknowledged) => {
      post({ type: 'acknowledge', hazardId: hazard.id, acknowledged });
    },
  });
}

function hazardDetails({ affected, mitigation }: HazardView): TemplateResult {
  return html`${
    affected.length === 0
      ? nothing
      : html`<p class="affected">
          <span>${t('Affected:')}</span
          >${affected.map((name) => html`<span class="affected-name">${name}</span>`)}
        </p>`
  }
  ${mitigation === undefined ? nothing : html`<p class="help">${mitigation}</p>`}`;
}
