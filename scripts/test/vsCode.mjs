// @ts-check
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { startEmulator } from '../emulatorProcess.mjs';
import { writeSettings } from '../host/settings.mjs';
import { root } from '../root.mjs';
import { removeFolder, temporaryFolder } from '../temporary.mjs';

const standIn = join(root, 'scripts', 'host', 'code.mjs');

/**
 * Runs out/test/extension inside of VS Code, with fresh user data and an emulator that the extension is
 * set to. The tests find its address in the variable EMULATOR_URL.
 * @param {import('./suites.mjs').SuiteContext} context
 * @returns {Promise<number>}
 */
export async function runInVsCode({ env, grep }) {
  const chosen = process.env.VSCODE_EXECUTABLE;
  const vscodeExecutablePath = chosen === 'download' ? undefined : (chosen ?? standIn);
  const folder = temporaryFolder('extension');
  const emulator = await startEmulator();
  try {
    await writeSettings(join(folder, 'data'), { 'acrPrivateLink.emulator.endpoint': emulator.url });
    await cp(join(root, 'scripts', 'demo', 'workspace'), join(folder, 'workspace'), { recursive: true });
    return await runTests({
      ...(vscodeExecutablePath && { vscodeExecutablePath }),
      extensionDevelopmentPath: [root, join(root, 'test', 'extension', 'fixtures', 'otherTrees')],
      extensionTestsPath: join(root, 'out', 'test', 'extension', 'index.js'),
      launchArgs: [
        join(folder, 'workspace'),
        `--user-data-dir=${join(folder, 'data')}`,
        `--extensions-dir=${join(folder, 'extensions')}`,
      ],
      extensionTestsEnv: {
        ...env,
        EMULATOR_URL: emulator.url,
        TEST_GREP: grep,
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await emulator.stop();
    removeFolder(folder);
  }
}
