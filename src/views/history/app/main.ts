/** The browser side of the page that lists operations. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { repeat } from 'lit-html/directives/repeat.js';
import { button, progressRing } from '../../ui/controls';
import { problem } from '../../planForm/app/problem';
import { icon } from '../../webview/app/icons';
import { startPage } from '../../webview/app/startPage';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { ChangeView, EntryView, HistoryView } from '../protocol';
import type { EntryAction, ToHost } from '../protocol/messages';

function post(message: ToHost): void {
  vscodeApi.postMessage(message);
}

const labels: Readonly<Record<EntryAction, string>> = {
  resume: t('Resume…'),
  rollBack: t('Roll back…'),
  discard: t('Discard…'),
  viewJournal: t('View journal'),
};

function list({ entries, problem: failure }: HistoryView): TemplateResult {
  if (failure !== undefined) return problem(failure);
  if (entries === undefined) {
    return html`<p class="loading" role="status">
      ${progressRing()}<span>${t('Reading the operations…')}</span>
    </p>`;
  }
  if (entries.length === 0) {
    return html`<p class="notice notice-info">
      ${t('No operations were started on this computer. Link, Unlink, Make Private, and other operations are listed here.')}
    </p>`;
  }
  // Roles are written out because the narrow layout turns rows into cards, which would hide the table otherwise.
  return html`<table class="plan history" role="table" aria-labelledby="form-title">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${t('Result')}</th>
        <th role="columnheader" scope="col">${t('Operation')}</th>
        <th role="columnheader" scope="col">${t('Changes')}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(entries, ({ operationId }) => operationId, row)}
    </tbody>
  </table>`;
}

function row(entry: EntryView): TemplateResult {
  const { operationId, title, started, took, by, look, end, why, changes, actions } = entry;
  const facts = [started, took === undefined ? '' : t`took ${took}`, by === undefined ? '' : t`by ${by}`];
  return html`<tr role="row" data-operation=${operationId}>
    <td role="cell" class="action">
      <span class="tag tag-${look === 'warning' ? 'update' : look}">${icon(look)}${end}</span>
    </td>
    <th role="rowheader" scope="row" class="resource">
      <span class="title">${title}</span>
      <span class="note">${facts.filter((fact) => fact !== '').join(' · ')}</span>
      ${why === '' ? nothing : html`<span class="note ${look === 'failed' ? 'note-failed' : ''}">${why}</span>`}
      <span class="entry-actions">
        ${actions.map((type) =>
          button({
            label: labels[type],
            name: `${labels[type]} ${title}`,
            appearance: 'secondary',
            onClick: () => {
              post({ type, operationId });
            },
          }),
        )}
      </span>
    </th>
    <td role="cell" class="why">${changesOf(changes)}</td>
  </tr>`;
}

/** A few are shown at once, more unfold. */
const mostShown = 4;

function changesOf(changes: readonly ChangeView[]): TemplateResult {
  if (changes.length === 0) return html`${t('Nothing was changed.')}`;
  const items = html`<ul class="changes">
    ${changes.map(
      ({ verb, title, resourceId }) => html`<li title=${resourceId}><strong>${verb}</strong> ${title}</li>`,
    )}
  </ul>`;
  if (changes.length <= mostShown) return items;
  return html`<details>
    <summary>${t`${changes.length} changes`}</summary>
    ${items}
  </details>`;
}

startPage<HistoryView>({
  header: () => html`<p class="intro">${t('Operations from this computer, newest first.')}</p>`,
  main: list,
  actions: () => undefined,
  clock: () => undefined,
  said: (before, { entries }) =>
    before?.entries === undefined && entries !== undefined
      ? entries.length === 1
        ? t`${entries.length} operation`
        : t`${entries.length} operations`
      : '',
  focus: (before) => (before === undefined ? ['#form-title'] : []),
  front: ['#form-title'],
});
