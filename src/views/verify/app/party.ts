/** One of the two that a page is about, as a card. */
import { html, type TemplateResult } from '../../ui/html';
import type { PartyView } from '../protocol';

export function party(kind: string, { id, name, detail }: PartyView): TemplateResult {
  return html`<div class="party">
    <span class="kind">${kind}</span><span class="party-name" title=${id}>${name}</span>
    <span class="detail">${detail}</span>
  </div>`;
}
