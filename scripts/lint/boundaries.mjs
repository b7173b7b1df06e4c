import boundaries from 'eslint-plugin-boundaries';
import { importRules, parts } from './importRules.mjs';

/** Types may cross where values may not: a webview's protocol names the engine's data without pulling its code in. */
const typesOnly = [{ part: 'protocol', types: ['provisioning', 'diagnosis'] }];

/** What makes markup of a text: without these, whatever a registry or Azure calls something stays text on a page. */
const markup = { source: 'lit-html', internalPath: ['directives/unsafe-*.js', 'static.js'] };

/** @param {string} part */
const from = (part) => ({ file: { categories: part } });

const policies = [
  ...importRules.flatMap(({ part, mayImport, packages }) => [
    { from: from(part), allow: { to: { file: { categories: { anyOf: [part, ...mayImport] } } } } },
    ...(packages.length === 0
      ? []
      : [
          { from: from(part), allow: { to: { module: { origin: ['external', 'core'], source: packages } } } },
        ]),
  ]),
  ...typesOnly.map(({ part, types }) => ({
    from: from(part),
    allow: { to: { file: { categories: { anyOf: types } } }, dependency: { kind: 'type' } },
  })),
  ...['app', 'ui'].map((part) => ({ from: from(part), disallow: { to: { module: markup } } })),
];

/** The part of the ESLint configuration that enforces the import rules. */
export const importBoundaries = {
  plugins: { boundaries },
  settings: {
    'boundaries/files': Object.entries(parts).map(([category, pattern]) => ({
      category,
      pattern,
      partialMatch: false,
    })),
    'import/resolver': { typescript: { project: './tsconfig.json' } },
  },
  rules: {
    'boundaries/no-unknown-files': 'error',
    'boundaries/dependencies': [
      'error',
      { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies },
    ],
  },
};
