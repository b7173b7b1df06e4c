import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { ADMIN_PATH, answerAdmin } from './admin';
import type { Clock } from './arm/clock';
import { ArmError } from './arm/errors';
import { StandardHeaders } from './arm/headers';
import type { ArmAnswer } from './arm/provider';
import { realClock } from './arm/clock';
import { Core } from './core';
import type { Directory } from './arm/caller';
import type { Estate } from './estate';
import { checkLoopback, isLoopback, originOf } from './loopback';
import { RequestLog } from './requestLog';
import { loadScenario } from './scenario';

export interface EmulatorOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Loopback only. */
  readonly host?: string;
  /** Name of a seed scenario; without it, Azure is empty. */
  readonly scenario?: string;
  /** 1 is as slow as Azure, 0 (the default) lets every operation end at once. */
  readonly latencyScale?: number;
  /** Items on a page of a list. */
  readonly pageSize?: number;
  readonly clock?: Clock;
  /** File to which every exchange is appended. */
  readonly logFile?: string;
}

export interface Emulator {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  readonly url: string;
  readonly core: Core;
  readonly estate: Estate;
  readonly directory: Directory;
  readonly log: RequestLog;
  close(): Promise<void>;
}

/** Resource Manager takes no more than 4 MB. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** Starts Azure Resource Manager on loopback. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host)) throw new Error(`The emulator listens on loopback only, not on ${host}.`);
  const core = new Core(options);
  const log = new RequestLog(options.logFile);
  if (options.scenario !== undefined) loadScenario(core, options.scenario);

  const headers = new StandardHeaders();
  const clock = options.clock ?? realClock;
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // Paths are read by the emulator itself: Fastify's router would decode and refuse some before ARM's errors apply.
    rewriteUrl: () => '/',
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });

  const sendArm = (request: FastifyRequest, reply: FastifyReply, answer: ArmAnswer): FastifyReply => {
    const { method, originalUrl: url } = request;
    const requestHeaders = headersOf(request);
    const responseHeaders = headers.for(method, url, requestHeaders, answer, clock.now());
    log.add({
      request: {
        method,
        url: `${originOf(requestHeaders)}${url}`,
        headers: requestHeaders,
        ...(textOf(request) === '' ? {} : { body: parsedOrText(textOf(request)) }),
      },
      response: {
        status: answer.status,
        headers: responseHeaders,
        ...(answer.body === undefined ? {} : { body: answer.body }),
      },
    });
    void reply.code(answer.status).headers(responseHeaders);
    if (answer.body === undefined || method === 'HEAD') return reply.removeHeader('Content-Type').send();
    return reply.send(JSON.stringify(answer.body));
  };

  app.setErrorHandler((error: FastifyError | ArmError, request, reply) => {
    if (!(error instanceof ArmError) && (error.statusCode ?? 500) >= 500) console.error(error);
    return sendArm(request, reply, errorAnswer(error));
  });
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS'],
    url: '/',
    handler: (request, reply) => {
      const requestHeaders = headersOf(request);
      checkLoopback(requestHeaders);
      const { method, originalUrl: url } = request;
      if (url === ADMIN_PATH || url.startsWith(`${ADMIN_PATH}/`)) {
        const answer = answerAdmin(core, log, { method, url, body: textOf(request) });
        return reply.code(answer.status).header('Content-Type', answer.contentType).send(answer.body);
      }
      const origin = originOf(requestHeaders);
      const answer = core.router.handle({
        method,
        url,
        headers: requestHeaders,
        body: textOf(request),
        origin,
      });
      return sendArm(request, reply, answer);
    },
  });

  await app.listen({ port: options.port ?? 0, host });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${port}`,
    core,
    estate: core.estate,
    directory: core.directory,
    log,
    close: () => app.close(),
  };
}

function errorAnswer(error: FastifyError | ArmError): ArmAnswer {
  if (error instanceof ArmError) return { status: error.status, body: { error: error.toJSON() } };
  const [status, code, message] = {
    FST_ERR_CTP_BODY_TOO_LARGE: [
      413,
      'RequestContentTooLarge',
      `The request content is larger than the ${BODY_LIMIT} bytes that are allowed.`,
    ] as const,
    FST_ERR_CTP_INVALID_MEDIA_TYPE: [
      415,
      'UnsupportedMediaType',
      'The content media type is not supported.',
    ] as const,
  }[error.code] ?? [error.statusCode ?? 500, 'BadRequest', error.message];
  if (status >= 500) {
    return { status: 500, body: { error: { code: 'InternalServerError', message: 'An error occurred.' } } };
  }
  return { status, body: { error: { code, message } } };
}

function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function textOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
