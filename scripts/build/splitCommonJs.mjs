// @ts-check
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */
/** @typedef {import('esbuild').Metafile['outputs']} Outputs */

/**
 * Code splitting for CommonJS, which esbuild has for ES modules only: the files that it has written are made CommonJS one by
 * one, so that an `import()` becomes a `require` of a file that isn't read before. For a build with `format: 'esm'`,
 * `splitting` and `metafile`. What several entries share goes into a folder of its own, named by `chunkNames`, which is
 * emptied before: the names in it change.
 *
 * All that `entry` loads at once becomes one file, where esbuild makes one of each part that other entries need, too, and
 * looking for a file takes as long as reading ten kilobytes. The others take those parts from it: it is loaded first.
 *
 * @param {string} entry name of the output that VS Code waits for, relative to the folder of the build
 * @returns {import('esbuild').Plugin}
 */
export const splitCommonJs = (entry) => ({
  name: 'splitCommonJs',
  setup({ initialOptions, onStart, onEnd }) {
    const { absWorkingDir = '', outdir = '', chunkNames = '', write } = initialOptions;
    // Nothing is on disk then.
    if (write === false) return;
    onStart(() =>
      rm(path.join(absWorkingDir, outdir, path.dirname(chunkNames)), { recursive: true, force: true }),
    );
    onEnd(async ({ metafile }) => {
      const outputs = metafile?.outputs ?? {};
      const whole = path.posix.join(outdir, entry);
      const parts = loadedWith(whole, outputs);
      const nameOf = (/** @type {string} */ output) =>
        parts.includes(output) ? `part${parts.indexOf(output)}` : undefined;
      const texts = await Promise.all([
        oneFile(whole, parts, nameOf, initialOptions),
        ...Object.keys(outputs)
          .filter((output) => !parts.includes(output))
          .map((output) => ownFile(output, whole, nameOf, initialOptions)),
      ]);
      for (const part of parts) await rm(path.join(absWorkingDir, part));
      for (const { output, text } of texts)
        await writeFile(path.join(absWorkingDir, output), withoutCopies(text));
    });
  },
});

/**
 * esbuild copies a CommonJS module that is imported as a namespace, in each file that does: of VS Code's some three hundred
 * members, a hundred times. It has no default export, for which the copies are made.
 *
 * @param {string} text
 */
function withoutCopies(text) {
  return text.replace(
    /(?<![\w$.])(?:[\w$]+|\(0,[\w$]+\.[\w$]+\))\(require\("vscode"\)\)/g,
    'require("vscode")',
  );
}

/** What is read from disk with an output before anything is asked for, itself first. @param {string} output @param {Outputs} outputs */
function loadedWith(output, outputs) {
  const loaded = [output];
  for (const each of loaded)
    for (const { kind, path: of, external } of outputs[each]?.imports ?? [])
      if (kind === 'import-statement' && external !== true && !loaded.includes(of)) loaded.push(of);
  return loaded;
}

/** @param {BuildOptions} options */
const asCommonJs = ({ minify, sourcemap, target }) => ({
  format: /** @type {const} */ ('cjs'),
  platform: /** @type {const} */ ('node'),
  legalComments: /** @type {const} */ ('none'),
  supported: { 'dynamic-import': false },
  ...(minify && { minify }),
  // The map that is in a file is read, and goes on to lead to the sources.
  ...(sourcemap === 'inline' && { sourcemap }),
  ...(target && { target }),
});

/**
 * @param {string} output
 * @param {readonly string[]} parts what it is made of, itself among them
 * @param {(output: string) => string | undefined} nameOf by which others know a part
 * @param {BuildOptions} options
 */
async function oneFile(output, parts, nameOf, options) {
  const { absWorkingDir = '' } = options;
  const folder = path.dirname(path.join(absWorkingDir, output));
  const relative = (/** @type {string} */ file) => `./${path.posix.relative(path.dirname(output), file)}`;
  const lines = parts.map((part) =>
    part === output
      ? `export * from '${relative(part)}';`
      : `export * as ${nameOf(part)} from '${relative(part)}';`,
  );
  const { outputFiles } = await build({
    ...asCommonJs(options),
    stdin: { contents: lines.join('\n'), resolveDir: folder },
    bundle: true,
    write: false,
    plugins: [
      {
        name: 'otherFiles',
        setup(inner) {
          inner.onResolve({ filter: /^[^.]/ }, ({ path: name }) => ({ path: name, external: true }));
          inner.onResolve({ filter: /^\./ }, ({ path: name, resolveDir, kind }) => {
            const file = path.resolve(resolveDir, name);
            const of = path.relative(absWorkingDir, file).replaceAll('\\', '/');
            if (nameOf(of) === undefined) return { path: relative(of), external: true };
            if (kind === 'dynamic-import') return { errors: [{ text: `${of} is loaded at once already` }] };
            return { path: file };
          });
        },
      },
    ],
  });
  return { output, text: outputFiles[0]?.text ?? '' };
}

/**
 * @param {string} output
 * @param {string} whole in which the parts are that have names
 * @param {(output: string) => string | undefined} nameOf
 * @param {BuildOptions} options
 */
async function ownFile(output, whole, nameOf, options) {
  const file = path.join(options.absWorkingDir ?? '', output);
  const { code } = await transform(await readFile(file, 'utf8'), {
    ...asCommonJs(options),
    sourcefile: file,
  });
  const folder = path.posix.dirname(output);
  const text = code.replace(/\brequire\("(\.[^"]+)"\)/g, (asked, /** @type {string} */ name) => {
    const part = nameOf(path.posix.join(folder, name));
    return part === undefined ? asked : `require("./${path.posix.relative(folder, whole)}").${part}`;
  });
  return { output, text };
}
