import type { FastifyError } from 'fastify';
import type { Socket } from 'node:net';
import type { ArmAnswer } from './arm/answer';
import { ArmError } from './arm/errors';

/** Resource Manager takes no more than 4 MB. */
export const BODY_LIMIT = 4 * 1024 * 1024;
/** What the emulator takes of a snapshot: that of 50,000 resources has 185 MB. */
export const ADMIN_BODY_LIMIT = 512 * 1024 * 1024;
/** IIS, behind which Resource Manager stands, takes no longer URLs. */
export const URL_LIMIT = 16 * 1024;

/** The answer to what goes wrong before a request can be read as one of Resource Manager's. */
export function errorAnswer(error: FastifyError | ArmError): ArmAnswer {
  if (error instanceof ArmError) {
    return { status: error.status, body: { error: error.toJSON() }, headers: { ...error.headers } };
  }
  const [status, code, message] = known[error.code] ?? [error.statusCode ?? 500, 'BadRequest', error.message];
  if (status >= 500) {
    return { status: 500, body: { error: { code: 'InternalServerError', message: 'An error occurred.' } } };
  }
  return { status, body: { error: { code, message } } };
}

const tooLarge = [
  413,
  'RequestContentTooLarge',
  `The request content is larger than the ${BODY_LIMIT} bytes that are allowed.`,
] as const;

/** @throws ArmError 413 for a body that is more than Resource Manager takes */
export function checkSize(body: string): void {
  if (Buffer.byteLength(body) > BODY_LIMIT) throw new ArmError(...tooLarge);
}

const known: Readonly<Record<string, readonly [number, string, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'UnsupportedMediaType', 'The content media type is not supported.'],
};

/** Answers what is no HTTP at all, or has headers beyond the limit, and closes the connection. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const [status, code, message] = isTooLong
    ? ['431 Request Header Fields Too Large', 'RequestHeaderFieldsTooLarge', 'URL or headers are too long.']
    : ['400 Bad Request', 'BadRequest', 'The request is not valid HTTP.'];
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Refuses what Resource Manager doesn't read: endless URLs, compressed bodies. */
export function checkReadable(url: string, headers: Readonly<Record<string, string | undefined>>): void {
  if (url.length > URL_LIMIT) throw new ArmError(414, 'RequestUriTooLong', 'The request URI is too long.');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new ArmError(415, 'UnsupportedMediaType', `The content encoding '${encoding}' is not supported.`);
  }
}
