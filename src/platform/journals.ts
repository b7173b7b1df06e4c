/** The journals of this user on this computer: where they are, and with what they are sealed. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, JournalStorage } from '../provisioning';
import type { Secrets } from './journalKeys';
import type { FileJournals } from './journalStorage';

export interface Journals {
  readonly journal: JournalStorage;
  /** The files as they are on disk. */
  readonly files: Pick<FileJournals, 'tidy'>;
  readonly folder: string;
}

/** `home` is the extension's own folder, for all windows of this user. What reads and seals is loaded with the first journal. */
export function createJournals(home: string, secrets: Secrets, clock: Clock): Journals {
  const folder = join(home, 'operations');
  let loading: Promise<{ readonly files: FileJournals; readonly journal: JournalStorage }> | undefined;
  const loaded = () =>
    (loading ??= import('./sealedFiles').then(({ sealedFiles }) =>
      sealedFiles(home, folder, secrets, clock),
    ));
  /** Why a folder can't be read is said by what reads it. */
  const isEmpty = () =>
    readdir(folder).then(
      (names) => names.length === 0,
      (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
    );
  const journal: JournalStorage = {
    read: async (...given) => (await loaded()).journal.read(...given),
    replace: async (...given) => (await loaded()).journal.replace(...given),
    remove: async (...given) => (await loaded()).journal.remove(...given),
    setAside: async (...given) => (await loaded()).journal.setAside(...given),
    list: async () => ((await isEmpty()) ? [] : (await loaded()).journal.list()),
  };
  return { folder, journal, files: { tidy: async () => (await loaded()).files.tidy() } };
}
