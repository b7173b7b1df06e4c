/** The language in which VS Code shows its texts: read before any other file says one. */
import { config } from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'vscode';
import { brotliDecompressSync } from 'node:zlib';

/** Texts by the English ones; undefined where the texts are in English, or nobody has translated them. */
export const translation = env.language === 'en' ? undefined : translationInto(env.language);

if (translation !== undefined) config({ contents: { ...translation } });

function translationInto(language: string): Readonly<Record<string, string>> | undefined {
  try {
    const [english, translated] = [textsOf('en'), textsOf(language)];
    return Object.fromEntries(english.map((text, index) => [text, translated[index] ?? text]));
  } catch {
    return undefined;
  }
}

/** As the build packs them (scripts/l10n/packed.mjs), in a folder beside the file that this one is built into. */
function textsOf(language: string): readonly string[] {
  const file = join(__dirname, 'l10n', `${language}.json.br`);
  return JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')) as readonly string[];
}
