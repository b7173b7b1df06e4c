/** Where the keyboard focus goes within a page. */

/** `whenHere`: the user may be at something else in VS Code, which the page must not take the focus from. */
export type Moves = 'now' | 'whenHere';

/** What takes the focus once the user comes back. */
let awaited: readonly string[] = [];

/**
 * Shows the first of the selectors that is there, and gives it the focus. An element's `focus` takes the keyboard from all of
 * VS Code, also from a question that the user is about to answer: a page without the focus waits until it has it.
 */
export function focusFirst(selectors: readonly string[], moves: Moves): void {
  // Toolkit elements take the focus only after they have drawn themselves.
  requestAnimationFrame(() => {
    const target = firstOf(selectors);
    if (target === undefined) return;
    // A page that takes the place of another begins at its top, unless what is new is further down.
    window.scrollTo(0, 0);
    const isHere = moves === 'now' || document.hasFocus();
    awaited = isHere ? [] : selectors;
    if (isHere) target.focus({ preventScroll: true });
    if (target.getBoundingClientRect().bottom > window.innerHeight / 2) {
      target.scrollIntoView({ block: 'start' });
    }
  });
}

/** What has the focus may be drawn anew as another element of the same id: gives what hands the focus on to that. */
export function keptFocus(): () => void {
  const before = document.hasFocus() ? document.activeElement : null;
  return () => {
    if (before === null || before.id === '' || before.isConnected) return;
    requestAnimationFrame(() => {
      if (nothingHasIt()) document.getElementById(before.id)?.focus({ preventScroll: true });
    });
  };
}

window.addEventListener('focus', () => {
  requestAnimationFrame(() => {
    // VS Code gives the focus back between two questions, too: the next one may be there by now.
    if (!document.hasFocus()) return;
    // A click has chosen its own place.
    if (nothingHasIt()) firstOf(awaited)?.focus({ preventScroll: true });
    awaited = [];
  });
});

function nothingHasIt(): boolean {
  return document.hasFocus() && document.activeElement === document.body;
}

function firstOf(selectors: readonly string[]): HTMLElement | undefined {
  for (const selector of selectors) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) return found;
  }
  return undefined;
}
