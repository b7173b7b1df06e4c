/** What is chosen before a run, and what the run will do. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';
import { action } from '../../planForm/app/action';
import { formSections } from '../../planForm/app/sections';
import { problem } from '../../planForm/app/problem';
import { icon } from '../../webview/app/icons';
import type { LeftoverView, VerifyPage } from '../protocol';
import { post } from './host';

type Ready = Extract<VerifyPage, { readonly phase: 'ready' }>;

const wide = new Set(['image', 'namespace']);

export function setup(page: Ready): TemplateResult {
  return html`${page.problem === undefined ? nothing : problem(page.problem)}
    ${leftovers(page.leftovers, page.busy)}
    <p class="helpers">
      ${action(t('Choose image from the registry…'), 'choose-image', post, { type: 'chooseImage' })}
      ${button({
        label: t('Read namespaces'),
        id: 'look',
        appearance: 'secondary',
        disabled: page.busy !== undefined,
        onClick: () => {
          post({ type: 'look' });
        },
      })}
    </p>
    ${formSections(page.form, wide, false)}
    <section class="section" aria-labelledby="effects-title">
      <h2 id="effects-title">${t('What a run does')}</h2>
      <ul class="effects">
        ${page.effects.map((effect) => html`<li>${effect}</li>`)}
      </ul>
      ${
        page.manifest === undefined
          ? nothing
          : html`<details class="manifest">
              <summary>
                ${t('Pod manifest')}
                <span class="aside">${t('One per node pool. Name, pool, and tolerations differ.')}</span>
              </summary>
              <pre class="command" tabindex="0" role="group" aria-label=${t('Manifest of the pod')}>
${page.manifest}</pre>
            </details>`
      }
    </section>`;
}

/** Pods that an earlier run could not delete. */
export function leftovers(
  list: readonly LeftoverView[],
  busy: string | undefined,
): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="notice notice-warning" aria-labelledby="leftovers-title">
    <h3 id="leftovers-title">${icon('warning')}${t('An earlier run was interrupted and left pods')}</h3>
    <ul>
      ${list.map(
        ({ runId, words }) =>
          html`<li>
            ${words}
            ${button({
              label: t('Delete them'),
              id: `clean-${runId}`,
              name: t`Delete the pods of run ${runId}`,
              appearance: 'secondary',
              disabled: busy !== undefined,
              onClick: () => {
                post({ type: 'cleanLeftover', runId });
              },
            })}
          </li>`,
      )}
    </ul>
  </section>`;
}
