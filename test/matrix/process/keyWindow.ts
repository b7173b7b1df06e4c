/** A window that starts, as a process of its own: gets the key of the journals, and seals one, at the same time as others. */
import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../src/platform/clock';
import { SecretJournalKeys } from '../../../src/platform/journalKeys';
import { fileJournalStorage } from '../../../src/platform/journalStorage';
import { sealedJournals } from '../../../src/provisioning/journal/sealedJournals';
import { sharedSecrets } from '../../support/secrets';

/** What it is told on its standard input. */
export interface KeyWindowJob {
  /** Of all windows; a file `go` in it is the sign to begin. */
  readonly folder: string;
  readonly operationId: string;
  /** How many milliseconds later others find what it stores. */
  readonly arrivesAfter: number;
}

/** What it says in the end. */
export interface KeyWindowAnswer {
  readonly keyId: string;
  readonly isStored: boolean;
}

const { folder, operationId, arrivesAfter } = JSON.parse(readFileSync(0, 'utf8')) as KeyWindowJob;
const claims = fileJournalStorage(join(folder, 'keys'));
const keys = new SecretJournalKeys(sharedSecrets(folder, arrivesAfter), claims, systemClock);
const journal = sealedJournals(fileJournalStorage(join(folder, 'operations')), keys);
process.stdout.write('ready\n');
while (!(await isThere(join(folder, 'go')))) await systemClock.sleep(5);
const key = await keys.current();
const isStored = await journal.replace(operationId, 0, JSON.stringify({ by: operationId }));
const answer: KeyWindowAnswer = { keyId: key.id, isStored };
process.stdout.write(JSON.stringify(answer));

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
