/**
 * The work's outcome, or a rejection with an AbortError as soon as the signal is aborted, whatever the work does then:
 * a token source, a stream or a library may not listen.
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = withReject();
  const abort = () => {
    reject(new DOMException('The request was canceled.', 'AbortError'));
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Work of several requests: where one fails, those that are under way are for nobody, and are ended. */
export async function endedTogether<T>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  try {
    return await work(AbortSignal.any([signal, ending.signal]));
  } catch (error) {
    ending.abort();
    throw error;
  }
}

function withReject(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, no) => (reject = no));
  return { promise, reject };
}
