/** The lists from which a registry and a cluster are chosen. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { progressRing, textField } from '../../ui/controls';
import type { LinkView, PartyView, Side } from '../protocol';
import { post } from './host';
import { problem } from './problem';
import { count } from './words';

const words: Readonly<Record<Side, { one: string; many: string; title: string }>> = {
  registry: { one: 'registry', many: 'registries', title: 'Choose a container registry' },
  cluster: { one: 'cluster', many: 'clusters', title: 'Choose an AKS cluster' },
};

const filters: Record<Side, string> = { registry: '', cluster: '' };

/** Shows a list for each side that isn't chosen yet. */
export function chooser(
  view: LinkView,
  page: Extract<LinkView['page'], { phase: 'choosing' }>,
  redraw: () => void,
): TemplateResult {
  if (page.problem !== undefined) return problem(page.problem);
  return html`<div class="choosers">
    ${view.registry === undefined ? list('registry', page.registries, redraw) : nothing}
    ${view.cluster === undefined ? list('cluster', page.clusters, redraw) : nothing}
  </div>`;
}

function list(side: Side, parties: readonly PartyView[] | undefined, redraw: () => void): TemplateResult {
  const heading = `choose-${side}`;
  const shown = parties?.filter((party) => matches(party, filters[side])) ?? [];
  return html`<section class="section" aria-labelledby=${heading}>
    <h2 id=${heading} tabindex="-1">${words[side].title}</h2>
    ${textField({
      id: `filter-${side}`,
      label: `Filter ${words[side].many}`,
      placeholder: 'Name, resource group or region',
      value: filters[side],
      description: '',
      invalid: false,
      onChange: (value) => {
        filters[side] = value;
        redraw();
      },
    })}
    ${
      parties === undefined
        ? html`<p class="loading">${progressRing()}<span>Looking for ${words[side].many}…</span></p>`
        : html`<p class="help" role="status">${found(side, shown.length, parties.length)}</p>
            <ul class="parties" @keydown=${moveFocus}>
              ${shown.map(
                (party) =>
                  html`<li>
                    <button
                      type="button"
                      data-id=${party.id}
                      @click=${() => {
                        post({ type: 'choose', side, id: party.id });
                      }}
                    >
                      <span class="party-name">${party.name}</span><span class="detail">${party.detail}</span>
                    </button>
                  </li>`,
              )}
            </ul>`
    }
  </section>`;
}

function matches(party: PartyView, filter: string): boolean {
  const text = `${party.name} ${party.detail}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function found(side: Side, shown: number, all: number): string {
  const { one, many } = words[side];
  if (all === 0) return `No ${one} is visible in the chosen subscriptions.`;
  return shown === all ? count(all, one, many) : `${shown} of ${count(all, one, many)}`;
}

/** Arrow keys walk the list, besides Tab. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
