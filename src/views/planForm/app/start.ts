/** The browser side of a form: shows the view that the host sends, posts what the user does. */
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { badge } from '../../ui/controls';
import { registerToolkit } from '../../ui/toolkit';
import type { ToApp } from '../protocol';
import { announcement, focusTargets } from './attention';
import { footer } from './footer';
import type { AnyChoosing, FormUi, View } from './formUi';
import { keep, post, settle } from './host';
import { page } from './pages';

/** Call once, from the form's bundle. */
export function startForm<H, D, C extends AnyChoosing>(ui: FormUi<H, D, C>): void {
  registerToolkit();

  let view: View<H, D, C> | undefined;
  /** How far the host's clock is ahead of this one: they may run on two machines. */
  let clockOffset = 0;
  let ticking: number | undefined;

  const root = document.createElement('div');
  root.className = 'form';
  document.body.append(root);
  const announcer = document.createElement('div');
  announcer.className = 'sr-only';
  announcer.setAttribute('aria-live', 'polite');
  document.body.append(announcer);

  function draw(): void {
    if (view === undefined) return;
    const now = Date.now() + clockOffset;
    render(
      html`<header class="header">
          <div class="header-top">
            <h1 id="form-title" tabindex="-1">${view.title}</h1>
            ${emulatorBadge(view.emulatorName)}
          </div>
          ${ui.header(view)}
        </header>
        <main class="main" aria-labelledby="form-title">${page(view, ui, now, draw)}</main>
        ${footer(view, ui, now)}`,
      root,
    );
  }

  function show(next: View<H, D, C>): void {
    const before = view;
    view = next;
    if ('form' in next.page) settle(next.page.form.edit);
    if ('progress' in next.page) clockOffset = next.page.progress.now - Date.now();
    draw();
    tick(next.page.phase === 'applying');
    const said = announcement(before?.page, next.page, ui.words(next));
    if (said !== '') announcer.textContent = said;
    focusFirst(focusTargets(before?.page, next.page, ui.choosing?.focus ?? []));
  }

  /** Elapsed times move on between two views. */
  function tick(on: boolean): void {
    if (on) ticking ??= window.setInterval(draw, 1000);
    else {
      window.clearInterval(ticking);
      ticking = undefined;
    }
  }

  window.addEventListener('message', (event: MessageEvent<ToApp<View<H, D, C>>>) => {
    const message = event.data;
    switch (message.type) {
      case 'view':
        show(message.view);
        keep(message.saved);
        return;
      case 'focus':
        focusFirst(['#done-title', '#problem-title', '#plan-title', '#form-title']);
        return;
      default:
        unreachable(message);
    }
  });

  post({ type: 'ready' });
}

function emulatorBadge(name: string | undefined): TemplateResult | typeof nothing {
  return name === undefined ? nothing : html`<span class="emulator">${badge(name)}</span>`;
}

function focusFirst(selectors: readonly string[]): void {
  for (const selector of selectors) {
    const target = document.querySelector<HTMLElement>(selector);
    if (target === null) continue;
    // Toolkit elements take the focus only after they have drawn themselves.
    requestAnimationFrame(() => {
      // A page that takes the place of another begins at its top, unless what is new is further down.
      window.scrollTo(0, 0);
      target.focus({ preventScroll: true });
      if (target.getBoundingClientRect().bottom > window.innerHeight / 2)
        target.scrollIntoView({ block: 'start' });
    });
    return;
  }
}

function unreachable(message: never): never {
  throw new Error(`Unknown message ${JSON.stringify(message)}`);
}
