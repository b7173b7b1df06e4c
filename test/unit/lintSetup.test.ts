import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
// @ts-expect-error -- plain JavaScript without declarations: ESLint reads its configuration without a build
import { importBoundaries } from '../../scripts/lint/boundaries.mjs';
// @ts-expect-error -- plain JavaScript like the one above
import { shownRules } from '../../scripts/lint/shownRules.mjs';

const root = process.cwd();
const RULE = 'boundaries/dependencies';

/** Only some of the rules, without the typed ones, which would take many seconds to set up. */
function linting(...overrideConfig: readonly Linter.Config[]): ESLint {
  const parsing = { files: ['**/*.ts', 'scripts/**/*.mjs'], languageOptions: { parser: tseslint.parser } };
  return new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [parsing, ...overrideConfig] });
}

const imports = linting(...(importBoundaries as Linter.Config[]));
const doors = linting(...(shownRules as readonly Linter.Config[]));

async function violations(file: string, code: string, eslint = imports): Promise<Linter.LintMessage[]> {
  const results = await eslint.lintText(code, { filePath: path.join(root, file) });
  return results.flatMap((result) => result.messages);
}

/** A local file that doesn't exist would be refused whatever the rules say, so that must not be the reason. */
function assertRefused(messages: Linter.LintMessage[]): void {
  assert.deepEqual(
    messages.map(({ ruleId }) => ruleId),
    [RULE],
  );
  assert.doesNotMatch(messages[0]?.message ?? '', /with origin "local"/);
}

/** A file that need not exist, and what it may not import. */
const refused: readonly [file: string, imported: string][] = [
  ['src/model/probe.ts', 'vscode'],
  ['src/model/probe.ts', 'node:fs'],
  ['src/model/probe.ts', '../provisioning'],
  ['src/provisioning/probe.ts', 'vscode'],
  ['src/provisioning/probe.ts', '@azure/arm-network/api'],
  ['src/provisioning/probe.ts', '../azure/azure'],
  ['src/provisioning/probe.ts', '../platform/settings'],
  ['src/provisioning/probe.ts', './index'],
  ['src/manifests/probe.ts', '../provisioning'],
  ['src/views/link/probe.ts', '../../provisioning/plan/plan'],
  ['src/azure/probe.ts', '../provisioning/ports'],
  ['src/manifests/probe.ts', 'vscode'],
  ['src/azure/probe.ts', 'vscode'],
  ['src/azure/probe.ts', '../platform/settings'],
  ['src/views/link/protocol.ts', 'vscode'],
  ['src/views/link/protocol.ts', '../../provisioning'],
  ['src/views/link/app/probe.ts', '../linkPanels'],
  ['src/views/link/app/probe.ts', '../../../provisioning'],
  ['src/views/link/app/probe.ts', '@vscode/webview-ui-toolkit'],
  ['src/views/link/app/probe.ts', 'vscode'],
  ['src/views/link/app/probe.ts', 'lit-html/directives/unsafe-html.js'],
  ['src/views/ui/probe.ts', 'lit-html/static.js'],
  ['src/views/ui/probe.ts', '../../model/armId'],
  ['src/views/link/probe.ts', '../../azure/azure'],
  ['src/views/link/probe.ts', '@azure/arm-network/api'],
  ['src/views/explorer/probe.ts', '../../commands/pick'],
  ['src/language/probe.ts', 'yaml'],
  ['src/language/probe.ts', '../commands/pick'],
  ['src/language/probe.ts', '../views/explorer/treeNode'],
  ['src/commands/probe.ts', '@azure/identity'],
  ['src/commands/probe.ts', '../azure/azure'],
  ['src/platform/probe.ts', '../views/explorer/treeNode'],
  ['src/platform/probe.ts', '../commands/pick'],
  ['src/contributions.ts', 'vscode'],
  ['src/extension.ts', './azure/azure'],
  ['emulator/src/probe.ts', '../../src/model/armId'],
  ['emulator/src/probe.ts', '@azure/arm-network/api'],
  ['src/model/probe.ts', '../../emulator/src/estate'],
  ['src/provisioning/probe.ts', '../../test/support/observed'],
  ['scripts/probe.mjs', '../src/model/armId'],
  ['scripts/probe.mjs', 'vscode'],
];

