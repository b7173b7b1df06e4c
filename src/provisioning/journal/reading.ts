/** The only door to what journals say: whoever wants to go on with one, undo one or go by one reads it here. */
import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import type { JournalStorage, StoredJournal } from '../ports';
import { parseJournal, type Journal } from './journalSchema';
import { lookThenDiscard } from './sealedJournals';

export type ReadJournal =
  | {
      readonly ok: true;
      readonly journal: Journal;
      readonly version: number;
      /** As it was written. */
      readonly text: string;
    }
  | UnusableJournal;

export interface UnusableJournal {
  readonly ok: false;
  /** `setAside`: it is never used. `unchecked`: it can't be read or checked now, and maybe later. */
  readonly state: 'setAside' | 'unchecked';
  readonly message: string;
  readonly nextAction: string;
  /** Undefined where the storage couldn't be read. */
  readonly stored?: { readonly version: number; readonly text: string };
}

/** What is stored of an operation; undefined if nothing is. Never rejects: what can't be used is told in sentences. */
export async function readJournal(
  storage: Pick<JournalStorage, 'read'>,
  operationId: string,
): Promise<ReadJournal | undefined> {
  try {
    const stored = await storage.read(operationId);
    return stored && understood(stored, operationId);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      state: 'unchecked',
      message: t`The journal can’t be read: ${why}`,
      nextAction: t('Check the permissions of the extension’s storage, then refresh the tree.'),
    };
  }
}

function understood(stored: StoredJournal, operationId: string): ReadJournal {
  const { version } = stored;
  if (stored.text === undefined) {
    const { kind, message, nextAction, shown } = stored.doubt;
    return { ok: false, state: kind, message, nextAction, stored: { version, text: shown } };
  }
  const { text } = stored;
  const setAside = (message: string): UnusableJournal => ({
    ok: false,
    state: 'setAside',
    message,
    nextAction: lookThenDiscard,
    stored: { version, text },
  });
  const parsed = parseJournal(text);
  if (!parsed.ok) return setAside(parsed.message);
  // The file of another operation under this one's name is somebody's copy.
  if (parsed.journal.operationId !== operationId)
    return setAside(t('The journal belongs to another operation.'));
  return { ok: true, journal: parsed.journal, version, text };
}

/** The same as a failure, for what can't be done without the journal. */
export function failureOf({ state, message, nextAction }: UnusableJournal): Failure {
  return {
    code: state === 'setAside' ? 'journal.unusable' : 'journal.unchecked',
    kind: 'user',
    message,
    nextAction,
  };
}

/** What was read of each storage, by operation. */
const known = new WeakMap<JournalStorage, ReadonlyMap<string, Kept>>();

interface Kept {
  readonly stamp: string;
  readonly read: ReadJournal | undefined;
}

/**
 * All journals of a storage, to be shown and to learn from; before an operation is gone on with, `readJournal` reads it once
 * more. Reads only what is new since the last time; what can't be used is tried again each time. Rejects only if the storage
 * can't be listed.
 */
export async function readAllJournals(storage: JournalStorage): Promise<ReadonlyMap<string, ReadJournal>> {
  const before = known.get(storage);
  const listed = await storage.list();
  const found = await Promise.all(
    listed.map(async ({ operationId, stamp }): Promise<[string, Kept]> => {
      const kept = before?.get(operationId);
      const isKept = kept?.stamp === stamp && kept.read?.ok === true;
      return [operationId, isKept ? kept : { stamp, read: await readJournal(storage, operationId) }];
    }),
  );
  known.set(storage, new Map(found));
  return new Map(found.flatMap(([id, { read }]) => (read === undefined ? [] : [[id, read]])));
}
