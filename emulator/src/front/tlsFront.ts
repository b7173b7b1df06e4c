import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Core } from '../core';
import { answerBrokenRequest, BODY_LIMIT, errorAnswer, URL_LIMIT } from '../httpErrors';
import { ArmError } from '../arm/errors';
import { checkLoopback } from '../loopback';
import type { FrontAnswer, FrontRequest } from './answer';
import { makeCertificate } from './certificate';
import { answerCloudMetadata } from './cloudMetadata';
import { answerSignIn } from './signIn';

export interface TlsOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Where the certificate of the authority is written that clients have to trust. */
  readonly authorityFile: string;
}

export interface TlsFront {
  /** `https://localhost:port`, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * HTTPS on loopback, for clients that insist on it: answers sign-ins and the cloud's metadata by itself, and hands
 * everything else to `others` (Resource Manager, Microsoft Graph), with the headers that a front adds. What is asked of
 * the front itself stands in no log, because secrets and tokens are in it.
 */
export async function startTlsFront(
  core: Core,
  host: string,
  options: TlsOptions,
  others: Handler,
): Promise<TlsFront> {
  const certificate = await makeCertificate(options.authorityFile);
  const server = createServer({ ...certificate, maxHeaderSize: 2 * URL_LIMIT }, (request, response) => {
    const isOwn = ownPath.test(request.url ?? '');
    if (isOwn) {
      void answerOwn(core, request, response);
      return;
    }
    request.headers['x-forwarded-proto'] = 'https';
    request.headers['x-forwarded-host'] = request.headers.host ?? '';
    others(request, response);
  });
  server.on('clientError', answerBrokenRequest);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Others' paths begin with `subscriptions`, `providers`, `tenants`, `v1.0` or `_emulator`. */
const ownPath =
  /^\/(metadata\/endpoints|[^/?]+\/(discovery\/instance|oauth2\/(v2\.0\/)?token|(v2\.0\/)?\.well-known\/openid-configuration))(\?|$)/i;

async function answerOwn(core: Core, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await ownAnswer(core, request).catch(asAnswer);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

async function ownAnswer(core: Core, request: IncomingMessage): Promise<FrontAnswer> {
  const host = request.headers.host ?? '';
  checkLoopback({ host, origin: request.headers.origin });
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const asked: FrontRequest = {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    body: await bodyOf(request),
    origin: `https://${host}`,
  };
  if (/^\/metadata\//i.test(path)) return answerCloudMetadata(core.cloud, asked);
  const answer = answerSignIn(core, asked);
  if (answer === undefined) throw new ArmError(404, 'NotFound', 'There is nothing at this path.');
  return answer;
}

/** A body, read to its end so that the client gets its answer, but kept only as far as Resource Manager takes one. */
async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_LIMIT) kept.push(chunk);
  }
  if (length <= BODY_LIMIT) return Buffer.concat(kept).toString('utf8');
  throw new ArmError(413, 'RequestContentTooLarge', 'The request content is too large.');
}

function asAnswer(thrown: unknown): FrontAnswer {
  if (thrown instanceof ArmError) return { status: thrown.status, body: errorAnswer(thrown).body };
  console.error(thrown);
  return { status: 500, body: { error: { code: 'InternalServerError', message: 'An error occurred.' } } };
}
