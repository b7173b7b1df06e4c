// @ts-check
/** The pseudo-language: English in which every letter has an accent, so that a text that nobody can translate is seen. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleFile, manifestFile, textsOfFile } from './texts.mjs';

/** As VS Code calls it. */
export const pseudoLanguage = 'qps-ploc';

/**
 * Translates an extension: what the code says, and what the manifest does.
 * @param {string} folder of the extension, as it is installed
 */
export function writePseudo(folder) {
  for (const file of [bundleFile, manifestFile]) {
    const texts = Object.entries(textsOfFile(file)).map(([key, text]) => [key, pseudo(text)]);
    const translated = path.join(folder, file.replace(/json$/, `${pseudoLanguage}.json`));
    mkdirSync(path.dirname(translated), { recursive: true });
    writeFileSync(translated, JSON.stringify(Object.fromEntries(texts)));
  }
}

/** Letters that can be told from English, so that a text that wasn't translated is seen. */
const accents = new Map(
  Object.entries({
    ...{
      a: 'á',
      b: 'ƀ',
      c: 'ç',
      d: 'đ',
      e: 'é',
      f: 'ƒ',
      g: 'ĝ',
      h: 'ĥ',
      i: 'í',
      j: 'ĵ',
      k: 'ķ',
      l: 'ł',
      m: 'ɱ',
    },
    ...{
      n: 'ñ',
      o: 'ó',
      p: 'þ',
      q: 'ǫ',
      r: 'ŕ',
      s: 'š',
      t: 'ţ',
      u: 'ú',
      v: 'ṽ',
      w: 'ŵ',
      x: 'ẋ',
      y: 'ý',
      z: 'ž',
    },
    ...{
      A: 'Á',
      B: 'Ɓ',
      C: 'Ç',
      D: 'Đ',
      E: 'É',
      F: 'Ƒ',
      G: 'Ĝ',
      H: 'Ĥ',
      I: 'Í',
      J: 'Ĵ',
      K: 'Ķ',
      L: 'Ł',
      M: 'Ṁ',
    },
    ...{
      N: 'Ñ',
      O: 'Ó',
      P: 'Þ',
      Q: 'Ǫ',
      R: 'Ŕ',
      S: 'Š',
      T: 'Ţ',
      U: 'Ú',
      V: 'Ṽ',
      W: 'Ŵ',
      X: 'Ẋ',
      Y: 'Ý',
      Z: 'Ž',
    },
  }),
);

/**
 * A text of the pseudo-language: every letter has an accent, and it's longer by a third, as German is. What is filled in, and
 * links of Markdown, stay.
 * @param {string} text
 */
export function pseudo(text) {
  const kept = /\{\d+\}|\]\([^)]*\)|%\w+%|`[^`]*`|\$\([\w-]+\)/g;
  const accented = (/** @type {string} */ part) =>
    part.replace(/[a-zA-Z]/g, (letter) => accents.get(letter) ?? letter);
  let at = 0;
  let made = '';
  for (const match of text.matchAll(kept)) {
    made += accented(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  made += accented(text.slice(at));
  // In words, as they are in every language.
  const longer = '~'.repeat(Math.floor(text.length / 3)).replace(/~{8}(?=~)/g, '$& ');
  return `${made}${longer}`;
}
