import boundaries from 'eslint-plugin-boundaries';
import { importRules, parts } from './importRules.mjs';

/** Types may cross where values may not: a webview's protocol names the engine's data without pulling its code in. */
const typesOnly = [{ part: 'protocol', types: ['provisioning', 'diagnosis'] }];

/** What makes markup of a text: without these, whatever a registry or Azure calls something stays text on a page. */
const markup = { source: 'lit-html', internalPath: ['directives/unsafe-*.js', 'static.js'] };

/** @param {string} part */
const from = (part) => ({ file: { categories: part } });

/** What the files of one part may import. @param {(typeof importRules)[number]} rule */
const policiesOf = ({ part, mayImport, packages }) => [
  { from: from(part), allow: { to: { file: { categories: { anyOf: [part, ...mayImport] } } } } },
  ...(packages.length === 0
    ? []
    : [{ from: from(part), allow: { to: { module: { origin: ['external', 'core'], source: packages } } } }]),
  ...typesOnly
    .filter((one) => one.part === part)
    .map(({ types }) => ({
      from: from(part),
      allow: { to: { file: { categories: { anyOf: types } } }, dependency: { kind: 'type' } },
    })),
  ...(['app', 'ui'].includes(part) ? [{ from: from(part), disallow: { to: { module: markup } } }] : []),
];

/** @param {ReturnType<typeof policiesOf>} policies */
const dependencies = (policies) => ({
  'boundaries/dependencies': [
    'error',
    { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies },
  ],
});

/**
 * The part of the ESLint configuration that enforces the import rules. Every import is compared with every policy of its
 * file, which costs more than reading the file; so a file gets the policies of its own part only, and a file of no part
 * may import nothing.
 */
export const importBoundaries = [
  {
    files: ['**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/files': Object.entries(parts).map(([category, pattern]) => ({
        category,
        pattern,
        partialMatch: false,
      })),
      'boundaries/legacy-templates': false,
      'import/resolver': { typescript: { project: './tsconfig.json' } },
    },
    rules: { 'boundaries/no-unknown-files': 'error', ...dependencies([]) },
  },
  ...importRules.map((rule) => ({
    // Both: a part holds more than TypeScript, and what is linted is not decided here.
    files: [['**/*.ts', /** @type {Record<string, string>} */ (parts)[rule.part] ?? '']],
    rules: dependencies(policiesOf(rule)),
  })),
];
