/** Where the emulator takes the time from; tests can put a clock of their own here. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const realClock: Clock = { now: () => Date.now() };
