import type { Log } from './log';

interface Disposable {
  dispose(): void;
}

/** Registers what `load` gives as soon as `when` calls back: most windows never have a reason for it. */
export function later(
  when: (begin: () => void) => Disposable,
  load: () => Promise<readonly Disposable[]>,
  log: Pick<Log, 'error'>,
): Disposable {
  let loading: Promise<readonly Disposable[]> | undefined;
  const begin = () => {
    loading ??= load().catch((error: unknown) => {
      log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return [];
    });
  };
  const waiting = when(begin);
  return {
    dispose() {
      waiting.dispose();
      void loading?.then((loaded) => {
        for (const each of loaded) each.dispose();
      });
    },
  };
}
