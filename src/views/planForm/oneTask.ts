/** One task at a time: a new one makes the one before pointless. */
export class OneTask {
  #abort = new AbortController();
  #task: Promise<void> = Promise.resolve();

  /** `failed` isn't called for a task that was stopped. */
  run(task: (signal: AbortSignal) => Promise<void>, failed: (error: unknown) => void): void {
    const { signal } = this.#abort;
    this.#task = task(signal).catch((error: unknown) => {
      if (!signal.aborted) failed(error);
    });
  }

  /** Stops what is under way. */
  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Resolves when what is under way, and what that began, is finished. */
  async settled(): Promise<void> {
    for (let task: Promise<void> | undefined; task !== this.#task;) {
      task = this.#task;
      await task;
    }
  }
}
