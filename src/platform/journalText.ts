import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';
import { withoutSecrets, withoutSecretsIn } from '../model/secrets';
import type { JournalStorage } from '../provisioning';
import { failureOf, readJournal } from '../provisioning/overview';
import { json } from './json';

/**
 * The journal of an operation for reading: without secrets, and without the signatures in its resume tokens, which are
 * addresses that whoever has them may poll. One that isn't used is shown as it is stored, with the reason. Rejects with
 * FailureError where there is none, or it can't be read.
 */
export async function journalText(
  journal: Pick<JournalStorage, 'read'>,
  operationId: string,
): Promise<string> {
  const read = await readJournal(journal, operationId);
  if (read === undefined) {
    throw new FailureError({
      code: 'documents.noJournal',
      kind: 'user',
      message: t`This computer has no journal of the operation ${operationId}.`,
      nextAction: t('Refresh the view. The operation may have ended.'),
    });
  }
  if (read.ok) return json(withoutSecretsIn(JSON.parse(read.text) as unknown));
  const { message, nextAction, stored } = read;
  if (stored === undefined) throw new FailureError(failureOf(read));
  const shown = (content: unknown) => json({ notUsed: message, nextAction, stored: content });
  try {
    return shown(withoutSecretsIn(JSON.parse(stored.text) as unknown));
  } catch {
    // No JSON, or nested so deeply that it can't be written again.
    return shown(withoutSecrets(stored.text));
  }
}
