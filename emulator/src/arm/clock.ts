/** Where the emulator takes the time from; tests can put a clock of their own here. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const realClock: Clock = { now: () => Date.now() };

/** A clock that stands still until somebody moves it: tests, or the admin API. */
export class VirtualClock implements Clock {
  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  advance(seconds: number): void {
    if (!(seconds >= 0)) throw new Error('Time only goes forward.');
    this.time += seconds * 1000;
  }
}
