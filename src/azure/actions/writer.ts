import { t } from '@vscode/l10n';
import {
  createHttpPoller,
  type OperationResponse,
  type OperationState,
  type PollerLike,
} from '@azure/core-lro';
import { createRestError, type Client, type PathUncheckedResponse } from '@azure-rest/core-client';
import { parseId } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { JsonObject } from '../../model/json';
import type { ResumeToken, StepRequest, WriteOutcome, WriteProgress } from '../../provisioning';
import { armErrorOf } from '../http/answers';
import { armFailure } from '../http/armFailures';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { memberOf, isJsonObject } from '../http/json';
import { foreignOrigin, originOf } from '../http/origin';
import { redact } from '../http/redact';
import { listenToRetries } from '../http/retries';

export interface WriterOptions {
  readonly endpoint: string;
  /** Milliseconds between two looks where Azure's Retry-After doesn't say. */
  readonly pace: number;
}

type Poller = PollerLike<OperationState<PathUncheckedResponse>, PathUncheckedResponse>;

/** Sends requests of a plan as they stand, and follows the operations that Azure starts for them. */
export class Writer {
  constructor(
    private readonly clients: Clients,
    private readonly options: WriterOptions,
  ) {}

  /** See AzureWriter.write. The JSON goes out as the plan shows it: the SDK's models would drop what they don't know. */
  async write(
    resourceId: string,
    request: StepRequest,
    progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    return this.follow(resourceId, request, progress, signal, undefined);
  }

  /**
   * Waits for an operation that an earlier `write` began. Fails with `azure.operationForgotten` when Azure doesn't know
   * it any more (it keeps the outcome for a day or so): then the same request may be sent again.
   */
  async resume(
    resourceId: string,
    request: StepRequest,
    resumeToken: ResumeToken,
    progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    return this.follow(resourceId, request, progress, signal, resumeToken);
  }

  private async follow(
    resourceId: string,
    request: StepRequest,
    progress: WriteProgress,
    signal: AbortSignal,
    resumeToken: ResumeToken | undefined,
  ): Promise<WriteOutcome> {
    let last: PathUncheckedResponse | undefined;
    let poller: Poller | undefined;
    // A signal of this write's own, so that what is heard of retries belongs to it.
    const own = AbortSignal.any([signal]);
    try {
      if (!parseId(resourceId)) throw new RangeError(`Not an Azure resource ID: ${resourceId}`);
      const heard = (failure: Failure, attempt: number, delaySeconds: number) => {
        progress.retrying({ ...failure, resourceId }, attempt, delaySeconds);
      };
      listenToRetries(own, heard, progress.mayResend);
      if (resumeToken !== undefined) this.refuseForeign(resumeToken);
      const client = this.clients.of(resourceId);
      poller = createHttpPoller<PathUncheckedResponse, OperationState<PathUncheckedResponse>>(
        {
          sendInitialRequest: async () => forPoller(await send(client, resourceId, request, own)),
          sendPollRequest: async (address) => {
            last = await client
              .pathUnchecked(withApiVersion(address, request.apiVersion))
              .get({ abortSignal: own });
            return forPoller(last);
          },
        },
        {
          intervalInMs: this.options.pace,
          resourceLocationConfig: 'original-uri',
          ...(resumeToken === undefined ? {} : { restoreFrom: resumeToken }),
        },
      );
      await poller.submitted();
      if (resumeToken === undefined)
        await progress.accepted(poller.isDone ? undefined : await poller.serialize());
      reportStatus(poller, () => last, progress);
      const answer = await poller.pollUntilDone({ abortSignal: own });
      const resource = request.method === 'DELETE' ? undefined : resourceIn(answer.body);
      return { ok: true, ...(resource === undefined ? {} : { resource }) };
    } catch (error) {
      return { ok: false, failure: failureAtTheEnd(error, resourceId, poller, last, signal) };
    }
  }

