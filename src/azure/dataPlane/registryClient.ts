import { t } from '@vscode/l10n';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type Pipeline,
} from '@azure/core-rest-pipeline';
import { FailureError } from '../../model/failure';
import { isLoopback } from '../../model/loopback';
import type { AzureOptions } from '../../provisioning';
import { limitsOf } from '../http/limits';
import { createWayOut, paceOf } from '../http/pipeline';

export interface RegistryAnswer {
  readonly status: number;
  /** A header by its name, in whatever case. */
  header(name: string): string | undefined;
  readonly body: string;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly token?: string;
  readonly accept?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * The way to one registry: https to its login server, or for an emulator its loopback address with the login server in
 * `Host`. Nothing is followed elsewhere. A 5xx, 429 or broken connection is tried once more.
 */
export class RegistryClient {
  /** The login server's, whatever address is connected to: what answers say is compared with it. */
  readonly origin: string;
  private readonly target: string;
  private readonly pipeline: Pipeline;

  /** `loginServer` is checked already. Throws FailureError for an emulator that isn't on this machine. */
  constructor(
    private readonly options: AzureOptions,
    readonly loginServer: string,
    private readonly http: HttpClient = createDefaultHttpClient(),
  ) {
    this.origin = `https://${loginServer}`;
    this.target = options.emulator ? loopbackOrigin(options.endpoint) : this.origin;
    this.pipeline = createWayOut(options, {
      origin: this.target,
      who: loginServer,
      limits: limitsOf('registry', options),
      retries: { maxRetries: 1, retryDelayInMs: paceOf(options) / 4, maxRetryDelayInMs: 2000 },
    });
  }

  /** Whatever the registry answers, a refusal too. Throws what the SDK throws when nobody answers. */
  async send(
    { method, path, token, accept, form }: RegistryRequest,
    signal: AbortSignal,
  ): Promise<RegistryAnswer> {
    const request = createPipelineRequest({
      url: this.target + path,
      method,
      headers: createHttpHeaders({
        ...(this.options.emulator && { Host: this.loginServer }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(accept !== undefined && { Accept: accept }),
        ...(form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      }),
      ...(form !== undefined && { body: new URLSearchParams(form).toString() }),
      abortSignal: signal,
      allowInsecureConnection: this.options.emulator,
    });
    const { status, headers, bodyAsText } = await this.pipeline.sendRequest(this.http, request);
    return { status, header: (name) => headers.get(name), body: bodyAsText ?? '' };
  }
}

function loopbackOrigin(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && isLoopback(url)) return url.origin;
  throw new FailureError({
    code: 'emulator.notLoopback',
    kind: 'user',
    message: t`${endpoint} isn’t on this computer, so it can’t be used as the emulator.`,
    nextAction: t(
      'Set the emulator’s endpoint to the address that it prints, for example http://127.0.0.1:8443.',
    ),
  });
}
