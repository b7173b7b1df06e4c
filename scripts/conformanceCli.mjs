// @ts-check
// `npm run conformance:cli`: the Azure CLI makes a link against the emulator, reads it back and takes it down, and runs
// exported scripts (`-- exports`: these only), with a configuration of its own. Where there is no `az` it says how to get
// it, and that nothing was checked. About ten minutes; the last line has the counts.
import { join } from 'node:path';
import { exitOnSignals, show } from './processes.mjs';
import { root } from './root.mjs';

exitOnSignals();
const built = await show(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root });
const program = join(root, 'out', 'test', 'conformance', 'cli', 'main.mjs');
process.exitCode =
  built === 0
    ? await show(
        process.execPath,
        ['--enable-source-maps', '--no-warnings', program, ...process.argv.slice(2)],
        { cwd: root },
      )
    : built;
