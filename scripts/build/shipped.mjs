// @ts-check
import path from 'node:path';
import { authorizationInUse } from './authorizationInUse.mjs';
import { netDeep } from './netDeep.mjs';
import { splitCommonJs } from './splitCommonJs.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

export const root = path.resolve(import.meta.dirname, '../..');

/** @type {BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  // The licenses are in THIRD-PARTY-NOTICES.txt (notices.mjs).
  legalComments: 'none',
  plugins: [netDeep],
  // arm-authorization is a classic package whose `main` is CommonJS: the ES module is smaller and can be shaken.
  mainFields: ['module', 'main'],
  loader: { '.yaml': 'text' },
};

/** @type {BuildOptions} */
export const forNode = { ...common, platform: 'node', target: 'node20' };

/** What is in the .vsix: the extension, and the browser side of its forms. @type {BuildOptions[]} */
export const shipped = [
  {
    ...forNode,
    entryPoints: {
      extension: 'src/extension.ts',
      features: 'src/features.ts',
      azure: 'src/azure/azure.ts',
      identity: 'src/azure/auth/identity.ts',
      manifests: 'src/manifests/scan.ts',
    },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'shared/[hash]',
    minify: true,
    metafile: true,
    external: ['vscode'],
    conditions: ['import'],
    // Of tslib, what `import` finds can't be shaken.
    alias: { semver: './scripts/build/newEnough.cjs', tslib: 'tslib/tslib.es6.mjs' },
    plugins: [netDeep, authorizationInUse, splitCommonJs('extension.js')],
  },
  {
    // The sample estate: the emulator as a program of its own. Nobody asks it for TLS, which it has for other clients.
    ...forNode,
    entryPoints: { emulator: 'emulator/src/main.ts' },
    outdir: 'dist/sample',
    format: 'cjs',
    minify: true,
    metafile: true,
    external: ['selfsigned'],
    alias: {
      'abstract-logging': './scripts/build/noLog.cjs',
      yaml: './scripts/build/noYaml.cjs',
      ...Object.fromEntries(
        [
          '@fastify/ajv-compiler',
          '@fastify/fast-json-stringify-compiler',
          '@fastify/proxy-addr',
          'light-my-request',
          'pino',
        ].map((name) => [name, './scripts/build/unused.cjs']),
      ),
      'safe-regex2': './scripts/build/ownPatterns.cjs',
      semver: './scripts/build/newEnough.cjs',
    },
  },
  {
    ...common,
    // One entry a form: a page loads only what it shows, and what several show is in the .vsix once.
    entryPoints: {
      link: 'src/views/link/app/main.ts',
      createRegistry: 'src/views/createRegistry/app/main.ts',
      makePrivate: 'src/views/makePrivate/app/main.ts',
      verify: 'src/views/verify/app/main.ts',
      diagnose: 'src/views/diagnose/app/main.ts',
      plan: 'src/views/operations/app/main.ts',
      history: 'src/views/history/app/main.ts',
    },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'chrome120',
    format: 'esm',
    splitting: true,
    chunkNames: 'shared/[hash]',
    minify: true,
    metafile: true,
    tsconfig: 'tsconfig.webview.json',
  },
];
