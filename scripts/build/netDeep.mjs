// @ts-check
import path from 'node:path';

const apiFolder = path.resolve(import.meta.dirname, '../../node_modules/@azure/arm-network/dist/esm/api');

/**
 * arm-network ships its operations one group a folder but exports only the whole of them, several megabytes. This
 * resolves `@azure/arm-network/api/<group>` to the group's file; tsconfig.json does the same for types.
 *
 * @type {import('esbuild').Plugin}
 */
export const netDeep = {
  name: 'netDeep',
  setup(build) {
    build.onResolve({ filter: /^@azure\/arm-network\/api\/./ }, (args) => ({
      path: path.join(apiFolder, args.path.slice('@azure/arm-network/api/'.length), 'index.js'),
      sideEffects: false,
    }));
  },
};
