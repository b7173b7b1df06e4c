import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { asUpgrade, exchange, foreignRequests, rawRequest, statusesOf } from '../support/rawHttp';
import { loadScript } from '../support/scripts';

/** Where VS Code's page opens its WebSocket to the extension host. */
const remote = {
  target:
    '/?reconnectionToken=1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed&reconnection=false&skipWebSocketFrames=false',
};

/** `npm run demo` as a user starts it: the program itself, what it prints, and who gets in. */
describe('the demo', () => {
  let demo: ChildProcess;
  let browser: Browser;
  let printed = '';
  let link: URL;
  let password: string;
  let port: number;
  const taken = createServer();

  before(async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const wanted = (taken.address() as { port: number }).port;
    demo = spawn(process.execPath, ['scripts/demo.mjs', '--no-package', '--port', `${wanted}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    demo.stdout?.on('data', (chunk) => (printed += String(chunk)));
    while (!printed.includes('Ctrl-C ends the demo')) {
      assert.ok(demo.exitCode === null, printed);
      await Promise.race([once(demo.stdout ?? demo, 'data'), once(demo, 'exit')]);
    }
    link = new URL(/VS Code: (\S+)/.exec(printed)?.[1] ?? '');
    password = /Password: (\S+)/.exec(printed)?.[1] ?? '';
    port = Number(link.port);
    assert.match(printed, new RegExp(`Port ${wanted} is not free`));
    assert.notEqual(port, wanted);
    const { launchBrowser } = await loadScript<{ launchBrowser: () => Promise<Browser> }>('host/browser.mjs');
    browser = await launchBrowser();
  });
  after(async () => {
    taken.close();
    await browser.close();
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');
    await ended;
  });

  async function opened(address: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  /** The cookie of a browser that has opened the link. */
  async function session(): Promise<string> {
    const answer = await fetch(link, { redirect: 'manual' });
    return `Cookie: ${answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''}`;
  }

  it('has a password of its own, which stands in no command line', () => {
    assert.ok(password.length >= 32);
    assert.equal(link.searchParams.get('password'), password);
    assert.equal(link.hostname, '127.0.0.1');
    const commandLines = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((id) => {
        try {
          return readFileSync(`/proc/${id}/cmdline`, 'utf8');
        } catch {
          return '';
        }
      });
    assert.ok(commandLines.some((line) => line.includes('scripts/demo.mjs')));
    assert.ok(commandLines.every((line) => !line.includes(password)));
  });

  it('lets a browser in that opens the printed link, and opens on the walkthrough, with the view shown', async () => {
    const page = await opened(link.href);
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    assert.ok(!page.url().includes(password), page.url());
    await page
      .getByRole('treeitem', { name: /^Contoso Apps/ })
      .first()
      .waitFor({ timeout: 60_000 });
    await page.getByText('Get started with ACR Private Link').filter({ visible: true }).first().waitFor();
    // Its first step is over with the tree.
    await page.locator('[data-done-step-id$="#see"][aria-checked="true"]').waitFor();
    await page.screenshot({ path: 'out/screenshots/demo.png' });
    await page.context().close();
  });

  it('asks for the password without the link, and lets in who enters it', async () => {
    const page = await opened(`http://localhost:${port}/`);
    assert.equal(await page.locator('.monaco-workbench').count(), 0);
    await page.screenshot({ path: 'out/screenshots/demo-password.png' });
    await page.getByLabel('Password').fill('a guess');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not the password').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await page.context().close();
  });

  it('opens no page and no WebSocket for another host or origin, not even to who has signed in', async () => {
    const cookie = await session();
    for (const [title, request] of foreignRequests(port)) {
      const headers = [...request.headers, cookie];
      for (const tried of [{ ...request, headers }, asUpgrade({ ...remote, ...request, headers })]) {
        const answer = await exchange(port, tried);
        assert.deepEqual(statusesOf(answer), [403], `${title}\n${rawRequest(tried)}\n${answer}`);
      }
    }
    const own = { target: '/healthz', headers: [`Host: 127.0.0.1:${port}`, cookie] };
    const foreign = { ...own, headers: ['Host: evil.example', cookie] };
    assert.deepEqual(statusesOf(await exchange(port, own, foreign)), [200, 403]);
  });

  it('opens the WebSocket to who has signed in alone', async () => {
    const own = [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`];
    const cookie = await session();
    const signedIn = await exchange(port, asUpgrade({ ...remote, headers: [...own, cookie] }));
    assert.deepEqual(statusesOf(signedIn), [101]);
    assert.deepEqual(statusesOf(await exchange(port, asUpgrade({ ...remote, headers: own }))), [401]);
  });
});
