/** The language in which VS Code shows its texts. */
import { config } from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'vscode';
import { brotliDecompressSync } from 'node:zlib';

type Texts = Readonly<Record<string, string>>;

let texts: Texts | undefined;

/**
 * Has everything say its texts in that language. To be called before a file is loaded that has any: many are constants. `dist`
 * is the folder of what is built, where the translations are packed as `scripts/l10n/packed.mjs` does it.
 */
export function speakShownLanguage(dist: string): void {
  texts = env.language === 'en' ? undefined : translationInto(env.language, join(dist, 'l10n'));
  if (texts !== undefined) config({ contents: { ...texts } });
}

/** By the English ones; undefined where the texts are in English, or nobody has translated them. */
export function shownTexts(): Texts | undefined {
  return texts;
}

function translationInto(language: string, folder: string): Texts | undefined {
  const listOf = (name: string) =>
    JSON.parse(
      brotliDecompressSync(readFileSync(join(folder, `${name}.json.br`))).toString('utf8'),
    ) as readonly (string | null)[];
  try {
    const translated = listOf(language);
    return Object.fromEntries(listOf('en').map((text, index) => [text, translated[index] ?? text])) as Texts;
  } catch {
    return undefined;
  }
}
