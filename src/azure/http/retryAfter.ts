import type { HttpHeaders } from '@azure/core-rest-pipeline';

const inMilliseconds = ['retry-after-ms', 'x-ms-retry-after-ms'];
const inSeconds = 'retry-after';

/** Milliseconds that an answer asks to wait, 0 for what is past; undefined if it doesn't say, or nothing sensible. */
export function retryAfter(headers: HttpHeaders, now: number): number | undefined {
  for (const name of [...inMilliseconds, inSeconds]) {
    const text = headers.get(name)?.trim() ?? '';
    const value = text === '' ? NaN : Number(text);
    if (!Number.isNaN(value)) return Math.max(0, name === inSeconds ? value * 1000 : value);
  }
  const date = Date.parse(headers.get(inSeconds) ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Leaves one header that everything behind it reads the same way: seconds, `least` to `longest`. The SDK's policies and
 * pollers each read their own headers in their own way, and set timers with whatever comes of it. A wait below `least`
 * counts as none, so that the reader's own rhythm applies.
 */
export function clampRetryAfter(headers: HttpHeaders, now: number, least: number, longest: number): void {
  const asked = retryAfter(headers, now);
  for (const name of [...inMilliseconds, inSeconds]) headers.delete(name);
  if (asked === undefined || asked < least) return;
  headers.set(inSeconds, String(Math.ceil(Math.min(asked, longest)) / 1000));
}
