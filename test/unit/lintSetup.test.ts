import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
// @ts-expect-error -- plain JavaScript without declarations: ESLint reads its configuration without a build
import { importBoundaries } from '../../scripts/lint/boundaries.mjs';

const root = process.cwd();
const RULE = 'boundaries/dependencies';

/** Only the import rules, without the typed ones, which would take many seconds to set up. */
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      ...(importBoundaries as Linter.Config),
      files: ['**/*.ts', 'scripts/**/*.mjs'],
      languageOptions: { parser: tseslint.parser },
    },
  ],
});

async function violations(file: string, code: string): Promise<Linter.LintMessage[]> {
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
  ['src/model/probe.ts', '../provisioning/plan/plan'],
  ['src/provisioning/probe.ts', 'vscode'],
  ['src/provisioning/probe.ts', '@azure/arm-network/api'],
  ['src/provisioning/probe.ts', '../azure/azure'],
  ['src/provisioning/probe.ts', '../platform/settings'],
  ['src/manifests/probe.ts', '../provisioning/plan/plan'],
  ['src/manifests/probe.ts', 'vscode'],
  ['src/azure/probe.ts', 'vscode'],
  ['src/azure/probe.ts', '../platform/settings'],
  ['src/views/link/protocol.ts', 'vscode'],
  ['src/views/link/protocol.ts', '../../provisioning/planning/planLink'],
  ['src/views/link/app/probe.ts', '../linkPanels'],
  ['src/views/link/app/probe.ts', '../../../provisioning/plan/plan'],
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
    const type = `import type { Plan } from '../../provisioning/plan/plan';\nexport type X = Plan;\n`;
    assert.deepEqual(await violations('src/views/link/protocol.ts', type), []);
  });

  it('is part of the configuration that `npm run lint` applies', async () => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile(
      'src/model/armId.ts',
    )) as Linter.Config;
    const [severity] = [config.rules?.[RULE]].flat();
    assert.equal(severity, 2);
  });
});
