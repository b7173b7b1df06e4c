/** The longest time that a timer of JavaScript can wait, some 24 days: what is longer runs out at once. */
const longest = 2 ** 31 - 1;

/**
 * Milliseconds that a timer can take, for a wait that was computed: at least `least`, at most what timers know. What is
 * no number waits `least`.
 */
export function clampedDelay(milliseconds: number, least = 0): number {
  return Number.isNaN(milliseconds) ? least : Math.min(Math.max(milliseconds, least), longest);
}
