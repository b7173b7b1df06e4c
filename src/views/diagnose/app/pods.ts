/** Pods that wait for images: what is run to find them, and what was found. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button, progressRing } from '../../ui/controls';
import { commandToCopy } from '../../planForm/app/command';
import { problem } from '../../planForm/app/problem';
import type { FailingPullView, PodsView } from '../protocol';
import { post } from './host';

export function pods(view: PodsView | undefined): TemplateResult | typeof nothing {
  if (view === undefined) return nothing;
  const { effects, command, isRunning, problem: failure, pulls, notes } = view;
  return html`<section class="section" aria-labelledby="pods-title">
    <h2 id="pods-title" tabindex="-1">
      ${t('Pods that fail to pull')}${pulls === undefined ? nothing : html` <span class="aside">${pulls.length}</span>`}
    </h2>
    ${
      pulls === undefined
        ? html`<ul class="effects">
            ${effects.map((effect) => html`<li>${effect}</li>`)}
          </ul>`
        : nothing
    }
    ${failure === undefined ? nothing : problem(failure, t('The pods couldn’t be listed'), 'pods-problem')}
    ${pulls?.length === 0 ? html`<p>${t('No pods are waiting for an image.')}</p>` : nothing}
    ${(pulls ?? []).map(pull)} ${notes.map((note) => html`<p class="aside">${note}</p>`)}
    <p class="find">
      ${button({
        label: pulls === undefined ? t('Find failing pulls') : t('Find again'),
        id: 'find-pulls',
        appearance: 'secondary',
        disabled: isRunning,
        onClick: () => {
          post({ type: 'findPulls' });
        },
      })}
      ${isRunning ? html`${progressRing()}<span role="status">${t('Running the command in the cluster…')}</span>` : nothing}
    </p>
    <details>
      <summary>${t('Command')}</summary>
      ${commandToCopy(command)}
    </details>
  </section>`;
}

function pull(
  { image, message, nextAction, pods: of, leads, note }: FailingPullView,
  index: number,
): TemplateResult {
  const id = `pull-${index}`;
  return html`<article class="notice notice-error finding" aria-labelledby=${id} data-image=${image}>
    <h3 id=${id}>${image}</h3>
    <p>${message}</p>
    ${nextAction === undefined ? nothing : html`<p class="next"><strong>${t('What to do:')}</strong> ${nextAction}</p>`}
    ${note === undefined ? nothing : html`<p>${note}</p>`}
    <details>
      <summary>${of.length === 1 ? t('1 pod') : t`${of.length} pods`}</summary>
      <ul class="evidence">
        ${of.map((pod) => html`<li>${pod}</li>`)}
      </ul>
    </details>
    ${
      leads
        ? button({
            label: t('Diagnose'),
            name: t`Diagnose why ${image} isn’t pulled: ${message}`,
            id: `diagnose-${id}`,
            appearance: 'secondary',
            onClick: () => {
              post({ type: 'openPull', index });
            },
          })
        : nothing
    }
  </article>`;
}
