/** Looks at the operations of all windows again whenever something became of one: the journals' folder is theirs in common. */
import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { inTurns } from '../model/inTurns';
import type { Clock } from '../provisioning';
import type { Operation, Operations } from './operations';

export interface OperationsWatch extends Operations {
  /** Something is running now that wasn't, is further, or has ended. */
  onDidChange(listener: () => void): { dispose(): void };
  /** What another window worked on isn't worked on any more: what was read of Azure before may be otherwise now. */
  onDidEndElsewhere(listener: () => void): { dispose(): void };
  dispose(): void;
}

/**
 * How often to look while something runs: a window that is gone leaves only a lease that runs out, and some file systems
 * tell of no change.
 */
const lookEvery = 5_000;
/** An operation writes its journal before and after each request: these come as one. */
const calm = 200;

/** `folder` is where the journals' files are; it is made if it isn't there. */
export function watchOperations(operations: Operations, folder: string, clock: Clock): OperationsWatch {
  const listeners = new Set<() => void>();
  const endListeners = new Set<() => void>();
  /** Ids of those that other windows were at when they were looked at last. */
  let elsewhere: readonly string[] = [];
  const stop = new AbortController();
  let watcher: FSWatcher | undefined;
  let seen: string | undefined;
  let isLooking: Promise<void> | undefined;
  let next = new AbortController();

  // What was found earlier must not be taken for what is there now.
  const inTurn = inTurns();
  const readNow = async (): Promise<readonly Operation[]> => {
    const found = await operations.unfinished();
    const now = JSON.stringify(found);
    const isNew = seen !== undefined && seen !== now;
    seen = now;
    if (isNew) for (const listener of listeners) listener();
    const before = elsewhere;
    elsewhere = found.flatMap((one) => (one.state === 'running' && !one.isHere ? [one.operationId] : []));
    if (before.some((id) => !elsewhere.includes(id))) for (const listener of endListeners) listener();
    lookIn(found.some(({ state }) => state === 'running') ? lookEvery : undefined);
    return found;
  };
  const read = () => inTurn(readNow);
  /** What can't be read now is told by the tree, which asks itself. */
  const look = (): Promise<void> =>
    (isLooking ??= read()
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        isLooking = undefined;
      }));
  const lookIn = (milliseconds: number | undefined) => {
    next.abort();
    next = new AbortController();
    if (milliseconds === undefined || stop.signal.aborted) return;
    const { signal } = next;
    void clock.sleep(milliseconds, AbortSignal.any([signal, stop.signal])).then(() => {
      if (!signal.aborted && !stop.signal.aborted) void look();
    });
  };
  const begin = async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (stop.signal.aborted) return;
    watcher = watch(folder, { persistent: false }, () => {
      lookIn(calm);
    });
    watcher.on('error', () => {
      watcher?.close();
    });
  };
  void begin()
    // Then it is looked only when the tree is read, and while something runs.
    .catch(() => undefined)
    .then(look);

  return {
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    onDidEndElsewhere(listener) {
      endListeners.add(listener);
      return { dispose: () => void endListeners.delete(listener) };
    },
    unfinished: read,
    all: () => operations.all(),
    journals: () => operations.journals(),
    dispose() {
      stop.abort();
      next.abort();
      watcher?.close();
      listeners.clear();
      endListeners.clear();
    },
  };
}
