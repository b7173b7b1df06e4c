/** Below the title: who is linked to whom. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import type { LinkView, PartyView } from '../protocol';
import type { Side } from '../protocol/messages';
import { post } from './host';

/** More clusters than these are counted, with their names in a list that can be opened. */
const mostNamed = 3;

export function header(view: LinkView): TemplateResult {
  const { phase } = view.page;
  const changeable = phase === 'choosing' || phase === 'observing' || phase === 'editing' || phase === 'plan';
  const ticking = view.page.phase === 'choosing' && view.page.sides.includes('cluster');
  return html`<div class="pair">
    ${party('registry', t('Container registry'), view.registry === undefined ? [] : [view.registry], changeable)}
    <span class="arrow" aria-hidden="true">→</span>
    ${party(
      'cluster',
      view.clusters.length > 1 ? t`${view.clusters.length} AKS clusters` : t('AKS cluster'),
      view.clusters,
      changeable && !ticking,
    )}
  </div>`;
}

/** What the button of a side says; its name begins with the same words, for who speaks to it. */
const change: Readonly<Record<Side, string>> = { registry: t('Change…'), cluster: t('Add or remove…') };

function party(side: Side, kind: string, chosen: readonly PartyView[], changeable: boolean): TemplateResult {
  return html`<div class="party ${chosen.length === 0 ? 'party-open' : ''}">
    <span class="kind">${kind}</span>
    ${chosen.length === 0 ? html`<span class="party-name">${t('Not chosen yet')}</span>` : names(chosen)}
    ${
      chosen.length > 0 && changeable
        ? html`<button
            type="button"
            class="link"
            aria-label=${`${change[side]} (${kind})`}
            @click=${() => {
              post({ type: 'chooseAgain', side });
            }}
          >
            ${change[side]}
          </button>`
        : nothing
    }
  </div>`;
}

function names(chosen: readonly PartyView[]): TemplateResult {
  const [only, ...others] = chosen;
  if (only !== undefined && others.length === 0) {
    return html`<span class="party-name" title=${only.id}>${only.name}</span
      ><span class="detail">${only.detail}</span>`;
  }
  const list = html`<ul class="party-list">
    ${chosen.map(
      ({ id, name, detail }) =>
        html`<li title=${id}>
          <span class="party-name">${name}</span> <span class="detail">${detail}</span>
        </li>`,
    )}
  </ul>`;
  if (chosen.length <= mostNamed) return list;
  return html`<details class="party-more">
    <summary>${chosen.map(({ name }) => name).join(', ')}</summary>
    ${list}
  </details>`;
}
