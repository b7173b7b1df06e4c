/**
 * Whether the extension host still takes what the page says. When it is killed, VS Code starts another one that doesn't know
 * the page: the page stays on the screen, and without this would wait for ever.
 *
 * Time is counted in ticks of the page's own timer, each of which counts for one second at most. A page that was hidden, a
 * computer that slept and one that is too busy to run the timer count nothing meanwhile: what the host has answered by then
 * is there before the next tick.
 */
import type { FromPage } from '../protocol';

/** Milliseconds. */
const tickLength = 1000;
/** A tick that comes later than this says that the page or the computer stood still: counting begins anew. */
const stoodStill = 5000;

/** In ticks. */
const askEvery = 3;
/** How long an answer may take. Together with `askEvery` it is less than 15 seconds until a loss is told. */
const patience = { question: 10, button: 5 } as const;

export interface HostWatchOptions {
  /** Sends to the host; may lose it without a word. */
  readonly send: (envelope: FromPage) => void;
  /** Whether the page is on the screen: the timers of a hidden one are slowed down. */
  readonly isVisible: () => boolean;
  /** The host is lost, or it answers again. */
  readonly changed: () => void;
  /** Something was posted while the host is lost: the user has to be told that it has no effect. */
  readonly unheard: () => void;
}

interface Pending {
  readonly number: number;
  readonly patience: number;
  ticks: number;
}

export class HostWatch {
  #number = 0;
  #pending: Pending[] = [];
  #isLost = false;
  #untilAsking = askEvery;
  #lastTick = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: HostWatchOptions) {}

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Says the first thing and begins to watch. The host may still be busy starting. */
  start(message: unknown): void {
    this.#send('question', message);
    this.#lastTick = Date.now();
    this.#timer ??= setInterval(() => {
      this.#tick();
    }, tickLength);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Sends what the user did. */
  post(message: unknown): void {
    if (this.#isLost) this.options.unheard();
    this.#send('button', message);
  }

  /** The host has received everything up to this number. */
  received(number: number): void {
    this.#pending = this.#pending.filter((each) => each.number > number);
    this.#setLost(false);
  }

  #tick(): void {
    const now = Date.now();
    const late = Math.abs(now - this.#lastTick) > stoodStill;
    const isVisible = this.options.isVisible();
    // Of a hidden page the last tick counts as long ago, so that it begins anew when it is seen again.
    this.#lastTick = isVisible ? now : Number.NEGATIVE_INFINITY;
    if (!isVisible) return;
    if (late) {
      this.#pending = [];
      this.#untilAsking = 0;
    }
    for (const each of this.#pending) each.ticks += 1;
    if (this.#pending.some((each) => each.ticks >= each.patience)) this.#setLost(true);
    this.#untilAsking -= 1;
    if (this.#untilAsking > 0) return;
    this.#untilAsking = askEvery;
    this.#send('question');
  }

  #send(kind: keyof typeof patience, message?: unknown): void {
    this.#number += 1;
    // Once the host is lost only an answer counts.
    if (!this.#isLost) this.#pending.push({ number: this.#number, patience: patience[kind], ticks: 0 });
    this.options.send({ number: this.#number, ...(message === undefined ? {} : { message }) });
  }

  #setLost(isLost: boolean): void {
    if (this.#isLost === isLost) return;
    this.#isLost = isLost;
    this.options.changed();
  }
}
