/** A run: the name as a pod sees it, the hops of each pool, and the clean-up. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { repeat } from 'lit-html/directives/repeat.js';
import { commandToCopy } from '../../planForm/app/command';
import { icon, type IconName } from '../../webview/app/icons';
import type { HopState, HopView, PoolView, RunView } from '../protocol';

const stateWords: Readonly<Record<HopState, string>> = {
  waiting: t('Waiting'),
  running: t('Running'),
  done: t('Passed'),
  failed: t('Failed'),
  notStarted: t('Not reached'),
};

export function runPage(run: RunView): TemplateResult {
  return html`<section class="section" aria-labelledby="run-title">
      <h2 id="run-title" tabindex="-1">${t('Run')}</h2>
      <dl class="azure run-facts">
        <dt>${t('Image')}</dt>
        <dd><code>${run.image}</code></dd>
        ${
          run.imageNote === undefined
            ? nothing
            : html`<dt></dt>
                <dd class="help">${run.imageNote}</dd>`
        }
        <dt>${t('Namespace')}</dt>
        <dd><code>${run.namespace}</code></dd>
        <dt>${t('DNS lookup from a pod')}</dt>
        <dd>
          ${tag(run.name.state, run.name.words === '' ? stateWords[run.name.state] : run.name.words)}
          <p class="help">${t('Nodes may use different DNS servers, so treat this as a hint.')}</p>
          ${
            run.name.text === ''
              ? nothing
              : html`<details>
                  <summary>${t('Lookup output')}</summary>
                  <pre class="command" tabindex="0" role="group" aria-label=${t('Lookup')}>
${run.name.text}</pre>
                </details>`
          }
        </dd>
        <dt>${t('Cleanup')}</dt>
        <dd>${run.cleanup.words}${commandToCopy(run.cleanup.command)}</dd>
      </dl>
    </section>
    ${repeat(run.pools, ({ name }) => name, pool)}`;
}

const verdictIcons: Readonly<Record<PoolView['verdict'], HopState>> = {
  waiting: 'running',
  pulled: 'done',
  failed: 'failed',
  unproven: 'notStarted',
  undecided: 'notStarted',
};

function pool(view: PoolView): TemplateResult {
  const heading = `pool-${view.name}`;
  return html`<section class="section pool" data-pool=${view.name} aria-labelledby=${heading}>
    <h2 id=${heading}>
      ${t`Pool ${view.name}`} ${tag(verdictIcons[view.verdict], view.words)}
      ${view.node === undefined ? nothing : html`<span class="aside">${t`on ${view.node}`}</span>`}
    </h2>
    ${
      view.cause === undefined
        ? nothing
        : html`<div class="notice notice-${view.cause.isFinal ? 'error' : 'warning'}">
            <p>${view.cause.message}</p>
            <p class="next"><strong>${t('What to do:')}</strong> ${view.cause.nextAction}</p>
          </div>`
    }
    ${view.notes.map((note) => html`<p class="notice notice-info">${note}</p>`)}
    <ol class="hops">
      ${view.hops.map(hop)}
    </ol>
    ${
      view.events.length === 0
        ? nothing
        : html`<details>
            <summary>${t('Events of the pod')} <span class="aside">${view.events.length}</span></summary>
            <pre
              class="command"
              tabindex="0"
              role="group"
              aria-label=${t`Events of the pod of pool ${view.name}`}
            >
${view.events.join('\n')}</pre>
          </details>`
    }
  </section>`;
}

function hop({ label, state, evidence, seconds }: HopView): TemplateResult {
  return html`<li class="hop" data-state=${state}>
    ${tag(state, stateWords[state])}
    <span class="hop-label">${label}</span>
    <span class="hop-time">${seconds === undefined ? '' : t`${Number(seconds.toPrecision(3))} s`}</span>
    <span class="hop-evidence">${evidence}</span>
  </li>`;
}

function tag(state: HopState, words: string): TemplateResult {
  return html`<span class="tag tag-${state}">${icon(state satisfies IconName)}${words}</span>`;
}
