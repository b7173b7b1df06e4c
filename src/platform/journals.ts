/** The journals of this user on this computer: where they are, and with what they are sealed. */
import { join } from 'node:path';
import type { Clock, JournalStorage } from '../provisioning';
import { sealedJournals } from '../provisioning/adapters';
import { journalFolderIn } from './journalFolder';
import { SecretJournalKeys, type Secrets } from './journalKeys';
import { fileJournalStorage, type FileJournals } from './journalStorage';

export interface Journals {
  readonly journal: JournalStorage;
  /** The files as they are on disk. */
  readonly files: FileJournals;
  readonly folder: string;
}

/** `home` is the extension's own folder, for all windows of this user. */
export function createJournals(home: string, secrets: Secrets, clock: Clock): Journals {
  const folder = journalFolderIn(home);
  const files = fileJournalStorage(folder);
  const keys = new SecretJournalKeys(secrets, fileJournalStorage(join(home, 'keys')), clock);
  return { folder, files, journal: sealedJournals(files, keys) };
}
