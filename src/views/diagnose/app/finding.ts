/** One finding: what, where, how sure, by which evidence, and what takes it away. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';
import { commandToCopy } from '../../planForm/app/command';
import { icon, type IconName } from '../../webview/app/icons';
import type { EvidenceView, FindingView } from '../protocol';
import { post } from './host';

const icons: Readonly<Record<FindingView['severity'], IconName>> = {
  broken: 'error',
  willBreak: 'warning',
  worthKnowing: 'info',
};

const looks: Readonly<Record<FindingView['severity'], string>> = {
  broken: 'error',
  willBreak: 'warning',
  worthKnowing: 'info',
};

export function finding(view: FindingView, index: number): TemplateResult {
  const { id, rule, severity, message, where, pairs, ask, source, instructions, repairLabel } = view;
  const title = `finding-${index}`;
  return html`<article
    class="notice notice-${looks[severity]} finding"
    data-rule=${rule}
    aria-labelledby=${title}
  >
    <h3 id=${title}>
      ${icon(icons[severity])}${view.severityWords}${where === '' ? nothing : html`: ${where}`}
    </h3>
    <p>${message}</p>
    ${pairs.length === 0 ? nothing : html`<p><strong>${t('Affected pairs:')}</strong> ${pairs.join(', ')}</p>`}
    <p class="aside">${view.confidenceWords}. ${t('Source:')} <a href=${source.url}>${source.title}</a></p>
    ${ask === undefined ? nothing : html`<p><strong>${t('To check:')}</strong> ${ask}</p>`}
    ${evidence(view.evidence)}
    ${
      instructions === undefined
        ? nothing
        : html`<div class="instructions">
            <p class="next"><strong>${t`What ${instructions.who} can do:`}</strong> ${instructions.text}</p>
            ${instructions.commands.map(commandToCopy)}
          </div>`
    }
    ${
      repairLabel === undefined
        ? nothing
        : button({
            label: repairLabel,
            name: t`${repairLabel} repairs: ${message}`,
            id: `repair-${title}`,
            appearance: 'secondary',
            onClick: () => {
              post({ type: 'repair', id });
            },
          })
    }
  </article>`;
}

function evidence(list: readonly EvidenceView[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<ul class="evidence">
    ${list.map(
      ({ resourceId, name, property, found, needed }) =>
        html`<li>
          <span title=${resourceId}>${name}</span>, <code>${property}</code>:
          ${t`${found}; needed: ${needed}`}
          ${link(t('Show in tree'), name, () => {
            post({ type: 'showInTree', resourceId });
          })}
          ${link(t('Open in portal'), name, () => {
            post({ type: 'openInPortal', resourceId });
          })}
        </li>`,
    )}
  </ul>`;
}

function link(label: string, name: string, clicked: () => void): TemplateResult {
  return html`<button type="button" class="link" aria-label=${`${label}: ${name}`} @click=${clicked}>
    ${label}
  </button>`;
}
