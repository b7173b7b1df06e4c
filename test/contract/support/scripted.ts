import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Writes what comes after the headers, in place of the body, and may never come to an end. */
  readonly write?: (response: ServerResponse) => void;
}

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

type Script = (request: SeenRequest, count: number) => Answer | undefined | Promise<Answer>;

/** A server for what neither Azure nor the emulator does when asked nicely; `undefined` hangs up. */
export async function startScripted(answer: Script): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      void (async () => {
        const given = await answer(one, seen.length);
        if (!given) return void request.socket.destroy();
        response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
        if (given.write) {
          given.write(response);
          return;
        }
        response.end(given.body === undefined ? '' : JSON.stringify(given.body));
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The emulator, except where `script` has an answer of its own. */
export async function startInFrontOf(
  target: string,
  script: (request: SeenRequest, count: number) => Answer | undefined,
): Promise<ScriptedServer> {
  const server = await startScripted((request, count) => script(request, count) ?? forward(request));
  const here = (text: string) => text.replaceAll(target, server.url);
  async function forward({ method, path, headers, body }: SeenRequest): Promise<Answer> {
    const response = await fetch(`${target}${path}`, {
      method,
      headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
      ...(body === '' ? {} : { body }),
    });
    const text = here(await response.text());
    const kept = ['azure-asyncoperation', 'location', 'retry-after', 'x-ms-request-id'];
    const own = kept.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, here(value)]];
    });
    return {
      status: response.status,
      headers: Object.fromEntries(own) as Record<string, string>,
      ...(text === '' ? {} : { body: JSON.parse(text) as unknown }),
    };
  }
  return server;
}

/** Resource Manager's refusal for want of a right. */
export function refusal(action: string, scope: string): Answer {
  const message = `The client 'ana.ruiz@contoso.com' with object id '11111111-2222-3333-4444-555555555555' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return {
    status: 403,
    headers: { 'x-ms-request-id': 'request-1' },
    body: { error: { code: 'AuthorizationFailed', message } },
  };
}
