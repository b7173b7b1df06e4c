import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';

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
    // There is nothing in it: what is called, made or subscribed to fails.
    const require = (name: string): unknown => (name === 'vscode' ? {} : own(name));
    const module = { exports: {} as { activate?: unknown } };
    const load = compileFunction(file.text, ['require', 'module', 'exports', '__filename']) as (
      ...given: unknown[]
    ) => void;
    load(require, module, module.exports, path.resolve('dist/extension.js'));
    assert.equal(typeof module.exports.activate, 'function');
  });
});
