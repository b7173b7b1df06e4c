// @ts-check
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';

/**
 * Code splitting for CommonJS, which esbuild has for ES modules only: the files that it has written are made CommonJS one by
 * one, so that an `import()` becomes a `require` of a file that isn't read before. For a build with `format: 'esm'`,
 * `splitting` and `metafile`. What several entries share goes into a folder of its own, named by `chunkNames`, which is
 * emptied before: the names in it change.
 * @type {import('esbuild').Plugin}
 */
export const splitCommonJs = {
  name: 'splitCommonJs',
  setup(build) {
    const {
      absWorkingDir = '',
      outdir = '',
      chunkNames = '',
      target,
      minify,
      sourcemap,
      write,
    } = build.initialOptions;
    // Nothing is on disk then.
    if (write === false) return;
    build.onStart(() =>
      rm(path.join(absWorkingDir, outdir, path.dirname(chunkNames)), { recursive: true, force: true }),
    );
    build.onEnd(async ({ metafile }) => {
      await Promise.all(
        Object.keys(metafile?.outputs ?? {}).map(async (output) => {
          const file = path.join(absWorkingDir, output);
          const { code } = await transform(await readFile(file, 'utf8'), {
            format: 'cjs',
            platform: 'node',
            legalComments: 'none',
            supported: { 'dynamic-import': false },
            ...(minify && { minify }),
            // The map that is in the file is read, and goes on to lead to the sources.
            ...(sourcemap === 'inline' && { sourcemap, sourcefile: file }),
            ...(target && { target }),
          });
          await writeFile(file, code);
        }),
      );
    });
  },
};
