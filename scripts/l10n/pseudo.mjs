// @ts-check
/** The pseudo-language: English in which every letter has an accent, so that a text that nobody can translate is seen. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleFile, manifestFile, textsOfFile } from './files.mjs';
import { writeTranslation } from './packed.mjs';

/** As VS Code calls it. */
export const pseudoLanguage = 'qps-ploc';

/**
 * Translates an extension: what the code says, and what the manifest does.
 * @param {string} folder of the extension, as it is installed
 */
export function writePseudo(folder) {
  const translated = (/** @type {string} */ file) =>
    Object.fromEntries(Object.entries(textsOfFile(file)).map(([key, text]) => [key, pseudo(text)]));
  writeTranslation(path.join(folder, 'dist'), pseudoLanguage, translated(bundleFile));
  writeFileSync(
    path.join(folder, manifestFile.replace(/json$/, `${pseudoLanguage}.json`)),
    JSON.stringify(translated(manifestFile)),
  );
}

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = [...'áƀçđéƒĝĥíĵķłɱñóþǫŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶŁṀÑÓÞǪŔŠŢÚṼŴẊÝŽ'];

/**
 * A text of the pseudo-language: every letter has an accent, and it's longer by a third, as German is. What is filled in, and
 * links of Markdown, stay.
 * @param {string} text
 */
export function pseudo(text) {
  // Each match is what stays, or one letter.
  const made = text.replace(
    /\{\d+\}|\]\([^)]*\)|%\w+%|`[^`]*`|\$\([\w-]+\)|[a-zA-Z]/g,
    (match) => accented[plain.indexOf(match)] ?? match,
  );
  // In words, as they are in every language.
  const longer = '~'.repeat(Math.floor(text.length / 3)).replace(/~{8}(?=~)/g, '$& ');
  return `${made}${longer}`;
}
