// @ts-check
// `npm run conformance:terraform`: the table that exported Terraform is checked by is laid beside the schema of the provider
// azurerm, as its last published typings have it. They have 29 MB, no longer change, and are installed into the cache on
// first need. azapi has no such package; its few arguments are kept by hand.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPinned } from './host/cache.mjs';
import { HostUnavailable } from './host/unavailable.mjs';
import { exitOnSignals, show } from './processes.mjs';
import { root } from './root.mjs';

exitOnSignals();
process.exitCode = await main();

async function main() {
  const folder = await installSchema();
  if (folder === undefined) return 1;
  const built = await show(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root });
  if (built !== 0) return built;
  const program = join(root, 'out', 'test', 'conformance', 'terraform', 'main.mjs');
  const env = { ...process.env, AZURERM_SCHEMA: folder };
  return show(process.execPath, ['--enable-source-maps', program], { cwd: root, env });
}

/** @returns {Promise<string | undefined>} undefined, after a word about it, where it can't be had */
async function installSchema() {
  try {
    return await installPinned({
      source: fileURLToPath(new URL('conformance/azurerm', import.meta.url)),
      title: 'the schema of azurerm',
      recipe: '',
      finish: async () => {},
    });
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    console.error(error.message);
    return undefined;
  }
}
