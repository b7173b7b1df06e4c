// @ts-check
/** The files that translators have. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';

/** The texts of the code, each by itself, as VS Code and its tools for translators have them. */
export const bundleFile = 'l10n/bundle.l10n.json';
export const manifestFile = 'package.nls.json';

/** @param {string} file @returns {Record<string, string>} */
export function textsOfFile(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
