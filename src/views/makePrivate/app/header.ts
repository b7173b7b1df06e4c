/** Below the title: the registry, and where it stands with both stages. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { icon, type IconName } from '../../webview/app/icons';
import type { MakePrivateView, StageView } from '../protocol';
import { post } from './host';

export function header({ registry, stage, stages, readAt, page }: MakePrivateView): TemplateResult {
  const mayLeave =
    stage !== undefined && ['observing', 'editing', 'plan', 'done', 'failed'].includes(page.phase);
  return html`<p class="registry" title=${registry.id}><span class="detail">${registry.detail}</span></p>
    <ol class="stages" aria-label=${t('Stages')}>
      ${stages.map((one, index) => stageItem(one, index + 1, one.stage === (stage === 'together' ? 'endpoint' : stage)))}
    </ol>
    ${readAt === undefined ? nothing : html`<p class="help read-at">${readWords(readAt)}</p>`}
    ${
      mayLeave
        ? html`<button
            type="button"
            class="link back"
            @click=${() => {
              post({ type: 'overview' });
            }}
          >
            ${t('Back to overview')}
          </button>`
        : nothing
    }`;
}

function readWords(readAt: number | 'reading'): string {
  return readAt === 'reading'
    ? t('Reading Azure again…')
    : t`Read from Azure at ${new Date(readAt).toLocaleTimeString()}.`;
}

const icons: Readonly<Record<StageView['state'], IconName>> = {
  done: 'done',
  open: 'waiting',
  unknown: 'info',
};
const words: Readonly<Record<StageView['state'], string>> = {
  done: t('done'),
  open: t('to do'),
  unknown: t('unknown'),
};

function stageItem({ title, state, status }: StageView, number: number, current: boolean): TemplateResult {
  return html`<li
    class="stage stage-${state} ${current ? 'stage-current' : ''}"
    aria-current=${current ? 'step' : nothing}
  >
    <span class="stage-title">${icon(icons[state])}${number}. ${title}</span>
    <span class="kind">${words[state]}</span>
    <span class="detail">${status}</span>
  </li>`;
}
