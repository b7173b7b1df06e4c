import boundaries from 'eslint-plugin-boundaries';
import { importRules, parts } from './importRules.mjs';

/** What makes markup of a text: without these, whatever a registry or Azure calls something stays text on a page. */
const markup = { source: 'lit-html', internalPath: ['directives/unsafe-*.js', 'static.js'] };

/** Gives a text in the language of VS Code: whatever says something to a user needs it, and it knows nothing of VS Code. */
const texts = '@vscode/l10n';
const saysNothing = new Set(['emulator', 'scripts', 'tests']);

/** @param {string} part */
const from = (part) => ({ file: { categories: part } });

/** What the files of one part may import. @param {(typeof importRules)[number]} rule */
const policiesOf = ({ part, mayImport, mayImportTypes = [], packages }) => [
  { from: from(part), allow: { to: { file: { categories: { anyOf: [part, ...mayImport] } } } } },
  {
    from: from(part),
    allow: {
      to: {
        module: {
          origin: ['external', 'core'],
          source: saysNothing.has(part) ? packages : [...packages, texts],
        },
      },
    },
  },
  ...(mayImportTypes.length === 0
    ? []
    : [
        {
          from: from(part),
          allow: { to: { file: { categories: { anyOf: mayImportTypes } } }, dependency: { kind: 'type' } },
        },
      ]),
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
    files: ['**/*.ts', 'scripts/**/*.mjs'],
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
    files: [['**/*.{ts,mjs}', /** @type {Record<string, string>} */ (parts)[rule.part] ?? '']],
    rules: dependencies(policiesOf(rule)),
  })),
];
