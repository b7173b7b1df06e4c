import type { Estate } from '../estate';
import { pullVerdict } from './index';

/** After a failed pull a kubelet waits ten seconds, and each time twice as long as before, but never above five minutes. */
const FIRST_WAIT = 10;
const LONGEST_WAIT = 300;

/** Seconds that a kubelet waits after so many failed tries before the next. */
export function waitAfter(tries: number): number {
  return Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT);
}

/** One try of a kubelet to pull an image. */
interface Try {
  /** Since the pod came to its node. */
  readonly seconds: number;
  readonly pulled: boolean;
  readonly eventText: string;
}

export interface PoolTries {
  readonly name: string;
  /** Up to the first that works. */
  readonly tries: readonly Try[];
  readonly verdict: 'Pulled' | 'Failed';
}

/**
 * What becomes of a pull over time, if nobody changes anything: kubelets try again with longer and longer waits, while
 * roles that were assigned become effective and what is wrong with a registry for a while passes. `start` is a moment of
 * the emulator's clock, in milliseconds.
 */
export function pullOverTime(
  estate: Estate,
  pull: { clusterId: string; image: string; start: number; seconds: number },
): PoolTries[] {
  const { start, seconds, ...asked } = pull;
  const now = pullVerdict(estate, { ...asked, moment: { at: start, tries: 0 } });
  return now.pools.map(({ name }, index) => {
    const tries: Try[] = [];
    for (let after = 0; after <= seconds; after += waitAfter(tries.length)) {
      const moment = { at: start + after * 1000, tries: tries.length };
      const pool = pullVerdict(estate, { ...asked, moment }).pools[index];
      const pulled = pool?.verdict === 'Pulled';
      tries.push({ seconds: after, pulled, eventText: pool?.eventText ?? '' });
      if (pulled) break;
    }
    return { name, tries, verdict: tries.at(-1)?.pulled === true ? 'Pulled' : 'Failed' };
  });
}
