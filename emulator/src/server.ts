import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_PATH, answerAdmin } from './admin';
import type { ArmAnswer } from './arm/answer';
import type { Directory } from './arm/caller';
import { ArmError, methodNotAllowed } from './arm/errors';
import { StandardHeaders } from './arm/headers';
import { Core, type CoreOptions, type Outcome, type RegistryOutcome } from './core';
import { isDirectoryUrl } from './directory/directory';
import type { Estate } from './estate';
import type { Faults } from './faults/faults';
import type { startTlsFront, TlsFront, TlsOptions } from './front/tlsFront';
import {
  ADMIN_BODY_LIMIT,
  answerBrokenRequest,
  checkReadable,
  checkSize,
  errorAnswer,
  URL_LIMIT,
} from './httpErrors';
import { checkLoopback, isLoopback, originOf } from './loopback';
import { RequestLog, trafficFile } from './requestLog';
import { loadScenario } from './scenario';
import { SnapshotFile } from './snapshot';

export interface EmulatorOptions extends CoreOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Loopback only. */
  readonly host?: string;
  /** Name of a seed scenario; without it, Azure is empty. */
  readonly scenario?: string;
  /** File that the state is kept in; where it exists already, its state comes in place of the scenario. */
  readonly snapshotFile?: string;
  /** File to which every exchange is appended; without it, see `trafficFile`. False for none, whatever that says. */
  readonly logFile?: string | false;
  /** The only bearer token that is taken, by the admin API, too; without it any is. */
  readonly token?: string;
  /** HTTPS besides, with the sign-in that real clients ask for. */
  readonly tls?: TlsOptions;
}

export interface Emulator {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  readonly url: string;
  /** `https://localhost:port`, where it was asked for. */
  readonly tlsUrl?: string;
  readonly core: Core;
  readonly estate: Estate;
  readonly directory: Directory;
  readonly faults: Faults;
  readonly log: RequestLog;
  close(): Promise<void>;
}

