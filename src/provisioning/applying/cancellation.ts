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
  // Signals of this operation's own: who cancels many operations with one signal must not collect their listeners.
  const { stop, abandon } = 'abandon' in signal ? signal : { stop: signal, abandon: signal };
  return { stop: AbortSignal.any([stop, abandon]), abandon: AbortSignal.any([abandon]) };
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
