// @ts-check
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The groups of operations that are called; the client makes one of each. */
const called = ['roleAssignments', 'roleDefinitions'];

/**
 * Of arm-authorization, which is of the SDK's former generation, what these operations need: its client names all of them, and
 * each names all models, so that nothing can be shaken from it.
 * @type {import('esbuild').Plugin}
 */
export const authorizationInUse = {
  name: 'authorizationInUse',
  setup(build) {
    const within = String.raw`[\\/]arm-authorization[\\/]dist-esm[\\/]src[\\/]`;
    build.onLoad({ filter: new RegExp(String.raw`${within}operations[\\/]index\.js$`) }, async ({ path }) => {
      const groups = namesIn(/export \* from "\.\/(\w+)"/g, await readFile(path, 'utf8'));
      const lines = await Promise.all(
        groups.map(async (group) => {
          if (called.includes(group)) return `export * from './${group}';`;
          const [name] = namesIn(
            /export class (\w+)/g,
            await readFile(join(dirname(path), `${group}.js`), 'utf8'),
          );
          return `export class ${name} {}`;
        }),
      );
      return { contents: lines.join('\n') };
    });
    build.onLoad({ filter: new RegExp(String.raw`${within}models[\\/]mappers\.js$`) }, async ({ path }) => {
      const operations = join(dirname(path), '..', 'operations');
      const texts = await Promise.all(
        called.map((group) => readFile(join(operations, `${group}.js`), 'utf8')),
      );
      const [, ...mappers] = (await readFile(path, 'utf8')).split(/^(?=export (?:const|let) )/m);
      const byName = new Map(
        mappers.map((text) => [/^export (?:const|let) (\w+)/.exec(text)?.[1] ?? '', text]),
      );
      const needed = new Set(texts.flatMap((text) => namesIn(/Mappers\.(\w+)/g, text)));
      // A set goes on with what is added to it.
      for (const name of needed)
        for (const other of namesIn(/className: "(\w+)"/g, byName.get(name) ?? '')) needed.add(other);
      const others = [...byName.keys()].filter((name) => !needed.has(name) && name !== 'discriminators');
      const contents = [
        ...[...needed].map((name) => byName.get(name) ?? ''),
        ...others.map((name) => `export const ${name} = undefined;`),
        'export const discriminators = {};',
      ];
      return { contents: contents.join('\n') };
    });
  },
};

/** @param {RegExp} pattern @param {string} text @returns {string[]} */
function namesIn(pattern, text) {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
}