/** Starts Azure Resource Manager on loopback. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host)) throw new Error(`The emulator listens on loopback only, not on ${host}.`);
  const core = new Core(options);
  const log = new RequestLog(options.logFile === false ? undefined : (options.logFile ?? trafficFile()));
  const snapshot =
    options.snapshotFile === undefined ? undefined : new SnapshotFile(core, options.snapshotFile);
  if (snapshot?.load() !== true && options.scenario !== undefined) loadScenario(core, options.scenario);

  const headers = new StandardHeaders();
  const app = Fastify({
    // Resource Manager's own is looked at below: a snapshot that was given is taken back, however large.
    bodyLimit: ADMIN_BODY_LIMIT,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    http: { maxHeaderSize: 2 * URL_LIMIT },
    clientErrorHandler: answerBrokenRequest,
    // What is asked for is checked by the emulator itself: no route has a schema, and what compiles them isn't loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // Paths are read by the emulator itself: Fastify's router would decode and refuse some before ARM's errors apply.
    rewriteUrl: () => '/',
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });

  const sendArm = (
    request: FastifyRequest,
    reply: FastifyReply,
    answer: ArmAnswer,
    fault: { readonly injected: readonly string[]; readonly isLost: boolean } = {
      injected: [],
      isLost: false,
    },
  ): FastifyReply => {
    const { method, originalUrl: url } = request;
    const requestHeaders = headersOf(request);
    const responseHeaders = headers.for(method, url, requestHeaders, answer, core.clock.now());
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
      ...(fault.injected.length === 0 ? {} : { injected: fault.injected.join(',') }),
    });
    snapshot?.changed();
    if (fault.isLost) {
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    }
    void reply.code(answer.status).headers(responseHeaders);
    if (answer.body === undefined || method === 'HEAD') return reply.removeHeader('Content-Type').send();
    return reply.send(JSON.stringify(answer.body));
  };

  app.setErrorHandler((error: FastifyError | ArmError, request, reply) => {
    if (!(error instanceof ArmError) && (error.statusCode ?? 500) >= 500) console.error(error);
    return sendArm(request, reply, errorAnswer(error));
  });
  app.setNotFoundHandler((request, reply) =>
    sendArm(
      request,
      reply,
      errorAnswer(methodNotAllowed(request.method, request.originalUrl.split('?')[0] ?? '')),
    ),
  );
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS'],
    url: '/',
    handler: async (request, reply) => {
      const requestHeaders = headersOf(request);
      const loginServer = core.dataPlane.loginServerOf(requestHeaders['host'] ?? '');
      checkLoopback(loginServer === undefined ? requestHeaders : { ...requestHeaders, host: 'localhost' });
      const { method, originalUrl: url } = request;
      checkReadable(url, requestHeaders);
      const body = textOf(request);
      const isAdmin = url === ADMIN_PATH || url.startsWith(`${ADMIN_PATH}/`);
      if (options.token !== undefined) checkToken(options.token, { url, loginServer, requestHeaders, body });
      if (!isAdmin) checkSize(body);
      if (loginServer !== undefined) {
        return sendUnlogged(
          reply,
          core.handleRegistry(loginServer, { method, url, headers: requestHeaders, body }),
        );
      }
      if (isAdmin) {
        const answer = answerAdmin(core, log, { method, url, body });
        snapshot?.changed();
        return reply.code(answer.status).header('Content-Type', answer.contentType).send(answer.body);
      }
      const origin = originOf(requestHeaders);
      const raw = { method, url, headers: requestHeaders, body, origin };
      if (isDirectoryUrl(url)) return sendUnlogged(reply, core.handleDirectory(raw));
      const outcome = core.handle(raw);
      if (outcome.delayMilliseconds > 0) await pause(outcome.delayMilliseconds);
      return sendArm(request, reply, outcome.answer, outcome);
    },
  });

  await app.listen({ port: options.port ?? 0, host });
  const { port } = app.server.address() as AddressInfo;
  const front =
    options.tls === undefined
      ? undefined
      : await startTls(core, host, options.tls, (request, response) => {
          app.routing(request, response);
        }).catch(async (error: unknown) => {
          await app.close();
          throw error;
        });
  return {
    url: `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${port}`,
    ...(front === undefined ? {} : { tlsUrl: front.url }),
    core,
    estate: core.estate,
    directory: core.directory,
    faults: core.faults,
    log,
    close: async () => {
      await front?.close();
      await app.close();
      log.close();
      snapshot?.save();
    },
  };
}

/** Called for a route with a schema. */
function noSchemas(): never {
  throw new Error('A route has a schema, and nothing that compiles it.');
}

/** What makes certificates is loaded where they are needed. */
async function startTls(...parameters: Parameters<typeof startTlsFront>): Promise<TlsFront> {
  const front = await import('./front/tlsFront');
  return front.startTlsFront(...parameters);
}

interface Arrived {
  readonly url: string;
  readonly loginServer: string | undefined;
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * Refuses whoever doesn't know the token. A registry's own tokens are given for it only, and taken by the registry as ever;
 * what a registry gives to everybody is asked for without any.
 */
function checkToken(token: string, { url, loginServer, requestHeaders, body }: Arrived): void {
  if (loginServer === undefined) {
    if (requestHeaders['authorization'] !== `Bearer ${token}`)
      throw new ArmError(401, 'InvalidAuthenticationToken', 'The access token is not the one of this run.');
  } else if (url.startsWith('/oauth2/exchange') && new URLSearchParams(body).get('access_token') !== token) {
    throw new ArmError(401, 'UNAUTHORIZED', 'The access token is not the one of this run.');
  }
}

/**
 * Sends what a registry or Microsoft Graph answers, which is no traffic of Resource Manager. A name that no registry has
 * would not be in DNS: nobody answers there.
 */
async function sendUnlogged(reply: FastifyReply, outcome: RegistryOutcome | Outcome): Promise<FastifyReply> {
  const { answer, delayMilliseconds, isLost } = outcome;
  if (delayMilliseconds > 0) await pause(delayMilliseconds);
  if (answer === undefined || isLost) {
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
    return reply;
  }
  const { status, headers, body } = answer;
  void reply.code(status).headers({ 'Content-Type': 'application/json; charset=utf-8', ...headers });
  // As bytes: to a text a media type would get a charset, which a manifest's has not.
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  if (reply.request.method !== 'HEAD') return reply.send(bytes);
  return reply.header('Content-Length', bytes.length).send();
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
