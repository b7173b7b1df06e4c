/** The manifest as VS Code shows it: texts in English in the place of their keys. */
import { readFileSync } from 'node:fs';

function jsonOf(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** `package.json` as it is written, with keys in the place of texts. */
export function writtenManifest(): unknown {
  return jsonOf('package.json');
}

/** The texts of the manifest by their keys. */
export function manifestTexts(): Readonly<Record<string, string>> {
  return jsonOf('package.nls.json') as Record<string, string>;
}

/** The key of `%key%`; undefined for any other text. */
export function keyOf(text: string): string | undefined {
  return /^%([^%\s]+)%$/.exec(text)?.[1];
}

export function shownManifest(): unknown {
  const texts = manifestTexts();
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return texts[keyOf(value) ?? ''] ?? value;
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shown(member)]));
  };
  return shown(writtenManifest());
}
