// @ts-check
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundledPackages } from './bundledPackages.mjs';
import { licenseTexts } from './licenseTexts.mjs';
import { sbomOf } from './sbom.mjs';

const rule = '='.repeat(80);

/**
 * Writes what has to be said about other people's code in the bundles: their licenses for the .vsix, and the software
 * bill of materials beside it. Throws an Error for a package without a license text, or one that may not be bundled.
 * @param {readonly import('esbuild').Metafile[]} metafiles of everything in the .vsix
 * @param {string} root the repository, with package.json and package-lock.json
 */
export async function writeNotices(metafiles, root) {
  for (const [file, text] of Object.entries(noticesFor(metafiles, root))) {
    await writeFile(path.join(root, 'dist', file), text);
  }
}

/**
 * The same, as texts by the names of their files.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @param {string} root
 * @returns {Record<string, string>}
 */
export function noticesFor(metafiles, root) {
  const bundled = bundledPackages(metafiles, root);
  const product = productOf(root);
  return {
    'THIRD-PARTY-NOTICES.txt': noticesOf(product.displayName, bundled.packages),
    [`${product.name}.cdx.json`]: sbomOf(product, bundled),
  };
}

/**
 * The manifest with its name and description in English, which stand in package.nls.json where the manifest has keys.
 * @param {string} root
 */
function productOf(root) {
  /** @param {string} file */
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const product = read('package.json');
  /** @param {string} text */
  const shown = (text) => (/^%.+%$/.test(text) ? read('package.nls.json')[text.slice(1, -1)] : text);
  return {
    ...product,
    displayName: shown(product.displayName),
    description: shown(product.description),
  };
}

/**
 * @param {string} productName
 * @param {readonly import('./bundledPackages.mjs').BundledPackage[]} packages
 */
function noticesOf(productName, packages) {
  const sections = packages.map((each) =>
    [rule, `${each.name} ${each.version}`, `License: ${each.license}`, rule, '', ...licenseTexts(each)].join(
      '\n',
    ),
  );
  const introduction =
    `${productName} contains code of the ${packages.length} packages below. ` +
    'Each is under the license that follows its name.';
  return `THIRD-PARTY NOTICES\n\n${introduction}\n\n${sections.join('\n\n')}\n`;
}
