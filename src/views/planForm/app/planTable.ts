/** The steps of a plan: what happens to which resource, why, and exactly what is sent. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PlanView, ProgressView, StepGroupView, StepProgressView, StepView } from '../protocol/plan';
import { post } from './host';
import { icon } from '../../webview/app/icons';
import { rightsBadge, rightsRow } from './rights';
import { elapsed, typically } from '../../webview/app/words';
import { actionWords, stateWordsOf } from './stepWords';

/** Steps whose request is shown; ids are the same over re-planning. */
const opened = new Set<string>();

/** `now` is the time on the host’s clock, in milliseconds. */
export function planTable(
  plan: PlanView,
  progress: ProgressView | undefined,
  now: number,
  redraw: () => void,
): TemplateResult {
  // Once everything is done there may be none.
  const hasReasons = plan.steps.some(
    ({ reason, irreversible }) => reason !== '' || irreversible !== undefined,
  );
  // Roles are written out because the narrow layout turns rows into cards, which would take the table away
  // from screen readers.
  return html`<table class="plan" role="table" aria-labelledby="plan-title">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${progress === undefined ? t('Action') : t('State')}</th>
        <th role="columnheader" scope="col">${t('Resource')}</th>
        ${hasReasons ? html`<th role="columnheader" scope="col" class="why">${t('Reason')}</th>` : nothing}
        <th role="columnheader" scope="col" class="time">
          ${progress === undefined ? t('Usually takes') : t('Time')}
        </th>
      </tr>
    </thead>
    ${repeat(
      plan.groups,
      ({ title }) => title,
      (group) =>
        html`<tbody role="rowgroup" aria-label=${group.title === '' ? nothing : group.title}>
          ${group.title === '' ? nothing : groupRow(group, progress)}
          ${repeat(
            changesFirst(plan.steps.filter(({ id }) => group.stepIds.includes(id))),
            (step) => step.id,
            (step) => row(step, progress?.steps[step.id], progress !== undefined, hasReasons, now, redraw),
          )}
        </tbody>`,
    )}
  </table>`;
}

function groupRow({ title, stepIds }: StepGroupView, progress: ProgressView | undefined): TemplateResult {
  const written = stepIds.flatMap((id) => progress?.steps[id] ?? []);
  const done = written.filter(({ state }) => state === 'done').length;
  return html`<tr role="row" class="group">
    <th role="rowheader" scope="rowgroup" colspan="4">
      ${title}${progress === undefined || written.length === 0 ? nothing : html`<span class="aside"> ${t`${done} of ${written.length} done`}</span>`}
    </th>
  </tr>`;
}

/** What is kept as it is matters least to who decides, and may be most of a plan. */
function changesFirst(steps: readonly StepView[]): readonly StepView[] {
  const kept = (step: StepView) => step.action === 'reuse';
  return [...steps.filter((step) => !kept(step)), ...steps.filter(kept)];
}

function row(
  step: StepView,
  state: StepProgressView | undefined,
  running: boolean,
  hasReasons: boolean,
  now: number,
  redraw: () => void,
): TemplateResult {
  const kept = step.action === 'reuse';
  return html`<tr
      role="row"
      class="step step-${step.action} ${state === undefined ? '' : `is-${state.state}`}"
      data-step=${step.id}
    >
      <td role="cell" class="action">
        ${state !== undefined || (running && !kept) ? stateOf(step, state) : actionOf(step)}
      </td>
      <th role="rowheader" scope="row" class="resource">
        <span class="title">${step.title}</span>
        ${
          state?.note === undefined
            ? nothing
            : html`<span class="note ${state.state === 'failed' ? 'note-failed' : ''}">${state.note}</span>`
        }
        ${state?.retry === undefined ? nothing : html`<span class="note note-retry">${retryWords(state.retry, now)}</span>`}
        ${detailsButton(step, redraw)}
      </th>
      ${
        hasReasons
          ? html`<td role="cell" class="why">
              ${step.reason}${step.irreversible === undefined ? nothing : html` <span class="irreversible">${step.irreversible}</span>`}
              ${running ? nothing : rightsBadge(step)}
            </td>`
          : nothing
      }
      <td role="cell" class="time">
        ${running && !kept ? timeOf(state, now) : typically(step.typicalSeconds)}
      </td>
    </tr>
    ${running ? nothing : rightsRow(step)} ${opened.has(step.id) ? detailsRow(step) : nothing}`;
}

function actionOf(step: StepView): TemplateResult {
  return html`<span class="tag tag-${step.action}">${icon(step.action)}${actionWords[step.action]}</span>`;
}

function stateOf(step: StepView, state: StepProgressView | undefined): TemplateResult {
  const name = state?.state ?? 'waiting';
  return html`<span class="tag tag-${name}" title=${actionWords[step.action]}
    >${icon(name)}${stateWordsOf(step, name)}</span
  >`;
}

function retryWords({ attempt, at }: NonNullable<StepProgressView['retry']>, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  return seconds > 0 ? t`Attempt ${attempt} in ${seconds} s` : t`Attempt ${attempt} now`;
}

function timeOf(state: StepProgressView | undefined, now: number): string {
  if (state?.startedAt === undefined) return '';
  return elapsed(((state.finishedAt ?? now) - state.startedAt) / 1000);
}

/** A row of its own, because ids and bodies are wide. */
function detailsRow(step: StepView): TemplateResult {
  return html`<tr role="row" class="request" id=${`details-${step.id}`}>
    <td role="cell" colspan="4">
      ${
        step.request === undefined
          ? html`<p class="id"><code>${step.resourceId}</code></p>`
          : html`<p class="id"><code>${step.request.line}</code></p>
              <pre tabindex="0" role="group" aria-label=${t('Request body')}>${step.request.body}</pre>
              ${
                step.knownAfterApply.length === 0
                  ? nothing
                  : html`<p class="help">${t`Set by Azure: ${step.knownAfterApply.join(', ')}.`}</p>`
              }`
      }
      <button
        type="button"
        class="link"
        @click=${() => {
          post({ type: 'copy', text: step.resourceId });
        }}
      >
        ${t('Copy resource ID')}
      </button>
    </td>
  </tr>`;
}

function detailsButton(step: StepView, redraw: () => void): TemplateResult {
  const isOpen = opened.has(step.id);
  const label = step.request === undefined ? t('Resource ID') : t('View request');
  return html`<button
    type="button"
    class="link toggle"
    aria-expanded=${isOpen ? 'true' : 'false'}
    aria-controls=${`details-${step.id}`}
    @click=${() => {
      if (isOpen) opened.delete(step.id);
      else opened.add(step.id);
      redraw();
    }}
  >
    ${icon(isOpen ? 'opened' : 'closed')}${label}<span class="sr-only"> ${t`of ${step.title}`}</span>
  </button>`;
}
