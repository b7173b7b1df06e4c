/** How an operation is cancelled: nothing new starts, and the user says what becomes of what runs. */

/**
 * `stop` starts nothing more and awaits what runs; `abandon` also gives up waiting (Azure carries on with what it has
 * begun). The second may follow the first. A plain signal abandons.
 */
export interface Cancellation {
  readonly stop: AbortSignal;
  readonly abandon: AbortSignal;
}

export type CancelSignal = AbortSignal | Cancellation;

/** The two signals of either form; `stop` is aborted also when `abandon` is. */
export function cancellationOf(signal: CancelSignal): Cancellation {
  if ('abandon' in signal) {
    return { stop: AbortSignal.any([signal.stop, signal.abandon]), abandon: signal.abandon };
  }
  return { stop: signal, abandon: signal };
}

/** Resolves when the signal is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const abort = () => {
      resolve();
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
