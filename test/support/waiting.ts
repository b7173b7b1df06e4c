/** Waiting for what comes in its own time: by looking again, never by a time that would have to be long enough. */
const patienceMs = 30_000;
const pauseMs = 50;

/** What the attempt answers, once it doesn't throw; the last error where it still does after half a minute. */
export async function waitUntil<T>(attempt: () => T | Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Tries a few times what a busy machine may swallow; the last try has the time that everything else has. */
export async function again(attempt: (milliseconds: number) => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      await attempt(2000);
      return;
    } catch {
      // Once more.
    }
  }
  await attempt(30_000);
}
