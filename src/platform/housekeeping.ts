/** What becomes of journals that nobody needs any more. */
import type { Clock } from '../provisioning';
import type { Journals } from './journals';
import type { Log } from './log';

const afterStart = 2 * 60_000;
const whileBusy = 10 * 60_000;
const onceADay = 24 * 3_600_000;

/** Removes old journals and what crashes have left, once a day and never while an operation runs. */
export function keepTidy(
  { journal, files }: Journals,
  clock: Clock,
  log: Pick<Log, 'info' | 'error'>,
): { dispose(): void } {
  const stop = new AbortController();
  const tidy = async (): Promise<number> => {
    const { canBeUndone, pruneJournals, recordedOperations } = await import('../provisioning/overview');
    const { running } = await recordedOperations(journal, clock.now());
    if (running.length > 0) return whileBusy;
    const pruned = await pruneJournals(journal, clock.now(), canBeUndone);
    await files.tidy();
    if (pruned > 0)
      log.info(`Removed journals of operations that ended long ago and are no longer needed: ${pruned}.`);
    return onceADay;
  };
  const keep = async () => {
    for (let wait = afterStart; ;) {
      await clock.sleep(wait, stop.signal);
      if (stop.signal.aborted) return;
      wait = await tidy().catch((error: unknown) => {
        log.error(`Old journals can’t be removed: ${error instanceof Error ? error.message : String(error)}`);
        return onceADay;
      });
    }
  };
  void keep();
  return {
    dispose() {
      stop.abort();
    },
  };
}
