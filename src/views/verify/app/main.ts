/** The browser side of “Verify from inside the cluster”. */
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { badge, button, progressRing } from '../../ui/controls';
import { registerToolkit } from '../../ui/toolkit';
import { action } from '../../planForm/app/action';
import { keep, settle } from '../../planForm/app/host';
import { problem } from '../../planForm/app/problem';
import { icon } from '../../webview/app/icons';
import { elapsed } from '../../webview/app/words';
import type { PartyView, VerifyPage, VerifyView } from '../protocol';
import { focusTarget, said } from './attention';
import { post } from './host';
import { runPage } from './run';
import { leftovers, setup } from './setup';

type Done = Extract<VerifyPage, { readonly phase: 'done' }>;

registerToolkit();

let view: VerifyView | undefined;
/** How far the host's clock is ahead of this one: they may run on two machines. */
let clockOffset = 0;
let ticking: number | undefined;

const root = document.createElement('div');
root.className = 'form';
const announcer = document.createElement('div');
announcer.className = 'sr-only';
announcer.setAttribute('aria-live', 'polite');
document.body.append(root, announcer);

function draw(): void {
  if (view === undefined) return;
  const { title, emulatorName, registry, cluster, page } = view;
  render(
    html`<header class="header">
        <div class="header-top">
          <h1 id="form-title" tabindex="-1">${title}</h1>
          ${emulatorName === undefined ? nothing : html`<span class="emulator">${badge(emulatorName)}</span>`}
        </div>
        <div class="pair">
          ${party('AKS cluster', cluster)}<span class="arrow" aria-hidden="true">→</span>
          ${party('Container registry', registry)}
        </div>
      </header>
      <main class="main" aria-labelledby="form-title">${content(page)}</main>
      ${footer(page)}`,
    root,
  );
}

function party(kind: string, { id, name, detail }: PartyView): TemplateResult {
  return html`<div class="party">
    <span class="kind">${kind}</span><span class="party-name" title=${id}>${name}</span>
    <span class="detail">${detail}</span>
  </div>`;
}

function content(page: VerifyPage): TemplateResult {
  switch (page.phase) {
    case 'reading':
      return html`<p class="loading" role="status">
        ${progressRing()}<span>Reading the cluster and your rights on it…</span>
      </p>`;
    case 'refused':
      return problem(page.problem, 'This cluster can’t be asked now');
    case 'ready':
      return setup(page);
    case 'running':
      return runPage(page.run);
    case 'done':
      return html`${verdict(page)} ${leftovers(page.leftovers, page.busy)} ${runPage(page.run)}`;
  }
}

function verdict({ verdict: value, words, path, problem: failure }: Done): TemplateResult {
  const look = value === 'pulled' ? 'done' : value === 'failed' ? 'error' : 'warning';
  return html`<section class="notice notice-${look}" aria-labelledby="done-title">
      <h2 id="done-title" tabindex="-1" data-verdict=${value}>
        ${icon(look === 'error' ? 'error' : look)}${words}
      </h2>
      ${value === 'pulled' ? html`<p>The nodes of every pool that was asked pulled the image.</p>` : nothing}
      ${path === undefined ? nothing : html`<p>${path}</p>`}
    </section>
    ${failure === undefined ? nothing : problem(failure, 'The run ended early')}`;
}

function footer(page: VerifyPage): TemplateResult | typeof nothing {
  const actions = footerActions(page);
  return actions === undefined ? nothing : html`<footer class="footer">${actions}</footer>`;
}

function footerActions(page: VerifyPage): TemplateResult | undefined {
  switch (page.phase) {
    case 'reading':
    case 'refused':
      return undefined;
    case 'ready': {
      const { busy, form, startable } = page;
      return html`${button({
          label: 'Run in the cluster',
          id: 'run',
          disabled: !startable,
          onClick: () => {
            post({ type: 'run' });
          },
        })}
        ${busy === undefined ? nothing : progressRing()}
        <p class="hint" role="status">${busy ?? hint(form.errors, startable)}</p>`;
    }
    case 'running': {
      const seconds = (Date.now() + clockOffset - page.run.startedAt) / 1000;
      return html`${progressRing()}
        <p class="hint">
          ${page.cancelling ? 'Cancelling: what was created is deleted first.' : page.run.doing}
          ${elapsed(seconds)}
        </p>
        ${page.cancelling ? nothing : action('Cancel', 'cancel', post, { type: 'cancel' })}`;
    }
    case 'done': {
      const link = (appearance: 'primary' | 'secondary') =>
        action('Link to AKS…', 'link', post, { type: 'link' }, appearance);
      const insert = action('Insert deployment.yaml', 'insert', post, { type: 'insertManifest' }, 'primary');
      return html`${page.offersLink ? link('primary') : nothing}
      ${page.verdict === 'pulled' ? insert : nothing}
      ${action('Run again…', 'again', post, { type: 'again' })}
      ${action('Copy report', 'report', post, { type: 'copyReport' })}
      ${page.busy === undefined ? nothing : html`<p class="hint" role="status">${page.busy}</p>`}`;
    }
  }
}

function hint(errors: number, startable: boolean): string {
  if (errors > 0) return 'Something above is to be corrected first.';
  return startable ? 'Nothing is created in the cluster before you run it.' : 'Choose an image first.';
}

function show(next: VerifyView): void {
  const before = view?.page;
  view = next;
  if (next.page.phase === 'ready') settle(next.page.form.edit);
  if (next.page.phase === 'running') clockOffset = next.page.run.now - Date.now();
  draw();
  tick(next.page.phase === 'running');
  const words = said(before, next.page);
  if (words !== '') announcer.textContent = words;
  focus(focusTarget(before, next.page));
}

/** Elapsed times move on between two views. */
function tick(on: boolean): void {
  if (on) ticking ??= window.setInterval(draw, 1000);
  else {
    window.clearInterval(ticking);
    ticking = undefined;
  }
}

function focus(selector: string | undefined): void {
  const target = selector === undefined ? null : document.querySelector<HTMLElement>(selector);
  if (target === null) return;
  // Toolkit elements take the focus only after they have drawn themselves.
  requestAnimationFrame(() => {
    window.scrollTo(0, 0);
    target.focus({ preventScroll: true });
  });
}

window.addEventListener(
  'message',
  ({ data }: MessageEvent<{ type: 'view'; view: VerifyView; saved: unknown } | { type: 'focus' }>) => {
    if (data.type === 'focus') {
      focus('#form-title');
      return;
    }
    show(data.view);
    keep(data.saved);
  },
);

post({ type: 'ready' });
