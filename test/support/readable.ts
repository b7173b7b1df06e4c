/** Whether what a page shows can be read: nothing is cut off at its side, and every text stands out from what is behind it. */
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { waitUntil } from './waiting';

/** The little that is used here of a browser's document; tests are compiled without its types. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}
interface Element {
  readonly textContent: string;
  readonly parentElement: Element | null;
  readonly assignedSlot: Element | null;
  readonly shadowRoot: { querySelectorAll(selector: string): Iterable<Element> } | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  readonly clientWidth: number;
  readonly scrollWidth: number;
  getRootNode(): { readonly host?: Element };
  getBoundingClientRect(): Box;
  querySelectorAll(selector: string): Iterable<Element>;
  closest(selector: string): Element | null;
}
interface Browser {
  getComputedStyle(element: Element): {
    readonly color: string;
    readonly backgroundColor: string;
    readonly visibility: string;
  };
}

/** What WCAG 2.2 asks of normal text (success criterion 1.4.3). */
const leastContrast = 4.5;

/** Fails unless the page can be read; waits for it, because it is drawn anew after the window has changed. */
export async function assertReadable(page: FrameLocator): Promise<void> {
  await waitUntil(async () => {
    const { texts, problems } = await lookAt(page);
    assert.ok(texts > 5, `${texts} texts are shown`);
    assert.deepEqual(problems, []);
  });
}

/** How many texts are shown, and what is wrong with them. It runs in the page, so that it can use nothing from outside. */
function lookAt(page: FrameLocator): Promise<{ texts: number; problems: string[] }> {
  return page.locator('html').evaluate((root, least) => {
    const html = root as unknown as Element;
    const browser = globalThis as unknown as Browser;
    type Color = readonly [red: number, green: number, blue: number, alpha: number];
    const parse = (text: string): Color => {
      const numbers = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
      const scale = text.startsWith('color(') ? 255 : 1;
      const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
      return [red * scale, green * scale, blue * scale, alpha];
    };
    const over = (front: Color, back: Color): Color => {
      const mixed = (at: 0 | 1 | 2) => front[at] * front[3] + back[at] * (1 - front[3]);
      return [mixed(0), mixed(1), mixed(2), 1];
    };
    // As it is drawn: what is put into a component stands on the component's own background.
    const behind = (element: Element): Element | undefined =>
      element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
    const backgroundOf = (element: Element): Color => {
      const layers: Color[] = [];
      for (let one: Element | undefined = element; one !== undefined; one = behind(one)) {
        layers.push(parse(browser.getComputedStyle(one).backgroundColor));
      }
      return layers.reduceRight((back, front) => over(front, back), [255, 255, 255, 1]);
    };
    const luminance = (color: Color) => {
      const [red, green, blue] = color.slice(0, 3).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: Color, other: Color) => {
      const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
      return (light + 0.05) / (dark + 0.05);
    };
    const all = (within: { querySelectorAll(selector: string): Iterable<Element> }): Element[] =>
      [...within.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot === null ? [] : all(element.shadowRoot)),
      ]);
    const ownText = (element: Element) =>
      [...element.childNodes]
        .map((node) => (node.nodeType === 3 ? node.textContent : ''))
        .join('')
        .trim();
    const shown = all(html).filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      // What is for screen readers only is a pixel large.
      const isSeen = width > 2 && height > 2 && browser.getComputedStyle(element).visibility === 'visible';
      return isSeen && ownText(element) !== '' && element.closest('style, script') === null;
    });
    const problems = shown.flatMap((element) => {
      const text = ownText(element).slice(0, 60);
      const { left, right } = element.getBoundingClientRect();
      const wide = left < -1 || right > html.clientWidth + 1;
      const isScrolled = element.closest('pre, code, .scrolls, table') !== null;
      const background = backgroundOf(element);
      const ratio = contrast(over(parse(browser.getComputedStyle(element).color), background), background);
      // What can't be used for now may be faint.
      const isOff = element.closest('[disabled], [aria-disabled="true"], .disabled') !== null;
      return [
        ...(wide && !isScrolled ? [`“${text}” reaches from ${left} to ${right} of ${html.clientWidth}`] : []),
        ...(ratio < least && !isOff ? [`“${text}” has a contrast of ${ratio.toFixed(2)}`] : []),
      ];
    });
    const overflow =
      html.scrollWidth > html.clientWidth
        ? [`The page is ${html.scrollWidth} wide in ${html.clientWidth}`]
        : [];
    return { texts: shown.length, problems: [...overflow, ...problems] };
  }, leastContrast);
}
