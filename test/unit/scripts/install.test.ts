import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadScript } from '../../support/scripts';

interface Scripts {
  npm: (args: readonly string[]) => [command: string, args: string[]];
}
interface Cache {
  npmInstall: (command: readonly string[], folder: string, title: string) => Promise<void>;
}

/** npm would run what a package asks for while it is installed, with all that the user may do. */
describe('installing packages', function () {
  // npm is a program of its own, and another one for each place where something is installed.
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'acr-install-'));
  const quiet = ['--offline', '--no-audit', '--no-fund', '--no-package-lock'];
  const handedDown = Object.entries(process.env).filter(([name]) => /^npm_config_/i.test(name));
  let npm: Scripts['npm'];

  before(async () => {
    ({ npm } = await loadScript<Scripts>('processes.mjs'));
    // Under `npm run` the settings of this repository would hold in the other projects, too.
    for (const [name] of handedDown) Reflect.deleteProperty(process.env, name);
    const hostile = path.join(folder, 'hostile');
    mkdirSync(hostile);
    const mark = `node -e "require('fs').writeFileSync(process.env.INIT_CWD + '/ran', '')"`;
    const scripts = { preinstall: mark, install: mark, postinstall: mark };
    writeJson(path.join(hostile, 'package.json'), { name: 'hostile', version: '1.0.0', scripts });
    run(hostile, ['pack', '--pack-destination', folder]);
  });
  after(() => {
    Object.assign(process.env, Object.fromEntries(handedDown));
    rmSync(folder, { recursive: true, force: true });
  });

  function run(cwd: string, args: readonly string[]): void {
    const [command, all] = npm(args);
    execFileSync(command, all, { cwd, stdio: 'pipe' });
  }

  function project(name: string): string {
    const home = path.join(folder, name);
    mkdirSync(home);
    writeJson(path.join(home, 'package.json'), {
      name,
      version: '1.0.0',
      dependencies: { hostile: 'file:../hostile-1.0.0.tgz' },
    });
    return home;
  }

  function assertInstalled(home: string, hasRun: boolean): void {
    assert.ok(existsSync(path.join(home, 'node_modules/hostile/package.json')));
    assert.equal(existsSync(path.join(home, 'ran')), hasRun);
  }

  it('runs no script of a package, wherever this repository installs', () => {
    const trusting = project('trusting');
    run(trusting, ['install', ...quiet]);
    assertInstalled(trusting, true);
    const places = [
      '.',
      ...readdirSync('scripts', { recursive: true, encoding: 'utf8' })
        .filter((file) => path.basename(file) === 'package-lock.json')
        .map((file) => path.join('scripts', path.dirname(file))),
    ];
    assert.ok(places.length > 3);
    for (const [index, place] of places.entries()) {
      const home = project(`place-${index}`);
      copyFileSync(path.join(place, '.npmrc'), path.join(home, '.npmrc'));
      run(home, ['install', ...quiet]);
      assertInstalled(home, false);
    }
  });

  it('runs none for what is installed when first needed, whatever its folder says', async () => {
    const { npmInstall } = await loadScript<Cache>('host/cache.mjs');
    const home = project('first-needed');
    await npmInstall(['install', '--offline'], home, 'a package');
    assertInstalled(home, false);
  });
});

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value));
}
