/** The browser side of the link form: shows the view that the host sends, posts what the user does. */
import { html, render } from 'lit-html';
import { registerToolkit } from '../../ui/toolkit';
import type { LinkView, ToApp } from '../protocol';
import { announcement, focusTargets } from './attention';
import { footer } from './footer';
import { header } from './frame';
import { keep, post, settle } from './host';
import { page } from './pages';

registerToolkit();

let view: LinkView | undefined;
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
    html`${header(view)}
      <main class="main" aria-labelledby="form-title">${page(view, now, draw)}</main>
      ${footer(view, now)}`,
    root,
  );
}

function show(next: LinkView): void {
  const before = view;
  view = next;
  if ('form' in next.page) settle(next.page.form.edit);
  if ('progress' in next.page) clockOffset = next.page.progress.now - Date.now();
  draw();
  tick(next.page.phase === 'applying');
  const said = announcement(before, next);
  if (said !== '') announcer.textContent = said;
  focusFirst(focusTargets(before?.page, next.page));
}

/** Elapsed times move on between two views. */
function tick(on: boolean): void {
  if (on) ticking ??= window.setInterval(draw, 1000);
  else {
    window.clearInterval(ticking);
    ticking = undefined;
  }
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

window.addEventListener('message', (event: MessageEvent<ToApp>) => {
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

function unreachable(message: never): never {
  throw new Error(`Unknown message ${JSON.stringify(message)}`);
}

post({ type: 'ready' });
