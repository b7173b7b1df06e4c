// @ts-check
/**
 * `npm run l10n` writes the texts of the code into l10n/bundle.l10n.json, and says of each translation what it lacks and what is
 * wrong with it.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleFile } from './l10n/files.mjs';
import { bundleOfCode, translations } from './l10n/texts.mjs';
import { root } from './root.mjs';

const bundle = bundleOfCode();
writeFileSync(path.join(root, bundleFile), `${JSON.stringify(bundle, null, 2)}\n`);
console.log(`${bundleFile} has ${Object.keys(bundle).length} texts.`);
for (const { file, missing, wrong } of translations()) {
  const lines = [...missing.map((text) => `isn't translated: ${text}`), ...wrong];
  console.log([`${file}: ${missing.length} missing, ${wrong.length} wrong`, ...lines].join('\n  '));
  if (wrong.length > 0) process.exitCode = 1;
}
