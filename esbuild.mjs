// @ts-check
/**
 * Builds everything that runs: `node esbuild.mjs` the extension, its webviews and the emulator into dist/, with
 * the licenses of what is bundled; `node esbuild.mjs --tests` in addition the tests into out/test/; `--bench` the
 * benchmarks into out/bench/. `--debug` builds the extension with source maps, so that breakpoints in src/ are met.
 */
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { netDeep } from './scripts/build/netDeep.mjs';
import { writeNotices } from './scripts/build/notices.mjs';
import { writeReadme } from './scripts/build/readme.mjs';
import { forNode, root, shipped } from './scripts/build/shipped.mjs';
import { writeTranslations } from './scripts/l10n/packed.mjs';

const wanted = new Set(process.argv.slice(2));

/** Runs from this checkout, where node_modules is at hand. @type {esbuild.BuildOptions} */
const fromCheckout = {
  ...forNode,
  format: 'esm',
  splitting: true,
  sourcemap: true,
  outExtension: { '.js': '.mjs' },
  // The SDK's files are bundled because arm-network doesn't export the operations that are imported; the rest isn't.
  plugins: [netDeep, externalPackagesExcept(/^@azure(-rest)?\//)],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

/** @type {esbuild.BuildOptions[]} */
const builds = [{ ...fromCheckout, entryPoints: { main: 'emulator/src/main.ts' }, outdir: 'dist/emulator' }];

if (wanted.has('--tests')) {
  builds.push(
    {
      ...fromCheckout,
      entryPoints: [
        ...filesOf('test', /^(unit|contract|e2e|conformance)\b.*\.test\.ts$/),
        // Matrices are programs of their own; the worker is a process that they start.
        ...filesOf('test/matrix', /^([^\\/]+|process[\\/](worker|keyWindow))\.ts$/),
        ...filesOf('test/conformance', /^(cli|terraform)[\\/]main\.ts$/),
        ...filesOf('emulator/test', /\.test\.ts$/),
      ].map((file) => ({ in: file, out: testOutput(file) })),
      outdir: 'out/test',
    },
    {
      ...forNode,
      entryPoints: filesOf('test/extension', /(^|[\\/])(index|[^\\/]*\.test)\.ts$/),
      outbase: 'test',
      outdir: 'out/test',
      format: 'cjs',
      sourcemap: true,
      external: ['vscode', 'mocha'],
    },
  );
}
if (wanted.has('--bench')) {
  builds.push({ ...fromCheckout, entryPoints: filesOf('bench', /\.ts$/), outdir: 'out/bench' });
}

await Promise.all(
  [...shipped, ...builds].map(({ outdir = '' }) =>
    outdir === 'dist' ? undefined : rm(path.join(root, outdir), { recursive: true, force: true }),
  ),
);
const debugged = wanted.has('--debug') ? /** @type {const} */ ({ minify: false, sourcemap: 'inline' }) : {};
const building = builds.map((build) => esbuild.build(build));
const bundles = await Promise.all(shipped.map((build) => esbuild.build({ ...build, ...debugged })));
await writeNotices(
  bundles.flatMap(({ metafile }) => metafile ?? []),
  root,
);
await writeReadme(root);
writeTranslations(path.join(root, 'dist'));
// Node.js reads the package of a file that it loads: the manifest beside this folder has 64 kB.
await writeFile(path.join(root, 'dist/package.json'), JSON.stringify({ type: 'commonjs' }));
await Promise.all(building);

/**
 * @param {string} folder relative to the repository
 * @param {RegExp} pattern of the path inside the folder
 */
function filesOf(folder, pattern) {
  const at = path.join(root, folder);
  return (existsSync(at) ? readdirSync(at, { recursive: true, encoding: 'utf8' }) : [])
    .filter((file) => pattern.test(file))
    .map((file) => path.posix.join(folder, file.replaceAll('\\', '/')));
}

/** The emulator's own tests run with the unit tests. @param {string} file */
function testOutput(file) {
  return file
    .replace(/^emulator[\\/]test/, 'unit/emulator')
    .replace(/^test[\\/]/, '')
    .replace(/\.ts$/, '');
}

/**
 * @param {RegExp} bundled packages to bundle all the same
 * @returns {esbuild.Plugin}
 */
function externalPackagesExcept(bundled) {
  return {
    name: 'externalPackages',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
        kind === 'entry-point' || bundled.test(name) || path.isAbsolute(name)
          ? undefined
          : { path: name, external: true },
      );
    },
  };
}
