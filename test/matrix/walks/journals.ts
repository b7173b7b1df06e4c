/** The journals of a walk as all windows together tell of them. */
import { journalledOperations } from '../../../src/platform/operations';
import type { Journal } from '../../../src/provisioning';
import type { Shared } from './window';

export function readJournals({
  journal,
  clock,
}: Pick<Shared, 'journal' | 'clock'>): Promise<ReadonlyMap<string, Journal>> {
  return journalledOperations(journal, clock, 'nobody').journals();
}
