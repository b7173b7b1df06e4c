import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUpgrade, exchange, foreignRequests, rawRequest, statusesOf } from '../../support/rawHttp';
import { loadScript } from '../../support/scripts';

interface Front {
  readonly port: number;
  readonly password: string;
  stop(): Promise<void>;
}

async function startFront(path: string, port?: number): Promise<Front> {
  const script = await loadScript<{ startFront: typeof startFront }>('host/front/front.mjs');
  return script.startFront(path, port);
}

/** The front that `npm run demo` and the tests have before VS Code, here before a server that tells what it is asked. */
describe('the door to VS Code in the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acr-front-'));
  const socketPath =
    process.platform === 'win32' ? '\\\\.\\pipe\\acr-front-test' : join(folder, 'behind.sock');
  const asked: (Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string })[] = [];
  let front: Front;
  let own: string;
  let cookie: string;

  const behind = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(200, { 'Set-Cookie': ['one=1', 'two=2'], 'Content-Type': 'text/plain' });
      response.end('the workbench');
    });
  });
  behind.on('upgrade', (request: IncomingMessage, socket) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers, body: '' });
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
    socket.on('error', () => undefined);
  });

  before(async () => {
    behind.listen(socketPath);
    await once(behind, 'listening');
    front = await startFront(socketPath);
    own = `Host: 127.0.0.1:${front.port}`;
    const answer = await fetch(address('/', front.password), { redirect: 'manual' });
    cookie = `Cookie: other=1; ${answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''}`;
  });
  beforeEach(() => asked.splice(0));
  after(async () => {
    await front.stop();
    behind.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function address(path: string, password?: string): string {
    const url = new URL(path, `http://127.0.0.1:${front.port}`);
    if (password !== undefined) url.searchParams.set('password', password);
    return url.href;
  }

  it('stays shut for another name, origin or port, signed in or not, for a page and for a WebSocket', async () => {
    for (const [title, request] of foreignRequests(front.port)) {
      for (const headers of [request.headers, [...request.headers, cookie]]) {
        for (const tried of [{ ...request, headers }, asUpgrade({ ...request, headers })]) {
          const answer = await exchange(front.port, tried);
          assert.deepEqual(statusesOf(answer), [403], `${title}\n${rawRequest(tried)}\n${answer}`);
        }
      }
    }
    assert.deepEqual(asked, []);
  });

  it('looks at every request of a connection', async () => {
    const good = { headers: [own, cookie] };
    const foreign = { headers: ['Host: evil.example', cookie] };
    assert.deepEqual(statusesOf(await exchange(front.port, good, good, foreign, good)), [200, 200, 403]);
    assert.equal(statusesOf(await exchange(front.port, good, asUpgrade(foreign))).at(-1), 403);
    assert.ok(asked.every(({ headers }) => headers.host === `127.0.0.1:${front.port}`));
  });

  it('wants the password, for a page and for a WebSocket', async () => {
    for (const path of ['/', '/healthz', '/stable-1/static/out/main.js', '/?password=', '/?password=wrong']) {
      const page = await fetch(address(path), { headers: { Accept: 'text/html' } });
      assert.equal(page.status, 401);
      assert.match(await page.text(), /<input type="password" name="password"/);
    }
    const foreignCookie = `Cookie: acr-private-link-${front.port}=${front.password}`;
    for (const headers of [[own], [own, foreignCookie], [own, 'Authorization: Basic eDp5']]) {
      assert.deepEqual(statusesOf(await exchange(front.port, asUpgrade({ headers }))), [401]);
    }
    assert.deepEqual(asked, []);
  });

  it('signs in who opens the link, and takes the password out of the address', async () => {
    const linked = await fetch(address('/?folder=%2Fhome%2Fa+b&ew=true', front.password), {
      redirect: 'manual',
    });
    assert.equal(linked.status, 303);
    const [session] = linked.headers.getSetCookie();
    assert.match(session ?? '', /^acr-private-link-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const location = linked.headers.get('location') ?? '';
    assert.equal(location, address('/?folder=%2Fhome%2Fa+b&ew=true'));
    const page = await fetch(location, { headers: { cookie: session?.split(';')[0] ?? '' } });
    assert.equal(await page.text(), 'the workbench');
    // Who has signed in may open the link once more: the password goes no further then, either.
    const again = await exchange(front.port, {
      target: `/?password=${front.password}`,
      headers: [own, cookie, 'Connection: close'],
    });
    assert.deepEqual(statusesOf(again), [303]);
    assert.ok(asked.every(({ url }) => !url?.includes(front.password)));
  });

  it('never sends anybody to another host', async () => {
    for (const target of ['//evil.example/', '/\\evil.example/', '/@evil.example']) {
      const answer = await exchange(front.port, {
        target: `${target}?password=${front.password}`,
        headers: [own, 'Connection: close'],
      });
      assert.match(answer, new RegExp(`\r\nLocation: http://127\\.0\\.0\\.1:${front.port}/`));
    }
  });

  it('signs in who types the password', async () => {
    const typed = async (password: string): Promise<Response> =>
      fetch(address('/?folder=%2Fa'), {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ password }),
        headers: { Origin: `http://127.0.0.1:${front.port}` },
      });
    const right = await typed(front.password);
    assert.equal(right.headers.get('location'), address('/?folder=%2Fa'));
    assert.equal(right.headers.getSetCookie().length, 1);
    const wrong = await typed(`${front.password}x`);
    assert.equal(wrong.status, 401);
    assert.match(await wrong.text(), /not the password/);
    assert.equal((await typed('x'.repeat(10_000))).status, 401);
    assert.deepEqual(asked, []);
  });

  it('passes requests and answers on whole, but nothing that claims to be another host', async () => {
    const answer = await exchange(front.port, {
      method: 'POST',
      target: '/path?a=1&b=%20',
      headers: [
        own,
        cookie,
        'Transfer-Encoding: chunked',
        'X-Forwarded-Host: evil.example',
        'Forwarded: host=evil.example',
        'Accept-Language: de',
        'Connection: close',
      ],
      body: '5\r\nhello\r\n0\r\n\r\n',
    });
    const [request] = asked;
    assert.ok(request);
    assert.deepEqual([request.method, request.url, request.body], ['POST', '/path?a=1&b=%20', 'hello']);
    assert.equal(request.headers.host, `127.0.0.1:${front.port}`);
    assert.equal(request.headers['accept-language'], 'de');
    assert.equal(request.headers['x-forwarded-host'] ?? request.headers.forwarded, undefined);
    assert.match(answer, /set-cookie: one=1\r\nset-cookie: two=2\r\n/i);
    assert.match(answer, /the workbench/);
  });

  it('carries a WebSocket both ways, under either of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const request = asUpgrade({
        target: '/?reconnectionToken=1',
        headers: [`Host: ${name}:${front.port}`, `Origin: http://${name}:${front.port}`, cookie],
      });
      const socket = connect(front.port, '127.0.0.1').setEncoding('utf8');
      socket.write(rawRequest(request));
      let heard = '';
      socket.on('data', (chunk) => (heard += String(chunk)));
      while (!heard.includes('\r\n\r\n')) await once(socket, 'data');
      assert.deepEqual(statusesOf(heard), [101]);
      socket.write('ping');
      while (!heard.endsWith('ping')) await once(socket, 'data');
      socket.destroy();
    }
    assert.equal(asked.at(-1)?.url, '/?reconnectionToken=1');
  });

  it('takes another port where the wanted one is taken, and another password in every run', async () => {
    const other = await startFront(join(folder, 'nothing.sock'), front.port);
    try {
      assert.notEqual(other.port, front.port);
      assert.notEqual(other.password, front.password);
      assert.ok(other.password.length >= 32);
      const link = `http://127.0.0.1:${other.port}/?password=${other.password}`;
      const signedIn = await fetch(link, { redirect: 'manual' });
      const session = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const page = await fetch(`http://127.0.0.1:${other.port}/`, { headers: { cookie: session } });
      assert.equal(page.status, 502);
    } finally {
      await other.stop();
    }
  });

  it('listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ address: one }) => one !== '127.0.0.1' && !one.startsWith('fe80:'));
    const reached: string[] = [];
    for (const { address: host } of others) {
      const socket = connect(front.port, host);
      await once(socket, 'connect').then(
        () => reached.push(host),
        () => undefined,
      );
      socket.destroy();
    }
    assert.deepEqual(reached, []);
  });
});
