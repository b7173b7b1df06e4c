/**
 * The frame of a page: shows the view that the host sends, says aloud what has changed, puts the keyboard focus where the
 * news is, and keeps what is needed after a reload. What is in the frame the page supplies.
 */
import { visibleLines } from '../../../model/shownText';
import { badge } from '../../ui/controls';
import { asShown, html, nothing, render, showTextsBy, type TemplateResult } from '../../ui/html';
import { registerToolkit } from '../../ui/toolkit';
import type { Received } from '../protocol';
import { focusFirst, keptFocus, type Moves } from './focus';
import { anyPageLost, lostNotice, type LostWords } from './lostNotice';
import { hostWatch, onHostLost, vscodeApi } from './vscodeApi';

/** What the views of all pages have. */
export interface AnyView {
  /** Of the panel and the page. */
  readonly title: string;
  /** What to call the emulator that stands in for Azure; undefined for Azure. */
  readonly emulatorName: string | undefined;
}

export interface PageUi<View extends AnyView> {
  /** Below the title: what the page is about. */
  header(view: View): TemplateResult | typeof nothing;
  /** `now` in milliseconds on the host's clock. */
  main(view: View, now: number, redraw: () => void): TemplateResult | typeof nothing;
  /** What can be done; undefined for nothing. */
  actions(view: View, now: number): TemplateResult | undefined;
  /** Called with each view before it is drawn. */
  taken?(view: View): void;
  /** The host's clock when it sent the view, and whether times go on from there; undefined where none are shown. */
  clock(view: View): { readonly now: number; readonly runs: boolean } | undefined;
  /** What is said aloud; empty for nothing. */
  said(before: View | undefined, after: View): string;
  /** Selectors of what takes the focus, the first that is there; none when the user's place must not be left. */
  focus(before: View | undefined, after: View): readonly string[];
  /** The same for a page that a command has brought to the front. */
  readonly front: readonly string[];
  /** What is said when the extension host is lost; left out where nothing is to be added to what all pages say. */
  lost?(view: View): LostWords;
}

/** From the host. `saved` is kept by VS Code for the time after a reload. */
type ToPage<View> =
  | Received
  | {
      readonly type: 'view';
      readonly view: View;
      readonly saved: unknown;
      /** Why nothing can be done on the page over the present connection; undefined where something can. */
      readonly elsewhere?: string;
    }
  /** The panel was brought to the front by a command: put the keyboard focus into it. */
  | { readonly type: 'focus' };

/** Call once, from the page's bundle. */
export function startPage<View extends AnyView>(ui: PageUi<View>): void {
  showTextsBy(visibleLines);
  registerToolkit();

  let view: View | undefined;
  let elsewhere: string | undefined;
  /** How far the host's clock is ahead of this one: they may run on two machines. */
  let clockOffset = 0;
  let ticking: number | undefined;
  /** Times of the view go on. */
  let runs = false;

  const root = document.createElement('div');
  root.className = 'form';
  const announcer = document.createElement('div');
  announcer.className = 'sr-only';
  announcer.setAttribute('aria-live', 'polite');
  // It is there from the beginning, because a screen reader says only what comes into a region that it knows.
  const lost = document.createElement('div');
  lost.className = 'lost-place';
  lost.setAttribute('role', 'alert');
  const page = document.createElement('div');
  page.className = 'page';
  page.append(lost, root);
  document.body.append(page, announcer);

  function draw(): void {
    if (view === undefined) return;
    const now = Date.now() + clockOffset;
    const actions = elsewhere === undefined ? ui.actions(view, now) : undefined;
    const keepFocus = keptFocus();
    root.classList.toggle('is-elsewhere', elsewhere !== undefined);
    render(
      html`<header class="header">
          <div class="header-top">
            <h1 id="form-title" tabindex="-1">${view.title}</h1>
            ${view.emulatorName === undefined ? nothing : html`<span class="emulator">${badge(view.emulatorName)}</span>`}
          </div>
          ${ui.header(view)}
          ${elsewhere === undefined ? nothing : html`<p class="notice notice-warning elsewhere">${elsewhere}</p>`}
        </header>
        <main class="main" aria-labelledby="form-title" ?inert=${elsewhere !== undefined}>
          ${ui.main(view, now, draw)}
        </main>
        ${actions === undefined ? nothing : html`<footer class="footer">${actions}</footer>`}`,
      root,
    );
    keepFocus();
  }

  function drawLost(): void {
    const words = view === undefined ? undefined : ui.lost?.(view);
    root.classList.toggle('is-lost', hostWatch.isLost);
    render(hostWatch.isLost ? lostNotice(words ?? anyPageLost) : nothing, lost);
    tick();
  }

  function show(next: View): void {
    const before = view;
    view = next;
    ui.taken?.(next);
    const clock = ui.clock(next);
    if (clock !== undefined) clockOffset = clock.now - Date.now();
    draw();
    runs = clock?.runs === true;
    tick();
    const said = elsewhere ?? ui.said(before, next);
    if (said !== '') announcer.textContent = asShown(said);
    move(ui.focus(before, next), 'whenHere');
  }

  function move(selectors: readonly string[], when: Moves): void {
    if (selectors.length > 0) focusFirst(selectors, when);
  }

  /** Elapsed times move on between two views, as long as somebody knows of what runs. */
  function tick(): void {
    if (runs && !hostWatch.isLost) ticking ??= window.setInterval(draw, 1000);
    else {
      window.clearInterval(ticking);
      ticking = undefined;
    }
  }

  window.addEventListener('message', ({ data }: MessageEvent<ToPage<View>>) => {
    switch (data.type) {
      case 'view':
        ({ elsewhere } = data);
        show(data.view);
        vscodeApi.setState(data.saved);
        return;
      case 'focus':
        move(ui.front, 'now');
        return;
      case 'received':
        hostWatch.received(data.number);
        return;
      default:
        unreachable(data);
    }
  });

  onHostLost({
    changed: drawLost,
    unheard: () => {
      // Who types is left where they are; a button that was pressed in vain leads to the reason.
      if (document.activeElement?.matches('vscode-text-field') !== true) focusFirst(['#lost-title'], 'now');
    },
  });
  hostWatch.start({ type: 'ready' });
}

function unreachable(message: never): never {
  throw new Error(`Unknown message ${JSON.stringify(message)}`);
}
