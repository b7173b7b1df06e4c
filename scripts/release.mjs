// @ts-check
// `npm run release`: builds and checks a version, and says what would be published. Publishes nothing.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { translations } from './l10n/texts.mjs';
import { npm, run, show } from './processes.mjs';
import { obstacles } from './release/obstacles.mjs';
import { root, vsixFile } from './root.mjs';

const help = `Usage: npm run release                 all checks and tests, the package, and what would be published
       npm run release -- --no-tests   without the test suites`;

const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg !== '--no-tests' && arg !== '--help');
if (unknown.length > 0 || args.includes('--help')) {
  console.log(help);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
/** @type {string[]} */
const failed = [];
for (const script of [
  'typecheck',
  'lint',
  'format:check',
  'package',
  ...(args.includes('--no-tests') ? [] : ['test']),
]) {
  console.log(`\n── npm run ${script}`);
  if ((await show(...npm(['run', '--silent', script]), { cwd: root })) !== 0) failed.push(script);
}

const found = obstacles({
  manifest,
  changelog: await readFile(join(root, 'CHANGELOG.md'), 'utf8'),
  changedFiles: await git(['status', '--porcelain']),
  tags: await git(['tag', '--list']),
  translations: translations(),
});
const problems = [...failed.map((script) => `npm run ${script} failed.`), ...found];
await tell();
process.exitCode = problems.length === 0 ? 0 : 1;

async function tell() {
  const { publisher, name, version, preview } = manifest;
  console.log(`\n${publisher}.${name} ${version}${preview === true ? ' (preview)' : ''}`);
  if (!failed.includes('package')) {
    const vsix = await readFile(vsixFile);
    const digest = createHash('sha256').update(vsix).digest('hex');
    console.log(`  ${vsixFile}\n  ${vsix.length} bytes, sha256 ${digest}\n`);
    await show(
      process.execPath,
      [join(root, 'node_modules', '@vscode', 'vsce', 'vsce'), 'ls', '--no-dependencies'],
      { cwd: root },
    );
  }
  if (problems.length > 0) {
    console.log(`\nIt can't be published yet:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    return;
  }
  console.log(`\nNothing was published. To publish, whoever owns the publisher ${publisher} runs:
  git tag v${version} && git push origin v${version}
  npx vsce publish --packagePath dist/acr-private-link.vsix`);
}

/** Lines of what git says. @param {readonly string[]} command */
async function git(command) {
  const { code, output } = await run('git', [...command], { cwd: root });
  if (code !== 0) throw new Error(`git ${command.join(' ')} failed: ${output}`);
  return output.split('\n').filter((line) => line.trim() !== '');
}
