/** The browser side of “Diagnose”. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button, progressRing } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import { problem } from '../../planForm/app/problem';
import { party } from '../../verify/app/party';
import { icon } from '../../webview/app/icons';
import { anyPageLost } from '../../webview/app/lostNotice';
import { startPage } from '../../webview/app/startPage';
import type { DiagnosePage, DiagnoseView, HopView, PairView, PathView, RepairView } from '../protocol';
import { finding } from './finding';
import { post } from './host';
import { pods } from './pods';

type Part = TemplateResult | typeof nothing;
type Done = Extract<DiagnosePage, { readonly phase: 'done' }>;

const notices = { ok: 'done', broken: 'error', unknown: 'warning' } as const;
const tags = { ok: 'done', broken: 'failed', unknown: 'notStarted' } as const;
const words = { ok: t('OK'), broken: t('Broken'), unknown: t('Unknown') } as const;

/** `pods` stands behind what can be repaired, before what was found. */
function content(page: DiagnosePage, pods: Part): TemplateResult {
  switch (page.phase) {
    case 'reading':
      return html`<p class="loading" role="status">
          ${progressRing()}<span
            >${t('Reading the registry, the cluster, and the resources between them…')}${page.words === undefined ? '' : ` ${page.words}`}</span
          >
        </p>
        ${pods}`;
    case 'failed':
      return html`${problem(page.problem, t('Nothing could be read'))}${pods}`;
    case 'done':
      return result(page, pods);
  }
}

function result(page: Done, pods: Part): TemplateResult {
  const { state, words: title, looked, paths, pairs, findings, repairs, left } = page;
  const look = notices[state];
  return html`<section class="notice notice-${look}" aria-labelledby="result-title">
      <h2 id="result-title" tabindex="-1" data-state=${state}>${icon(look)}${title}</h2>
      <p>${looked}</p>
    </section>
    ${
      repairs.length === 0 && left === undefined
        ? nothing
        : html`<section class="section" aria-labelledby="repairs-title">
            <h2 id="repairs-title">${t('Repairs')}</h2>
            ${
              repairs.length === 0
                ? nothing
                : html`<p>
                      ${
                        repairs.length === 1
                          ? t('One plan repairs everything that the extension can repair.')
                          : t(
                              'These plans, one after the other, repair everything that the extension can repair.',
                            )
                      }
                      ${t('Nothing is written before you have seen the plan.')}
                    </p>
                    <ul class="repairs">
                      ${repairs.map(repair)}
                    </ul>`
            }
            ${left === undefined ? nothing : html`<p>${left}</p>`}
          </section>`
    }
    ${pods}
    ${
      pairs.length === 0
        ? nothing
        : html`<section class="section" aria-labelledby="pairs-title">
            <h2 id="pairs-title">${t('Pairs')} <span class="aside">${pairs.length}</span></h2>
            <ul class="hops">
              ${pairs.map(pair)}
            </ul>
          </section>`
    }
    <section class="section" aria-labelledby="findings-title">
      <h2 id="findings-title">${t('Findings')} <span class="aside">${findings.length}</span></h2>
      ${findings.length === 0 ? html`<p>${t('No problems found in Azure.')}</p>` : nothing}
      ${findings.map(finding)}
    </section>
    ${paths.map(path)}`;
}

function repair({ id, label, of }: RepairView, index: number): TemplateResult {
  return html`<li>
    ${button({
      label,
      name: `${label} ${of}`,
      id: `repair-${index}`,
      appearance: index === 0 ? 'primary' : 'secondary',
      onClick: () => {
        post({ type: 'repair', id });
      },
    })}
    <span>${of}</span>
  </li>`;
}

function pair({ registryId, clusterId, label, state, message }: PairView): TemplateResult {
  return html`<li class="hop" data-state=${tags[state]}>
    <span class="tag tag-${tags[state]}">${icon(tags[state])}${words[state]}</span>
    <span class="hop-label">
      <button
        type="button"
        class="link"
        aria-label=${t`Diagnose ${label}`}
        @click=${() => {
          post({ type: 'openPair', registryId, clusterId });
        }}
      >
        ${label}
      </button>
    </span>
    <span class="hop-time"></span>
    <span class="hop-evidence">${message}</span>
  </li>`;
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
      >${message}${isTold ? html` <strong>${t('The pod’s pull failed here.')}</strong>` : nothing}</span
    >
  </li>`;
}

function actions(page: DiagnosePage): TemplateResult | undefined {
  if (page.phase !== 'done') return undefined;
  return html`${page.more === undefined ? nothing : action(page.more, 'more', post, { type: 'more' })}
  ${button({
    label: t('Refresh'),
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
          <p class="hint" role="status">${t('Refreshing…')}</p>`
      : nothing
  }`;
}

startPage<DiagnoseView>({
  header: ({ parties, told }) =>
    html`<div class="pair">
        ${parties.map(
          (each, index) =>
            html`${index === 0 ? nothing : html`<span class="arrow" aria-hidden="true">→</span>`}
            ${party(each.kind, each.party)}`,
        )}
      </div>
      ${told === undefined ? nothing : html`<p class="notice notice-info"><strong>${t('Pod event:')}</strong> ${told}</p>`}`,
  main: ({ page, pods: of }) => html`${content(page, pods(of))}`,
  actions: ({ page }) => actions(page),
  clock: () => undefined,
  said: (before, view) => podsSaid(before, view) ?? said(before?.page, view.page),
  focus: (before, view) => {
    if (podsSaid(before, view) !== undefined) return ['#pods-title'];
    if (before === undefined || before.page.phase === view.page.phase) return [];
    return [...(view.pods?.isWanted === true ? ['#pods-title'] : []), '#result-title', '#problem-title'];
  },
  lost: () => anyPageLost,
  front: ['#result-title', '#form-title'],
});

/** What came of the command in the cluster; undefined for nothing new. */
function podsSaid(before: DiagnoseView | undefined, { pods: after }: DiagnoseView): string | undefined {
  if (before?.pods?.isRunning !== true || after === undefined || after.isRunning) return undefined;
  if (after.problem !== undefined) return after.problem.message;
  const count = after.pulls?.length ?? 0;
  return count === 0 ? t('No pods are waiting for an image.') : t`Images that can’t be pulled: ${count}.`;
}

function said(before: DiagnosePage | undefined, after: DiagnosePage): string {
  switch (after.phase) {
    case 'reading':
      return t('Reading.');
    case 'failed':
      return after.problem.message;
    case 'done': {
      if (after.isReading || (before?.phase === 'done' && !before.isReading)) return '';
      const broken = after.findings.filter(({ severity }) => severity === 'broken');
      return [`${after.words}.`, ...broken.map(({ message }) => message)].join(' ');
    }
  }
}
