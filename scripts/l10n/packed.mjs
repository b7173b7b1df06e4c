// @ts-check
/**
 * Translations as the extension carries them: a list of the English texts, and of each language one in the same order, which
 * take a third less than with the English texts as keys. `src/platform/shownLanguage.ts` reads them.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { bundleFile, textsOfFile } from './files.mjs';

/** Writes every translation of the code that there is. @param {string} folder of the built extension */
export function writeTranslations(folder) {
  const prefix = path.basename(bundleFile, 'json');
  for (const file of readdirSync(path.dirname(bundleFile))) {
    const language = file.slice(prefix.length, -'.json'.length);
    if (language !== '') writeTranslation(folder, language, textsOfFile(`l10n/${file}`));
  }
}

/**
 * @param {string} folder of the built extension
 * @param {string} language such as `de`, as VS Code calls it
 * @param {Readonly<Record<string, string>>} texts by the English ones; what is missing stays in English
 */
export function writeTranslation(folder, language, texts) {
  const english = Object.keys(textsOfFile(bundleFile));
  const lists = { en: english, [language]: english.map((text) => texts[text] ?? null) };
  mkdirSync(path.join(folder, 'l10n'), { recursive: true });
  for (const [name, list] of Object.entries(lists))
    writeFileSync(path.join(folder, 'l10n', `${name}.json.br`), brotliCompressSync(JSON.stringify(list)));
}
