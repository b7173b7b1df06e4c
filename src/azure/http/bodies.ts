import { t } from '@vscode/l10n';
import { RestError, type PipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';
import { FailureError } from '../../model/failure';

type Unpack = (
  packed: InputType,
  options: ZlibOptions,
  callback: (error: Error | null, result: Buffer) => void,
) => void;

const unpackers: Readonly<Record<string, Unpack>> = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate };

const everyStatus = new Set([Number.POSITIVE_INFINITY]);

/**
 * Has the SDK's HTTP client give the body as a stream, as it comes: by itself it collects a body of any length, and
 * waits for ever for the end of a packed one whose connection broke. To be read by `readBody`.
 */
export function askForStream(request: PipelineRequest): void {
  request.streamResponseStatusCodes = everyStatus;
  // Not among the request's own headers, which would make the client unpack the body.
  request.requestOverrides = {
    ...request.requestOverrides,
    headers: { ...request.headers.toJSON({ preserveCase: true }), 'Accept-Encoding': 'gzip' },
  };
}

/**
 * Reads the body into the answer as text. It is counted as it comes and again as it is unpacked: throws FailureError as
 * soon as it is larger than `limit` bytes, and RestError where the connection breaks or the packed body is damaged.
 */
export async function readBody(response: PipelineResponse, limit: number, who: string): Promise<void> {
  const { readableStreamBody: stream } = response;
  if (stream === undefined) {
    if ((response.bodyAsText?.length ?? 0) > limit) throw tooLarge(limit, who);
    return;
  }
  delete response.readableStreamBody;
  const bytes = await collected(stream, limit, who);
  const unpack = unpackers[response.headers.get('Content-Encoding')?.trim().toLowerCase() ?? ''];
  const body = unpack === undefined || bytes.length === 0 ? bytes : await unpacked(unpack, bytes, limit, who);
  response.bodyAsText = body.toString('utf8');
}

/** Copied together: a chunk of one byte keeps the whole buffer alive that it was received in. */
async function collected(stream: NodeJS.ReadableStream, limit: number, who: string): Promise<Buffer> {
  let bytes = Buffer.alloc(16 * 1024);
  let length = 0;
  try {
    // Leaving the loop destroys the stream, and with it the connection.
    for await (const chunk of stream) {
      const received = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (length + received.length > limit) throw tooLarge(limit, who);
      if (length + received.length > bytes.length) {
        const larger = Buffer.alloc(Math.max(length + received.length, 2 * bytes.length));
        bytes.copy(larger, 0, 0, length);
        bytes = larger;
      }
      received.copy(bytes, length);
      length += received.length;
    }
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const { message, code } = error as NodeJS.ErrnoException;
    // As if it had broken before the answer, so that it is tried again alike.
    throw new RestError(t`The connection closed in the middle of a response: ${message}`, {
      code: code ?? 'ECONNRESET',
    });
  }
  return bytes.subarray(0, length);
}

function unpacked(unpack: Unpack, packed: Buffer, limit: number, who: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    unpack(packed, { maxOutputLength: limit }, (error, result) => {
      if (error === null) resolve(result);
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge(limit, who));
      else
        reject(
          new RestError(t`A response couldn’t be decompressed: ${error.message}`, {
            code: RestError.PARSE_ERROR,
          }),
        );
    });
  });
}

/** FailureError for a response, or for all pages of a list together, of more than so many bytes. */
export function tooLarge(limit: number, who: string, what = t('a response')): FailureError {
  const size = limit >= 1024 * 1024 ? t`${Math.floor(limit / 1024 / 1024)} MB` : t`${limit} bytes`;
  return new FailureError({
    code: 'azure.answerTooLarge',
    kind: 'defect',
    message: t`${who} sent ${what} larger than ${size}, which wasn’t read completely.`,
    nextAction: t('Check whether a proxy rewrites responses. If not, report this with the log.'),
  });
}
