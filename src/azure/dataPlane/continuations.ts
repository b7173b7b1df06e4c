import type { Continuation } from '../../provisioning';

/**
 * A page of a registry's list, and which pages were read before it. Lists are read a page at a time, whenever somebody
 * asks for more, so a continuation carries that itself, in the part of the address that is never sent.
 */
export interface PageOfList {
  readonly address: string;
  /** The pages before, each by its `keyOf`. */
  readonly before: readonly string[];
}

/** The page that a continuation leads to. Its address has been out of our hands: it is for the caller to look at again. */
export function pageOfContinuation(from: Continuation): PageOfList {
  const [address = '', trail = ''] = from.split('#');
  return { address, before: trail === '' ? [] : trail.split('.') };
}

export function continuationOf({ address, before }: PageOfList): Continuation {
  return `${address}#${before.join('.')}`;
}

/**
 * A short name of an address (cyrb53, 53 bits): with a thousand pages, two of them share one in one list of some ten
 * thousand million.
 */
export function keyOf(address: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < address.length; index += 1) {
    const code = address.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
