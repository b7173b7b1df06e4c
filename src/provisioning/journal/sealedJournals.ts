import { t } from '@vscode/l10n';
import { isFailureError } from '../../model/failure';
import type { JournalDoubt, JournalKeys, JournalStorage, StoredJournal } from '../ports';
import { envelopeOf, isSealed, sealed } from './seal';

/**
 * Journals of a storage that are sealed when they are written and checked when they are read. What wasn't sealed by one of the
 * keys is told as a doubt, and so is what can't be checked because the keys can't be asked. Writing rejects with the keys'
 * FailureError where there is no key: nothing is begun without a journal that can be believed later.
 */
export function sealedJournals(storage: JournalStorage, keys: JournalKeys): JournalStorage {
  return {
    async read(operationId) {
      const stored = await storage.read(operationId);
      return stored?.text === undefined ? stored : opened(operationId, stored, keys);
    },
    async replace(operationId, version, text) {
      const key = await keys.current();
      return storage.replace(operationId, version, sealed(key, { operationId, version: version + 1 }, text));
    },
    remove: (operationId, version) => storage.remove(operationId, version),
    setAside: (operationId, version) => storage.setAside(operationId, version),
    list: () => storage.list(),
  };
}

async function opened(
  operationId: string,
  stored: StoredJournal & { readonly text: string },
  keys: JournalKeys,
): Promise<StoredJournal> {
  const { text: shown, version } = stored;
  const doubt = (one: Omit<JournalDoubt, 'shown'>): StoredJournal => ({ version, doubt: { ...one, shown } });
  const found = envelopeOf(shown);
  if (found.kind === 'none') return doubt(setAside(isObject(shown) ? unsealed : damaged));
  if (found.kind === 'otherVersion') return doubt(otherVersion(found.version));
  try {
    const key = await keys.find(found.keyId);
    if (key === undefined) return doubt(setAside(unknownKey));
    const at = { operationId, version: stored.writtenAs ?? version };
    if (!isSealed(key, at, found.text, found.mac)) return doubt(setAside(changed));
    return { ...stored, text: found.text };
  } catch (error) {
    return doubt(unchecked(error));
  }
}

const unsealed = t(
  'Its journal has no seal of this extension. Something else wrote it, or an older version of the extension.',
);
const damaged = t('Its journal is damaged. It isn’t JSON.');
const unknownKey = t(
  'Its journal is sealed with a key that isn’t in this VS Code’s secret storage. Something else wrote it, or the secret storage was reset or belongs to another browser.',
);
const changed = t(
  'Its journal isn’t the one that this extension wrote. It was changed, belongs to another operation, or is outdated.',
);

/** Said of every journal that is set aside. */
export const lookThenDiscard = t(
  'It can be neither resumed nor rolled back, and isn’t used as a record. Check the operation’s resources in the portal, then discard it. A copy of the file is kept.',
);

function setAside(message: string): Omit<JournalDoubt, 'shown'> {
  return { kind: 'setAside', message, nextAction: lookThenDiscard };
}

function otherVersion(version: number): Omit<JournalDoubt, 'shown'> {
  return {
    kind: 'setAside',
    message: t`Its journal has a seal of version ${version}, written by another version of the extension.`,
    nextAction: t(
      'Update the extension to continue with the operation. Until then it can be neither resumed nor rolled back.',
    ),
  };
}

function unchecked(error: unknown): Omit<JournalDoubt, 'shown'> {
  const why = error instanceof Error ? error.message : String(error);
  return {
    kind: 'unchecked',
    message: t`Can’t check now whether its journal is genuine. ${why}`,
    nextAction: isFailureError(error) ? error.failure.nextAction : t('Refresh the tree to try again.'),
  };
}

function isObject(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null;
  } catch {
    return false;
  }
}
