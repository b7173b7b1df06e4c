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
  return Number.isNaN(date) ? quotaReset(headers) : Math.max(0, date - now);
}

/**
 * Resource Graph says when there are queries again in a header of its own, in hours, minutes and seconds (Microsoft's
 * “Guidance for throttled requests in Azure Resource Graph”), on every answer: it counts where none is left.
 */
function quotaReset(headers: HttpHeaders): number | undefined {
  if (headers.get('x-ms-user-quota-remaining')?.trim() !== '0') return undefined;
  const [, hours, minutes, seconds] =
    /^\s*(\d+):(\d+):(\d+)\s*$/.exec(headers.get('x-ms-user-quota-resets-after') ?? '') ?? [];
  if (hours === undefined) return undefined;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
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
