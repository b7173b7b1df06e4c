/** The browser side of “Diagnose”. */
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button, progressRing } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import { problem } from '../../planForm/app/problem';
import { party } from '../../verify/app/party';
import { icon } from '../../webview/app/icons';
import { anyPageLost } from '../../webview/app/lostNotice';
import { startPage } from '../../webview/app/startPage';
import type { DiagnosePage, DiagnoseView, HopView, PathView } from '../protocol';
import { finding } from './finding';
import { post } from './host';

type Done = Extract<DiagnosePage, { readonly phase: 'done' }>;

const notices = { ok: 'done', broken: 'error', unknown: 'warning' } as const;
const tags = { ok: 'done', broken: 'failed', unknown: 'notStarted' } as const;
const words = { ok: 'OK', broken: 'Broken', unknown: 'Can’t be told' } as const;

function content(page: DiagnosePage): TemplateResult {
  switch (page.phase) {
    case 'reading':
      return html`<p class="loading" role="status">
        ${progressRing()}<span>Reading registry, cluster and what lies between…</span>
      </p>`;
    case 'failed':
      return problem(page.problem, 'Nothing could be read');
    case 'done':
      return result(page);
  }
}

function result({ state, words: title, looked, paths, findings }: Done): TemplateResult {
  const look = notices[state];
  return html`<section class="notice notice-${look}" aria-labelledby="result-title">
      <h2 id="result-title" tabindex="-1" data-state=${state}>${icon(look)}${title}</h2>
      <p>${looked}</p>
    </section>
    <section class="section" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings <span class="aside">${findings.length}</span></h2>
      ${findings.length === 0 ? html`<p>Azure’s state shows no problem.</p>` : nothing}
      ${findings.map(finding)}
    </section>
    ${paths.map(path)}`;
}

function path({ title, hops }: PathView, index: number): TemplateResult {
  const id = `path-${index}`;
  return html`<section class="section" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    <ol class="hops">
      ${hops.map(hop)}
    </ol>
  </section>`;
}

function hop({ part, label, state, message, isTold }: HopView): TemplateResult {
  return html`<li class="hop" data-part=${part} data-state=${tags[state]}>
    <span class="tag tag-${tags[state]}">${icon(tags[state])}${words[state]}</span>
    <span class="hop-label">${label}</span>
    <span class="hop-time"></span>
    <span class="hop-evidence"
      >${message}${isTold ? html` <strong>Here the pod’s pull ended.</strong>` : nothing}</span
    >
  </li>`;
}

function actions(page: DiagnosePage): TemplateResult | undefined {
  if (page.phase !== 'done') return undefined;
  const first = page.findings.find(({ repairLabel }) => repairLabel !== undefined);
  return html`${
    first?.repairLabel === undefined || first.severity !== 'broken'
      ? nothing
      : action(first.repairLabel, 'repair', post, { type: 'repair', findingId: first.id }, 'primary')
  }
  ${button({
    label: 'Look again',
    id: 'look-again',
    appearance: 'secondary',
    disabled: page.isReading,
    onClick: () => {
      post({ type: 'retry' });
    },
  })}
  ${
    page.isReading
      ? html`${progressRing()}
          <p class="hint" role="status">Looking again…</p>`
      : nothing
  }`;
}

startPage<DiagnoseView>({
  header: ({ registry, cluster, told }) =>
    html`<div class="pair">
        ${party('AKS cluster', cluster)}<span class="arrow" aria-hidden="true">→</span>
        ${party('Container registry', registry)}
      </div>
      ${told === undefined ? nothing : html`<p class="notice notice-info"><strong>The pod says:</strong> ${told}</p>`}`,
  main: ({ page }) => content(page),
  actions: ({ page }) => actions(page),
  clock: () => undefined,
  said: (before, { page }) => said(before?.page, page),
  focus: (before, { page }) =>
    before !== undefined && before.page.phase !== page.phase ? ['#result-title', '#problem-title'] : [],
  lost: () => anyPageLost,
  front: ['#result-title', '#form-title'],
});

function said(before: DiagnosePage | undefined, after: DiagnosePage): string {
  switch (after.phase) {
    case 'reading':
      return 'Reading.';
    case 'failed':
      return after.problem.message;
    case 'done': {
      if (after.isReading || (before?.phase === 'done' && !before.isReading)) return '';
      const broken = after.findings.filter(({ severity }) => severity === 'broken');
      return [`${after.words}.`, ...broken.map(({ message }) => message)].join(' ');
    }
  }
}