  /** A resume token comes from disk: whoever can write there must not get to choose where the access token is sent. */
  private refuseForeign(resumeToken: ResumeToken): void {
    const allowed = new URL(this.options.endpoint).origin;
    const parsed: unknown = JSON.parse(resumeToken);
    const config = isJsonObject(parsed) ? memberOf(parsed['state'], 'config') : undefined;
    for (const name of ['operationLocation', 'resourceLocation', 'initialRequestUrl']) {
      const url = memberOf(config, name);
      if (typeof url === 'string' && originOf(url) !== allowed) throw foreignOrigin(url, allowed);
    }
  }
}

function send(
  client: Client,
  resourceId: string,
  { method, apiVersion, query, body, onlyIf }: StepRequest,
  signal: AbortSignal,
) {
  const resource = client.pathUnchecked(resourceId);
  const options = {
    queryParameters: { 'api-version': apiVersion, ...query },
    headers: conditionOf(onlyIf),
    abortSignal: signal,
  };
  if (method === 'PUT') return resource.put({ ...options, body });
  if (method === 'PATCH') return resource.patch({ ...options, body });
  return resource.delete(options);
}

function conditionOf(onlyIf: StepRequest['onlyIf']): Record<string, string> {
  if (onlyIf === undefined) return {};
  return 'etag' in onlyIf ? { 'If-Match': onlyIf.etag } : { 'If-None-Match': '*' };
}

/** The resource in an answer; undefined for anything else, such as the state of an operation. */
function resourceIn(body: unknown): JsonObject | undefined {
  return isJsonObject(body) && typeof body['id'] === 'string' ? body : undefined;
}

function forPoller(response: PathUncheckedResponse): OperationResponse<PathUncheckedResponse> {
  if (!response.status.startsWith('2')) throw createRestError(response);
  const { status, headers, request } = response;
  const body: unknown = response.body;
  return {
    flatResponse: response,
    rawResponse: {
      statusCode: Number(status),
      headers,
      request: { method: request.method, url: request.url },
      body,
    },
  };
}

/** Azure signs the addresses of operations, so they are used as they are; an api-version is only ever added. */
function withApiVersion(address: string, apiVersion: string): string {
  if (/[?&]api-version=/i.test(address)) return address;
  return `${address}${address.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
}

/** Passes on each new word of Azure about the operation. */
function reportStatus(
  poller: Poller,
  last: () => PathUncheckedResponse | undefined,
  progress: WriteProgress,
): void {
  let told: string | undefined;
  poller.onProgress(() => {
    const status = statusWord(last()?.body);
    if (status === undefined || status === told) return;
    told = status;
    progress.status(redact(status));
  });
}

function statusWord(body: unknown): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const word = body['status'] ?? memberOf(body['properties'], 'provisioningState');
  return typeof word === 'string' ? word : undefined;
}

/** The poller's own error has Azure's code only in its text: the last status body has it in full. */
function failureAtTheEnd(
  error: unknown,
  resourceId: string,
  poller: Poller | undefined,
  last: PathUncheckedResponse | undefined,
  signal: AbortSignal,
): Failure {
  const body: unknown = last?.body;
  const status = poller?.operationState?.status;
  const isAnswer = error instanceof Error && error.name === 'RestError';
  if (!isAnswer && (status === 'failed' || status === 'canceled')) {
    const { code, message } = armErrorOf(body);
    const word = status === 'failed' ? 'OperationFailed' : 'OperationCanceled';
    return armFailure(
      {
        code: code || word,
        message: message || t`The operation ended in the state ${statusWord(body) ?? status}.`,
      },
      resourceId,
    );
  }
  const failure = failureOf(error, resourceId, signal);
  const forgotten = poller !== undefined && last?.status === '404' && failure.azure?.status === 404;
  return forgotten
    ? {
        ...failure,
        code: 'azure.operationForgotten',
        kind: 'transient',
        message: t`Azure no longer has the status of this change.`,
        nextAction: t(
          'Send the same change again. If it was already made, sending it again changes nothing.',
        ),
      }
    : failure;
}
