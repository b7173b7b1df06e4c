import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { loadScript } from '../support/scripts';

describe('the entry file', () => {
  it('does nothing with VS Code before it is activated: whoever opens a window waits for it', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/extension.ts'],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      logLevel: 'silent',
    });
    const [file] = outputFiles;
    assert.ok(file);
    const own = createRequire(path.resolve('package.json'));
    // There is nothing in it but the language of texts: what is called, made or subscribed to fails.
    const require = (name: string): unknown => (name === 'vscode' ? { env: { language: 'en' } } : own(name));
    const module = { exports: {} as { activate?: unknown } };
    const load = compileFunction(file.text, ['require', 'module', 'exports', '__filename']) as (
      ...given: unknown[]
    ) => void;
    load(require, module, module.exports, path.resolve('dist/extension.js'));
    assert.equal(typeof module.exports.activate, 'function');
  });

  it('loads what registers, and nothing of what is registered', async () => {
    const { shipped } = await loadScript<{ shipped: readonly BuildOptions[] }>('build/shipped.mjs');
    const { metafile } = await build({ ...shipped[0], write: false, logLevel: 'silent' });
    const loaded = filesLoadedWith('dist/extension.js', metafile!);
    assert.ok(loaded.includes('src/views/explorer/explorer.ts'));
    const early =
      /^src\/(extension|contributions|commands\/register|tools\/register|language\/manifestLanguages|platform\/(journalFolder|later|log|markdownString)|model\/(secrets|shownText)|views\/explorer\/(explorer|markdown)|views\/webview\/restoring)\.ts$/;
    assert.deepEqual(
      loaded.filter((file) => !early.test(file)),
      [],
    );
  });
});

/** Sources in an output, and in the outputs that it requires before anything is asked for. */
function filesLoadedWith(output: string, { outputs }: Metafile): string[] {
  const waiting = [output];
  const seen = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { kind, path, external } of outputs[next]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) waiting.push(path);
  }
  return [...seen].flatMap((each) => Object.keys(outputs[each]?.inputs ?? {}));
}