const allowed: readonly [file: string, imported: string][] = [
  ['src/model/probe.ts', 'cidr-tools'],
  ['src/provisioning/probe.ts', '../model/armId'],
  ['src/azure/probe.ts', '@azure/arm-network/api'],
  ['src/manifests/probe.ts', 'yaml'],
  ['src/views/ui/probe.ts', '@vscode/webview-ui-toolkit'],
  ['src/views/link/app/probe.ts', '../protocol'],
  ['src/views/link/app/probe.ts', 'lit-html/directives/repeat.js'],
  ['src/views/ui/probe.ts', 'lit-html'],
  ['src/commands/probe.ts', 'vscode'],
  ['src/extension.ts', './contributions'],
  ['emulator/src/probe.ts', 'fastify'],
  ['scripts/probe.mjs', 'esbuild'],
];

describe('import rules', () => {
  for (const [file, imported] of refused) {
    it(`${file} may not import ${imported}`, async () => {
      assertRefused(await violations(file, `import { x } from '${imported}';\nexport const y = x;\n`));
    });
  }

  for (const [file, imported] of allowed) {
    it(`${file} may import ${imported}`, async () => {
      assert.deepEqual(await violations(file, `import { x } from '${imported}';\nexport const y = x;\n`), []);
    });
  }

  it('holds for dynamic imports and require too', async () => {
    const dynamic = `export const x = await import('vscode');\n`;
    const required = `export const x = require('vscode');\n`;
    assertRefused(await violations('src/model/probe.ts', dynamic));
    assertRefused(await violations('src/model/probe.ts', required));
  });

  it('lets a protocol name the types of the engine, not its values', async () => {
    const type = `import type { Plan } from '../../provisioning';\nexport type X = Plan;\n`;
    assert.deepEqual(await violations('src/views/link/protocol.ts', type), []);
  });

  it('is part of the configuration that `npm run lint` applies, to every part', async () => {
    const applied = new ESLint({ cwd: root });
    for (const file of [...new Set([...refused, ...allowed].map(([each]) => each))]) {
      const [inLint, here] = (await Promise.all(
        [applied, imports].map((each) => each.calculateConfigForFile(file)),
      )) as [Linter.Config, Linter.Config];
      const [severity, options] = [inLint.rules?.[RULE]].flat() as [number, { policies: unknown[] }];
      assert.equal(severity, 2, file);
      assert.notEqual(options.policies.length, 0, file);
      assert.deepEqual(inLint.rules?.[RULE], here.rules?.[RULE], file);
    }
  });

  it('refuses a file that is in no part', async () => {
    const messages = await violations('src/probe.ts', 'export const y = 1;\n');
    assert.deepEqual(
      messages.map(({ ruleId }) => ruleId),
      ['boundaries/no-unknown-files'],
    );
  });
});

