// @ts-check
// `npm run demo`: the packaged extension in a fresh VS Code, in front of an emulated Azure. Nothing of it
// needs an account, and nothing of it stays: Ctrl-C ends all that was started and deletes its files.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { openDesktop } from './demo/desktop.mjs';
import { help, readOptions } from './demo/options.mjs';
import { startEmulator } from './emulatorProcess.mjs';
import { packaged } from './host/packaged.mjs';
import { startServer, workbenchAddress } from './host/server.mjs';
import { HostUnavailable } from './host/unavailable.mjs';
import { npm, show } from './processes.mjs';
import { root, vsixFile } from './root.mjs';
import { temporaryFolder } from './temporary.mjs';

/** @type {(() => Promise<unknown>)[]} */
const undo = [];
let ending = false;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => void end(0));
}
try {
  await demo();
} catch (error) {
  const known =
    error instanceof HostUnavailable ? `${error.message}\nOr try \`npm run demo -- --desktop\`.` : error;
  console.error(known instanceof Error ? known.message : known);
  await end(1);
}

async function demo() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(help);
  if (options.package) await npmScript('package');
  const opening = await packaged(join(root, 'scripts', 'demo', 'opening'), temporaryFolder('opening'));
  const home = temporaryFolder('demo');
  const folder = join(home, 'contoso-shop');
  await cp(join(root, 'scripts', 'demo', 'workspace'), folder, { recursive: true });

  const emulator = await startEmulator({ scenario: options.scenario, latency: options.latency });
  undo.push(emulator.stop);
  console.log(`Azure emulator: ${emulator.url}`);
  const settings = { 'acrPrivateLink.emulator.endpoint': emulator.url };
  if (options.desktop) {
    const closed = openDesktop(home, folder, settings, [vsixFile, opening]);
    printWhatToTry();
    await closed;
    await end(0);
  } else {
    const { port, language } = options;
    const vsix = [vsixFile, opening];
    const server = await startServer({ port, vsix, settings, ...(language !== undefined && { language }) });
    undo.push(server.stop);
    if (options.port !== 0 && !server.url.endsWith(`:${options.port}`)) {
      console.log(`Port ${options.port} is not free, so that another one is used.`);
    }
    console.log(`\n  VS Code: ${workbenchAddress(server, folder)}`);
    console.log(`  Password: ${server.password} (already in the link; new in every run)\n`);
    printWhatToTry();
    console.log('\nCtrl-C ends the demo.');
    await server.ended;
    if (!ending) console.error('code-server ended by itself');
    await end(1);
  }
}

function printWhatToTry() {
  console.log(`What to try:
  1. Follow "Get started with ACR Private Link", which is open, or expand a subscription in the view beside it.
  2. Right-click a registry, "Link to AKS…": pick a cluster, look at the plan, press Apply.
  3. In a new file, run "Insert deployment.yaml…" from the palette (F1).
  4. From nothing: right-click a subscription, "Create Private Registry…"; then follow the buttons at the end
     of each step: link, import a test image, verify from inside the cluster, insert deployment.yaml.`);
}

/** @param {string} name */
async function npmScript(name) {
  const code = await show(...npm(['run', '--silent', name]), { cwd: root });
  if (code !== 0) throw new Error(`\`npm run ${name}\` failed`);
}

/** @param {number} code */
async function end(code) {
  // What is ended here reports its end too.
  if (ending) return;
  ending = true;
  for (const step of undo.splice(0).reverse()) await step().catch(() => {});
  process.exit(code);
}
