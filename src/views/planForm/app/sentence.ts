/** A sentence in which the name of a resource leads to its properties; those that it doesn't name stand below it. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import type { ResourceView } from '../protocol/plan';
import { post } from './host';
import { sentenceParts } from './sentenceParts';

export function sentence(text: string, resources: readonly ResourceView[]): TemplateResult {
  const parts = sentenceParts(text, resources);
  const others = resources.filter(({ id }) => !parts.some(({ resource }) => resource?.id === id));
  return html`<p>
      ${parts.map((part) => (part.resource === undefined ? part.text : name(part.text, part.resource.id)))}
    </p>
    ${others.length === 0 ? nothing : html`<p class="affected">${others.map((each) => name(each.name, each.id))}</p>`}`;
}

function name(text: string, resourceId: string): TemplateResult {
  return html`<button
    type="button"
    class="link in-text"
    title=${resourceId}
    aria-label=${t`${text}: view properties`}
    @click=${() => {
      post({ type: 'viewProperties', resourceId });
    }}
  >
    ${text}
  </button>`;
}