describe('what VS Code shows', () => {
  const vscode = `import * as vscode from 'vscode';\n`;
  /** A file that need not exist, and what it may not say. */
  const wrong: readonly [file: string, code: string][] = [
    ['src/commands/probe.ts', `${vscode}void vscode.window.showInformationMessage('x');`],
    ['src/commands/probe.ts', `${vscode}void vscode.window.showWarningMessage('x', { modal: true });`],
    ['src/commands/probe.ts', `${vscode}void vscode.window.showErrorMessage('x');`],
    ['src/commands/probe.ts', `${vscode}void vscode.window.showInputBox({ prompt: 'x' });`],
    ['src/commands/probe.ts', `${vscode}void vscode.window.showQuickPick(['x']);`],
    ['src/commands/probe.ts', `${vscode}export const p = vscode.window.createQuickPick();`],
    ['src/commands/probe.ts', `${vscode}export const p = vscode.window.createInputBox();`],
    ['src/commands/probe.ts', `${vscode}void vscode.window.withProgress({ location: 15 }, async () => 1);`],
    ['src/commands/probe.ts', `${vscode}vscode.window.setStatusBarMessage('x', 1);`],
    ['src/commands/probe.ts', `${vscode}export const p = vscode.window.createStatusBarItem();`],
    ['src/language/probe.ts', `${vscode}void vscode.window.showOpenDialog({ title: 'x' });`],
    ['src/views/link/probe.ts', `${vscode}export const say = vscode.window.showInformationMessage;`],
    ['src/views/link/probe.ts', `${vscode}export const { showErrorMessage } = vscode.window;`],
    ['src/views/link/probe.ts', `${vscode}export const { 'showErrorMessage': say } = vscode.window;`],
    ['src/platform/probe.ts', `${vscode}void vscode.window['showErrorMessage']('x');`],
    ['src/platform/probe.ts', `${vscode}const { window } = vscode;\nvoid window.showErrorMessage('x');`],
    ['src/platform/probe.ts', `import { window } from 'vscode';\nvoid window.showErrorMessage('x');`],
    ['src/platform/probe.ts', `${vscode}const w = vscode.window;\nexport const say = (n: 'x') => w[n];`],
    ['src/platform/probe.ts', `${vscode}export const say = (n: 'x') => vscode.window[n];`],
    ['src/platform/probe.ts', `${vscode}export const say = (n: 'window') => vscode[n];`],
    ['src/extension.ts', `${vscode}void vscode.window.showInformationMessage('x');`],
    ['src/platform/ask.ts', `${vscode}void vscode.window.showQuickPick(['x']);`],
    ['src/platform/picker.ts', `${vscode}void vscode.window.showInputBox({ prompt: 'x' });`],
    ['src/views/explorer/probe.ts', `${vscode}export const m = new vscode.MarkdownString('x');`],
    ['src/views/explorer/probe.ts', `${vscode}export const m = new vscode.TreeItem('x');`],
    [
      'src/language/probe.ts',
      `import { MarkdownString } from 'vscode';\nexport const m = new MarkdownString('x');`,
    ],
    ['src/views/link/probe.ts', `${vscode}export const p = vscode.window.createWebviewPanel('x', 'x', 1);`],
    ['src/platform/probe.ts', `${vscode}void vscode.commands.executeCommand('markdown.showPreview');`],
    ['src/platform/probe.ts', `${vscode}void vscode.commands.executeCommand('vscode.openWith', 'x');`],
    ['src/views/link/app/probe.ts', `import { html } from 'lit-html';\nexport const x = html;`],
    ['src/views/ui/probe.ts', `import { svg } from 'lit-html';\nexport const x = svg;`],
  ];
  for (const [file, code] of wrong) {
    it(`${file} may not say ${code.split('\n').at(-1) ?? ''}`, async () => {
      const messages = await violations(file, code, doors);
      assert.ok(messages.length > 0);
      for (const { ruleId } of messages) assert.match(ruleId ?? '', /^no-restricted-(?:syntax|imports)$/);
    });
  }

  for (const [file, code] of [
    ['src/platform/ask.ts', `${vscode}void vscode.window.showInformationMessage('x');`],
    ['src/platform/picker.ts', `${vscode}export const p = vscode.window.createQuickPick();`],
    ['src/platform/markdownString.ts', `${vscode}export const m = new vscode.MarkdownString('x');`],
    [
      'src/views/webview/panels.ts',
      `${vscode}export const p = vscode.window.createWebviewPanel('x', 'x', 1);`,
    ],
    ['src/views/link/app/probe.ts', `import { html } from '../../ui/html';\nexport const x = html;`],
    ['src/views/ui/html.ts', `import { html } from 'lit-html';\nexport const x = html;`],
    ['src/commands/probe.ts', `${vscode}export const e = vscode.window.activeTextEditor;`],
    ['src/commands/probe.ts', `import { notify } from '../platform/ask';\nvoid notify('info', 'x');`],
  ] as const) {
    it(`${file} may say ${code.split('\n').at(-1) ?? ''}`, async () => {
      assert.deepEqual(await violations(file, code, doors), []);
    });
  }

  it('is checked by `npm run lint`', async () => {
    const eslint = new ESLint({ cwd: root });
    for (const file of ['src/commands/running.ts', 'src/platform/ask.ts', 'src/extension.ts']) {
      const { rules } = (await eslint.calculateConfigForFile(file)) as Linter.Config;
      const [severity, ...selectors] = [rules?.['no-restricted-syntax']].flat();
      assert.equal(severity, 2, file);
      assert.ok(selectors.length > 10, file);
    }
  });
});
