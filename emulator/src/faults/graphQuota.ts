import type { Clock } from '../arm/clock';

/** What is left of a user's queries, and in how many seconds there are all of them again. */
export interface QuotaLeft {
  readonly remaining: number;
  readonly resetsAfter: number;
}

/** How many queries each user has in a window of time, which begins with the first of them. */
export class GraphQuota {
  private readonly windows = new Map<string, { readonly until: number; used: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly queries: number,
    private readonly seconds: number,
  ) {}

  /** Takes one; undefined where none is left. */
  take(user: string): QuotaLeft | undefined {
    const now = this.clock.now();
    const known = this.windows.get(user);
    const window =
      known !== undefined && now < known.until ? known : { until: now + this.seconds * 1000, used: 0 };
    this.windows.set(user, window);
    if (window.used >= this.queries) return undefined;
    window.used += 1;
    return { remaining: this.queries - window.used, resetsAfter: this.resetsAfter(user) };
  }

  resetsAfter(user: string): number {
    const until = this.windows.get(user)?.until ?? this.clock.now();
    return Math.max(0, Math.ceil((until - this.clock.now()) / 1000));
  }
}
