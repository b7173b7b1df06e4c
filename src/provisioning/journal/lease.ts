/** Who is at an operation, and how long that is believed without a sign of life. */
import type { Journal } from './journalSchema';

export type Lease = Journal['lease'];

export const leaseMilliseconds = 60_000;

/** A window that lives renews its lease so often. */
export const heartbeatMilliseconds = leaseMilliseconds / 3;

/** The longest time that a timer takes; it fires at once for more. */
const longestWait = 2 ** 31 - 1;
const shortestWait = 1000;

export function leaseOf(owner: string, now: number): Lease {
  return { owner, expires: now + leaseMilliseconds };
}

/**
 * Whether a window has to be believed to be at an operation. One that ends later than a lease lasts was given by a clock
 * that was ahead, and counts for nothing: else nobody could go on with the operation until that clock's time has come. Where
 * the clock was set back while a window lives, its next write makes it count again; whoever took the operation over in
 * between has the journal, and the window finds that out before it sends anything more.
 */
export function holds({ expires }: Lease, now: number): boolean {
  return expires > now && expires - now <= leaseMilliseconds;
}

/** In how many milliseconds to look again at operations whose leases end then; undefined without any. */
export function untilLeaseEnds(expiries: readonly number[], now: number): number | undefined {
  if (expiries.length === 0) return undefined;
  // A second later, so that what was looked at for has happened.
  const wait = Math.min(...expiries) - now + shortestWait;
  return Math.min(longestWait, Math.max(shortestWait, wait));
}
