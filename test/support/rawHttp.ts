/** HTTP as text over a connection of its own: clients would correct what is tried here. */
import { connect } from 'node:net';

export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  readonly headers: readonly string[];
  readonly body?: string;
}

export function rawRequest({ method, target, version, headers, body }: RawRequest): string {
  const first = `${method ?? 'GET'} ${target ?? '/'} HTTP/${version ?? '1.1'}`;
  return [first, ...headers, '', body ?? ''].join('\r\n');
}

/** The same request as the beginning of a WebSocket. */
export function asUpgrade(request: RawRequest): RawRequest {
  const asked = ['Connection: Upgrade', 'Upgrade: websocket'];
  const webSocket = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  return { ...request, headers: [...request.headers, ...asked, ...webSocket] };
}

/** All that comes back until the other side ends the connection, or until it has become a WebSocket. */
export function exchange(port: number, ...requests: readonly RawRequest[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += String(chunk);
      if (/(^|\r\n)HTTP\/1\.1 101 [^]*?\r\n\r\n/.test(answer)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(answer);
    });
    socket.write(requests.map(rawRequest).join(''));
  });
}

/** The statuses of all answers in a text, in their order. */
export function statusesOf(answer: string): readonly number[] {
  return [...answer.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status));
}

/** Requests that pages of other sites, and names that only resolve to loopback, could bring about. */
export function foreignRequests(port: number): readonly (readonly [title: string, request: RawRequest])[] {
  const own = `Host: 127.0.0.1:${port}`;
  const names = [
    'evil.example',
    `evil.example:${port}`,
    `localhost.:${port}`,
    `127.0.0.1.evil:${port}`,
    `127.0.0.1.:${port}`,
    `127.0.0.2:${port}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    `0.0.0.0:${port}`,
    `[::1]:${port}`,
    `[::ffff:127.0.0.1]:${port}`,
    `127.0.0.1:${port + 1}`,
    '127.0.0.1',
    'localhost',
    `127.0.0.1:${port}@evil.example`,
    `evil@127.0.0.1:${port}`,
    `127.0.0.1:${port}, evil.example`,
    '',
  ];
  const origins = [
    'http://evil.example',
    `http://evil.example:${port}`,
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1:${port + 1}`,
    'http://127.0.0.1',
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://localhost.:${port}`,
    `http://[::1]:${port}`,
    'null',
  ];
  return [
    ...names.map((name) => [`Host: ${name}`, { headers: [`Host: ${name}`] }] as const),
    ...origins.map((origin) => [`Origin: ${origin}`, { headers: [own, `Origin: ${origin}`] }] as const),
    ['a second Host', { headers: [own, 'Host: evil.example'] }],
    ['a second Host that is ours', { headers: ['Host: evil.example', own] }],
    [
      'a second Origin',
      { headers: [own, `Origin: http://127.0.0.1:${port}`, 'Origin: http://evil.example'] },
    ],
    ['no Host', { version: '1.0', headers: [] }],
    ['our name forwarded', { headers: ['Host: evil.example', `X-Forwarded-Host: 127.0.0.1:${port}`] }],
    ['a whole address', { target: 'http://evil.example/', headers: [own] }],
    ['a whole address of ours', { target: `http://127.0.0.1:${port}/`, headers: [own] }],
    ['a target that is no path', { method: 'OPTIONS', target: '*', headers: [own] }],
  ];
}
