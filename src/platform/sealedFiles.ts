import { join } from 'node:path';
import type { Clock, JournalStorage } from '../provisioning';
import { sealedJournals } from '../provisioning/overview';
import { SecretJournalKeys, type Secrets } from './journalKeys';
import { fileJournalStorage, type FileJournals } from './journalStorage';

/** Journals in files of `folder`, as they are on disk and as they are believed: with the seal of this user's keys. */
export function sealedFiles(
  home: string,
  folder: string,
  secrets: Secrets,
  clock: Clock,
): { readonly files: FileJournals; readonly journal: JournalStorage } {
  const files = fileJournalStorage(folder);
  const keys = new SecretJournalKeys(secrets, fileJournalStorage(join(home, 'keys')), clock);
  return { files, journal: sealedJournals(files, keys) };
}
