/** Who is at an operation, and how long that is believed without a sign of life. */
import type { Journal } from './journalSchema';

export type Lease = Journal['lease'];

export const leaseMilliseconds = 60_000;

/** A window that lives renews its lease so often. */
export const heartbeatMilliseconds = leaseMilliseconds / 3;

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
