/** The lists from which a registry and clusters are chosen. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { repeat } from 'lit-html/directives/repeat.js';
import { checkbox, progressRing, textField } from '../../ui/controls';
import { problem } from '../../planForm/app/problem';
import type { ChoosingView, OfferedView, PartyView } from '../protocol';
import type { Side } from '../protocol/messages';
import { post } from './host';

interface Words {
  readonly title: string;
  readonly filter: string;
  readonly placeholder: string;
  readonly looking: string;
  readonly none: string;
  readonly number: (number: number) => string;
}

const words: Readonly<Record<Side, Words>> = {
  registry: {
    title: t('Choose a container registry'),
    filter: t('Filter registries'),
    placeholder: t('Name, subscription, resource group, login server or region'),
    looking: t('Looking for registries…'),
    none: t('No registry is visible in the selected subscriptions.'),
    number: (number) => (number === 1 ? t`${number} registry` : t`${number} registries`),
  },
  cluster: {
    title: t('Choose AKS clusters'),
    filter: t('Filter clusters'),
    placeholder: t('Name, subscription, resource group or region'),
    looking: t('Looking for clusters…'),
    none: t('No cluster is visible in the selected subscriptions.'),
    number: (number) => (number === 1 ? t`${number} cluster` : t`${number} clusters`),
  },
};

const filters: Record<Side, string> = { registry: '', cluster: '' };

/** Shows a list for each side that is to be chosen. */
export function chooser(page: ChoosingView, redraw: () => void): TemplateResult {
  if (page.problem !== undefined) return problem(page.problem);
  return html`<div class="choosers">
    ${page.sides.includes('registry') ? list('registry', page.registries, registryItem, redraw) : nothing}
    ${page.sides.includes('cluster') ? list('cluster', page.clusters, clusterItem, redraw) : nothing}
  </div>`;
}

function list<P extends PartyView>(
  side: Side,
  parties: OfferedView<P> | undefined,
  item: (party: P) => TemplateResult,
  redraw: () => void,
): TemplateResult {
  const heading = `choose-${side}`;
  // Until the host has answered what was typed last.
  const shown = parties?.shown.filter((party) => matches(party, filters[side])) ?? [];
  return html`<section class="section" aria-labelledby=${heading}>
    <h2 id=${heading} tabindex="-1">${words[side].title}</h2>
    ${textField({
      id: `filter-${side}`,
      label: words[side].filter,
      placeholder: words[side].placeholder,
      value: filters[side],
      description: '',
      invalid: false,
      onChange: (value) => {
        filters[side] = value;
        redraw();
        post({ type: 'filter', side, text: value });
      },
    })}
    ${
      parties === undefined
        ? html`<p class="loading">${progressRing()}<span>${words[side].looking}</span></p>`
        : html`<p class="help" role="status">${found(side, parties)}</p>
            ${parties.gap === undefined ? nothing : html`<p class="help">${parties.gap}</p>`}
            <ul class="parties parties-${side}" @keydown=${moveFocus}>
              ${repeat(
                shown,
                ({ id }) => id,
                (party) => html`<li>${item(party)}</li>`,
              )}
            </ul>`
    }
  </section>`;
}

function registryItem(party: PartyView): TemplateResult {
  return html`<button
    type="button"
    class="item"
    @click=${() => {
      post({ type: 'choose', id: party.id });
    }}
  >
    <span class="party-name">${party.name}</span><span class="detail">${party.detail}</span>
  </button>`;
}

function clusterItem(party: PartyView & { readonly ticked: boolean }): TemplateResult {
  return checkbox({
    id: `tick-${party.id}`,
    className: 'item',
    name: party.name,
    label: html`<span class="party-name">${party.name}</span><span class="detail">${party.detail}</span>`,
    description: party.detail,
    checked: party.ticked,
    onChange: (ticked) => {
      post({ type: 'tick', id: party.id, ticked });
    },
  });
}

function matches(party: PartyView, filter: string): boolean {
  const text = `${party.name} ${party.detail}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function found(
  side: Side,
  { shown, matching, all, ticked, tickedShown, gap }: OfferedView<PartyView>,
): string {
  if (all === 0) return gap === undefined ? words[side].none : '';
  const known = words[side].number(all);
  const number = matching === all ? known : t`${matching} of ${known}`;
  const first = shown.length === matching ? '' : t`, the first ${shown.length} are shown`;
  const hidden = ticked - tickedShown;
  const chosen =
    ticked === 0
      ? ''
      : hidden === 0
        ? t`, ${ticked} chosen`
        : t`, ${ticked} chosen, ${hidden} of them not shown`;
  return `${number}${first}${chosen}`;
}

/** Arrow keys walk the list, besides Tab. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.item')];
  const next = items[items.indexOf(document.activeElement as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
