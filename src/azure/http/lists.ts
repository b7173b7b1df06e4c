import { t } from '@vscode/l10n';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { FailureError } from '../../model/failure';
import type { AzureLimits } from '../../provisioning';
import { tooLarge } from './bodies';

/** The pages of one list: there is an end to them, and none comes twice. */
export class Pages {
  private readonly seen: Set<string>;

  /** `seen` are those that were read before, by whatever names them. */
  constructor(
    private readonly limits: Pick<AzureLimits, 'listPages'>,
    private readonly who: string,
    seen: Iterable<string> = [],
  ) {
    this.seen = new Set(seen);
  }

  /** To be called before a page is read. Throws FailureError for one that was there, and for one too many. */
  enter(page: string): void {
    if (this.seen.has(page)) {
      throw endless('azure.pageRepeated', t`${this.who} returned the same page of a list twice.`);
    }
    if (this.seen.size >= this.limits.listPages) {
      throw endless(
        'azure.tooManyPages',
        t`${this.who} returned more than ${this.limits.listPages} pages of one list.`,
      );
    }
    this.seen.add(page);
  }
}

interface Reading {
  pages?: Pages;
  bytes: number;
}

const readings = new WeakMap<AbortSignal, Reading>();

/**
 * A signal for all pages of one list, and of this list only; aborting the given one aborts it. Requests that are sent
 * with it are pages to `boundLists`: a signal is all that an SDK call carries on.
 */
export function signalOfList(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  readings.set(own, { bytes: 0 });
  return own;
}

/**
 * Ends lists that have no end: a request that was sent for the same list before, a page too many, more bytes than all
 * of them may have. Outermost, so that what is tried again counts once. Throws FailureError.
 */
export function boundLists(limits: AzureLimits, who: string): PipelinePolicy {
  return {
    name: 'boundLists',
    async sendRequest(request, next) {
      const { abortSignal, method, url, body } = request;
      const reading = abortSignal instanceof AbortSignal ? readings.get(abortSignal) : undefined;
      if (reading === undefined) return next(request);
      reading.pages ??= new Pages(limits, who);
      reading.pages.enter(`${method} ${url} ${typeof body === 'string' ? body : ''}`);
      const response = await next(request);
      reading.bytes += response.bodyAsText?.length ?? 0;
      if (reading.bytes > limits.listBytes) throw tooLarge(limits.listBytes, who, t('a list'));
      return response;
    },
  };
}

function endless(code: string, message: string): FailureError {
  return new FailureError({
    code,
    kind: 'defect',
    message,
    nextAction: t('Check whether a proxy rewrites responses. If not, report this with the log.'),
  });
}
