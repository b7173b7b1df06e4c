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

/**
 * Calls once when the signal is aborted, at once if it already is; not any more when `until` is. A signal made of others keeps all
 * that listens to it, and with that the operation, for as long as the window lives.
 */
export function onAbort(signal: AbortSignal, call: () => void, until: AbortSignal): void {
  const aborted = () => {
    call();
  };
  if (signal.aborted) aborted();
  else signal.addEventListener('abort', aborted, { once: true, signal: until });
}
