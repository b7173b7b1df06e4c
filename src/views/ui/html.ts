/**
 * The only importer of lit-html's templates, so that every text on a page passes one function: what stands between two tags,
 * and in the attributes that are read to a person. lit-html escapes; what that function does comes on top.
 */
import { html as litHtml, svg as litSvg, type SVGTemplateResult, type TemplateResult } from 'lit-html';

export { nothing, render, type SVGTemplateResult, type TemplateResult } from 'lit-html';

type Show = (text: string) => string;

/** Attributes that a person reads or hears. */
const read = new Set(['title', 'placeholder', 'alt', 'aria-label', 'aria-description', 'aria-valuetext']);

/** An attribute that is still open at the end of a piece of markup. */
const openAttribute = /\s([^\s"'<>=]+)=(?:"[^"]*|'[^']*)?$/;

let show: Show = () => {
  throw new Error('Nothing is drawn before showTextsBy has said how.');
};

/** Says what every text passes; call once, before anything is drawn. */
export function showTextsBy(shown: Show): void {
  show = shown;
}

/** A text as it is shown, for what is set by other means than a template. */
export function asShown(text: string): string {
  return show(text);
}

export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult {
  return litHtml(strings, ...shownValues(strings, values));
}

export function svg(strings: TemplateStringsArray, ...values: readonly unknown[]): SVGTemplateResult {
  return litSvg(strings, ...shownValues(strings, values));
}

function shownValues(strings: TemplateStringsArray, values: readonly unknown[]): unknown[] {
  const places = placesOf(strings);
  return values.map((value, index) => (places[index] === true ? shownValue(value) : value));
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return show(value);
  return Array.isArray(value) ? value.map(shownValue) : value;
}

const known = new WeakMap<TemplateStringsArray, readonly boolean[]>();

/** Which values of a template are texts that a person meets. */
function placesOf(strings: TemplateStringsArray): readonly boolean[] {
  const before = known.get(strings);
  if (before !== undefined) return before;
  let markup = '';
  const places = strings.slice(0, -1).map((piece) => {
    markup += piece;
    const isText = markup.lastIndexOf('<') <= markup.lastIndexOf('>');
    const attribute = openAttribute.exec(markup)?.[1];
    // Something stands for the value, so that the next piece doesn't follow on the one before it.
    markup += '_';
    return isText || (attribute !== undefined && read.has(attribute));
  });
  known.set(strings, places);
  return places;
}
