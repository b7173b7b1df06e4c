/** Commands for a terminal, the reader's own or somebody else's. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { post } from './host';

/** The command with a button that copies it. */
export function commandToCopy(command: string | undefined): TemplateResult | typeof nothing {
  if (command === undefined) return nothing;
  return html`<pre class="command" tabindex="0" role="group" aria-label=${t('Command')}>${command}</pre>
    ${copyButton(command, t('Copy command'))}`;
}

export function copyButton(text: string, label: string): TemplateResult {
  return html`<button
    type="button"
    class="link"
    @click=${() => {
      post({ type: 'copy', text });
    }}
  >
    ${label}
  </button>`;
}
