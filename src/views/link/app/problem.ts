/** What went wrong, what Azure said, and the one next thing to do. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { button } from '../../ui/controls';
import type { ProblemView } from '../protocol';
import { post } from './host';
import { icon } from './icons';

export function problem(view: ProblemView, title = 'That did not work'): TemplateResult {
  return html`<section class="notice notice-error" aria-labelledby="problem-title">
    <h2 id="problem-title" tabindex="-1">${icon('error')}${title}</h2>
    <p>${view.message}</p>
    ${view.nextAction === '' ? nothing : html`<p class="next"><strong>What to do:</strong> ${view.nextAction}</p>`}
    ${view.azure === undefined ? nothing : azureWords(view.azure)}
    ${
      view.retryLabel === undefined
        ? nothing
        : button({
            label: view.retryLabel,
            id: 'retry',
            appearance: 'secondary',
            onClick: () => {
              post({ type: 'retry' });
            },
          })
    }
  </section>`;
}

function azureWords(azure: NonNullable<ProblemView['azure']>): TemplateResult {
  const text = [azure.code, azure.message, azure.requestId].filter((part) => part !== undefined).join('\n');
  return html`<dl class="azure">
      <dt>Azure’s code</dt>
      <dd><code>${azure.code}</code></dd>
      <dt>Azure’s message</dt>
      <dd>${azure.message}</dd>
      ${
        azure.requestId === undefined
          ? nothing
          : html`<dt>Request id</dt>
              <dd><code>${azure.requestId}</code></dd>`
      }
    </dl>
    ${button({
      label: 'Copy for a support request',
      appearance: 'secondary',
      onClick: () => {
        post({ type: 'copy', text: text.slice(0, 4096) });
      },
    })}`;
}
