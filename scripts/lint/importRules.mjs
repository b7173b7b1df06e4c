/**
 * Who may import whom: the table of docs/architecture.md as data; test/unit/architecture.test.ts compares the two.
 * `boundaries.mjs` turns it into a lint rule, and test/unit/lintSetup.test.ts proves its rows with deliberately wrong
 * imports.
 *
 * Each file of this repository is in exactly one part. `mayImport` names parts (a part may always import itself),
 * `mayImportTypes` those of which only types, `packages` npm packages and node: modules.
 */
export const parts = {
  model: 'src/model/**',
  reachability: 'src/reachability/**',
  engine: 'src/provisioning/!(index.ts|overview.ts|adapters.ts){,/**}',
  provisioning: 'src/provisioning/{index,overview,adapters}.ts',
  manifests: 'src/manifests/**',
  verifying: 'src/verifying/**',
  diagnosis: 'src/diagnosis/**',
  exporting: 'src/exporting/**',
  azure: 'src/azure/**',
  contributions: 'src/contributions.ts',
  protocol: 'src/views/*/{protocol.ts,protocol/!(messages).ts}',
  messages: 'src/views/*/protocol/messages.ts',
  app: 'src/views/*/app/**',
  ui: 'src/views/ui/**',
  views: 'src/views/!(ui)/!(app|protocol|protocol.ts){,/**}',
  language: 'src/language/**',
  commands: 'src/commands/**',
  tools: 'src/tools/**',
  platform: 'src/platform/**',
  extension: 'src/{extension,window,features}.ts',
  emulator: 'emulator/**',
  tests: '{test,bench}/**',
  scripts: 'scripts/**',
};

/** What everything that VS Code shows stands on. */
const shell = [
  ...['contributions', 'messages', 'protocol', 'platform', 'manifests'],
  ...['diagnosis', 'verifying', 'provisioning', 'model'],
];

/**
 * @type {readonly {
 *   part: keyof typeof parts, mayImport: readonly string[], mayImportTypes?: readonly string[], packages: readonly string[]
 * }[]}
 */
export const importRules = [
  { part: 'model', mayImport: [], packages: ['cidr-tools', 'uuid'] },
  // Facts have the engine's types; what is concluded from them needs nothing else of it.
  { part: 'reachability', mayImport: ['model'], mayImportTypes: ['engine'], packages: [] },
  { part: 'engine', mayImport: ['model', 'reachability'], packages: ['valibot', 'node:crypto'] },
  // The engine's front door: others import nothing else of it.
  { part: 'provisioning', mayImport: ['engine', 'reachability'], packages: [] },
  { part: 'manifests', mayImport: ['model'], packages: ['yaml'] },
  {
    part: 'verifying',
    mayImport: ['manifests', 'model', 'provisioning'],
    packages: ['valibot', 'node:crypto'],
  },
  {
    part: 'diagnosis',
    mayImport: ['verifying', 'provisioning', 'reachability', 'model'],
    packages: ['p-limit', 'node:util'],
  },
  { part: 'exporting', mayImport: ['provisioning', 'model'], packages: [] },
  {
    part: 'azure',
    mayImport: ['model', 'provisioning'],
    packages: ['@azure/**', '@azure-rest/**', 'p-limit', 'valibot', 'node:zlib'],
  },
  { part: 'contributions', mayImport: ['model'], packages: [] },
  // Types may cross where values may not: a protocol names the engine's data without pulling its code into the page.
  { part: 'protocol', mayImport: ['model'], mayImportTypes: ['messages', 'provisioning'], packages: [] },
  // Schemas are the host's; a page knows what they say of types, so that it doesn't carry them.
  { part: 'messages', mayImport: ['protocol', 'model'], packages: ['valibot'] },
  {
    part: 'app',
    mayImport: ['protocol', 'model', 'ui'],
    mayImportTypes: ['messages'],
    packages: ['lit-html', 'lit-html/**'],
  },
  { part: 'ui', mayImport: [], packages: ['@vscode/webview-ui-toolkit', 'lit-html', 'lit-html/**'] },
  { part: 'views', mayImport: shell, packages: ['vscode', 'valibot', 'node:crypto'] },
  { part: 'language', mayImport: shell, packages: ['vscode'] },
  { part: 'commands', mayImport: [...shell, 'exporting', 'views', 'language'], packages: ['vscode'] },
  { part: 'tools', mayImport: [...shell, 'exporting', 'views'], packages: ['vscode', 'valibot'] },
  {
    part: 'platform',
    mayImport: ['contributions', 'model', 'provisioning'],
    packages: ['vscode', 'valibot', 'node:*', 'node:*/**'],
  },
  {
    part: 'extension',
    mayImport: [...shell, 'views', 'language', 'commands', 'tools'],
    packages: ['vscode', 'node:*'],
  },
  {
    part: 'emulator',
    mayImport: [],
    packages: ['fastify', 'valibot', 'cidr-tools', 'yaml', 'selfsigned', 'mocha', 'node:*', 'node:*/**'],
  },
  {
    part: 'scripts',
    mayImport: [],
    packages: [
      'esbuild',
      'mocha',
      'playwright-core',
      'typescript',
      '@cyclonedx/cyclonedx-library',
      '@vscode/test-electron',
      'eslint-plugin-boundaries',
      'node:*',
      'node:*/**',
    ],
  },
  { part: 'tests', mayImport: Object.keys(parts), packages: ['**'] },
];
