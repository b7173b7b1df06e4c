import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { exportedScripts } from './exportedScripts';
import { linkByCommands } from './recipe';
import { refusals } from './refusals';
import { compareWithTree } from './sameAsTree';
import { signIn } from './signIn';
import { tearDown } from './tearDown';
import { startWorld } from './world';

/**
 * The Azure CLI makes a link against the emulator, reads it back and takes it down, and runs exported scripts; with the
 * argument `exports` these only. The last line has the counts.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'acr-cli-'));
  const world = await startWorld(folder);
  try {
    const version = await world.operator.version();
    if (version === undefined) {
      console.log(
        'skipped: there is no Azure CLI on the path. Install it (Debian: apt-get install azure-cli; others: https://aka.ms/azure-cli) and start this again.',
      );
      return;
    }
    console.log(`Azure CLI ${version} against ${world.address}`);
    const recipe = [linkByCommands, compareWithTree, refusals, tearDown];
    const parts = process.argv.includes('exports') ? [] : recipe;
    for (const part of [signIn, ...parts, exportedScripts]) await part(world);
    console.log(`Azure CLI ${version}: ${world.checks.summary}`);
    if (world.checks.hasFailed) process.exitCode = 1;
  } finally {
    await world.emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
