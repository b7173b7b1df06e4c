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
      if (document.activeElement === document.body) {
        document.getElementById(before.id)?.focus({ preventScroll: true });
      }
    });
  };
}

window.addEventListener('focus', () => {
  const selectors = awaited;
  awaited = [];
  requestAnimationFrame(() => {
    // A click has chosen its own place.
    if (document.activeElement === document.body) firstOf(selectors)?.focus({ preventScroll: true });
  });
});

function firstOf(selectors: readonly string[]): HTMLElement | undefined {
  for (const selector of selectors) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) return found;
  }
  return undefined;
}
