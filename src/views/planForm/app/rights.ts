/** Whether the reader may do what a step does, and what to hand to whoever can grant what lacks. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import type { PlanView, RightsView, StepView } from '../protocol/plan';
import { commandToCopy, copyButton } from './command';
import { icon, type IconName } from '../../webview/app/icons';

const looks: Readonly<Record<RightsView['state'], readonly [IconName, string, string]>> = {
  granted: ['done', 'done', t('You have permission')],
  missing: ['failed', 'failed', t('Permission missing')],
  unknown: ['warning', 'update', t('Permission unknown')],
};

export function rightsBadge({ rights }: StepView): TemplateResult | typeof nothing {
  if (rights === undefined) return nothing;
  const [shape, look, words] = looks[rights.state];
  return html`<span class="rights-badge"><span class="tag tag-${look}">${icon(shape)}${words}</span></span>`;
}

/** A row of its own below the step, because commands are wide; nothing where there is nothing to say. */
export function rightsRow({ id, title, rights }: StepView): TemplateResult | typeof nothing {
  if (rights === undefined || rights.state === 'granted') return nothing;
  return html`<tr role="row" class="request rights" data-rights=${id}>
    <td role="cell" colspan="4">
      <ul aria-label=${t`Permissions for ${title}`}>
        ${rights.missing.map(
          ({ message, wayOut, command }) =>
            html`<li>
              <p>${message}</p>
              <p class="help">${wayOut}</p>
              ${commandToCopy(command)}
            </li>`,
        )}
        ${rights.unsure.map((reason) => html`<li class="help">${reason}</li>`)}
      </ul>
    </td>
  </tr>`;
}

/** How the plan stands with the reader's rights, above its table; nothing where every right is there. */
export function rightsSummary({ steps }: PlanView): TemplateResult | typeof nothing {
  const of = (state: RightsView['state']) => steps.filter(({ rights }) => rights?.state === state);
  const [missing, unknown] = [of('missing'), of('unknown')];
  if (missing.length + unknown.length === 0) return nothing;
  const granted = of('granted').length;
  const commands = new Set(
    missing.flatMap(({ rights }) => rights?.missing.flatMap((one) => one.command ?? []) ?? []),
  );
  return html`<section
    class="notice notice-${missing.length > 0 ? 'error' : 'warning'} rights-summary"
    aria-labelledby="rights-title"
  >
    <h3 id="rights-title">
      ${icon(missing.length > 0 ? 'error' : 'warning')}${
        missing.length > 0
          ? missing.length === 1
            ? t`You don’t have permission for ${missing.length} step`
            : t`You don’t have permission for ${missing.length} steps`
          : unknown.length === 1
            ? t`It’s unknown whether you have permission for ${unknown.length} step`
            : t`It’s unknown whether you have permission for ${unknown.length} steps`
      }
    </h3>
    <p>
      ${
        granted === 1
          ? t`${granted} step granted, ${missing.length} missing, ${unknown.length} not certain.`
          : t`${granted} steps granted, ${missing.length} missing, ${unknown.length} not certain.`
      }
      ${t('The table shows for each step what is missing and who can grant it.')}
    </p>
    ${
      commands.size < 2
        ? nothing
        : html`<p>${copyButton([...commands].join('\n'), t`Copy all ${commands.size} commands`)}</p>`
    }
  </section>`;
}
