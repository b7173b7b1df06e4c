import boundaries from 'eslint-plugin-boundaries';
import { importRules, parts } from './importRules.mjs';

/** What makes markup of a text: without these, whatever a registry or Azure calls something stays text on a page. */
const markup = { source: 'lit-html', internalPath: ['directives/unsafe-*.js', 'static.js'] };

/** @param {string} part */
const from = (part) => ({ file: { categories: part } });

const policies = [
  ...importRules.flatMap(({ part, mayImport, mayImportTypes = [], packages }) => [
    { from: from(part), allow: { to: { file: { categories: { anyOf: [part, ...mayImport] } } } } },
    ...(mayImportTypes.length === 0
      ? []
      : [
          {
            from: from(part),
            allow: { to: { file: { categories: { anyOf: mayImportTypes } } }, dependency: { kind: 'type' } },
          },
        ]),
    ...(packages.length === 0
      ? []
      : [
          { from: from(part), allow: { to: { module: { origin: ['external', 'core'], source: packages } } } },
        ]),
  ]),
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
