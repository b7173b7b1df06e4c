/** What went wrong, what Azure said, and the one next thing to do. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';
import type { ProblemView } from '../protocol';
import { post } from './host';
import { copyButton } from './command';
import { icon } from '../../webview/app/icons';

/** `id` is of the title; the first problem of a page has the one that the focus goes to. */
export function problem(
  view: ProblemView,
  title = t('The operation failed'),
  id = 'problem-title',
): TemplateResult {
  return html`<section class="notice notice-error" aria-labelledby=${id}>
    <h2 id=${id} tabindex="-1">${icon('error')}${title}</h2>
    <p>${view.message}</p>
    ${
      view.resource === undefined
        ? nothing
        : html`<p class="on">
            <span class="kind">${t('Resource')}</span>
            <span class="affected-name" title=${view.resource.id}>${view.resource.name}</span>
            ${copyButton(view.resource.id, t('Copy resource ID'))}
          </p>`
    }
    ${view.nextAction === '' ? nothing : html`<p class="next"><strong>${t('What to do:')}</strong> ${view.nextAction}</p>`}
    ${view.signIn === undefined ? nothing : signInButton(view.signIn, id)}
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

/** `id` is of the problem's title: a page may have several. */
function signInButton(place: NonNullable<ProblemView['signIn']>, id: string): TemplateResult {
  return button({
    label: t('Sign in'),
    id: `sign-in-${id}`,
    appearance: 'secondary',
    onClick: () => {
      post({ type: 'signIn', place });
    },
  });
}

function azureWords(azure: NonNullable<ProblemView['azure']>): TemplateResult {
  const text = [azure.code, azure.message, azure.requestId].filter((part) => part !== undefined).join('\n');
  return html`<dl class="azure">
      <dt>${t('Azure error code')}</dt>
      <dd><code>${azure.code}</code></dd>
      <dt>${t('Azure message')}</dt>
      <dd>${azure.message}</dd>
      ${
        azure.requestId === undefined
          ? nothing
          : html`<dt>${t('Request ID')}</dt>
              <dd><code>${azure.requestId}</code></dd>`
      }
    </dl>
    ${button({
      label: t('Copy for a support request'),
      appearance: 'secondary',
      onClick: () => {
        post({ type: 'copy', text });
      },
    })}`;
}
